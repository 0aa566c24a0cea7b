"""What an administrator does to a round, each on a page that says what will happen."""

from typing import Any

from django import forms
from django.http import HttpRequest

from mhin.common.admin.acts import Act
from ratings.models import Round
from ratings.selectors import counts_of, solutions_for
from ratings.services.opening import why_not_open
from ratings.services.round_solutions import add_solutions_to_draft
from ratings.services.rounds import close_round, open_round, publish_round
from solutions.models import Solution


class SolutionsForm(forms.Form):
    solutions = forms.ModelMultipleChoiceField(
        Solution.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Published solutions that are not in this round",
        error_messages={"required": "Choose at least one solution."},
    )


def _offer(form: forms.Form, round_: Round) -> None:
    form.fields["solutions"].queryset = solutions_for(round_)


def _nothing_to_add(round_: Round) -> str:
    return "" if solutions_for(round_).exists() else "every published solution is in this round already"


def _consequences(*lines: str) -> Any:
    def more(request: HttpRequest, round_: Round) -> dict[str, Any]:
        return {"lines": lines, "counts": counts_of(round_)}

    return more


ADD_SOLUTIONS = Act(
    "add-solutions",
    "Put solutions into the round",
    do=add_solutions_to_draft,
    done="The solutions are in {}, in the words that are published now.",
    hint="They go to the end of the round's list, with title, summary and easy read as they are published now.",
    form=SolutionsForm,
    fit=_offer,
    offered=lambda round_: round_.status == Round.Status.DRAFT and round_.kind == Round.Kind.SURVEY,
    problem=_nothing_to_add,
)
OPEN = Act(
    "open",
    "Open the round",
    do=open_round,
    done="{} is open.",
    offered=lambda round_: round_.status == Round.Status.DRAFT,
    problem=why_not_open,
    main=lambda round_: not why_not_open(round_),
    template="admin/ratings/round/act.html",
    more=_consequences(
        "It cannot be undone: an open round is closed, and never a draft again.",
        "Solutions, their words, objectives and policies are frozen. Nobody can change them after this.",
        "Everybody sees the round. People can be invited, and whoever may join can rate.",
    ),
)
CLOSE = Act(
    "close",
    "Close the round",
    do=close_round,
    done="{} is closed. The last scores are being made from what people have saved.",
    offered=lambda round_: round_.status == Round.Status.OPEN,
    template="admin/ratings/round/act.html",
    more=_consequences(
        "It cannot be undone: a closed round does not open again.",
        "Nobody can rate or change an answer from then on. What has been saved counts, also of people who have not "
        "finished.",
        "The boards see the results. Everybody else sees them when they are published.",
    ),
)
PUBLISH = Act(
    "publish",
    "Publish the results",
    do=publish_round,
    done="The results of {} are published.",
    offered=lambda round_: round_.status == Round.Status.CLOSED,
    template="admin/ratings/round/act.html",
    more=_consequences(
        "It cannot be undone: results that everybody has read are not taken back.",
        "Everybody can read the results and take them away as files. No figure about fewer people than the smallest "
        "group is among them.",
        "Whoever withdraws from then on is no longer linked to their answers; the published figures stay.",
    ),
)
ROUND_ACTS = [ADD_SOLUTIONS, OPEN, CLOSE, PUBLISH]
