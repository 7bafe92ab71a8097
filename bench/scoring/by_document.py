"""A system's predictions by document id without holding them: read when asked for, or made from the gold."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from bench.records import Article, Prediction


class Stored(Mapping[str, Prediction]):
    """Predictions of a sequence that reads each one when it is asked for; ids are unique."""

    def __init__(self, predictions: Sequence[Prediction], places: Mapping[str, int]) -> None:
        self._predictions = predictions
        self._places = places

    def __getitem__(self, document_id: str) -> Prediction:
        """The prediction for a document."""
        return self._predictions[self._places[document_id]]

    def __iter__(self) -> Iterator[str]:
        """The ids in the order of the predictions."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._places)


class FromGold(Mapping[str, Prediction]):
    """Predictions made from articles; `make` gives None where an article has none."""

    def __init__(self, articles: Sequence[Article], make: Callable[[Article], Prediction | None]) -> None:
        self.articles = articles
        self.make = make

    @cached_property
    def _places(self) -> dict[str, int]:
        pairs = ((article.document.id, place) for place, article in enumerate(self.articles) if self.make(article))
        return dict(pairs)

    def __getitem__(self, document_id: str) -> Prediction:
        """The prediction for a document."""
        made = self.make(self.articles[self._places[document_id]])
        if made is None:
            raise KeyError(document_id)
        return made

    def __iter__(self) -> Iterator[str]:
        """The ids in the order of the articles."""
        return iter(self._places)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._places)


def lookup(
    predictions: Mapping[str, Prediction], articles: Sequence[Article]
) -> Callable[[Article], Prediction | None]:
    """How to get the prediction for each of the articles; one made from this very gold needs no search."""
    if isinstance(predictions, FromGold) and predictions.articles is articles:
        return predictions.make
    return lambda article: predictions.get(article.document.id)
