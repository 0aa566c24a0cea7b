"""What the demo shows: somebody to sign in as for each role, and an open round that says it is simulated."""

import json
from datetime import timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from mhin.accounts.models import User
from mhin.accounts.roles import Role
from mhin.accounts.services import grant_role
from ratings.models import Round
from ratings.selectors import groups_of, regions_of
from ratings.services.rounds import add_objectives, add_solutions, draft_round, open_round, set_targets
from solutions.selectors import published_solutions

OBJECTIVES = Path(__file__).resolve().parents[2] / "ratings" / "data" / "objectives.json"
SLUG = "priorities-2026"
OPEN_FOR = timedelta(days=60)
GROUP_TARGET = 18
# Made up, roughly as many of 180 people as live there. A region that is not named here has the target of a group.
REGION_TARGETS = {
    "east-of-england": 20,
    "london": 28,
    "midlands": 35,
    "north-east-and-yorkshire": 26,
    "north-west": 23,
    "south-east": 29,
    "south-west": 19,
}


@transaction.atomic
def create_demo(*, password: str) -> Round:
    """Make the sign-ins and the round that are not there yet."""
    for role in Role:
        _add_sign_in(role.lower(), role, password)
    _add_sign_in("second-administrator", Role.ADMINISTRATOR, password)  # somebody else keys a paper sheet again
    return Round.objects.filter(slug=SLUG).first() or _open_simulated_round()


def _add_sign_in(who: str, role: Role, password: str) -> None:
    email = f"{who}@example.org"
    if User.objects.filter(email=email).exists():
        return
    user = User.objects.create_user(email, password, name=f"Demo {who.replace('-', ' ')}")
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    grant_role(user=user, role=role, by=None)


def _open_simulated_round() -> Round:
    round_ = draft_round(
        by=None,
        slug=SLUG,
        title="Which solutions come first? 2026",
        purpose="Your answers help the MHIN Executive choose which of 22 solutions to put into practice in England.",
        closes_at=timezone.now() + OPEN_FOR,
        is_simulated=True,
    )
    objectives = json.loads(OBJECTIVES.read_text(encoding="utf-8"))["objectives"]
    add_objectives(round_=round_, objectives=objectives, by=None)
    add_solutions(round_=round_, solutions=published_solutions(), by=None)
    _set_made_up_targets(round_)
    return open_round(round_=round_, by=None)


def _set_made_up_targets(round_: Round) -> None:
    groups = dict.fromkeys(groups_of(round_), GROUP_TARGET)
    regions = {region: REGION_TARGETS.get(region.code, GROUP_TARGET) for region in regions_of(round_)}
    set_targets(round_=round_, groups=groups, regions=regions, by=None)
