"""Drafts of wording beside the published text, and the check list of easy-read texts."""

from django.db import transaction

from mhin.accounts.models import User
from mhin.audit.services import record_event
from mhin.common.curation import CHECKS
from needs.models import Need, NeedDraft, NeedEasyReadCheck, NeedStatusChange
from needs.services.curation import WORDING
from needs.services.history import lock_need, log_need, refuse_unless


@transaction.atomic
def save_need_draft(*, need: Need, title: str, detail: str, easy_read: str, note: str, by: User) -> NeedDraft:
    """Keep wording that only curators see, beside the published one."""
    locked = lock_need(need)
    refuse_unless(locked.status == Need.Status.PUBLISHED, "A need that is not published is edited on its own page.")
    refuse_unless(bool(title.strip()), "The draft needs a title.")
    values = {"title": title, "detail": detail, "easy_read": easy_read, "note": note, "updated_by": by}
    draft, _ = NeedDraft.objects.update_or_create(need=locked, defaults=values)
    record_event("need_draft_saved", target=locked, by=by, after={name: values[name] for name in (*WORDING, "note")})
    return draft


@transaction.atomic
def publish_need_draft(*, need: Need, by: User) -> Need:
    """The draft becomes the published wording; the history says why."""
    locked = lock_need(need)
    draft = NeedDraft.objects.select_for_update().filter(need=locked).first()
    refuse_unless(draft is not None, "There is no draft to publish.")
    assert draft is not None  # noqa: S101 -- for the type checker
    refuse_unless(bool(draft.note.strip()), "Say why the wording changes before publishing it.")
    before = {name: getattr(locked, name) for name in WORDING}
    after = {name: getattr(draft, name) for name in WORDING}
    refuse_unless(before != after, "The draft says the same as the published wording.")
    for name, value in after.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*WORDING, "updated_at"])
    log_need(
        need=locked,
        act=NeedStatusChange.Act.REWORDED,
        by=by,
        from_status=locked.status,
        note=draft.note,
        before=before,
        after=after,
    )
    draft.delete()
    return locked


@transaction.atomic
def discard_need_draft(*, need: Need, by: User) -> None:
    deleted, _ = NeedDraft.objects.filter(need=need).delete()
    refuse_unless(deleted > 0, "There is no draft to discard.")
    record_event("need_draft_discarded", target=need, by=by)


@transaction.atomic
def check_need_easy_read(
    *, need: Need, short_sentences: bool, no_jargon: bool, checked_with_people: bool, by: User
) -> NeedEasyReadCheck:
    """Say what was looked at in the easy-read text as it stands; a later text must be checked again."""
    locked = lock_need(need)
    refuse_unless(bool(locked.easy_read), "Write the easy-read text first.")
    ticks = dict(zip(CHECKS, (short_sentences, no_jargon, checked_with_people), strict=True))
    check, _ = NeedEasyReadCheck.objects.update_or_create(
        need=locked, defaults={**ticks, "text": locked.easy_read, "checked_by": by}
    )
    record_event("need_easy_read_checked", target=locked, by=by, after=ticks)
    return check
