"""What a curator decides about a need: its area, its sources, its wording before publication, its fate."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from mhin.accounts.models import User
from needs.models import Area, Need, NeedStatusChange, Source
from needs.services.codes import next_code
from needs.services.history import joined, lock_row, log_step, refuse_unless, replace_links
from needs.services.letters import tell_submitter

WAITING = frozenset({Need.Status.SUBMITTED, Need.Status.IN_REVIEW})
ALIVE = WAITING | {Need.Status.PUBLISHED}
WORDING = ("title", "detail", "easy_read")
EDITABLE = ("title", "detail", "easy_read", "area", "provenance", "evidence_seen")

Act = NeedStatusChange.Act


@transaction.atomic
def add_need(*, fields: Mapping[str, Any], by: User, note: str = "") -> Need:
    """A need that a curator writes down, with the next code. It waits like every other until it is published."""
    need = Need.objects.create(**{"code": next_code(Need, "N"), **fields, "status": Need.Status.IN_REVIEW})
    log_step(need, Act.RECORDED, by=by, note=note, after=fields)
    return need


@transaction.atomic
def take_up_need(*, need: Need, by: User) -> Need:
    locked = lock_row(need)
    refuse_unless(locked.status == Need.Status.SUBMITTED, "Only a need that was just sent in can be taken up.")
    return _set_status(locked, Need.Status.IN_REVIEW, Act.TAKEN_UP, by)


@transaction.atomic
def align_need(*, need: Need, area: Area, by: User, note: str = "") -> Need:
    """Put a need under an area."""
    locked = lock_row(need)
    refuse_unless(locked.status in ALIVE, "A need that was merged or not taken forward keeps its area.")
    before, locked.area = locked.area, area
    if before == area:
        return locked
    locked.save(update_fields=["area", "updated_at"])
    log_step(
        locked,
        Act.ALIGNED,
        by=by,
        from_status=locked.status,
        note=joined(f"From {before} to {area}" if before else str(area), note),
        before={"area": before},
        after={"area": area},
    )
    return locked


@transaction.atomic
def link_sources(*, need: Need, sources: Iterable[Source], by: User, note: str = "") -> Need:
    """Make these the documents in which the need was found, and no others."""
    locked = lock_row(need)
    replace_links(locked, "sources", sources, act=Act.LINKED, by=by, note=note)
    return locked


@transaction.atomic
def edit_need(*, need: Need, fields: Mapping[str, Any], by: User, note: str = "") -> Need:
    """Change what differs. The wording of a published need changes by a draft, so that the change has its reason."""
    locked = lock_row(need)
    differing = {name: value for name, value in fields.items() if getattr(locked, name) != value}
    refuse_unless(set(differing) <= set(EDITABLE), "This cannot be edited.")
    refuse_unless(
        locked.status in WAITING or not set(differing) & set(WORDING),
        "The published wording changes by a draft. Open “Change the wording”.",
    )
    area = differing.pop("area", None)
    if differing:
        before = {name: getattr(locked, name) for name in differing}
        for name, value in differing.items():
            setattr(locked, name, value)
        locked.save(update_fields=[*differing, "updated_at"])
        labels = ", ".join(name.replace("_", " ") for name in differing)
        log_step(
            locked,
            Act.EDITED,
            by=by,
            from_status=locked.status,
            note=joined(f"Changed: {labels}", note),
            before=before,
            after=differing,
        )
    return align_need(need=locked, area=area, by=by, note=note) if area else locked


@transaction.atomic
def publish_need(*, need: Need, by: User, note: str = "") -> Need:
    """Show the need to everybody, and tell whoever sent it in."""
    locked = lock_row(need)
    refuse_unless(locked.status in WAITING, "Only a need that waits can be published. Open it again first.")
    refuse_unless(locked.area is not None, "Choose an area before publishing the need.")
    locked.status_reason = ""
    published = _set_status(locked, Need.Status.PUBLISHED, Act.PUBLISHED, by, note)
    tell_submitter(need=published, letter="need_published")
    return published


@transaction.atomic
def reject_need(*, need: Need, reason: str, by: User) -> Need:
    """Do not take the need forward. The reason goes to whoever sent it in; no public page shows the need."""
    locked = lock_row(need)
    refuse_unless(bool(reason.strip()), "Say why, in words that the person who sent it in can read.")
    refuse_unless(locked.status in ALIVE, "This need was merged, or is not taken forward already.")
    _refuse_if_others_rest_on_it(locked)
    locked.status_reason = reason
    rejected = _set_status(locked, Need.Status.REJECTED, Act.REJECTED, by, note=reason)
    tell_submitter(need=rejected, letter="need_rejected", reason=reason)
    return rejected


@transaction.atomic
def reopen_need(*, need: Need, note: str, by: User) -> Need:
    """Take a decision back: the need waits again, and public pages stop showing it."""
    locked = lock_row(need)
    refuse_unless(
        locked.status in {Need.Status.PUBLISHED, Need.Status.REJECTED},
        "Only a published need, or one that is not taken forward, can be opened again. Undo a merge instead.",
    )
    _refuse_if_others_rest_on_it(locked)
    locked.status_reason = ""
    return _set_status(locked, Need.Status.IN_REVIEW, Act.REOPENED, by, note=note)


def _set_status(need: Need, status: str, act: str, by: User, note: str = "") -> Need:
    """On a locked row."""
    before, need.status = need.status, status
    need.save(update_fields=["status", "status_reason", "updated_at"])
    log_step(need, act, by=by, from_status=before, note=note)
    return need


def _refuse_if_others_rest_on_it(need: Need) -> None:
    codes = ", ".join(need.merged_needs.order_by("code").values_list("code", flat=True))
    refuse_unless(not codes, f"Other needs were merged into this one ({codes}). Undo those merges first.")
