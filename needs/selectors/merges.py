"""What became of merged needs, for their own pages and for the pages of the needs they went into."""

from dataclasses import dataclass
from datetime import datetime

from needs.models import Need, NeedMerge, Source


@dataclass(frozen=True)
class TakenIn:
    """A need that went into another: when, and the documents it brought along."""

    need: Need
    at: datetime | None
    sources: list[Source]


def needs_taken_in(need: Need) -> list[TakenIn]:
    """All that were merged into this need, also by way of others."""
    found: list[Need] = []
    level = [need]
    while level:
        level = list(Need.objects.filter(merged_into__in=level).select_related("merged_into").order_by("code"))
        found += level
    return _with_merges(found)


def way_on(need: Need) -> list[Need]:
    """The need that this one was merged into, and so on to the one that stands."""
    way = []
    while need.merged_into:
        need = need.merged_into
        way.append(need)
    return way


def sources_brought(need: Need) -> list[Source]:
    """The documents that a merged need had; they are now with the need that it went into."""
    taken = _with_merges([need])[0]
    return taken.sources


def _with_merges(needs: list[Need]) -> list[TakenIn]:
    merges = {merge.need_id: merge for merge in NeedMerge.objects.filter(need__in=needs, undone_at__isnull=True)}
    keys = {need.pk: merges[need.pk].taken.get("sources", []) if need.pk in merges else [] for need in needs}
    sources = Source.objects.in_bulk({key for found in keys.values() for key in found})
    return [
        TakenIn(
            need,
            merges[need.pk].at if need.pk in merges else None,
            [sources[key] for key in keys[need.pk] if key in sources],
        )
        for need in needs
    ]
