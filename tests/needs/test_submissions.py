from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from mhin.audit.models import AuditEvent
from mhin.common.models import Provenance
from needs.models import Need
from needs.services.submissions import submit_need
from tests.factories.accounts import UserFactory
from tests.factories.needs import AreaFactory, NeedFactory

pytestmark = pytest.mark.django_db


def send(**fields):
    return submit_need(**{"title": "A need", "detail": "", "area": None, "organisation_type": "", "by": None} | fields)


def test_a_need_sent_in_waits_for_a_curator():
    person, area = UserFactory(), AreaFactory()

    need = send(title="No night service", detail="For young people.", area=area, by=person)

    need.refresh_from_db()
    assert (need.title, need.detail, need.area) == ("No night service", "For young people.", area)
    assert (need.status, need.provenance) == (Need.Status.SUBMITTED, Provenance.SUBMISSION)
    assert need.submitted_by == person


def test_a_need_sent_in_by_a_visitor_belongs_to_nobody():
    need = send()

    assert need.submitted_by is None


def test_a_need_sent_in_is_audited():
    person = UserFactory()

    need = send(by=person)

    event = AuditEvent.objects.get()
    assert (event.action, event.target_id, event.actor_id) == ("need_submitted", str(need.pk), str(person.pk))


def test_a_need_sent_in_gets_the_code_after_the_last():
    NeedFactory(code="N91")
    NeedFactory(code="OTHER-999")

    need = send()

    assert need.code == "N92"


def test_codes_go_on_past_two_figures():
    NeedFactory(code="N99")

    assert [send().code, send().code] == ["N100", "N101"]


@pytest.mark.django_db(transaction=True)
def test_needs_sent_in_at_the_same_moment_get_different_codes():
    def send_on_its_own_connection(number):
        try:
            return send(title=f"Need {number}").code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        codes = list(pool.map(send_on_its_own_connection, range(12)))

    assert sorted(codes) == [f"N{number:02}" for number in range(1, 13)]
