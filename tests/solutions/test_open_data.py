"""Everything public to take away, and nothing else."""

import csv
import io
import json

import pytest

from tests.factories.needs import AreaFactory, NeedFactory, SourceFactory
from tests.factories.solutions import EvidenceFactory, SolutionFactory

pytestmark = pytest.mark.django_db
NAMES = ["areas", "needs", "solutions", "evidence", "links", "sources"]


def rows_of(client, name):
    return json.loads(client.get(f"/open-data/{name}.json").content)["rows"]


def csv_of(client, name):
    text = client.get(f"/open-data/{name}.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def catalogue():
    solution = SolutionFactory(code="S01")
    solution.needs.add(NeedFactory(code="N01"), NeedFactory(code="N02"))
    EvidenceFactory(solution=solution)
    return solution


@pytest.mark.parametrize("name", NAMES)
def test_csv_and_json_have_the_same_columns_and_rows(client, catalogue, name):
    as_json, as_csv = rows_of(client, name), csv_of(client, name)

    assert as_json
    assert [list(row) for row in as_csv] == [list(row) for row in as_json]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("count", [1, 3])
def test_a_file_takes_few_queries_however_long(client, name, count, django_assert_max_num_queries):
    for solution in SolutionFactory.create_batch(count):
        solution.needs.add(*NeedFactory.create_batch(count))
        EvidenceFactory.create_batch(count, solution=solution)

    with django_assert_max_num_queries(3):
        client.get(f"/open-data/{name}.csv")


def test_every_link_between_need_and_solution_is_a_row(client, catalogue):
    assert rows_of(client, "links") == [{"need": "N01", "solution": "S01"}, {"need": "N02", "solution": "S01"}]


def test_a_merged_need_names_its_target_and_the_target_names_it(client):
    target = NeedFactory(code="N01")
    NeedFactory(code="N02", status="merged", merged_into=target)

    rows = rows_of(client, "needs")

    assert [(row["code"], row["merged_into"], row["merged_from"]) for row in rows] == [
        ("N01", "", ["N02"]),
        ("N02", "N01", []),
    ]


@pytest.mark.parametrize("status", ["submitted", "in_review", "rejected"])
def test_a_need_that_is_not_public_is_in_no_file(client, status):
    need = NeedFactory(title="Hidden", status=status)
    SolutionFactory().needs.add(need)
    need.sources.add(SourceFactory(title="Hidden document"))

    files = [client.get(f"/open-data/{name}.json").content.decode() for name in NAMES]

    assert not any("Hidden" in text or need.code in text for text in files)


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_a_solution_that_is_not_public_is_in_no_file(client, status):
    solution = SolutionFactory(title="Hidden", status=status, code="S77")
    solution.needs.add(NeedFactory())
    EvidenceFactory(solution=solution, finding="Hidden finding")

    files = [client.get(f"/open-data/{name}.json").content.decode() for name in NAMES]

    assert not any("Hidden" in text or "S77" in text for text in files)


def test_who_sent_a_need_is_in_no_file(client, stakeholder):
    NeedFactory(submitted_by=stakeholder, organisation_type="I care for somebody", submitted_source="My GP, Dr X")

    text = client.get("/open-data/needs.json").content.decode()

    assert not any(secret in text for secret in (stakeholder.email, "I care for somebody", "Dr X"))


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@x", " =1+1"])
def test_no_cell_is_a_formula(client, title):
    NeedFactory(title=title)

    assert csv_of(client, "needs")[0]["title"] == f"'{title}"


def test_several_values_stand_in_one_cell(client, catalogue):
    assert csv_of(client, "solutions")[0]["needs"] == "N01; N02"


def test_a_file_that_has_not_changed_is_not_sent_again(client):
    AreaFactory()
    first = client.get("/open-data/areas.csv")

    second = client.get("/open-data/areas.csv", headers={"if-none-match": first.headers["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


@pytest.mark.parametrize("address", ["/open-data/users.csv", "/open-data/needs.xlsx", "/open-data/needs.json/x"])
def test_there_are_no_other_files(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_nothing_is_still_a_file(client, name):
    assert client.get(f"/open-data/{name}.csv").status_code == 200
    assert rows_of(client, name) == []
