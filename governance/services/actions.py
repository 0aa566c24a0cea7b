"""What follows from a decision: who does what, by when. The decision itself never changes."""

from typing import Any

from django.db import transaction

from governance.models import Action, Decision
from mhin.accounts.models import User
from mhin.audit.services import record_event

FIELDS = ("title", "owner", "due_on", "status")


@transaction.atomic
def add_action(*, decision: Decision, by: User, **fields: Any) -> Action:
    action = Action.objects.create(decision=decision, **fields)
    record_event("action_added", target=action, by=by, after=_facts(action))
    return action


@transaction.atomic
def change_action(*, action: Action, by: User, **fields: Any) -> Action:
    locked = Action.objects.select_for_update().get(pk=action.pk)
    before = _facts(locked)
    for name in FIELDS:
        setattr(locked, name, fields[name])
    locked.save(update_fields=[*FIELDS, "updated_at"])
    after = _facts(locked)
    if after != before:
        record_event("action_changed", target=locked, by=by, before=before, after=after)
    return locked


def _facts(action: Action) -> dict[str, str]:
    due = action.due_on.isoformat() if action.due_on else ""
    return {"title": action.title, "owner": action.owner, "due_on": due, "status": str(action.status)}
