"""Finding needs by words: full text with stemming first, and trigrams for what was mistyped."""

import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchRank, TrigramSimilarity
from django.db import connection
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
LARGEST_RANK = 0.6079271  # what ts_rank gives when every word of the question stands in a title


@dataclass(frozen=True)
class Found:
    needs: QuerySet[Need]
    close: bool = False  # none holds all the words; these hold some, or words that look like them


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
    query = query_of_all(search)
    found = needs.filter(Q(search=query) | Q(code__in=[word.upper() for word in words_of(search)][:1]))
    return found.annotate(rank=SearchRank(F("search"), query)).order_by("-rank", "code")


def query_of_all(search: str) -> SearchQuery:
    """Every word, in any form and also when only its beginning was typed."""
    return _query(words_of(search), " & ", ending=":*")


def query_of_some(search: str) -> SearchQuery:
    return _query(words_of(search), " | ", ending=":*")


def close_needs(needs: QuerySet[Need], search: str) -> QuerySet[Need]:
    """Needs that hold some of the words, or words that look like the mistyped ones; those with most come first."""
    words = words_of(search)
    known = _words_in_use(words)
    mistyped = [word for word in words if word not in known and len(word) >= SHORTEST_TO_MISTYPE]
    query = _query([*known, *_words_like(mistyped)], " | ")
    return needs.filter(search=query).annotate(rank=SearchRank(F("search"), query)).order_by("-rank", "code")


def _words_in_use(words: list[str]) -> list[str]:
    """Those that some need holds, in any form."""
    return _words(
        "SELECT word FROM unnest(%s::text[]) AS word WHERE EXISTS "
        "(SELECT FROM needs_need WHERE search @@ to_tsquery('english', quote_literal(word) || ':*'))",
        words,
    )


def _words_like(words: list[str]) -> list[str]:
    """For each word the few words of public needs that share most of its letters, by trigrams."""
    return _words(
        "SELECT near.text FROM unnest(%s::text[]) AS word CROSS JOIN LATERAL (SELECT text FROM needs_searchword "
        "WHERE text %% lower(word) ORDER BY similarity(text, lower(word)) DESC, text LIMIT 3) AS near",
        words,
    )


def _words(statement: str, words: list[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [words])
        return [word for (word,) in cursor]


def similar_needs(title: str) -> QuerySet[Need]:
    """Published needs that may be the same as one of this title: they share words that matter, or most letters."""
    return alike_needs(Need.objects.published().select_related("area").defer("search"), title)[:MOST_SIMILAR]


def alike_needs(needs: QuerySet[Need], title: str) -> QuerySet[Need]:
    """Those of the needs that may say the same as the title, the most alike first."""
    query = _words_that_matter(title)
    letters = title[:MOST_LETTERS]
    return by_likeness(needs, title).filter(
        Q(search=query, shared__gte=ENOUGH_WORDS_SHARED)
        | Q(title__trigram_similar=letters, letters__gte=ENOUGH_LETTERS_SHARED)
    )


def by_likeness(needs: QuerySet[Need], title: str) -> QuerySet[Need]:
    """All of the needs: first those that share with the title words that matter, or letters taken in threes."""
    shared = SearchRank(F("search"), _words_that_matter(title), weights=[0.0, 0.0, 0.5, 1.0]) / Value(LARGEST_RANK)
    letters = TrigramSimilarity("title", title[:MOST_LETTERS])
    return needs.annotate(shared=shared, letters=letters).order_by(-(F("shared") + F("letters")), "code")


def _words_that_matter(title: str) -> SearchQuery:
    return _query([word for word in words_of(title) if word.lower() not in COMMON], " | ")


def _query(words: list[str], operator: str, ending: str = "") -> SearchQuery:
    return SearchQuery(operator.join(f"'{word}'{ending}" for word in words), config="english", search_type="raw")
