"""Loading who decides: bodies, their members, how they stand to each other, stakeholder groups, regions."""

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from governance.models import Body, BodyLink, Membership
from governance.services.structure_file import GovernanceError, Link, Structure, read_structure
from mhin.accounts.models import User
from needs.services.records import Record
from needs.services.rows import Counts, park_positions, save_row
from ratings.services.groups import save_regions, save_stakeholder_groups


@dataclass(frozen=True)
class GovernanceCounts:
    bodies: Counts = field(default_factory=Counts)
    members: Counts = field(default_factory=Counts)
    links: Counts = field(default_factory=Counts)
    groups: Counts = field(default_factory=Counts)
    regions: Counts = field(default_factory=Counts)


def load_governance(*, data: Any, by: User | None) -> GovernanceCounts:
    """Bring bodies, members, links, groups and regions into the state of `data`; rows it does not name are left alone.

    Raises GovernanceError, with every problem found, and then writes nothing.
    """
    structure = read_structure(data)
    try:
        with transaction.atomic():
            return _load(structure, by)
    except IntegrityError as error:
        raise GovernanceError([f"the database refused the file: {str(error).splitlines()[0]}"]) from error


def _load(structure: Structure, by: User | None) -> GovernanceCounts:
    counts = GovernanceCounts(
        groups=save_stakeholder_groups(names=structure.groups, by=by),
        regions=save_regions(names=structure.regions, by=by),
    )
    bodies = _save_bodies(structure.bodies, by, counts.bodies)
    for code, members in structure.members.items():
        _save_members(bodies[code], members, by, counts.members)
    _save_links(structure.links, bodies, by, counts.links)
    return counts


def _save_bodies(records: list[Record], by: User | None, counts: Counts) -> dict[str, Body]:
    rows = {body.code: body for body in Body.objects.select_for_update()}
    park_positions(rows.values(), {record.code: record.fields["position"] for record in records})
    for record in records:
        save_row(rows.setdefault(record.code, Body()), record.fields, by=by, counts=counts)
    return rows


def _save_members(body: Body, records: list[Record], by: User | None, counts: Counts) -> None:
    rows = {member.name: member for member in Membership.objects.filter(body=body)}
    park_positions(rows.values(), {record.code: record.fields["position"] for record in records}, key="name")
    for record in records:
        save_row(rows.get(record.code) or Membership(body=body), record.fields, by=by, counts=counts)


def _save_links(links: list[Link], bodies: dict[str, Body], by: User | None, counts: Counts) -> None:
    rows = {(row.body.code, row.other.code): row for row in BodyLink.objects.select_related("body", "other")}
    for link in links:
        new = BodyLink(body=bodies[link.body], other=bodies[link.other])
        save_row(rows.get((link.body, link.other)) or new, {"relation": link.relation}, by=by, counts=counts)
