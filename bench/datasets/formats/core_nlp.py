"""Text back out of Stanford CoreNLP's XML, without building a tree and without expanding any entity.

Blanks are put where the character offsets have a gap, brackets get their own characters again, each sentence stands on
a line of its own, and a new section begins a paragraph.
"""

from dataclasses import dataclass, field
from xml.parsers import expat

from bench.errors import InputError

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": '"', "''": '"'}


def restored(token: str) -> str:
    """A token of the Penn treebank's spelling as it was written."""
    return _BRACKETS.get(token, token)


@dataclass
class _Page:
    """What has been read so far."""

    sentences: list[tuple[str, str]] = field(default_factory=list)
    section: str = ""
    parts: list[str] = field(default_factory=list)
    inside: str = ""
    collected: str = ""
    word: str = ""
    begin: int = 0
    end: int = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sentence":
            self.parts, self.end = [], -1
            self.section = "title" if attributes.get("section") == "title" else attributes.get("section", "")
        self.inside, self.collected = name, ""

    def characters(self, data: str) -> None:
        self.collected += data

    def stop(self, name: str) -> None:
        if name == self.inside:
            self._leaf(name)
        if name == "sentence" and self.parts:
            self.sentences.append((self.section, "".join(self.parts)))
        elif name == "token":
            self._token()
        self.inside = ""

    def _leaf(self, name: str) -> None:
        if name == "word":
            self.word = self.collected.strip()
        elif name == "CharacterOffsetBegin":
            self.begin = _number(self.collected)
        elif name == "CharacterOffsetEnd":
            self._ends = _number(self.collected)

    _ends: int = 0

    def _token(self) -> None:
        if self.parts and self.begin != self.end:
            self.parts.append(" ")
        self.parts.append(restored(self.word))
        self.end = self._ends


def _number(text: str) -> int:
    return int(text) if text.strip().isdigit() else 0


def read_xml(data: bytes, place: str) -> tuple[str, str]:
    """Title (where the XML marks one, else "") and text.

    Raises:
        InputError: The XML is malformed, or declares a document type or entities.
    """
    page = _Page()

    def refuse(*_: object) -> None:
        raise InputError(
            "declares a document type or entities, which are not expanded here",
            place=place,
            remedy="CoreNLP writes none; take the declaration out",
        )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = page.start
    parser.EndElementHandler = page.stop
    parser.CharacterDataHandler = page.characters
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes its arguments by position only
    except expat.ExpatError as error:
        reason = expat.errors.messages.get(error.code, str(error))
        raise InputError(
            f"malformed XML: {reason}", place=f"{place}, line {error.lineno}", remedy="Mend that line"
        ) from None
    return _laid_out(page.sentences)


def _laid_out(sentences: list[tuple[str, str]]) -> tuple[str, str]:
    paragraphs: list[tuple[str, list[str]]] = []
    for section, sentence in sentences:
        if not paragraphs or paragraphs[-1][0] != section:
            paragraphs.append((section, []))
        paragraphs[-1][1].append(sentence)
    title = " ".join(paragraphs[0][1]) if paragraphs and paragraphs[0][0] == "title" else ""
    rest = paragraphs[1:] if title else paragraphs
    return title, "\n\n".join([*([title] if title else []), *("\n".join(lines) for _, lines in rest)])
