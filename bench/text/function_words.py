"""Closed-class words: those with which a phrase cannot begin or end, and which extractors drop as stop words."""

ENGLISH = frozenset((
    "a", "an", "the", "of", "in", "on", "at", "by", "for", "with", "from", "to", "into", "onto", "about", "over",
    "under", "after", "before", "during", "through", "and", "or", "but", "nor", "as", "than", "then", "so", "if",
    "while", "when", "where", "which", "who", "whom", "whose", "what", "that", "this", "these", "those", "there",
    "here", "is", "are", "was", "were", "be", "been", "being", "am", "do", "does", "did", "has", "have", "had",
    "having", "will", "would", "can", "could", "may", "might", "shall", "should", "must", "not", "no", "it", "its",
    "he", "him", "his", "she", "her", "they", "them", "their", "we", "us", "our", "you", "your", "i", "me", "my",
    "just", "like", "also", "very", "too",
))  # fmt: skip

_FRENCH = frozenset((
    "le", "la", "les", "l", "un", "une", "des", "du", "de", "d", "au", "aux", "à", "dans", "en", "sur", "sous",
    "par", "pour", "avec", "sans", "entre", "vers", "chez", "dès", "depuis", "pendant", "avant", "après", "contre",
    "selon", "et", "ou", "mais", "ni", "car", "donc", "or", "que", "qui", "quoi", "dont", "où", "quand", "si",
    "comme", "lorsque", "puisque", "ce", "cet", "cette", "ces", "cela", "ça", "celui", "celle", "ceux", "celles",
    "il", "elle", "on", "ils", "elles", "je", "tu", "nous", "vous", "se", "lui", "leur", "leurs", "son", "sa", "ses",
    "mon", "ma", "mes", "ton", "ta", "tes", "notre", "nos", "votre", "vos", "est", "sont", "était", "étaient",
    "être", "été", "suis", "sommes", "êtes", "sera", "seront", "serait", "soit", "a", "ont", "avait", "avaient",
    "avoir", "eu", "aura", "auront", "aurait", "ayant", "peut", "peuvent", "doit", "ne", "pas", "y", "aussi", "très",
    ))  # fmt: skip
_GERMAN = frozenset((
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "einer", "eines", "einem", "einen", "im", "in", "ins",
    "an", "am", "auf", "aus", "bei", "beim", "mit", "nach", "von", "vom", "vor", "zu", "zum", "zur", "über", "unter",
    "durch", "für", "gegen", "ohne", "um", "bis", "seit", "während", "wegen", "und", "oder", "aber", "denn",
    "sondern", "als", "wie", "dass", "daß", "weil", "wenn", "ob", "dieser", "diese", "dieses", "diesem", "diesen",
    "jener", "er", "sie", "es", "wir", "ihr", "ich", "du", "man", "sich", "ihn", "ihm", "ihnen", "uns", "euch",
    "mich", "mir", "dich", "dir", "sein", "seine", "seiner", "seinem", "seinen", "seines", "ihre", "ihrer", "ihrem",
    "ihren", "mein", "dein", "unser", "ist", "sind", "war", "waren", "bin", "bist", "wird", "werden", "wurde",
    "wurden", "worden", "hat", "haben", "hatte", "hatten", "hast", "kann", "können", "konnte", "muss", "müssen",
    "soll", "sollen", "sollte", "will", "wollen", "nicht", "kein", "keine", "keinen", "auch", "nur", "noch", "schon",
    "sehr", "so",
))  # fmt: skip
_SPANISH = frozenset((
    "el", "la", "los", "las", "lo", "un", "una", "unos", "unas", "de", "del", "al", "a", "en", "con", "por", "para",
    "sin", "sobre", "bajo", "entre", "hacia", "hasta", "desde", "contra", "según", "durante", "ante", "tras", "y",
    "e", "o", "u", "pero", "ni", "sino", "que", "quien", "quienes", "cual", "cuales", "cuyo", "cuya", "donde",
    "cuando", "como", "si", "porque", "aunque", "este", "esta", "estos", "estas", "ese", "esa", "esos", "esas",
    "aquel", "aquella", "esto", "eso", "él", "ella", "ellos", "ellas", "yo", "tú", "usted", "nosotros", "se", "le",
    "les", "me", "te", "nos", "os", "su", "sus", "mi", "mis", "tu", "tus", "es", "son", "era", "eran", "fue",
    "fueron", "ser", "sido", "está", "están", "estaba", "ha", "han", "había", "haber", "hay", "puede", "pueden",
    "no", "muy", "también", "ya",
))  # fmt: skip
_ITALIAN = frozenset((
    "il", "lo", "la", "i", "gli", "le", "un", "uno", "una", "l", "di", "del", "dello", "della", "dei", "degli",
    "delle", "a", "al", "allo", "alla", "ai", "agli", "alle", "da", "dal", "dallo", "dalla", "dai", "dagli", "dalle",
    "in", "nel", "nello", "nella", "nei", "negli", "nelle", "su", "sul", "sullo", "sulla", "sui", "sugli", "sulle",
    "con", "per", "tra", "fra", "e", "ed", "o", "ma", "né", "che", "chi", "cui", "dove", "quando", "come", "se",
    "perché", "questo", "questa", "questi", "queste", "quello", "quella", "quelli", "quelle", "egli", "lui", "lei",
    "loro", "noi", "voi", "io", "tu", "si", "ci", "vi", "ne", "mi", "ti", "suo", "sua", "suoi", "sue", "mio", "mia",
    "tuo", "tua", "nostro", "vostro", "è", "sono", "era", "erano", "essere", "stato", "stata", "fu", "furono", "ha",
    "hanno", "aveva", "avere", "può", "possono", "non", "molto", "anche", "già",
))  # fmt: skip
_PORTUGUESE = frozenset((
    "o", "a", "os", "as", "um", "uma", "uns", "umas", "de", "do", "da", "dos", "das", "dum", "duma", "em", "no",
    "na", "nos", "nas", "num", "numa", "por", "pelo", "pela", "pelos", "pelas", "para", "com", "sem", "sobre", "sob",
    "entre", "até", "desde", "contra", "durante", "ante", "após", "ao", "aos", "à", "às", "e", "ou", "mas", "nem",
    "que", "quem", "qual", "quais", "cujo", "cuja", "onde", "quando", "como", "se", "porque", "embora", "este",
    "esta", "estes", "estas", "esse", "essa", "esses", "essas", "aquele", "aquela", "isto", "isso", "aquilo", "ele",
    "ela", "eles", "elas", "eu", "tu", "você", "nós", "lhe", "lhes", "me", "te", "seu", "sua", "seus", "suas", "meu",
    "minha", "teu", "tua", "nosso", "nossa", "é", "são", "era", "eram", "foi", "foram", "ser", "sido", "está",
    "estão", "estava", "tem", "têm", "tinha", "há", "ter", "pode", "podem", "não", "muito", "também", "já",
))  # fmt: skip
_DUTCH = frozenset((
    "de", "het", "een", "der", "den", "des", "van", "in", "op", "aan", "bij", "met", "naar", "uit", "over", "onder",
    "door", "voor", "tegen", "zonder", "om", "tot", "sinds", "tijdens", "na", "te", "ter", "ten", "en", "of", "maar",
    "want", "noch", "dat", "die", "dit", "deze", "wie", "wat", "waar", "wanneer", "als", "hoe", "omdat", "hoewel",
    "hij", "zij", "ze", "wij", "we", "jij", "je", "u", "ik", "men", "zich", "hem", "haar", "hen", "hun", "ons",
    "jullie", "mij", "me", "zijn", "was", "waren", "is", "ben", "bent", "wordt", "worden", "werd", "werden", "heeft",
    "hebben", "had", "hadden", "kan", "kunnen", "kon", "moet", "moeten", "zal", "zullen", "zou", "zouden", "wil",
    "niet", "geen", "ook", "nog", "al", "zeer", "er",
))  # fmt: skip
_LISTS = {
    "en": ENGLISH, "fr": _FRENCH, "de": _GERMAN, "es": _SPANISH, "it": _ITALIAN, "pt": _PORTUGUESE, "nl": _DUTCH,
}  # fmt: skip

_CODES = {
    "eng": "en", "english": "en", "fra": "fr", "french": "fr", "deu": "de", "german": "de", "spa": "es",
    "spanish": "es", "ita": "it", "italian": "it", "por": "pt", "portuguese": "pt", "nld": "nl", "dutch": "nl",
    "catalan": "ca",
}  # fmt: skip


def language_code(language: str) -> str:
    """The two-letter code of a language given as code, with or without region, or by its English name."""
    name = language.casefold().replace("_", "-").partition("-")[0]
    return _CODES.get(name, name)


def function_words(language: str) -> frozenset[str]:
    """The function words of a language, by its code ("en", "en-GB") or English name; empty where there is no list."""
    return _LISTS.get(language_code(language), frozenset())
