"""The page of a solution, with the rounds that have it: only this room knows both."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from governance.selectors.wording import drafts_with, drafts_without, rounds_with
from mhin.common.admin.acts import Act, Panel
from ratings.models import Round
from ratings.services.round_solutions import (
    add_solution_to_draft,
    refresh_words_in_drafts,
    take_solution_out_of_draft,
)
from solutions.admin import SolutionAdmin
from solutions.models import Solution

ADDING = "ratings.add_roundsolution"


class DraftRoundForm(forms.Form):
    round_ = forms.ModelChoiceField(
        Round.objects.filter(status=Round.Status.DRAFT, kind=Round.Kind.SURVEY),
        label="Round",
        empty_label="Choose a round",
        help_text="Rounds that are being drafted. An administrator starts and opens rounds.",
    )


class RoundWithItForm(forms.Form):
    round_ = forms.ModelChoiceField(Round.objects.none(), label="Round", empty_label="Choose a round")


def _offer_rounds(form: forms.Form, solution: Solution) -> None:
    form.fields["round_"].queryset = drafts_with(solution)  # type: ignore[attr-defined]


def _the_only_draft_with_it(solution: Solution) -> dict[str, Any]:
    drafts = list(drafts_with(solution)[:2])
    return {"round_": drafts[0]} if len(drafts) == 1 else {}


def _why_not(solution: Solution) -> str:
    if not Round.objects.filter(status=Round.Status.DRAFT, kind=Round.Kind.SURVEY).exists():
        return "no round is being drafted; ask an administrator to start one"
    return "" if drafts_without(solution).exists() else "every round that is being drafted has it already"


def _the_only_draft(solution: Solution) -> dict[str, Any]:
    drafts = list(drafts_without(solution)[:2])
    return {"round_": drafts[0]} if len(drafts) == 1 else {}


ADD_TO_ROUND = Act(
    "add-to-round",
    "Put into a draft round",
    do=add_solution_to_draft,
    done="{} is in the round. People can rate it once an administrator has opened the round.",
    hint="It goes to the end of the round's list, in the words that are published now. They are frozen when the round "
    "opens.",
    form=DraftRoundForm,
    offered=lambda solution: solution.status == Solution.Status.PUBLISHED,
    problem=_why_not,
    initial=_the_only_draft,
    bulk=True,
    permission=ADDING,
)
REFRESH = Act(
    "refresh-words",
    "Use the published words in draft rounds",
    do=refresh_words_in_drafts,
    done="Rounds that are being drafted show {} in the published words.",
    hint="Rounds that have opened never change.",
    offered=lambda solution: any(entry.older and entry.is_draft for entry in rounds_with(solution)),
    permission=ADDING,
)
TAKE_OUT = Act(
    "take-out-of-round",
    "Take out of a draft round",
    do=take_solution_out_of_draft,
    done="{} is not in the round any more.",
    hint="Only a round that is being drafted is changed. The solution itself stays as it is, and can be put in again.",
    form=RoundWithItForm,
    fit=_offer_rounds,
    offered=lambda solution: drafts_with(solution).exists(),
    problem=lambda solution: "" if drafts_with(solution).exists() else "it is in no round that is being drafted",
    initial=_the_only_draft_with_it,
    permission=ADDING,
)

admin.site.unregister(Solution)


@admin.register(Solution)
class RatedSolutionAdmin(SolutionAdmin):
    acts = [*SolutionAdmin.acts, ADD_TO_ROUND, TAKE_OUT, REFRESH]

    def panel_of(self, request: HttpRequest, row: Solution) -> Panel:
        panel = super().panel_of(request, row)
        entries = rounds_with(row)
        older = [entry.round.title for entry in entries if entry.older and not entry.is_draft]
        waiting = [entry.round.title for entry in entries if entry.older and entry.is_draft]
        if older:
            panel.warnings.append(f"People read older words in a round that is frozen: {', '.join(older)}.")
        if waiting:
            panel.warnings.append(f"A draft round still has older words: {', '.join(waiting)}.")
        if row.status == Solution.Status.PUBLISHED and not entries:
            return replace(panel, advice=f"{panel.advice} It is in no round yet.")
        return panel
