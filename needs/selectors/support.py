"""How many people say that a need is theirs, too. Nobody is told who."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from mhin.accounts.models import User
from needs.models import Need, NeedSupport

FEWEST_SHOWN = 8  # a smaller number could point to somebody


@dataclass(frozen=True)
class Support:
    """`people` is None when there are too few to say how many."""

    people: int | None
    mine: bool


def support_of(need: Need, *, merged: Iterable[Need] = (), user: User | None) -> Support:
    """Of the need and of those merged into it; somebody who supports two of them counts once."""
    theirs = NeedSupport.objects.filter(need__in=[need, *merged])
    found = theirs.aggregate(people=Count("user", distinct=True), mine=Count("pk", filter=Q(need=need, user=user)))
    return Support(found["people"] if found["people"] >= FEWEST_SHOWN else None, bool(found["mine"]))
