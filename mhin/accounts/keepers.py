"""Who can give roles: there is always somebody who can."""

from django.db.models import Q

from mhin.accounts.models import User
from mhin.accounts.roles import Role


def lock_administrators() -> list[int]:
    """Locked one after the other, so that two acts that would leave none wait, and not for each other."""
    role = User.objects.filter(groups__name=Role.ADMINISTRATOR).values("pk")
    keepers = User.objects.filter(Q(is_superuser=True) | Q(pk__in=role), is_active=True).order_by("pk")
    return list(keepers.select_for_update(of=("self",)).values_list("pk", flat=True))
