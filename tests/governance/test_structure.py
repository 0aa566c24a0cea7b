"""Bodies, members, links and groups come in whole, once, and with errors that say where to look."""

from io import StringIO

import pytest
from django.core.management import call_command

from governance.models import Body, BodyLink, Membership
from governance.services.structure import load_governance
from governance.services.structure_file import GovernanceError
from mhin.audit.models import AuditEvent
from ratings.models import StakeholderGroup

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    return {
        "bodies": [
            {"code": "executive", "name": "Executive", "remit": "Decides.", "members": [_member("Ann"), _member("Bo")]},
            {"code": "board", "name": "Board", "remit": "Advises."},
        ],
        "structure": [["executive", "board", "is advised by"]],
        "stakeholder_groups": ["Service users", "Carers"],
    }


def _member(name):
    return {"name": name, "role": "member"}


def test_the_portals_own_file_comes_in_whole():
    call_command("load_governance", stdout=StringIO())

    assert list(Body.objects.values_list("code", flat=True)) == ["executive", "advisory-board", "pciep"]
    assert Membership.objects.count() == 5
    assert BodyLink.objects.count() == 3
    assert StakeholderGroup.objects.count() == 10


def test_loading_twice_changes_nothing_and_leaves_no_audit_event(small):
    load_governance(data=small, by=None)
    events = AuditEvent.objects.count()

    counts = load_governance(data=small, by=None)

    parts = (counts.bodies, counts.members, counts.links, counts.groups)
    assert all((part.added, part.changed) == (0, 0) for part in parts)
    assert AuditEvent.objects.count() == events


def test_members_and_bodies_can_change_places(small):
    load_governance(data=small, by=None)
    small["bodies"][0]["members"].reverse()
    small["bodies"].reverse()

    load_governance(data=small, by=None)

    assert [body.code for body in Body.objects.all()] == ["board", "executive"]
    assert [member.name for member in Membership.objects.all()] == ["Bo", "Ann"]


def test_a_changed_relation_is_changed_in_place(small):
    load_governance(data=small, by=None)
    small["structure"][0][2] = "listens to"

    counts = load_governance(data=small, by=None)

    assert counts.links.changed == 1
    assert BodyLink.objects.get().relation == "listens to"


FAULTS = [
    (lambda d: d["bodies"][0].pop("remit"), "body executive: 'remit' is missing"),
    (lambda d: d["bodies"][0]["members"][0].pop("role"), "body executive: member Ann: 'role' is missing"),
    (lambda d: d["bodies"][0]["members"].append(_member("Ann")), "body executive: member Ann appears more than once"),
    (lambda d: d["bodies"][0].update(members="Ann"), "the list of body executive: member records is missing"),
    (lambda d: d["structure"].append(["executive", "nobody", "is"]), "structure 2: 'nobody' is not among the bodies"),
    (lambda d: d["structure"].append(["board", "board", "is"]), "structure 2: board is linked to itself"),
    (lambda d: d["structure"].append("board"), "structure 2: must be [body, other body, relation]"),
    (lambda d: d["stakeholder_groups"].append(5), "stakeholder_groups 3: must be a name"),
    (lambda d: d["stakeholder_groups"].append("Carers"), "stakeholder_groups: Carers appears more than once"),
    (lambda d: d.pop("bodies"), "the list of body records is missing"),
    (lambda d: d.pop("structure"), "the list structure is missing"),
    (lambda d: d.pop("stakeholder_groups"), "the list stakeholder_groups is missing"),
    (lambda d: d["bodies"][1].update(code="no spaces!"), "body no spaces!: 'code': Enter a valid"),
]


@pytest.mark.parametrize(("spoil", "message"), FAULTS, ids=[message for _, message in FAULTS])
def test_a_bad_file_names_record_and_field_and_writes_nothing(small, spoil, message):
    spoil(small)

    with pytest.raises(GovernanceError) as caught:
        load_governance(data=small, by=None)

    assert message in str(caught.value)
    assert not Body.objects.exists()
    assert not StakeholderGroup.objects.exists()


def test_the_command_says_what_is_wrong_with_a_file(tmp_path):
    path, error = tmp_path / "bad.json", StringIO()
    path.write_text("[]")

    with pytest.raises(SystemExit, match="1"):
        call_command("load_governance", str(path), stderr=error)

    assert "must hold one object" in error.getvalue()
