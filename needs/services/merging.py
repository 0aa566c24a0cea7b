"""Taking one need into another, and out again."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.functions import Now

from mhin.accounts.models import User
from needs.models import Need, NeedMerge, NeedStatusChange
from needs.services.curation import ALIVE
from needs.services.history import lock_row, log_step, refuse_unless
from needs.services.letters import tell_of_merge

Links = dict[str, list[int]]


@transaction.atomic
def merge_need(*, need: Need, target: Need, reason: str, by: User) -> NeedMerge:
    """Take `need` into `target`. Both keep their text; sources and solutions of the need move to the target."""
    refuse_unless(bool(reason.strip()), "Say why the two needs are one.")
    refuse_unless(need.pk != target.pk, "A need cannot be merged into itself.")
    locked, into = _lock_both(need, target)
    refuse_unless(locked.status in ALIVE, "This need was merged already, or is not taken forward.")
    refuse_unless(into.status in ALIVE, f"{into.code} was merged itself, or is not taken forward. Choose another need.")
    refuse_unless(
        locked.status != Need.Status.PUBLISHED or into.status == Need.Status.PUBLISHED,
        f"{locked.code} is published and {into.code} is not: its page would go. Publish {into.code} first.",
    )
    taken, added = _move_links(locked, into)
    merge = NeedMerge.objects.create(
        need=locked,
        target=into,
        reason=reason,
        status_before=locked.status,
        reason_before=locked.status_reason,
        need_title=locked.title,
        need_detail=locked.detail,
        target_title=into.title,
        target_detail=into.detail,
        taken=taken,
        added=added,
        by=by,
    )
    _set(locked, status=Need.Status.MERGED, merged_into=into, status_reason=reason)
    log_step(
        locked,
        NeedStatusChange.Act.MERGED,
        by=by,
        from_status=merge.status_before,
        note=f"Into {into.code}: {reason}",
        before={"links": taken},
        after={"merged_into": into.code, "added_to_target": added},
    )
    tell_of_merge(need=locked, target=into, reason=reason)
    return merge


@transaction.atomic
def undo_merge(*, need: Need, reason: str, by: User) -> Need:
    """Bring both needs back to the links they had, whatever was merged into the target in the meantime."""
    refuse_unless(bool(reason.strip()), "Say why the merge is undone.")
    merge = NeedMerge.objects.filter(need=need, undone_at__isnull=True).first()
    refuse_unless(merge is not None, "This need is not merged into another.")
    assert merge is not None  # noqa: S101 -- for the type checker
    locked, into = _lock_both(need, merge.target)
    refuse_unless(
        into.status != Need.Status.MERGED,
        f"{into.code} has itself been merged since. Undo that merge first.",
    )
    _return_links(merge)
    _set(locked, status=merge.status_before, merged_into=None, status_reason=merge.reason_before)
    NeedMerge.objects.filter(pk=merge.pk).update(undone_at=Now(), undone_by=by, undone_reason=reason)
    log_step(
        locked,
        NeedStatusChange.Act.MERGE_UNDONE,
        by=by,
        from_status=Need.Status.MERGED,
        note=f"Out of {into.code}: {reason}",
        before={"merged_into": into.code},
        after={"links": merge.taken, "removed_from_target": merge.added},
    )
    return locked


def _lock_both(need: Need, target: Need) -> tuple[Need, Need]:
    """In the order of their keys, so that two curators cannot wait for each other."""
    rows = {row.pk: lock_row(row) for row in sorted((need, target), key=lambda row: row.pk)}
    return rows[need.pk], rows[target.pk]


def _set(need: Need, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(need, name, value)
    need.save(update_fields=[*fields, "updated_at"])


def _links_of(need: Need) -> dict[str, Any]:
    """Every link that hangs on a need, by name: its sources, and what rooms further on link to it."""
    own = [field.name for field in Need._meta.many_to_many]
    others = [str(link.get_accessor_name()) for link in Need._meta.related_objects if link.many_to_many]
    return {name: getattr(need, name) for name in own + others}


def _keys(manager: Any) -> list[int]:
    return sorted(manager.values_list("pk", flat=True))


def _move_links(need: Need, target: Need) -> tuple[Links, Links]:
    taken: Links = {}
    added: Links = {}
    targets = _links_of(target)
    for name, links in _links_of(need).items():
        taken[name] = _keys(links)
        added[name] = sorted(set(taken[name]) - set(_keys(targets[name])))
        targets[name].add(*added[name])
        links.clear()
    return taken, added


def _return_links(merge: NeedMerge) -> None:
    """A link that another standing merge brought as well stays with the target, and is from now on that merge's."""
    others = list(
        NeedMerge.objects.select_for_update()
        .filter(target=merge.target, undone_at__isnull=True)
        .exclude(pk=merge.pk)
        .order_by("at", "pk")
    )
    own, targets = _links_of(merge.need), _links_of(merge.target)
    for name, links in own.items():
        links.add(*_existing(links.model, merge.taken.get(name, [])))
        for key in merge.added.get(name, []):
            heir = next((other for other in others if key in other.taken.get(name, [])), None)
            if heir is None:
                targets[name].remove(key)
            else:
                heir.added[name] = sorted({*heir.added.get(name, []), key})
                heir.save(update_fields=["added"])


def _existing(model: type[Model], keys: list[int]) -> list[int]:
    """A row that is gone in the meantime is not linked again."""
    return list(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
