"""The catalogue comes in whole, once, and with errors that say where to look."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from mhin.audit.models import AuditEvent
from mhin.common.models import Provenance
from needs.models import Area, Need, Source
from needs.services.rows import Counts
from needs.services.submissions import submit_need
from solutions.models import Evidence, Solution
from solutions.services.catalogue import load_catalogue
from solutions.services.catalogue_file import CatalogueError
from tests.factories.accounts import UserFactory

CATALOGUE = json.loads((Path(__file__).parents[2] / "solutions/data/catalogue.json").read_text())

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    """Two areas, a guideline, a policy document, two needs and a solution."""
    return {
        "areas": [
            {"id": "CYP", "name": "Children / young people", "order": 1, "provenance": "mhin", "source": None},
            {"id": "SUI", "name": "Suicide", "order": 2, "provenance": "mhin", "source": "https://example.org/a"},
        ],
        "nice_guidelines": {"NG225": {"title": "Self-harm", "year": 2022, "url": "https://example.org/ng225"}},
        "policy_documents": {"LTP": {"title": "Plan", "publisher": "NHS", "year": 2019, "seen_at": []}},
        "solutions": [
            {
                "id": "S01",
                "area": "CYP",
                "title": "A solution",
                "description": "What it is.",
                "population": "Children",
                "nice": ["NG225"],
                "provenance": "mhin",
                "mhin_table5_label": None,
                "mhin_confidence": None,
                "sources": [],
                "note": "",
            }
        ],
        "needs": [
            _need("N01", "policy:NICE NG225"),
            _need("N02", "policy:LTP"),
        ],
    }


def _need(code, provenance):
    return {
        "id": code,
        "area": "CYP",
        "title": f"Need {code}",
        "solutions": ["S01"],
        "provenance": provenance,
        "evidence_seen": "excerpt",
    }


def test_the_portals_own_catalogue_comes_in_whole():
    counts = load_catalogue(data=CATALOGUE, by=None)

    assert (counts.areas.added, counts.needs.added, counts.solutions.added) == (7, 91, 22)
    assert Source.objects.filter(kind=Source.Kind.GUIDELINE).count() == 24
    assert Source.objects.filter(kind=Source.Kind.POLICY).count() == 12
    assert Need.objects.published().count() == 91
    assert Solution.objects.published().count() == 22


def test_loading_twice_changes_nothing_and_leaves_no_audit_event():
    load_catalogue(data=CATALOGUE, by=None)
    events = AuditEvent.objects.count()

    counts = load_catalogue(data=CATALOGUE, by=None)

    assert (counts.total.added, counts.total.changed) == (0, 0)
    assert AuditEvent.objects.count() == events


def test_every_need_keeps_its_own_provenance_and_document(small):
    load_catalogue(data=small, by=None)

    need = Need.objects.get(code="N01")

    assert need.provenance == Provenance.POLICY
    assert [source.code for source in need.sources.all()] == ["NG225"]


def test_a_guideline_is_evidence_whose_match_is_ours(small):
    load_catalogue(data=small, by=None)

    evidence = Evidence.objects.get()

    assert (evidence.solution.code, evidence.source.code) == ("S01", "NG225")
    assert evidence.strength == Evidence.Strength.RELATED


def test_an_area_gets_an_address_made_of_its_name(small):
    load_catalogue(data=small, by=None)

    assert Area.objects.get(code="CYP").slug == "children-young-people"


def test_only_what_differs_is_changed_and_the_old_text_is_kept_in_the_audit_log(small):
    load_catalogue(data=small, by=None)
    curator = UserFactory()
    small["needs"][0]["title"] = "A better title"

    counts = load_catalogue(data=small, by=curator)

    event = AuditEvent.objects.first()
    assert counts.total == Counts(added=0, changed=1, unchanged=counts.total.unchanged)
    assert (event.action, event.actor_id) == ("changed", str(curator.pk))
    assert (event.before, event.after) == ({"title": "Need N01"}, {"title": "A better title"})


def test_what_a_later_file_changes_is_in_the_history_of_the_row(small):
    load_catalogue(data=small, by=None)
    small["needs"][0]["title"] = "Other words"

    load_catalogue(data=small, by=None)

    edited, recorded = Need.objects.get(code="N01").status_changes.all()
    assert (recorded.act, recorded.before, recorded.after["title"]) == ("recorded", {}, "Need N01")
    assert (edited.act, edited.before, edited.after) == ("edited", {"title": "Need N01"}, {"title": "Other words"})


def test_areas_can_swap_places(small):
    load_catalogue(data=small, by=None)
    small["areas"][0]["order"], small["areas"][1]["order"] = 2, 1

    load_catalogue(data=small, by=None)

    assert [area.code for area in Area.objects.all()] == ["SUI", "CYP"]


def test_a_need_that_a_curator_merged_stays_merged(small):
    load_catalogue(data=small, by=None)
    Need.objects.filter(code="N02").update(status=Need.Status.MERGED, merged_into=Need.objects.get(code="N01"))

    load_catalogue(data=small, by=None)

    assert Need.objects.get(code="N02").status == Need.Status.MERGED


def test_a_code_that_a_person_was_given_is_not_overwritten(small):
    need = submit_need(title="Mine", detail="", area=None, organisation_type="", by=None)

    with pytest.raises(CatalogueError, match=f"need {need.code}: this code belongs to a need that a person sent in"):
        load_catalogue(data=small, by=None)

    assert not Area.objects.exists()


def _set(section, index, key, value):
    def change(data):
        data[section][index][key] = value

    return change


def _drop(section, index, key):
    return lambda data: data[section][index].pop(key)


FAULTS = [
    (_set("needs", 1, "area", "XYZ"), "need N02: area 'XYZ' is not among the areas"),
    (_set("needs", 1, "solutions", ["S09"]), "need N02: solutions 'S09' is not among the solutions"),
    (_set("needs", 1, "provenance", "policy:XX"), "need N02: provenance 'XX' is not among the documents"),
    (_set("needs", 1, "provenance", "policy"), "need N02: provenance 'policy' must be policy:<document>"),
    (_set("needs", 1, "provenance", "hearsay"), "need N02: provenance 'hearsay' is not one of"),
    (_set("needs", 1, "evidence_seen", "maybe"), "need N02: 'evidence_seen': Value 'maybe' is not a valid choice."),
    (_set("needs", 1, "title", 5), "need N02: 'title' must be text"),
    (_set("needs", 1, "title", "a\0b"), "need N02: 'title' must not hold a NUL character"),
    (_set("needs", 1, "title", "x" * 201), "need N02: 'title': Ensure this value has at most 200 characters"),
    (_set("needs", 1, "title", " "), "need N02: 'title': This field cannot be blank."),
    (_set("needs", 1, "id", "N01"), "need records: 'id' N01 appears more than once"),
    (_set("needs", 1, "titel", "x"), "need N02: 'titel' is not a known field"),
    (_set("solutions", 0, "sources", ["javascript:alert(1)"]), "'javascript:alert(1)' is not a web address"),
    (_set("solutions", 0, "sources", "none"), "solution S01: 'sources' must be a list"),
    (_set("solutions", 0, "nice", ["NG1"]), "solution S01: nice 'NG1' is not among the guidelines"),
    (_set("areas", 1, "order", True), "area SUI: 'order' must be a whole number"),
    (_set("areas", 1, "order", 1), "area records: 'order' 1 appears more than once"),
    (_drop("areas", 1, "name"), "area SUI: 'name' is missing"),
    (_drop("needs", 0, "id"), "need number 1: 'id' is missing"),
    (lambda data: data.pop("needs"), "the list of need records is missing"),
    (lambda data: data["needs"].append("N03"), "need number 3: must be an object"),
    (lambda data: data["policy_documents"].update(data["nice_guidelines"]), "a guideline has the same code"),
]


@pytest.mark.parametrize(("spoil", "message"), FAULTS, ids=[message for _, message in FAULTS])
def test_a_bad_file_names_record_and_field_and_writes_nothing(small, spoil, message):
    spoil(small)

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(data=small, by=None)

    assert message in str(caught.value)
    assert not Source.objects.exists()


def test_all_problems_are_told_at_once(small):
    small["needs"][0]["area"] = "XYZ"
    small["solutions"][0]["title"] = ""

    with pytest.raises(CatalogueError) as caught:
        load_catalogue(data=small, by=None)

    assert len(caught.value.problems) == 2


def test_a_fault_that_only_the_database_sees_writes_nothing(small):
    load_catalogue(data=small, by=None)
    changed = deepcopy(small)
    changed["areas"] = [small["areas"][1] | {"id": "NEW", "order": 3}]
    changed["needs"], changed["solutions"] = [], []

    with pytest.raises(CatalogueError, match="the database refused"):
        load_catalogue(data=changed, by=None)

    assert Area.objects.count() == 2


@pytest.mark.parametrize("data", [None, [], "text", 5])
def test_a_file_of_another_shape_is_refused(data):
    with pytest.raises(CatalogueError, match="one object"):
        load_catalogue(data=data, by=None)
