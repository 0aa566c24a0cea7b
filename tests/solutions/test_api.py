"""The API of solutions: the whole record, with evidence and the way back to needs."""

import pytest

from needs.models import Need
from tests.factories.needs import AreaFactory, NeedFactory
from tests.factories.solutions import EvidenceFactory, SolutionFactory

pytestmark = pytest.mark.django_db
SOLUTIONS = "/api/v1/solutions"


def codes(client, **query):
    return [row["code"] for row in client.get(SOLUTIONS, query).json()["results"]]


def test_a_solution_shows_its_evidence_its_needs_and_where_it_comes_from(client):
    solution = SolutionFactory(code="S01", provenance="mhin", provenance_note="Named in Table 5.")
    solution.needs.add(NeedFactory(code="N02"), NeedFactory(code="N01"), NeedFactory(status=Need.Status.REJECTED))
    EvidenceFactory(solution=solution, source__code="NG225", finding="It works.")

    record = client.get(f"{SOLUTIONS}/S01").json()

    assert record["needs"] == ["N01", "N02"]
    assert [(item["source"], item["finding"]) for item in record["evidence"]] == [("NG225", "It works.")]
    assert (record["provenance"], record["provenance_note"]) == ("mhin", "Named in Table 5.")


@pytest.mark.parametrize(
    "query", [{"area": "CYP"}, {"need": "N77"}, {"provenance": "policy"}, {"readiness": "tested"}], ids=str
)
def test_each_filter_finds_its_solution(client, query):
    SolutionFactory()
    wanted = SolutionFactory(code="S77", area=AreaFactory(code="CYP"), provenance="policy", readiness="tested")
    wanted.needs.add(NeedFactory(code="N77"))

    assert codes(client, **query) == ["S77"]


def test_a_need_that_is_not_public_finds_no_solution(client):
    SolutionFactory().needs.add(NeedFactory(code="N77", status=Need.Status.SUBMITTED))

    assert codes(client, need="N77") == []


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_a_solution_that_is_not_published_is_nowhere(client, status):
    solution = SolutionFactory(status=status)

    assert codes(client) == []
    assert client.get(f"{SOLUTIONS}/{solution.code}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_of_solutions_takes_four_queries_however_many(client, count, django_assert_num_queries):
    for solution in SolutionFactory.create_batch(count):
        solution.needs.add(*NeedFactory.create_batch(count))
        EvidenceFactory.create_batch(count, solution=solution)

    with django_assert_num_queries(4):
        client.get(SOLUTIONS)
