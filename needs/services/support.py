"""Saying of a need that it is one's own, too, and taking that back."""

from django.db import transaction

from mhin.accounts.models import User
from needs.models import Need, NeedSupport


@transaction.atomic
def support_need(*, need: Need, by: User) -> None:
    """Saying it twice counts once. It leaves no audit event: who supports what is nobody's business."""
    NeedSupport.objects.bulk_create([NeedSupport(need=need, user=by)], ignore_conflicts=True)


@transaction.atomic
def withdraw_support(*, need: Need, by: User) -> None:
    NeedSupport.objects.filter(need=need, user=by).delete()
