"""Questions about people."""

from typing import Any

from mhin.accounts.models import User
from mhin.accounts.roles import STAFF_ROLES


def has_staff_role(user: Any) -> bool:
    """Whether the person sees or changes more than their own answers."""
    return bool(user.is_superuser or user.is_staff) or bool(user.groups.filter(name__in=STAFF_ROLES).exists())


def administrators() -> list[User]:
    return list(User.objects.filter(is_active=True, groups__name="Administrator"))
