"""What curators need to see of needs: the queue, and which needs are alike."""

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, Q, QuerySet

from needs.models import Need, NeedMerge

WAITING = (Need.Status.SUBMITTED, Need.Status.IN_REVIEW)
ALIVE = (*WAITING, Need.Status.PUBLISHED)
MOST_CANDIDATES = 15
ALIKE = 0.3  # of the letters, taken in threes


def counts_by_status() -> dict[str, int]:
    """How many needs there are of each status, with `waiting` and `all`."""
    found = dict(Need.objects.order_by().values_list("status").annotate(Count("pk")))
    counts = {status: found.get(status, 0) for status in Need.Status.values}
    return counts | {"waiting": sum(counts[status] for status in WAITING), "all": sum(counts.values())}


def merge_candidates(*, need: Need, search: str = "") -> QuerySet[Need]:
    """Needs that another can be merged into: those that hold the words, or without words the most alike."""
    others = Need.objects.filter(status__in=ALIVE).exclude(pk=need.pk).select_related("area")
    if search:
        others = others.filter(Q(title__icontains=search) | Q(detail__icontains=search) | Q(code__iexact=search))
    likeness = TrigramSimilarity("title", need.title)
    return others.annotate(likeness=likeness).order_by("-likeness", "code")[:MOST_CANDIDATES]


def alike_needs(need: Need) -> list[Need]:
    """The few needs whose titles are so alike that a curator should look at them before publishing."""
    likeness = TrigramSimilarity("title", need.title)
    others = Need.objects.filter(status__in=ALIVE).exclude(pk=need.pk)
    return list(others.annotate(likeness=likeness).filter(likeness__gte=ALIKE).order_by("-likeness", "code")[:3])


def merges_of(need: Need) -> QuerySet[NeedMerge]:
    """Merges of this need, and into it, with the names that a page shows."""
    merges = NeedMerge.objects.filter(Q(need=need) | Q(target=need))
    return merges.select_related("need", "target", "by", "undone_by")
