"""The one way to write an audit event: in the transaction of the act it tells of."""

import json
import re
from collections.abc import Callable, Collection
from typing import Any

from django.db import models
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from mhin.audit.models import AuditEvent

SYSTEM = "the portal"
ERASED = "somebody erased"  # the trigger allows this word alone, and only for an account that is gone
NAMES_OF_ACCOUNT = {"name", "email", "row"}


def record_event(
    action: str,
    *,
    target: models.Model,
    by: Any | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEvent:
    """Record an act. `by=None` means the portal itself did it, a management command for instance."""
    return AuditEvent.objects.create(
        actor_id="" if by is None else str(by.pk),
        actor=SYSTEM if by is None else str(by),
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target=str(target)[:254],
        before=before or {},
        after=after or {},
    )


def forget_person(*, account: models.Model, names: Collection[str], addresses: Collection[str]) -> None:
    """Events stay, and say nobody: the number of the account stays as it is, and leads to nobody.

    Part of the transaction that erases the person, after their account is gone: a trigger refuses it otherwise.
    Besides `names` the person is known by `addresses`, and by what earlier events call them.
    """
    kind, key = account._meta.label_lower, str(account.pk)
    AuditEvent.objects.filter(actor_id=key).exclude(actor=ERASED).update(actor=ERASED)
    about = AuditEvent.objects.filter(target_type=kind, target_id=key)
    known = {*names, *addresses, *about.values_list("target", flat=True)} - {ERASED, ""}
    for event in about:
        _take_out(event, lambda name, _: name in NAMES_OF_ACCOUNT, target=ERASED)
    linked = Q(before__user__in=list(known)) | Q(after__user__in=list(known))
    for event in AuditEvent.objects.filter(linked):
        _take_out(event, lambda name, value: name == "user" and value in known)


def forget_address(*, address: str) -> None:
    """Part of an erasure: take out what holds the address. Events name few, so each is looked at by itself."""
    whole = re.compile(rf"(?<![\w.+-]){re.escape(address.lower())}(?![\w-])")
    texts = {"before_text": Cast("before", TextField()), "after_text": Cast("after", TextField())}
    naming = Q(before_text__icontains=address) | Q(after_text__icontains=address)
    for event in AuditEvent.objects.annotate(**texts).filter(naming):
        _take_out(event, lambda _, value: bool(whole.search(json.dumps(value, ensure_ascii=False).lower())))


def _take_out(event: AuditEvent, is_about: Callable[[str, Any], bool], target: str = "") -> None:
    before, after = (
        {name: value for name, value in part.items() if not is_about(name, value)}
        for part in (event.before, event.after)
    )
    words = {"before": before, "after": after, "target": target or event.target}
    AuditEvent.objects.filter(pk=event.pk).update(**words)
