"""Drafts of a solution's wording beside the published text, and the check list of its easy-read text."""

from django.db import transaction

from mhin.accounts.models import User
from mhin.audit.services import record_event
from mhin.common.curation import CHECKS
from needs.services.history import refuse_unless
from solutions.models import Solution, SolutionDraft, SolutionEasyReadCheck, SolutionStatusChange
from solutions.services.curation import WORDING
from solutions.services.history import lock_solution, log_solution


@transaction.atomic
def save_solution_draft(
    *, solution: Solution, title: str, summary: str, easy_read: str, population: str, note: str, by: User
) -> SolutionDraft:
    """Keep wording that only curators see, beside the published one."""
    locked = lock_solution(solution)
    refuse_unless(
        locked.status == Solution.Status.PUBLISHED, "A solution that is not published is edited on its own page."
    )
    refuse_unless(bool(title.strip() and summary.strip()), "The draft needs a title and a plain summary.")
    words = dict(zip(WORDING, (title, summary, easy_read, population), strict=True))
    draft, _ = SolutionDraft.objects.update_or_create(
        solution=locked, defaults={**words, "note": note, "updated_by": by}
    )
    record_event("solution_draft_saved", target=locked, by=by, after={**words, "note": note})
    return draft


@transaction.atomic
def publish_solution_draft(*, solution: Solution, by: User) -> Solution:
    """The draft becomes the published wording; the history says why. Rounds that were opened keep the old one."""
    locked = lock_solution(solution)
    draft = SolutionDraft.objects.select_for_update().filter(solution=locked).first()
    refuse_unless(draft is not None, "There is no draft to publish.")
    assert draft is not None  # noqa: S101 -- for the type checker
    refuse_unless(bool(draft.note.strip()), "Say why the wording changes before publishing it.")
    before = {name: getattr(locked, name) for name in WORDING}
    after = {name: getattr(draft, name) for name in WORDING}
    refuse_unless(before != after, "The draft says the same as the published wording.")
    for name, value in after.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*WORDING, "updated_at"])
    log_solution(
        solution=locked,
        act=SolutionStatusChange.Act.REWORDED,
        by=by,
        from_status=locked.status,
        note=draft.note,
        before=before,
        after=after,
    )
    draft.delete()
    return locked


@transaction.atomic
def discard_solution_draft(*, solution: Solution, by: User) -> None:
    deleted, _ = SolutionDraft.objects.filter(solution=solution).delete()
    refuse_unless(deleted > 0, "There is no draft to discard.")
    record_event("solution_draft_discarded", target=solution, by=by)


@transaction.atomic
def check_solution_easy_read(
    *, solution: Solution, short_sentences: bool, no_jargon: bool, checked_with_people: bool, by: User
) -> SolutionEasyReadCheck:
    """Say what was looked at in the easy-read text as it stands; a later text must be checked again."""
    locked = lock_solution(solution)
    refuse_unless(bool(locked.easy_read), "Write the easy-read text first.")
    ticks = dict(zip(CHECKS, (short_sentences, no_jargon, checked_with_people), strict=True))
    check, _ = SolutionEasyReadCheck.objects.update_or_create(
        solution=locked, defaults={**ticks, "text": locked.easy_read, "checked_by": by}
    )
    record_event("solution_easy_read_checked", target=locked, by=by, after=ticks)
    return check
