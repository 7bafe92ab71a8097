"""An extractor that puts out everything it is handed, for the wall test to read."""

from collections.abc import Iterable

from bench.records import Document, Keyphrase


class Listening:
    """Puts out the id, title and whole text of what it was fitted on and what it is asked about."""

    def __init__(self) -> None:
        self._fitted = ""

    def fit(self, documents: Iterable[Document]) -> None:
        """Keep every text of the corpus."""
        self._fitted = "\n".join(f"{document.title}\n{document.text}" for document in documents)

    def extract(self, document: Document, limit: int) -> list[Keyphrase]:
        """Everything there was to see."""
        seen = [document.id, document.title, document.text, self._fitted]
        return [Keyphrase(text) for text in seen][:limit]
