"""The stakeholder groups that people speak as, and the regions they take part from."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.text import slugify

from mhin.accounts.models import User
from needs.services.rows import Counts, park_positions, save_row
from ratings.models import Region, StakeholderGroup


@transaction.atomic
def save_stakeholder_groups(*, names: Sequence[str], by: User | None) -> Counts:
    """Make the groups of these names, in this order. A group is known by its name; others stay as they are."""
    return _save_named(StakeholderGroup, names, by)


@transaction.atomic
def save_regions(*, names: Sequence[str], by: User | None) -> Counts:
    """Likewise the regions."""
    return _save_named(Region, names, by)


def _save_named(model: type[StakeholderGroup | Region], names: Sequence[str], by: User | None) -> Counts:
    counts = Counts()
    rows = {row.name: row for row in model._default_manager.select_for_update()}
    park_positions(rows.values(), {name: place for place, name in enumerate(names, 1)}, key="name")
    for place, name in enumerate(names, 1):
        row = rows.get(name) or model(code=slugify(name)[:40], name=name)
        save_row(row, {"name": name, "position": place}, by=by, counts=counts)
    return counts
