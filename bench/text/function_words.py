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


def function_words(language: str) -> frozenset[str]:
    """The function words of a language, by its code ("en", "en-GB") or English name; empty where there is no list."""
    name = language.casefold().partition("-")[0].partition("_")[0]
    return ENGLISH if name in ("en", "eng", "english") else frozenset()
