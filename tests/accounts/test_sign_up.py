"""Creating an account on the way to a page: sign in, create an account, type the code from the mail, be there."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from mhin.accounts.models import User
from mhin.common.templatetags.ui import time_uk
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

EMAIL, PASSWORD = "carer@example.org", "a long and quiet sentence"
PAGE = reverse("account_email_verification_sent")
AWAY = ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"]


@pytest.fixture
def wanted(stage):
    """The page somebody was on the way to."""
    return reverse("ratings:round-join", args=[stage.round.slug])


@pytest.fixture
def _no_pause(settings):
    """Two codes may follow one another at once."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"confirm_email": "10/h/key"}


@pytest.fixture
def client_elsewhere():
    """Another browser."""
    return Client()


def sign_up(client, email=EMAIL, **extra):
    return client.post(reverse("account_signup"), {"email": email, "password1": PASSWORD, **extra})


def code_in(mail):
    return re.search(r"^\d{3}-\d{3}-\d{3}$", mail.body, re.MULTILINE)[0]


def enter(client, code, **extra):
    return client.post(PAGE, {"code": code, **extra})


def resend(client, **extra):
    return client.post(PAGE, {"action": "resend", **extra}, follow=True)


def signed_in_as(client):
    return client.session.get("_auth_user_id")


def main_of(response):
    return response.text.split("<main")[1].split("</main>")[0]


def next_of(address):
    return parse_qs(urlsplit(address).query).get("next")


def test_the_way_over_a_new_account_leads_back_to_the_page(client, wanted, mailoutbox):
    sign_in = main_of(client.get(client.get(wanted).url))
    form = main_of(client.get(re.search(r'href="(/accounts/signup/[^"]*)"', sign_in)[1]))
    page = sign_up(client, next=re.search(r'name="next" value="([^"]+)"', form)[1]).url

    response = client.post(page, {"code": code_in(mailoutbox[0])})

    assert response.url == wanted
    assert signed_in_as(client) == str(User.objects.get(email=EMAIL).pk)
    assert EmailAddress.objects.get(email=EMAIL).verified


def test_the_menu_of_the_sign_in_page_leads_back_to_the_page_too(client, wanted):
    header = client.get(reverse("account_login", query={"next": wanted})).text.split("</header>")[0]

    assert [next_of(link) for link in re.findall(r'href="(/accounts/[^"]+)"', header)] == [[wanted]] * 2


@pytest.mark.parametrize("away", AWAY)
def test_a_new_account_never_leads_to_another_site(client, mailoutbox, away):
    page = sign_up(client, next=away).url

    response = enter(client, code_in(mailoutbox[0]), next=away)

    assert next_of(page) is None
    assert response.url == "/"


def test_sign_up_without_confirming_the_address_does_not_sign_in(client, mailoutbox):
    sign_up(client)

    client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD})

    assert signed_in_as(client) is None


def test_the_code_may_be_typed_without_its_dashes(client, mailoutbox):
    sign_up(client)

    enter(client, code_in(mailoutbox[0]).replace("-", ""))

    assert signed_in_as(client)


def test_the_code_works_only_where_it_was_asked_for(client, client_elsewhere, mailoutbox):
    sign_up(client)

    enter(client_elsewhere, code_in(mailoutbox[0]))

    assert signed_in_as(client_elsewhere) is None
    assert not EmailAddress.objects.get(email=EMAIL).verified


def test_a_phone_shows_digits_for_the_code_and_offers_it(client):
    page = sign_up(client).url

    field = re.search(r'<input[^>]*name="code"[^>]*>', client.get(page).text)[0]

    assert 'autocomplete="one-time-code"' in field
    assert 'inputmode="numeric"' in field


def test_the_page_says_where_the_code_went_and_how_long_it_works(client):
    page = client.get(sign_up(client).url).text

    sent = datetime.fromtimestamp(client.session["account_email_verification_code"]["at"], UTC)
    assert EMAIL in page
    assert f"You can use it until {time_uk(sent + timedelta(minutes=30))}." in page


def test_a_wrong_code_can_be_mended(client, wanted, mailoutbox):
    page = sign_up(client, next=wanted).url

    wrong = client.post(page, {"code": "000-000-000x"})
    right = client.post(page, {"code": code_in(mailoutbox[0])})

    assert wrong.text.count("nhsuk-error-summary__heading") == 1
    assert right.url == wanted


def test_five_wrong_codes_end_it_and_the_way_back_stays(client, wanted, mailoutbox):
    page = sign_up(client, next=wanted).url
    answers = [client.post(page, {"code": "wrong"}) for _ in range(5)]

    enter(client, code_in(mailoutbox[0]))

    assert [answer.status_code for answer in answers] == [200] * 4 + [302]
    assert next_of(answers[-1].url) == [wanted]
    assert signed_in_as(client) is None


def test_a_code_that_has_run_out_says_so_and_the_way_back_stays(client, settings, wanted, mailoutbox):
    page = sign_up(client, next=wanted).url
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = -1

    response = client.post(page, {"code": code_in(mailoutbox[0])}, follow=True)

    assert "That code has run out" in response.text
    assert next_of(response.redirect_chain[-1][0]) == [wanted]
    assert not EmailAddress.objects.get(email=EMAIL).verified


@pytest.mark.usefixtures("_no_pause")
def test_after_a_code_has_run_out_signing_in_sends_another_that_leads_to_the_page(client, settings, wanted, mailoutbox):
    page = sign_up(client, next=wanted).url
    client.post(page, {"code": "wrong"})
    client.post(reverse("account_logout"))
    page = client.post(reverse("account_login"), {"login": EMAIL, "password": PASSWORD, "next": wanted}).url

    response = client.post(page, {"code": code_in(mailoutbox[1])})

    assert response.url == wanted
    assert signed_in_as(client)


@pytest.mark.usefixtures("_no_pause")
def test_of_two_codes_the_newest_works(client, wanted, mailoutbox):
    sign_up(client, next=wanted)
    page = resend(client, next=wanted)

    old = enter(client, code_in(mailoutbox[0]))
    new = enter(client, code_in(mailoutbox[1]))

    assert f"We have sent a new code to {EMAIL}" in page.text
    assert next_of(page.redirect_chain[-1][0]) == [wanted]
    assert old.status_code == 200
    assert new.url == wanted


@pytest.mark.usefixtures("_no_pause")
def test_three_new_codes_and_no_more(client, mailoutbox):
    sign_up(client)
    pages = [resend(client).text for _ in range(4)]

    assert len(mailoutbox) == 4
    assert ["Send a new code" in page for page in pages] == [True, True, False, False]


def test_a_new_code_at_once_is_refused_and_the_first_still_works(client, mailoutbox):
    sign_up(client)

    page = resend(client, next="/rounds/")
    enter(client, code_in(mailoutbox[0]))

    assert "Please wait a little before you ask for another one" in page.text
    assert next_of(page.redirect_chain[-1][0]) == ["/rounds/"]
    assert len(mailoutbox) == 1
    assert signed_in_as(client)


def test_too_many_mails_to_one_address_are_refused_on_a_page_of_the_portal(client, client_elsewhere, mailoutbox):
    sign_up(client)

    response = sign_up(client_elsewhere)

    assert response.status_code == 429
    assert "<h1>Please wait a little</h1>" in response.text
    assert len(mailoutbox) == 1


def test_giving_up_keeps_where_one_was_going(client, wanted):
    page = client.get(sign_up(client, next=wanted).url).text
    ways_out = re.findall(r'action="/accounts/logout/".*?name="next" value="([^"]+)"', page, re.DOTALL)

    answers = [client.post(reverse("account_logout"), {"next": way}) for way in ways_out]

    assert {urlsplit(answer.url).path for answer in answers} == {reverse("account_login"), reverse("account_signup")}
    assert [next_of(answer.url) for answer in answers] == [[wanted]] * 2


def test_each_form_of_the_page_knows_where_one_was_going(client, wanted):
    forms = main_of(client.get(sign_up(client, next=wanted).url)).split("<form")[1:]

    assert len(forms) == 4
    assert [form for form in forms if wanted not in unquote(form)] == []


def look(client, email):
    """All that somebody sees who tries an address, gives wrong codes, asks for another, changes it and gives up."""
    first = sign_up(client, email)
    seen = [client.get(first.url), enter(client, "wrong"), resend(client)]
    seen += [client.post(PAGE, {"action": "change", "email": "other@example.org"}, follow=True)]
    client.post(reverse("account_logout"))
    seen += [client.get(PAGE, follow=True)]
    mask = r'value="[^"]{64}"'  # the mark against forged requests is new each time
    return [first.url, *(re.sub(mask, "", page.text).replace(email, "") for page in seen)]


@pytest.mark.usefixtures("_no_pause")
def test_sign_up_with_a_known_address_looks_the_same(client, client_elsewhere, mailoutbox):
    known = UserFactory(email=EMAIL)
    EmailAddress.objects.create(user=known, email=EMAIL, verified=True, primary=True)

    assert look(client, EMAIL) == look(client_elsewhere, "new@example.org")
    assert User.objects.filter(email=EMAIL).count() == 1


def test_the_mail_to_a_known_address_has_no_code(client, mailoutbox):
    known = UserFactory(email=EMAIL)
    EmailAddress.objects.create(user=known, email=EMAIL, verified=True, primary=True)

    sign_up(client)

    assert mailoutbox[0].subject == "You have an account already"
    assert not re.search(r"\d{3}-\d{3}", mailoutbox[0].body)


def test_a_further_address_is_kept_once_its_code_is_typed(client, mailoutbox):
    client.force_login(UserFactory())
    page = client.post(reverse("account_email"), {"action_add": "", "email": "second@example.org"}).url

    response = client.post(page, {"code": code_in(mailoutbox[0])})

    assert response.url == reverse("account_email")
    assert EmailAddress.objects.get(email="second@example.org").verified


def test_too_many_wrong_codes_for_a_further_address_lead_back_to_the_addresses(client):
    client.force_login(UserFactory())
    page = client.post(reverse("account_email"), {"action_add": "", "email": "second@example.org"}).url

    answers = [client.post(page, {"code": "wrong"}) for _ in range(5)]

    assert answers[-1].url == reverse("account_email")
