"""What needs and solutions share when their wording changes: a draft beside it, and a check of its easy read."""

from collections.abc import Mapping
from typing import Any

from mhin.accounts.models import User
from mhin.audit.services import record_event
from mhin.common.curation import CHECKS
from needs.services.history import lock_row, log_step, refuse_unless


def save_draft(*, row: Any, drafts: Any, words: Mapping[str, str], note: str, by: User) -> Any:
    """Keep wording that only curators see, beside the published one. `words` are all fields of the wording."""
    noun, locked = row._meta.model_name, lock_row(row)
    refuse_unless(locked.status == row.Status.PUBLISHED, f"A {noun} that is not published is edited on its own page.")
    draft, _ = drafts.update_or_create(**{noun: locked}, defaults={**words, "note": note, "updated_by": by})
    record_event(f"{noun}_draft_saved", target=locked, by=by, after={**words, "note": note})
    return draft


def publish_draft(*, row: Any, names: tuple[str, ...], act: str, by: User) -> Any:
    """The draft becomes the published wording; the history says why."""
    locked = lock_row(row)
    draft = _draft_of(locked)
    refuse_unless(bool(draft.note.strip()), "Say why the wording changes before publishing it.")
    before = {name: getattr(locked, name) for name in names}
    after = {name: getattr(draft, name) for name in names}
    refuse_unless(before != after, "The draft says the same as the published wording.")
    for name, value in after.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*names, "updated_at"])
    log_step(locked, act, by=by, from_status=locked.status, note=draft.note, before=before, after=after)
    draft.delete()
    return locked


def discard_draft(*, row: Any, by: User) -> None:
    _draft_of(lock_row(row)).delete()
    record_event(f"{row._meta.model_name}_draft_discarded", target=row, by=by)


def check_easy_read(*, row: Any, checks: Any, ticks: tuple[bool, bool, bool], by: User) -> Any:
    """Say what was looked at in the easy-read text as it stands; a later text must be checked again."""
    noun, locked = row._meta.model_name, lock_row(row)
    refuse_unless(bool(locked.easy_read), "Write the easy-read text first.")
    found = dict(zip(CHECKS, ticks, strict=True))
    check, _ = checks.update_or_create(**{noun: locked}, defaults={**found, "text": locked.easy_read, "checked_by": by})
    record_event(f"{noun}_easy_read_checked", target=locked, by=by, after=found)
    return check


def _draft_of(row: Any) -> Any:
    """Of a locked row, so that no other draft can come between."""
    draft = getattr(row, "draft", None)
    refuse_unless(draft is not None, "There is no draft.")
    return draft
