"""Adding what follows from a decision, and saying how far it has come."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from governance.forms import ActionForm
from governance.models import Decision
from governance.selectors.decisions import decisions_with_details
from governance.services.actions import add_action, change_action
from mhin.common.access import permitted


@permitted("governance.add_action")
def add(request: HttpRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(decisions_with_details(), pk=pk)
    form = ActionForm(request.POST or None)
    if form.is_valid():
        add_action(decision=decision, **form.cleaned_data, by=request.user)
        messages.success(request, "The action is added.")
        return redirect(decision)
    return _show(request, decision, form, "Add an action")


@permitted("governance.change_action")
def change(request: HttpRequest, pk: int, action: int) -> HttpResponse:
    decision = get_object_or_404(decisions_with_details(), pk=pk)
    row = get_object_or_404(decision.actions.all(), pk=action)
    stored = {name: getattr(row, name) for name in ActionForm.base_fields}
    form = ActionForm(request.POST or None, initial=stored)
    if form.is_valid():
        change_action(action=row, **form.cleaned_data, by=request.user)
        messages.success(request, "The action is changed.")
        return redirect(decision)
    return _show(request, decision, form, "Change an action")


def _show(request: HttpRequest, decision: Decision, form: ActionForm, title: str) -> HttpResponse:
    context = {"decision": decision, "form": form, "title": title, "simulated": decision.run.round.is_simulated}
    return render(request, "governance/decision_action.html", context, status=422 if form.is_bound else 200)
