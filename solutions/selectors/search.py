"""Finding solutions by words. There are few, so no index is kept: each search reads their texts."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Q, QuerySet

from needs.selectors.search import query_of_all, query_of_some, words_of
from solutions.models import Solution

WORDS = (
    SearchVector("title", weight="A", config="english")
    + SearchVector("summary", weight="B", config="english")
    + SearchVector("population", "easy_read", weight="C", config="english")
)


@dataclass(frozen=True)
class FoundSolutions:
    solutions: list[Solution]
    close: bool = False  # none holds all the words; these hold some


def find_solutions(solutions: QuerySet[Solution], search: str) -> FoundSolutions:
    """Those that hold every word, the best first; when none does, those that hold some. No words find all."""
    if not words_of(search):
        return FoundSolutions(list(solutions))
    exact = list(_matching(solutions, query_of_all(search), code=words_of(search)[0]))
    if exact:
        return FoundSolutions(exact)
    return FoundSolutions(list(_matching(solutions, query_of_some(search))), close=True)


def _matching(solutions: QuerySet[Solution], query: SearchQuery, code: str = "") -> QuerySet[Solution]:
    ranked = solutions.annotate(words=WORDS, rank=SearchRank(F("words"), query))
    return ranked.filter(Q(words=query) | Q(code__iexact=code)).order_by("-rank", "code")
