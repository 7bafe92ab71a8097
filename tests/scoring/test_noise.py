"""The noise classes, each on both sides of its edge, over texts that show one thing at a time."""

import pytest

from bench.scoring.noise import CLASSES, NoiseJudge, NoiseLabels

STAMPED = (
    "Zoé Pallier 7:59 p.m., October 17, 2021\n\nThe Russian duo came back to Earth on October 5. Some 3.000 people saw "
    "it.\n\nTheir film, provisionally titled\n\nThe Challenge\n\n, will feature a surgeon.\n\n"
    "Keywords: film, duo, moon, zoé pallier 7, titledthe challenge\n"
)


def labels(text: str, phrase: str, language: str = "en") -> tuple[str, ...]:
    """The labels of a phrase over a text."""
    return NoiseJudge(text, language=language).labels(phrase).labels


def cause(text: str, phrase: str) -> str | None:
    """Why a phrase is not in a text."""
    return NoiseJudge(text).labels(phrase).cause


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("zoé pallier 7", "BYLINE DATETIME PARTIAL_TOKEN"),
        ("Zoé Pallier", "BYLINE"),
        ("Zoé Pallier 7:59", "BYLINE DATETIME"),
        ("october 17", "BYLINE DATETIME"),
        ("October", "DATETIME"),
        ("october 5", "DATETIME"),
        ("2021", "BYLINE DATETIME DIGITS_ONLY"),
        ("titledthe challenge", "GLUED"),
        ("provisionallytitled", "GLUED"),
        ("titled the challenge", "CROSS_LINE"),
        ("the challenge", ""),
        ("The Challenge", ""),
        ("000 people", "PARTIAL_TOKEN"),
        ("3.000 people", ""),
        ("moon", "BOILERPLATE"),
        ("film", ""),
        ("films", ""),
        ("Earth on October", "DATETIME"),
        ("came back", ""),
        ("space space", "NOT_IN_TEXT REPEATED_TOKEN"),
        ("a surgeon", "STOP_EDGE"),
        ("&nbsp;film", "MARKUP NOT_IN_TEXT"),
        ("...", "EMPTY"),
        ("", "EMPTY"),
    ],
)
def test_a_stamped_page(phrase: str, expected: str) -> None:
    """A page with byline, time stamp, a title on a line of its own, and a keyword line left in."""
    assert labels(STAMPED, phrase) == tuple(expected.split())


WRAPPED = (
    "Forecasts of the demand for\nelectric power are made with two models of the same family, and a third one\n"
    "for the second-largest market is added in an in-house study of the firm\nthat runs the Miu Miu shops.\n"
)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("demand for electric power", ""),
        ("secondlargest market", ""),
        ("secondlargest markets", ""),
        ("second largest market", ""),
        ("Miu Miu", ""),
        ("Miu Miu shops", ""),
        ("Miu Miu firm", "NOT_IN_TEXT"),
        ("in-house study", ""),
        ("in house", ""),
        ("an in-house study", "STOP_EDGE"),
        ("house study of", "STOP_EDGE"),
        ("thirdone", "GLUED"),
        ("powerare", "GLUED"),
        ("forecasts of the demand for electric power", "TOO_LONG"),
        ("the demand for electric power are made with", "STOP_EDGE TOO_LONG"),
    ],
)
def test_wrapped_text(phrase: str, expected: str) -> None:
    """A single line end in wrapped text is a blank; a dropped hyphen is a spelling, a dropped blank is glue."""
    assert labels(WRAPPED, phrase) == tuple(expected.split())


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        # crossing: every occurrence, or it is none
        ("He is in space. Films are made.", "space films", "CROSS_SENTENCE"),
        ("He is in space. Films are made. Good space films!", "space films", ""),
        ("He is in space\nFilms are made. In space. Films", "space films", "CROSS_SENTENCE"),
        ("In space\nFilms are made.", "space films", "CROSS_LINE"),
        ("Deep space. Films\nare made.", "space films are", "CROSS_LINE CROSS_SENTENCE STOP_EDGE"),
        ("a cosmonaut.Two men met M.Rogozine there", "cosmonaut two", "CROSS_SENTENCE"),
        ("a cosmonaut.Two men met M.Rogozine there", "M.Rogozine", ""),
        ("The U.S. Navy met Mr. Smith.", "U.S. Navy", ""),
        ("Space, the film, began.", "space the film", ""),
        # byline, date and number: every occurrence too
        ("By Jane Doe\n\nJane Doe was there.", "jane doe", ""),
        ("By Jane Doe\n\nThe crew was there.", "jane doe", "BYLINE"),
        ("On October 5 they left. In October it rains.", "october", ""),
        ("It cost 2.5 dollars, or 5 roubles.", "5", "DIGITS_ONLY TOO_SHORT"),
        ("It cost 2.5 dollars.", "5 dollars", "PARTIAL_TOKEN"),
        ("Some 3 000 people came.", "000 people", "PARTIAL_TOKEN"),
        ("In 2021, 300 people came.", "300 people", ""),
        ("It runs version 1.2.3 now.", "2.3", "DIGITS_ONLY PARTIAL_TOKEN"),
        ("He praised Blade Runner 2049.", "Blade Runner 2049", ""),
        ("See the Soyuz MS-18 land.", "Soyuz MS", ""),
        # glue
        ("They shop on line and go home.", "online shop", "GLUED"),
        ("They shop on line, not online.", "online shop", "NOT_IN_TEXT"),
        ("The well-known crew.", "wellknown crew", ""),
        ("It has com-\nputers in it.", "computers", ""),
        ("The crew, then Poland. The end.", "polandthe", "GLUED"),
        ("There were 12 days left.", "12days", "NOT_IN_TEXT"),
        ("Seen by theRussian crew. The Russian came.", "theRussian crew", "SOURCE_GLUED"),
        ("Seen by theRussian crew.", "theRussian crew", ""),
        ("A mission, byMission Impossible-Star.", "byMission Impossible", "SOURCE_GLUED"),
        ("Then Tom Cruisewas seen. Tom Cruise left.", "Tom Cruisewas", "SOURCE_GLUED"),
        ("He told AgencyRussian of it.", "AgencyRussian", ""),
        ("SpaceX went to space. X is a letter.", "SpaceX", ""),
        ("My iPhone. I have no phone.", "iPhone", ""),
        ("Europe and a European. Israel and Israelis. May and the Mayor.", "european", ""),
        ("Europe and a European. Israel and Israelis. May and the Mayor.", "Israelis", ""),
        ("Europe and a European. Israel and Israelis. May and the Mayor.", "mayor", ""),
        # repetition
        ("Space is big. I like space. Space!", "space space", "CROSS_SENTENCE REPEATED_TOKEN"),
        ("He walks walking dogs.", "walks walking", ""),
        # markup
        ("The film is here.", "film &amp", "MARKUP NOT_IN_TEXT"),
        ("The &amp; film is here.", "amp film", "MARKUP"),
        ("See https://t.co/x now.", "https", "MARKUP"),
        ("See @nasa now.", "@nasa", "MARKUP"),
        ("See @nasa now.", "nasa", ""),
        ("The caf\ufffd is shut.", "caf\ufffd", "MARKUP"),
        # length
        ("Plan x and C++ and C#.", "x", "TOO_SHORT"),
        ("Plan x and C++ and C#.", "C#", ""),
        ("one two three four five six seven", "one two three four five six", ""),
        ("one two three four five six seven", "one two three four five six seven", "TOO_LONG"),
    ],
)
def test_each_class_at_its_edge(text: str, phrase: str, expected: str) -> None:
    """What a class takes, and the nearest thing that it leaves alone."""
    assert labels(text, phrase) == tuple(expected.split())


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("He made The Challenge in space.", "The Challenge"),
        ("Scenes for “The Challenge.” were shot.", "the challenge"),
        ('Entitled "The challenge", it will be long.', "The challenge"),
        ("Entitled 'The challenge', it will be long.", "The challenge"),
        ("Le film « The challenge » est long.", "the challenge"),
        ("It began.\n\nThe Challenge\n\nIt went on.", "The Challenge"),
        ("He went to The Hague by train.", "The Hague"),
        ("We saw It, the film.", "It"),
        ("Prices in the US rose; the WHO said so.", "US"),
        ("Prices in the US rose; the WHO said so.", "who"),
        ("Prices in the US rose.", "us prices"),
        ("US CREW IS BACK\n\nIt is late.", "US crew"),
        ("The U.S. crew is back.", "U.S. crew"),
        ("An in-house tool.", "in-house tool"),
        ("A lead-in to it.", "lead-in"),
        ("They take vitamin A daily.", "vitamin A"),
        ("They like Serie A best.", "Serie A"),
        ("They fought in World War I.", "World War I"),
        ("An A/D converter.", "A/D converter"),
        ("It was shown in vitro and a priori.", "in vitro"),
    ],
)
def test_function_words_with_a_right_to_their_edge(text: str, phrase: str) -> None:
    """Titles inside a sentence, in quotation marks or alone on a line; acronyms; compounds; letters that tell apart."""
    assert "STOP_EDGE" not in labels(text, phrase)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("The Challenge is long.", "The Challenge"),
        ("He left. The Russian came.", "The Russian"),
        ('"The film is long," he said.', "The film"),
        ('He said: "The Russian is here."', "The Russian"),
        ('He said "yes" and "no".', "and"),
        ("He saw The Hague.", "The"),
        ("Seven Seasons Will Be Enough For Us", "Seasons Will"),
        ("THE CREW IS BACK\n\nIt is late.", "THE CREW"),
        ("They saw us there.", "us"),
        ("It is a once-in-a-lifetime chance.", "in a lifetime"),
        ("Then I left.", "Then I"),
        ("A cat came.", "A cat"),
        ("The crew of the ship.", "of the ship"),
        ("The crew of the ship.", "crew of"),
        ("The crew of the ship.", "the moon"),
    ],
)
def test_function_words_at_an_edge(text: str, phrase: str) -> None:
    """A capital owed to a sentence's beginning or to a headline, a word cut out of a name or compound, plain ones."""
    assert "STOP_EDGE" in labels(text, phrase)


@pytest.mark.parametrize(
    ("language", "text", "phrase", "expected"),
    [
        ("fr", "L’espace de l’équipe russe est vide.", "équipe russe", ""),
        ("fr", "L’espace de l’équipe russe est vide.", "espace", ""),
        ("en", "L’espace de l’équipe russe est vide.", "espace", "NOT_IN_TEXT"),
        ("fr-CA", "Le film de la nave.", "de la nave", "STOP_EDGE"),
        ("es", "El equipo de la nave.", "de la nave", "STOP_EDGE"),
        ("portuguese", "A equipe da nave.", "da nave", "STOP_EDGE"),
        ("fi", "Miehistö on avaruudessa.", "on avaruudessa", ""),
        ("zh", "中国空间站 发射。电影", "空间站", ""),
        ("zh", "中国空间站 发射。电影", "电站", "NOT_IN_TEXT"),
        ("zh", "中国空间站 发射。电影", "发射 电影", "CROSS_SENTENCE"),
        ("hi", "हिन्दी भाषा", "हिन्दी", ""),
        ("hi", "हिन्दी भाषा", "ह", "NOT_IN_TEXT TOO_SHORT"),
        ("ar", "عاد الفريق إلى الأرض", "الفريق", ""),
        ("ar", "نحو ٣٫٥ مليون", "٥ مليون", "PARTIAL_TOKEN"),
    ],
)
def test_other_languages(language: str, text: str, phrase: str, expected: str) -> None:
    """Elided articles, other function words, scripts without blanks between words, combining vowel signs."""
    assert labels(text, phrase, language) == tuple(expected.split())


STORY = (
    "A Russian actress and director spent twelve days in orbit.\n\nIt was a trip to the stars.\n\n"
    "Mars: a robot found a dry lake at 7:59 that day."
)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("russian actress director", "over-stop-words"),
        ("lake 59", "over-stop-words"),
        ("trips stars mars", "over-punctuation"),
        ("orbit trip", "over-punctuation"),
        ("director actress", "reordered"),
        ("actress days", "reordered"),
        ("director robot", "scattered"),
        ("days days", "scattered"),
        ("russian submarine", "unseen"),
        ("twelve days", None),
        ("titledthe", "unseen"),
        ("director spent twelvedays", None),
    ],
)
def test_why_a_phrase_is_nowhere(phrase: str, expected: str | None) -> None:
    """Stop words or breaks dropped, other order, other sentences, a word that the text does not have."""
    assert cause(STORY, phrase) == expected


def test_an_occurrence_inside_a_segment_outdoes_one_across() -> None:
    """Where the words follow each other both ways, it was the stop words that were dropped."""
    text = "They like films. The space is big. A film in space is new."
    assert cause(text, "film space") == "over-stop-words"


def test_published_keywords_are_metadata() -> None:
    """A phrase of the published list that stands nowhere else is BOILERPLATE, others are what they are."""
    judge = NoiseJudge("The crew is on the\n\nThe ship.", published=("crew", "orbit", "thethe ship"))
    assert judge.labels("crew") == NoiseLabels()
    assert judge.labels("orbit") == NoiseLabels(("BOILERPLATE",), hard=True)
    assert judge.labels("thethe ship") == NoiseLabels(("GLUED",), hard=True)
    assert judge.labels("moon") == NoiseLabels(("NOT_IN_TEXT",), hard=True, cause="unseen")


def test_soft_labels_do_not_make_noise() -> None:
    """Length is a remark; everything else is a fault."""
    judge = NoiseJudge("one two three four five six seven x")
    assert judge.labels("x") == NoiseLabels(("TOO_SHORT",), hard=False)
    assert judge.labels("one two three four five six seven") == NoiseLabels(("TOO_LONG",), hard=False)
    assert {name for name, kind in CLASSES.items() if not kind.hard} == {"TOO_LONG", "TOO_SHORT"}


def test_the_table_of_classes_is_whole_and_in_order() -> None:
    """Labels come in the order of the table, which is the alphabet's; every class has its rule in words."""
    assert list(CLASSES) == sorted(CLASSES)
    assert len(CLASSES) == 16
    assert all(kind.rule for kind in CLASSES.values())
