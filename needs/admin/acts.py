"""What can be done to a need."""

from typing import Any

from django.http import HttpRequest

from mhin.common.admin.acts import Act
from mhin.common.curation import CHECKS, shown_name
from mhin.common.reading import read
from needs.admin.forms import AlignForm, EasyReadForm, InternalReasonForm, MergeForm, NoteForm, ReasonForm
from needs.models import Need, NeedEasyReadCheck
from needs.selectors.curation import ALIVE, WAITING, merge_candidates
from needs.services.curation import align_need, publish_need, reject_need, reopen_need, take_up_need
from needs.services.merging import merge_need, undo_merge
from needs.services.wording import check_need_easy_read


def _no_area(need: Need) -> str:
    return "" if need.area_id else "choose an area first"


def _target_of(need: Need) -> str:
    codes = ", ".join(need.merged_needs.order_by("code").values_list("code", flat=True))
    return f"other needs were merged into it ({codes}); undo those merges first" if codes else ""


def _candidates(request: HttpRequest, need: Need) -> dict[str, Any]:
    search = request.GET.get("q", "").strip()[:100]
    asked = request.POST.get("target") or request.GET.get("target") or ""
    candidates = list(merge_candidates(need=need, search=search))
    chosen = int(asked) if asked.isdecimal() else None
    if chosen and chosen not in [row.pk for row in candidates]:
        candidates = [*Need.objects.filter(pk=chosen, status__in=ALIVE).select_related("area"), *candidates]
    return {"search": search, "candidates": candidates, "chosen": chosen}


def check_of(row: Any) -> Any:
    return getattr(row, "easy_read_check", None)


def ticks_of(row: Any) -> dict[str, bool]:
    check = check_of(row)
    if check is None or check.text != row.easy_read:
        return {}
    return {name: getattr(check, name) for name in CHECKS}


def easy_read_context(request: HttpRequest, row: Any) -> dict[str, Any]:
    check: NeedEasyReadCheck | None = check_of(row)
    return {
        "reading": read(row.easy_read),
        "check": check,
        "checker": shown_name(check.checked_by) if check else "",
        "outdated": bool(check) and check.text != row.easy_read,
    }


TAKE_UP = Act(
    "take-up",
    "Take up for review",
    do=take_up_need,
    done="You have taken up {}.",
    hint="It stays in the queue, and others see that somebody is looking at it.",
    offered=lambda need: need.status == Need.Status.SUBMITTED,
)
PUBLISH = Act(
    "publish",
    "Publish",
    do=publish_need,
    done="{} is published. Everybody can read it now.",
    hint="Everybody will be able to read it. If the sender was signed in, they get a mail.",
    offered=lambda need: need.status in WAITING,
    problem=_no_area,
    bulk=True,
    main=lambda need: bool(need.area_id),
)
ALIGN = Act(
    "align",
    "Put under an area",
    do=align_need,
    done="{} has its area.",
    hint="Every published need stands under one of the areas.",
    form=AlignForm,
    offered=lambda need: need.status in ALIVE,
    initial=lambda need: {"area": need.area},
    bulk=True,
    main=lambda need: not need.area_id,
)
MERGE = Act(
    "merge",
    "Merge into another need",
    do=merge_need,
    done="{} is merged. You can undo this on its page.",
    hint="For two needs that say the same. Both texts are kept. Sources and solutions move to the need that stays. "
    "You can undo it later.",
    form=MergeForm,
    offered=lambda need: need.status in ALIVE,
    more=_candidates,
    template="admin/curation/merge.html",
)
REJECT = Act(
    "reject",
    "Do not take forward",
    do=reject_need,
    done="{} is not taken forward. The reason is kept for the sender.",
    hint="No public page will show it. The sender reads your reason: by mail if they were signed in, and at the link "
    "of their acknowledgement.",
    form=ReasonForm,
    offered=lambda need: need.status in ALIVE,
    problem=_target_of,
    bulk=True,
)
UNDO_MERGE = Act(
    "undo-merge",
    "Undo the merge",
    do=undo_merge,
    done="{} is a need of its own again, with its sources and solutions.",
    hint="Sources and solutions that moved come back, and the need has the status that it had before.",
    form=InternalReasonForm,
    offered=lambda need: need.status == Need.Status.MERGED,
    main=lambda need: True,
)
REOPEN = Act(
    "reopen",
    "Open again for review",
    do=reopen_need,
    done="{} waits in the queue again.",
    hint="Public pages stop showing it until it is published again.",
    form=NoteForm,
    offered=lambda need: need.status in {Need.Status.PUBLISHED, Need.Status.REJECTED},
    problem=_target_of,
)
EASY_READ = Act(
    "easy-read",
    "Check the easy-read text",
    do=check_need_easy_read,
    done="The check of {} is kept.",
    hint="Tick only what you know. A later change of the text asks for a new check.",
    form=EasyReadForm,
    offered=lambda need: bool(need.easy_read) and need.status in ALIVE,
    initial=ticks_of,
    more=easy_read_context,
    template="admin/curation/easy_read.html",
)
NEED_ACTS = [PUBLISH, TAKE_UP, ALIGN, MERGE, REJECT, UNDO_MERGE, REOPEN, EASY_READ]
