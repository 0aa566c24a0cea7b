"""Forms that were sent after the sign-in had run out: kept for their owner, a few at a time, and never saved."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from mhin.accounts.roles import Role
from ratings.models import (
    Comment,
    GroupChangeRequest,
    Invitation,
    KeyingDifference,
    Rating,
    SecondKeying,
    TradeOffAnswer,
)
from ratings.services.answers import Answer
from ratings.services.comments import comment_mark
from ratings.services.entry import finish_entry, save_entry
from ratings.services.second_keying import draw_second_keyings, save_second_keying
from ratings.views import _kept
from tests.factories.ratings import CommentFactory
from tests.ratings.entry import address, answers, marks

pytestmark = pytest.mark.django_db

NOTE = "You had been signed out. Nothing is saved yet: look it over and send it again."


@pytest.fixture
def send_signed_out(client):
    """Open a page, lose the sign-in, send its form, sign in (as somebody else, if given) and open the page again."""

    def act(user, path, fields, then=None):
        client.force_login(user)
        owner = client.get(path).context["owner"]
        client.logout()
        client.post(path, fields | {"owner": owner})
        client.force_login(then or user)
        return client.get(path)

    return act


@pytest.fixture
def other(person_with):
    return person_with(Role.ADMINISTRATOR)


@pytest.fixture
def drawn(stage, enter, administrator):
    """A finished paper sheet that has to be typed a second time."""
    sheet = enter()
    given = {stage.objectives[0].pk: Answer("rated", 7)}
    save_entry(sheet=sheet, answers={stage.solutions[0]: given}, versions={}, by=administrator)
    finish_entry(sheet=sheet, by=administrator)
    draw_second_keyings(round_=stage.round, by=administrator)
    return SecondKeying.objects.select_related("sheet").get()


def typed_marks(page):
    return [[cell.mark for cell in row.cells] for row in page.context["grid"].rows]


def test_a_typed_sheet_comes_back(send_signed_out, stage, enter, administrator):
    sheet = enter()
    fields = marks(stage, ["7C", ["", ""], "9P"]) | {"weights-O1": "100"}

    page = send_signed_out(administrator, address(stage, "entry-sheet", sheet.code), fields)

    assert typed_marks(page) == [["7", "C"], ["", ""], ["9", "P"]]
    assert page.context["weights"]["O1"].value() == "100"
    assert NOTE in page.text
    assert answers(sheet) == []


def test_a_sheet_that_came_back_does_not_overwrite_what_was_typed_meanwhile(
    client, send_signed_out, stage, enter, administrator
):
    sheet = enter()
    path = address(stage, "entry-sheet", sheet.code)
    client.force_login(administrator)
    fields = marks(stage, ["7C"]) | {"versions": client.get(path).context["versions"]}
    given = {stage.objectives[0].pk: Answer("rated", 2)}
    save_entry(sheet=sheet, answers={stage.solutions[0]: given}, versions={}, by=administrator)

    page = send_signed_out(administrator, path, fields)
    again = client.post(path, fields | {"versions": page.context["versions"]})

    assert (again.status_code, answers(sheet)) == (409, [("rated", 2)])


def test_a_second_keying_comes_back(send_signed_out, stage, drawn, other):
    path = address(stage, "entry-again", drawn.sheet.code)

    page = send_signed_out(other, path, marks(stage, ["7C", "12"]))

    assert typed_marks(page)[:2] == [["7", "C"], ["1", "2"]]
    assert NOTE in page.text
    assert not KeyingDifference.objects.exists()


def test_what_the_paper_says_comes_back(send_signed_out, stage, drawn, other):
    save_second_keying(second_keying=drawn, readings={}, points={}, by=other)
    name = f"c{stage.solutions[0].pk}_{stage.objectives[0].pk}"

    page = send_signed_out(other, address(stage, "entry-settle", drawn.sheet.code), {name: "second"})

    assert [choice.chosen for choice in page.context["choices"]] == ["second"]
    assert NOTE in page.text
    assert KeyingDifference.objects.exists()


def comment_fields(comment, **more):
    return {"comment": comment.pk, "mark": comment_mark(comment.text)} | more


def test_the_words_for_others_come_back(send_signed_out, stage, curator):
    comment = CommentFactory(participant=stage.join(), round_solution=stage.solutions[0], text="Sam helped me.")
    fields = comment_fields(comment, act="release", text="Somebody helped me.")

    page = send_signed_out(curator, address(stage, "comment-list"), fields)

    assert [card.form["text"].value() for card in page.context["cards"]] == ["Somebody helped me."]
    assert NOTE in page.text
    assert Comment.objects.get().status == "pending"


def test_the_words_for_others_are_shown_even_when_the_comment_has_gone(client, send_signed_out, stage, curator):
    comment = CommentFactory(participant=stage.join(), round_solution=stage.solutions[0], text="Sam helped me.")
    fields = comment_fields(comment, act="release", text="Somebody helped me.")
    comment.delete()

    page = send_signed_out(curator, address(stage, "comment-list"), fields)

    assert "nothing was decided" in page.text
    assert "Somebody helped me." in page.text


def test_a_choice_between_two_things_comes_back(client, send_signed_out, stage, stakeholder):
    stage.weigh(stage.join(stakeholder), (100, 40))

    page = send_signed_out(stakeholder, address(stage, "weights-questions"), {"question_1": "part", "version": "1"})

    assert page.context["form"]["question_1"].value() == "part"
    assert NOTE in page.text
    assert not TradeOffAnswer.objects.exists()


def test_what_to_do_about_two_answers_that_do_not_fit_comes_back(client, send_signed_out, stage, stakeholder):
    stage.weigh(stage.join(stakeholder), (100, 40))
    client.force_login(stakeholder)
    client.post(address(stage, "weights-questions"), {"question_1": "part", "version": 1})

    page = send_signed_out(stakeholder, address(stage, "weights-check"), {"reply": "keep", "version": "2"})

    assert page.context["form"]["reply"].value() == "keep"
    assert NOTE in page.text


def test_the_request_for_another_group_comes_back(send_signed_out, stage, stakeholder):
    stage.join(stakeholder)
    wanted = str(stage.groups[1].pk)

    page = send_signed_out(stakeholder, address(stage, "part"), {"group": wanted, "reason": "I changed my job"})

    assert (page.status_code, page.context["form"]["group"].value()) == (200, wanted)
    assert "I changed my job" in page.text
    assert NOTE in page.text
    assert not GroupChangeRequest.objects.exists()


@pytest.mark.parametrize("button", [{}, {"confirm": "1"}])
def test_a_pasted_list_of_people_comes_back_and_nobody_is_invited(send_signed_out, stage, administrator, button):
    people = f"a@example.org, Ann, {stage.groups[0].name}"

    page = send_signed_out(administrator, address(stage, "invite"), {"text": people} | button)

    assert page.context["form"]["text"].value() == people
    assert NOTE in page.text
    assert not Invitation.objects.exists()


def test_finishing_while_signed_out_says_that_it_was_not_done(send_signed_out, stage, stakeholder):
    participant = stage.join(stakeholder)

    page = send_signed_out(stakeholder, address(stage, "review"), {})

    participant.refresh_from_db()
    assert NOTE in page.text
    assert participant.submitted_at is None


@pytest.mark.parametrize("name", ["invite", "comment-list"])
def test_a_staff_form_comes_back_to_nobody_else(send_signed_out, stage, person_with, name):
    role = {"invite": Role.ADMINISTRATOR, "comment-list": Role.CURATOR}[name]
    fields = {"text": "Mine alone", "comment": "1", "mark": "x", "act": "release"}

    page = send_signed_out(person_with(role), address(stage, name), fields, then=person_with(role))

    assert "Mine alone" not in page.text
    assert "You had been signed out" not in page.text


def test_the_page_of_signing_in_says_that_the_form_is_kept(client, stage, administrator):
    client.force_login(administrator)
    owner = client.get(address(stage, "invite")).context["owner"]
    client.logout()

    page = client.post(address(stage, "invite"), {"text": "a@example.org", "owner": owner}, follow=True)

    assert "What you typed is kept for one hour" in page.text


def test_a_form_without_a_mark_is_not_said_to_be_kept(client, stage):
    page = client.post(address(stage, "invite"), {"text": "a@example.org"}, follow=True)

    assert "What you typed is kept" not in page.text


def test_forms_of_two_pages_are_both_kept(client, stage, stakeholder):
    stage.join(stakeholder)
    client.force_login(stakeholder)
    paths = [reverse("ratings:rate-solution", args=[stage.round.slug, item.code]) for item in stage.solutions[:2]]
    owner = client.get(paths[0]).context["owner"]
    client.logout()
    for value, path in enumerate(paths, start=4):
        client.post(path, {"version": 0, "O1": value, "owner": owner})
    client.force_login(stakeholder)

    pages = [client.get(path) for path in paths]

    assert [page.context["form"]["O1"].value() for page in pages] == ["4", "5"]
    assert not Rating.objects.exists()


def keep(rf, session, path, text, owner):
    request = rf.post(path, urlencode({"owner": owner, "text": text}), "application/x-www-form-urlencoded")
    request.session = session
    return _kept._keep(request)


def test_a_few_forms_are_kept_and_the_newest_win(rf, stakeholder):
    session = {}

    for number in range(_kept.MOST + 2):
        keep(rf, session, f"/{number}/", "x", _kept.owner_mark(stakeholder))

    assert [kept["path"] for kept in session[_kept.KEY]] == ["/6/", "/5/", "/4/", "/3/", "/2/"]


def test_a_form_sent_again_takes_the_place_of_the_first(rf, stakeholder):
    session = {}

    for text in ("first", "second"):
        keep(rf, session, "/same/", text, _kept.owner_mark(stakeholder))

    assert ["text=second" in kept["form"] for kept in session[_kept.KEY]] == [True]


def test_a_session_never_grows_beyond_its_size(rf, stakeholder):
    session, owner = {}, _kept.owner_mark(stakeholder)
    half = "x" * (_kept.LARGEST // 2)

    kept = [keep(rf, session, f"/{text[:1]}{len(text)}/", text, owner) for text in (half, half + "y", half * 3)]

    assert kept == [True, True, False]
    assert sum(len(form["form"]) for form in session[_kept.KEY]) <= _kept.LARGEST
