"""Sending in a need by its page: people get through, programs do not, and like needs are shown first."""

import re
import time

import pytest
from django.core.cache import cache
from django.core.signing import TimestampSigner, b62_encode
from django.urls import reverse

from mhin.mail.models import OutgoingMail
from needs.models import Need
from needs.selectors.receipts import receipt_of
from tests.factories.accounts import UserFactory
from tests.factories.needs import AreaFactory, NeedFactory

pytestmark = pytest.mark.django_db
SUBMIT = reverse("needs:need-submit")
SIMILAR = reverse("needs:need-similar")
DOUBT = "We could not tell whether a person sent this"


class EarlierSigner(TimestampSigner):
    def __init__(self, seconds):
        super().__init__(salt="mhin.common.stamps")
        self.seconds = seconds

    def timestamp(self):
        return b62_encode(int(time.time()) - self.seconds)


def stamp(seconds=60, says="loaded"):
    """What the form carries when it was loaded this long ago."""
    return EarlierSigner(seconds).sign(says)


def send(client, **fields):
    return client.post(SUBMIT, {"title": "No help at night", "stamp": stamp()} | fields)


def stamp_of(response):
    return re.search(r'name="stamp" value="([^"]+)"', response.content.decode())[1]


def test_a_visitor_can_send_in_a_need(client):
    area = AreaFactory()

    response = send(
        client, detail="In villages.", area=area.pk, organisation_type="Something else", source="A report of 2024"
    )

    need = Need.objects.get()
    assert response.url == reverse("needs:need-submitted", args=[receipt_of(need)])
    assert (need.title, need.detail, need.area) == ("No help at night", "In villages.", area)
    assert (need.organisation_type, need.submitted_source, need.submitted_by) == (
        "Something else",
        "A report of 2024",
        None,
    )


def test_somebody_signed_in_is_remembered_with_the_need(client):
    person = UserFactory()
    client.force_login(person)

    send(client)

    assert Need.objects.get().submitted_by == person


def test_sending_begins_the_history_of_the_need(client):
    send(client)

    assert list(Need.objects.get().status_changes.values_list("act", "to_status")) == [("submitted", "submitted")]


def test_a_need_without_a_title_is_asked_for_again(client):
    response = send(client, title=" ", detail="Kept")

    assert "Say in one short sentence what the need is" in response.content.decode()
    assert "Kept" in response.content.decode()
    assert not Need.objects.exists()


def test_nobody_need_know_the_area(client):
    AreaFactory()

    assert "I am not sure" in client.get(SUBMIT).content.decode()


def test_the_page_after_sending_shows_what_was_sent_and_what_happens_next(client):
    page = send(client, detail="In villages.").url

    text = client.get(page).content.decode()

    assert "A curator will read it soon" in text
    assert "In villages." in text


@pytest.mark.parametrize(("status", "says"), [("in_review", "is looking at it"), ("rejected", "not taken forward")])
def test_the_sender_can_see_later_what_became_of_it(client, status, says):
    need = NeedFactory(status=status, status_reason="It names a person.")

    text = client.get(reverse("needs:need-submitted", args=[receipt_of(need)])).content.decode()

    assert says in text
    assert "It names a person." in text


def test_the_sender_of_a_merged_need_is_led_to_its_target(client):
    target = NeedFactory(title="Long waits")
    need = NeedFactory(status="merged", merged_into=target)

    text = client.get(reverse("needs:need-submitted", args=[receipt_of(need)])).content.decode()

    assert target.get_absolute_url() in text
    assert need.get_absolute_url() in text


def test_nobody_can_guess_the_page_of_a_submission(client):
    NeedFactory(code="N01")

    assert client.get("/needs/submitted/N01~guess/").status_code == 404


def test_who_gives_an_address_gets_a_mail_with_the_page_of_their_need(client):
    send(client, email="carer@example.org")

    mail = OutgoingMail.objects.get()
    need = Need.objects.get()
    assert mail.to == "carer@example.org"
    assert reverse("needs:need-submitted", args=[receipt_of(need)]) in mail.body


def test_the_outbox_does_not_tell_which_need_an_address_sent(client):
    send(client, email="carer@example.org")

    mail = OutgoingMail.objects.get()
    assert Need.objects.get().code not in f"{mail.key} {mail.subject}"


def test_who_gives_no_address_gets_no_mail(client):
    send(client)

    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    "trace",
    [
        {"stamp": ""},
        {"stamp": "loaded:1:guessed"},
        {"stamp": stamp(13 * 60 * 60)},
        {"website": "https://spam.example"},
        {"person": "on", "stamp": ""},
        {"person": "on", "website": "https://spam.example"},
    ],
    ids=["none", "false", "old", "trap", "ticked without being asked", "ticked in the trap"],
)
def test_what_looks_like_a_program_is_asked_and_not_kept(client, trace):
    response = send(client, **trace)

    assert DOUBT in response.content.decode()
    assert "No help at night" in response.content.decode()
    assert not Need.objects.exists()


def test_a_form_sent_faster_than_anybody_can_type_is_asked_about(client):
    response = send(client, stamp=stamp(0))

    assert DOUBT in response.content.decode()


def test_an_honest_person_who_was_taken_for_a_program_gets_through(client):
    asked = send(client, stamp=stamp(0), website="filled in by the browser")

    response = send(client, stamp=stamp_of(asked), person="on")

    assert response.status_code == 302
    assert Need.objects.count() == 1


def test_a_person_who_forgets_to_tick_is_asked_again(client):
    asked = send(client, stamp="")

    response = send(client, stamp=stamp_of(asked))

    assert DOUBT in response.content.decode()


def test_the_trap_is_hidden_from_everybody(client):
    page = client.get(SUBMIT).content.decode()

    assert re.search(r'<div hidden><label>[^<]*<input type="text" name="website" tabindex="-1"', page)


@pytest.fixture
def few_allowed(settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = {"need_sent_by_visitor": "2/h/ip", "need_sent_by_account": "1/h/user"}


def test_a_flood_from_one_network_is_stopped_and_the_words_are_kept(client, few_allowed):
    for number in range(2):
        send(client, title=f"{number}{number} apples")

    response = send(client, title="Pears", detail="My words")

    assert response.status_code == 429
    assert "press Send again in a few minutes" in response.content.decode()
    assert "My words" in response.content.decode()
    assert Need.objects.count() == 2


def test_somebody_signed_in_is_not_stopped_by_others_of_their_network(client, few_allowed):
    for number in range(2):
        send(client, title=f"{number}{number} apples")
    client.force_login(UserFactory())

    assert send(client, title="Pears").status_code == 302


@pytest.mark.parametrize(
    ("field", "most"), [("title", 200), ("detail", 2000), ("source", 500), ("email", 254), ("website", 200)]
)
def test_nothing_longer_than_its_limit_is_kept(client, field, most):
    send(client, **{field: "x" * (most + 1)})

    assert not Need.objects.exists()


def test_like_needs_are_shown_before_anything_is_sent(client):
    NeedFactory(title="No help at night for children")

    response = send(client)

    assert "Is it one of these?" in response.content.decode()
    assert "No help at night for children" in response.content.decode()
    assert not Need.objects.filter(status="submitted").exists()


def test_the_page_with_like_needs_carries_everything_that_was_written(client):
    NeedFactory(title="No help at night for children")

    page = send(client, detail="In villages.", email="carer@example.org", source="A report").content.decode()

    for value in ("No help at night", "In villages.", "carer@example.org", "A report"):
        assert f'value="{value}"' in page


def test_who_says_that_theirs_is_different_sends_it(client):
    NeedFactory(title="No help at night for children")

    send(client, checked="on")

    assert Need.objects.get(status="submitted").submitted_like is None


def test_a_visitor_can_send_their_words_as_a_note_to_a_like_need(client):
    alike = NeedFactory(title="No help at night for children")

    send(client, checked="on", like=alike.code)

    assert Need.objects.get(status="submitted").submitted_like == alike


def test_a_note_cannot_be_sent_to_a_need_that_is_not_public(client):
    hidden = NeedFactory(status="rejected")

    send(client, checked="on", like=hidden.code)

    assert not Need.objects.filter(status="submitted").exists()


def test_who_wants_to_change_what_they_wrote_gets_the_form_back(client):
    NeedFactory(title="No help at night for children")

    page = send(client, detail="In villages.", checked="on", edit="1").content.decode()

    assert "In villages.</textarea>" in page
    assert not Need.objects.filter(status="submitted").exists()


def test_like_needs_are_suggested_while_somebody_types(client, django_assert_num_queries):
    NeedFactory(title="Long waits for children")

    with django_assert_num_queries(1):
        response = client.post(SIMILAR, {"title": "children waiting"})

    assert "Long waits for children" in response.content.decode()


@pytest.mark.parametrize("title", ["", "\0", "'" * 5000, "\\ & | !", "<script>"])
def test_a_hostile_title_gets_no_suggestion_and_no_fault(client, title):
    NeedFactory(title="Long waits for children")

    response = client.post(SIMILAR, {"title": title})

    assert (response.status_code, response.content.decode().strip()) == (200, "")
