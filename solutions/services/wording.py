"""Drafts of a solution's wording beside the published text, and the check list of its easy-read text."""

from django.db import transaction

from mhin.accounts.models import User
from needs.services.drafts import check_easy_read, discard_draft, publish_draft, save_draft
from needs.services.history import refuse_unless
from solutions.models import Solution, SolutionDraft, SolutionEasyReadCheck, SolutionStatusChange
from solutions.services.curation import WORDING


@transaction.atomic
def save_solution_draft(
    *, solution: Solution, title: str, summary: str, easy_read: str, population: str, note: str, by: User
) -> SolutionDraft:
    refuse_unless(bool(title.strip() and summary.strip()), "The draft needs a title and a plain summary.")
    words = {"title": title, "summary": summary, "easy_read": easy_read, "population": population}
    draft: SolutionDraft = save_draft(row=solution, drafts=SolutionDraft.objects, words=words, note=note, by=by)
    return draft


@transaction.atomic
def publish_solution_draft(*, solution: Solution, by: User) -> Solution:
    """Rounds that were opened keep the older wording."""
    act = SolutionStatusChange.Act.REWORDED
    published: Solution = publish_draft(row=solution, names=WORDING, act=act, by=by)
    return published


@transaction.atomic
def discard_solution_draft(*, solution: Solution, by: User) -> None:
    discard_draft(row=solution, by=by)


@transaction.atomic
def check_solution_easy_read(
    *, solution: Solution, short_sentences: bool, no_jargon: bool, checked_with_people: bool, by: User
) -> SolutionEasyReadCheck:
    ticks = (short_sentences, no_jargon, checked_with_people)
    check: SolutionEasyReadCheck = check_easy_read(
        row=solution, checks=SolutionEasyReadCheck.objects, ticks=ticks, by=by
    )
    return check
