"""The codes of the linter: what each means, how grave it is, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
"""`error`: a number made from this would mislead; `warning`: look at it; `note`: good to know when comparing."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding."""

    severity: Severity
    meaning: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found at one place."""

    code: str
    place: str
    severity: Severity
    message: str
    remedy: str


CODES: Mapping[str, Code] = {
    "unreadable": Code("error", "the data set cannot be read on from here", "Mend the file that is named"),
    "no-articles": Code("error", "there are no articles", "Check the path"),
    "duplicate-id": Code("error", "two articles have one id", "Give every article an id of its own"),
    "gold-in-negatives": Code("error", "a phrase is in gold and in negatives", "Take one of them out"),
    "gold-without-article": Code(
        "error", "gold without an article", "Add the article, or leave the gold out and say how many"
    ),
    "published-line": Code(
        "error",
        "a published keyword line stands in the text, where every extractor reads it",
        "Declare it (published_prefix, or ?published=) so that it is taken off",
    ),
    "no-texts": Code("note", "gold without texts: what needs a text is not checked", "Add the texts"),
    "empty-document": Code("warning", "an article without text", "Take it out, or say why it is there"),
    "article-without-gold": Code("warning", "an article without gold", "Annotate it; it is left out of every mean"),
    "skipped-file": Code("note", "a file that was skipped", "Move it away if it is no data"),
    "blank-gold": Code("warning", "a gold phrase without a letter or digit", "Take it out"),
    "blank-gold-line": Code("warning", "a blank line inside a gold file", "Take it out; some readers count it as gold"),
    "gold-line-end": Code(
        "note",
        "gold files end in a line end; cut at line ends, each would hold an empty gold phrase",
        "Nothing here; mind it when comparing with published scores",
    ),
    "wrapped-gold": Code("note", "a list of gold is wrapped over lines", "Nothing here; other readers may cut phrases"),
    "span-mismatch": Code("warning", "a span's words are not the text at its offsets", "Mend the offsets"),
    "duplicate-gold": Code(
        "warning",
        "gold keyphrases that are one after normalisation",
        "Make them forms of one keyphrase; here they are merged before scoring",
    ),
    "reordered-gold": Code(
        "warning",
        "two gold keyphrases that differ in the order of their words or in small words alone",
        "Make them forms of one keyphrase",
    ),
    "gold-variants": Code(
        "note",
        "gold keyphrases have several accepted forms: counted as one, as several or by the first form, recall differs",
        "Say which when comparing; here a keyphrase counts once",
    ),
    "stemmed-gold": Code(
        "warning",
        "the gold looks already stemmed",
        "Use the gold that is not stemmed, or append '?gold_stem=NAME' so that it is not stemmed again",
    ),
    "separator-in-gold": Code("warning", "a separator inside a gold phrase", "Split it, if two phrases are meant"),
    "line-break-in-gold": Code(
        "note",
        "a tab or line break inside a gold phrase, left by a wrapped list",
        "Nothing here: any white space reads as one blank; other scorers may miss the phrase",
    ),
    "cut-gold": Code("warning", "a bracket that is not closed in a gold phrase", "Join what a separator has cut"),
    "long-gold": Code("warning", "a gold phrase of more than eight words", "Shorten it: no extractor puts it out"),
    "long-list": Code(
        "note", "lists of gold are longer than a cut-off, so recall cannot reach 1", "Print the ceiling beside recall"
    ),
    "no-gold-present": Code(
        "warning", "no gold keyphrase of the article stands in it", "Check that they belong together"
    ),
    "truncated-document": Code("warning", "a text that breaks off", "Fetch the whole article"),
    "open-endings": Code(
        "note", "many texts end without a full stop, so that one that breaks off cannot be told", "Nothing here"
    ),
    "duplicate-document": Code("warning", "the same text twice", "Take one out, or give them one event"),
    "near-duplicate": Code("warning", "nearly the same text twice", "Take one out, or give them one event"),
    "shared-sentences": Code("warning", "two articles share sentences", "Give them one event, or take one out"),
    "residue": Code("warning", "one line stands in many articles", "Take it off: it is the page's, not the article's"),
    "mojibake": Code("warning", "characters read in a wrong encoding", "Read the source again in its own encoding"),
    "broken-character": Code("warning", "a broken character", "Look at the source: something was lost here"),
    "fused-words": Code("warning", "two words without the white space between them", "Put it back, if you may"),
    "control-character": Code("warning", "control characters in the text", "Take them out"),
    "lone-surrogate": Code("warning", "a lone surrogate in a JSON escape was read as U+FFFD", "Write the file again"),
    "placeholder": Code("warning", "placeholders in place of what was written", "Use texts that are not preprocessed"),
    "other-language": Code("warning", "a text in another language than declared", "Declare it, or take it out"),
    "foreign-passage": Code("warning", "a passage in another language", "Take it out, or say that it is there"),
    "ambiguous-name": Code(
        "note", "several sets go by this name", "Say which: documents, gold a document, and the digest"
    ),
    "check-skipped": Code("note", "a check was left out", "Install what it needs"),
}


def finding(code: str, place: str, detail: str = "") -> Finding:
    """A finding of a known code, with what is particular to it."""
    kind = CODES[code]
    message = f"{kind.meaning}: {detail}" if detail else kind.meaning
    return Finding(code, place, kind.severity, message, kind.remedy)
