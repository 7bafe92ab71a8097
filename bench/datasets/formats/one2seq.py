"""One2Seq text (Yuan et al., ACL 2020): `X_src.txt` with `title <eos> abstract` lines, `X_trg.txt` with `a;b;c`.

Texts are tokenised and lower-cased, digits may be `<digit>`; they stay so. `<peos>`, which parts present from absent
gold, is no phrase. Line n of the one belongs to line n of the other; documents are numbered from 1.
"""

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from bench.datasets.formats.parts import chosen, opening, separated
from bench.datasets.source import Entry, Header, Item, Source
from bench.datasets.specification import Request
from bench.datasets.titles import whole_text
from bench.datasets.tree import Tree
from bench.errors import InputError
from bench.records import Annotation, Article, Document, GoldKeyphrase

TITLE = "One2Seq: title <eos> abstract in X_src.txt, a;b;c in X_trg.txt"
LOOKED_FOR = "X_src.txt beside X_trg.txt, with <eos>"
OPTIONS: Mapping[str, str] = {"split": "which pair, by the name before _src.txt"}

_SRC, _TRG, _END = "_src.txt", "_trg.txt", "<eos>"


def recognise(tree: Tree) -> bool:
    """A pair whose texts have the mark between title and abstract."""
    pairs = _pairs(tree)
    return bool(pairs) and _END in opening(tree, pairs[0] + _SRC)


def _pairs(tree: Tree) -> list[str]:
    if len(tree.names) == 1 and tree.names[0].endswith((_SRC, _TRG)):
        return [tree.names[0][: -len(_SRC)]]
    return sorted(n.removesuffix(_SRC) for n in tree.names if n.endswith(_SRC) and n[: -len(_SRC)] + _TRG in tree.names)


def source(tree: Tree, request: Request) -> Source:
    """The pair as articles."""
    pair = chosen(_pairs(tree), "split", request, tree, "pair of _src.txt and _trg.txt")
    return Source(Header(request.name, "one2seq", language=request.language()), lambda: _items(tree, pair, request))


def _items(tree: Tree, pair: str, request: Request) -> Iterator[Item]:
    with tree.open(pair + _SRC) as texts, tree.open(pair + _TRG) as targets:
        for number, (line, said) in enumerate(zip_longest(texts, targets), start=1):
            place = f"{tree.place(pair + _SRC)}, line {number}"
            if line is None or said is None:
                raise InputError("one of the two files is longer", place=place, remedy="They belong together by line")
            title, mark, abstract = request.text(line, place).strip("\n").partition(_END)
            title, abstract = (title.strip(), abstract.strip()) if mark else ("", title.strip())
            at = f"{tree.place(pair + _TRG)}, line {number}"
            gold = _gold(request.text(said, at))
            document = Document(str(number), whole_text(title, abstract), request.language(), title)
            yield Entry(Article(document, Annotation(gold)), place)


def _gold(line: str) -> tuple[GoldKeyphrase, ...]:
    return tuple(cluster for cluster in separated(line, ";") if cluster.forms != ("<peos>",))
