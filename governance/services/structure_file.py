"""What a governance file must look like; it is checked whole before any row is written."""

from dataclasses import dataclass
from typing import Any

from governance.models import Body, Membership
from needs.services.files import DataFileError
from needs.services.records import Column, Record, read_records, text

BODY_COLUMNS = {
    "code": Column(text, "code"),
    "name": Column(text, "name"),
    "remit": Column(text, "remit"),
    "meets": Column(text, "meets", optional=True),
    "note": Column(text, "note", optional=True),
    "members": Column(lambda members: members or [], optional=True),
}
MEMBER_COLUMNS = {
    "name": Column(text, "name"),
    "role": Column(text, "role"),
    "affiliation": Column(text, "affiliation", optional=True),
}


class GovernanceError(DataFileError):
    """The governance file cannot be loaded; nothing was written."""


@dataclass(frozen=True)
class Link:
    body: str
    other: str
    relation: str


@dataclass(frozen=True)
class Structure:
    bodies: list[Record]
    members: dict[str, list[Record]]
    links: list[Link]
    groups: list[str]
    regions: list[str]


def read_structure(data: Any) -> Structure:
    if not isinstance(data, dict):
        raise GovernanceError(["the file must hold one object with bodies, structure and stakeholder_groups"])
    problems: list[str] = []
    bodies = read_records(
        data.get("bodies"), kind="body", columns=BODY_COLUMNS, model=Body, problems=problems, key="code"
    )
    for place, body in enumerate(bodies, 1):
        body.fields["position"] = place
    structure = Structure(
        bodies=bodies,
        members={body.code: _read_members(body, problems) for body in bodies},
        links=_read_links(data.get("structure"), {body.code for body in bodies}, problems),
        groups=_read_names("stakeholder_groups", data.get("stakeholder_groups"), problems),
        regions=_read_names("regions", data.get("regions", []), problems),
    )
    if problems:
        raise GovernanceError(problems)
    return structure


def _read_members(body: Record, problems: list[str]) -> list[Record]:
    kind = f"body {body.code}: member"
    rows = body.references.get("members", [])
    members = read_records(rows, kind=kind, columns=MEMBER_COLUMNS, model=Membership, problems=problems, key="name")
    for place, member in enumerate(members, 1):
        member.fields["position"] = place
    problems.extend(f"{kind} {name} appears more than once" for name in _repeated([m.code for m in members]))
    return members


def _read_links(rows: Any, bodies: set[str], problems: list[str]) -> list[Link]:
    if not isinstance(rows, list):
        problems.append("the list structure is missing")
        return []
    links = []
    for place, row in enumerate(rows, 1):
        if not (isinstance(row, list) and len(row) == 3 and all(isinstance(item, str) for item in row)):
            problems.append(f"structure {place}: must be [body, other body, relation]")
            continue
        unknown = [code for code in row[:2] if code not in bodies]
        problems.extend(f"structure {place}: '{code}' is not among the bodies" for code in unknown)
        if row[0] == row[1]:
            problems.append(f"structure {place}: {row[0]} is linked to itself")
        links.append(Link(*row))
    return links


def _read_names(kind: str, rows: Any, problems: list[str]) -> list[str]:
    if not isinstance(rows, list):
        problems.append(f"the list {kind} is missing")
        return []
    names = []
    for place, row in enumerate(rows, 1):
        if not isinstance(row, str) or not row.strip() or "\x00" in row or len(row) > 120:
            problems.append(f"{kind} {place}: must be a name of at most 120 characters")
        else:
            names.append(row.strip())
    problems.extend(f"{kind}: {name} appears more than once" for name in _repeated(names))
    return names


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if name and names.count(name) > 1})
