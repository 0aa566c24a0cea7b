"""What curators need to see of needs: the queue, and which needs are alike."""

from django.db.models import Count, Q, QuerySet

from needs.models import Need, NeedMerge
from needs.selectors.search import alike_needs, by_likeness

WAITING = (Need.Status.SUBMITTED, Need.Status.IN_REVIEW)
ALIVE = (*WAITING, Need.Status.PUBLISHED)
MOST_CANDIDATES = 15


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
    return by_likeness(others, need.title)[:MOST_CANDIDATES]


def needs_to_compare(need: Need) -> list[Need]:
    """The few needs so alike that a curator should look at them before publishing this one."""
    return list(alike_needs(Need.objects.filter(status__in=ALIVE).exclude(pk=need.pk), need.title)[:3])


def next_waiting(need: Need) -> Need | None:
    """The one that a curator should look at after this: the next by code, or else the first of the queue."""
    waiting = Need.objects.filter(status__in=WAITING).exclude(pk=need.pk)
    return waiting.filter(code__gt=need.code).first() or waiting.first()


def merges_of(need: Need) -> QuerySet[NeedMerge]:
    """Merges of this need, and into it, with the names that a page shows."""
    merges = NeedMerge.objects.filter(Q(need=need) | Q(target=need))
    return merges.select_related("need", "target", "by", "undone_by")
