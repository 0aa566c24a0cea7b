"""Drafts of a need's wording beside the published text, and the check list of its easy-read text."""

from django.db import transaction

from mhin.accounts.models import User
from needs.models import Need, NeedDraft, NeedEasyReadCheck, NeedStatusChange
from needs.services.curation import WORDING
from needs.services.drafts import check_easy_read, discard_draft, publish_draft, save_draft
from needs.services.history import refuse_unless


@transaction.atomic
def save_need_draft(*, need: Need, title: str, detail: str, easy_read: str, note: str, by: User) -> NeedDraft:
    refuse_unless(bool(title.strip()), "The draft needs a title.")
    words = {"title": title, "detail": detail, "easy_read": easy_read}
    draft: NeedDraft = save_draft(row=need, drafts=NeedDraft.objects, words=words, note=note, by=by)
    return draft


@transaction.atomic
def publish_need_draft(*, need: Need, by: User) -> Need:
    published: Need = publish_draft(row=need, names=WORDING, act=NeedStatusChange.Act.REWORDED, by=by)
    return published


@transaction.atomic
def discard_need_draft(*, need: Need, by: User) -> None:
    discard_draft(row=need, by=by)


@transaction.atomic
def check_need_easy_read(
    *, need: Need, short_sentences: bool, no_jargon: bool, checked_with_people: bool, by: User
) -> NeedEasyReadCheck:
    ticks = (short_sentences, no_jargon, checked_with_people)
    check: NeedEasyReadCheck = check_easy_read(row=need, checks=NeedEasyReadCheck.objects, ticks=ticks, by=by)
    return check
