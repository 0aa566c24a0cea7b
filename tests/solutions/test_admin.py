import pytest
from django.urls import reverse

from mhin.audit.models import AuditEvent
from solutions.models import Evidence
from tests.factories.needs import SourceFactory
from tests.factories.solutions import EvidenceFactory, SolutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _signed_in(client, curator):
    client.force_login(curator)


@pytest.mark.parametrize("count", [1, 3])
def test_the_admins_list_of_solutions_takes_eight_queries_however_long(client, count, django_assert_num_queries):
    SolutionFactory.create_batch(count)

    with django_assert_num_queries(8):
        client.get(reverse("admin:solutions_solution_changelist"))


def test_evidence_added_inside_a_solution_is_audited(client, curator):
    solution, source = SolutionFactory(), SourceFactory()
    form = {name: getattr(solution, name) for name in ("title", "summary", "readiness", "status", "provenance")}
    form |= {"area": solution.area_id, "population": "", "source_urls": "[]"}
    form |= {"evidence-TOTAL_FORMS": 1, "evidence-INITIAL_FORMS": 0}
    form |= {"evidence-0-source": source.pk, "evidence-0-strength": "trial"}

    client.post(reverse("admin:solutions_solution_change", args=[solution.pk]), form)

    evidence = Evidence.objects.get()
    event = AuditEvent.objects.get(target_type="solutions.evidence")
    assert (event.action, event.target_id, event.actor_id) == ("added", str(evidence.pk), str(curator.pk))


def test_a_solution_with_evidence_opens_in_the_admin(client):
    evidence = EvidenceFactory()

    page = client.get(reverse("admin:solutions_solution_change", args=[evidence.solution_id]))

    assert evidence.source.title in page.content.decode()
