"""Finding needs by words: full text with stemming first, and trigrams for what was mistyped."""

import re
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet, Value

from needs.models import Need

MOST_LETTERS = 100
MOST_WORDS = 12
SHORTEST_TO_MISTYPE = 4  # shorter words are alike too often

# Words that so many needs share that sharing them says nothing.
COMMON = frozenset(
    [
        "access",
        "care",
        "for",
        "from",
        "health",
        "help",
        "helps",
        "illness",
        "lack",
        "mental",
        "need",
        "needs",
        "no",
        "nobody",
        "not",
        "of",
        "people",
        "person",
        "problems",
        "service",
        "services",
        "support",
        "the",
        "with",
    ]
)
MOST_SIMILAR = 5
ENOUGH_WORDS_SHARED = 0.3
ENOUGH_LETTERS_SHARED = 0.35
LETTERS_OF_A_TYPO = "0.35"  # share of trigrams; PostgreSQL's own 0.6 misses two letters that changed places
MOST_CLOSE = 50
LARGEST_RANK = 0.6079271  # what ts_rank gives when every word of the question stands in a title


@dataclass(frozen=True)
class Found:
    needs: QuerySet[Need]
    close: bool = False  # none holds the words; these hold words that look like them


def find_needs(needs: QuerySet[Need], search: str) -> Found:
    """Those of the needs that hold the words; when none does, those that look like it."""
    if not search:
        return Found(needs)
    exact = matching_needs(needs, search)
    if exact.exists():
        return Found(exact)
    return Found(close_needs(needs, search), close=True)


def words_of(text: str) -> list[str]:
    """Letters and figures only, so that nothing of a question can be read as a query."""
    return re.findall(r"\w+", text[:MOST_LETTERS])[:MOST_WORDS]


def matching_needs(needs: QuerySet[Need], search: str) -> QuerySet[Need]:
    """Needs that hold every word, in any form and also when only its beginning was typed; the best first."""
    query = _query(words_of(search), " & ", ending=":*")
    found = needs.filter(Q(search=query) | Q(code__in=[word.upper() for word in words_of(search)][:1]))
    return found.annotate(rank=SearchRank(F("search"), query)).order_by("-rank", "code")


def close_needs(needs: QuerySet[Need], search: str) -> QuerySet[Need]:
    """Needs whose titles hold a word that looks like one of these; the best first."""
    words = [word for word in words_of(search) if len(word) >= SHORTEST_TO_MISTYPE]
    if not words:
        return needs.none()
    looks_alike = reduce(or_, (Q(title__trigram_word_similar=word) for word in words))
    closeness = reduce(add, (TrigramWordSimilarity(word, "title") for word in words))
    found = needs.filter(looks_alike).annotate(rank=closeness).order_by("-rank", "code")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [LETTERS_OF_A_TYPO])
        codes = list(found.values_list("code", flat=True)[:MOST_CLOSE])
    return needs.filter(code__in=codes).annotate(rank=closeness).order_by("-rank", "code")


def similar_needs(title: str) -> QuerySet[Need]:
    """Published needs that may be the same as one of this title: they share words that matter, or most letters."""
    words = [word for word in words_of(title) if word.lower() not in COMMON]
    query = _query(words, " | ")
    shared = SearchRank(F("search"), query, weights=[0.0, 0.0, 0.5, 1.0]) / Value(LARGEST_RANK)
    return (
        Need.objects.published()
        .select_related("area")
        .filter(Q(search=query) | Q(title__trigram_similar=title[:MOST_LETTERS]))
        .annotate(shared=shared, letters=TrigramSimilarity("title", title[:MOST_LETTERS]))
        .filter(Q(shared__gte=ENOUGH_WORDS_SHARED) | Q(letters__gte=ENOUGH_LETTERS_SHARED))
        .order_by(-(F("shared") + F("letters")), "code")[:MOST_SIMILAR]
    )


def _query(words: list[str], operator: str, ending: str = "") -> SearchQuery:
    return SearchQuery(operator.join(f"'{word}'{ending}" for word in words), config="english", search_type="raw")
