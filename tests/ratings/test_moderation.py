"""A curator releases a comment in other words, or hides it; nobody else reads the author's own."""

import pytest
from django.urls import reverse

from mhin.accounts.roles import Role
from mhin.accounts.services import grant_role
from mhin.audit.models import AuditEvent
from ratings.disclosure import release_comments
from ratings.models import Comment
from ratings.services.comments import CommentConflictError, comment_mark, save_comment
from ratings.services.moderation import hide_comment, release_comment
from ratings.services.rounds import close_round
from tests.factories.ratings import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(stage):
    return write(stage, "Sam at Elm Street helped me.")


@pytest.fixture
def reading(client, curator):
    client.force_login(curator)
    return client


def write(stage, text, solution=0):
    return CommentFactory(participant=stage.join(), round_solution=stage.solutions[solution], text=text)


def address(stage, **query):
    return reverse("ratings:comment-list", args=[stage.round.slug], query=query)


def fields(comment, act, **more):
    return {"comment": comment.pk, "mark": comment_mark(comment.text), "act": act} | more


def release(comment, text, by):
    release_comment(comment=comment, text=text, mark=comment_mark(comment.text), by=by)


def state(comment):
    comment.refresh_from_db()
    return (comment.status, comment.released_text, comment.hidden_because)


def test_others_read_the_released_words_and_never_the_authors(stage, curator):
    for n in range(8):
        release(write(stage, f"Sam {n} helped me."), f"Somebody helped me, {n}.", curator)

    shown = release_comments(round_=stage.round, round_solution=stage.solutions[0])

    assert sorted(shown) == [f"Somebody helped me, {n}." for n in range(8)]


def test_a_comment_is_released_on_the_page(reading, stage, comment, curator):
    page = reading.post(address(stage), fields(comment, "release", text="A nurse helped me."), follow=True)

    assert state(comment) == ("released", "A nurse helped me.", "")
    assert comment.moderated_by == curator
    assert "The comment is released." in page.text
    assert page.context["cards"] == []


def test_a_comment_is_hidden_with_a_reason(reading, stage, comment):
    reading.post(address(stage), fields(comment, "hide", reason="risk", text=comment.text))

    assert state(comment) == ("hidden", "", "risk")


def test_what_was_decided_can_be_decided_anew(reading, stage, comment, curator):
    release(comment, "A nurse helped me.", curator)

    reading.post(address(stage, status="released"), fields(comment, "hide", reason="personal"))

    assert state(comment) == ("hidden", "", "personal")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"act": "release", "text": "  "}, "If nothing is left, hide the comment."),
        ({"act": "release", "text": "x" * 2001}, "Write 2,000 letters or fewer."),
        ({"act": "hide"}, "Choose why nobody should read it."),
        ({"act": "hide", "reason": "boring"}, "Choose why nobody should read it."),
    ],
)
def test_what_is_missing_is_named_and_what_was_typed_stays(reading, stage, comment, given, message):
    page = reading.post(address(stage), fields(comment, "release") | given)

    assert (page.status_code, state(comment)[0]) == (422, "pending")
    assert message in page.text
    assert page.context["cards"][0].form["text"].value() == given.get("text", None)


@pytest.mark.parametrize("act", ["release", "hide"])
def test_a_comment_that_was_changed_meanwhile_is_read_again(reading, stage, comment, act):
    read = fields(comment, act, text="A nurse helped me.", reason="abuse")
    Comment.objects.update(text="Something else.")

    page = reading.post(address(stage), read, follow=True)

    assert state(comment)[0] == "pending"
    assert "the person has just changed this comment" in page.text
    assert "Something else." in page.text


def test_a_comment_that_was_taken_back_meanwhile_is_gone(reading, stage, comment):
    read = fields(comment, "release", text="A nurse helped me.")
    comment.delete()

    page = reading.post(address(stage), read, follow=True)

    assert "the person has taken this comment back" in page.text


def test_a_comment_of_another_round_cannot_be_reached(reading, stage, make_stage):
    other = make_stage()
    comment = write(other, "Over there.")

    reading.post(address(stage), fields(comment, "release", text="Over there."))

    assert state(comment)[0] == "pending"


def test_a_changed_comment_waits_again(stage, comment, curator):
    release(comment, "A nurse helped me.", curator)

    save_comment(
        participant=comment.participant, round_solution=stage.solutions[0], text="New.", mark=comment_mark(comment.text)
    )

    assert state(comment) == ("pending", "", "")
    assert comment.moderated_by is None


def test_authors_see_what_became_of_their_words(client, stage, stakeholder, curator):
    client.force_login(stakeholder)
    part = stage.join(stakeholder)
    edited, hidden = [CommentFactory(participant=part, round_solution=item) for item in stage.solutions[:2]]
    release(edited, "It helps.", curator)
    hide_comment(comment=hidden, reason="abuse", mark=comment_mark(hidden.text), by=curator)

    page = client.get(reverse("ratings:review", args=[stage.round.slug]))

    assert "others read: “It helps.”" in page.text
    assert "We do not show this comment to others." in page.text


def test_comments_can_be_read_after_closing(stage, comment, curator):
    close_round(round_=stage.round, by=None)

    release(comment, "A nurse helped me.", curator)

    assert state(comment)[0] == "released"


def test_a_decision_on_old_words_is_refused(comment, curator):
    with pytest.raises(CommentConflictError):
        hide_comment(comment=comment, reason="abuse", mark="0" * 16, by=curator)

    assert state(comment)[0] == "pending"


def test_the_page_tells_neither_who_wrote_nor_when(reading, stage, stakeholder):
    person = stage.join(stakeholder)
    CommentFactory(participant=person, round_solution=stage.solutions[0], text="Good.")

    page = reading.get(address(stage))

    assert "Good." in page.text
    assert [word for word in (stakeholder.email, str(person.pk), person.group.name) if word in page.text] == []
    assert "2026" not in page.text.split("<main")[1].split("</main>")[0]


def test_somebody_on_a_board_reads_no_unread_comment(client, stage, comment, curator):
    grant_role(user=curator, role=Role.EXECUTIVE, by=None)
    client.force_login(curator)

    assert client.get(address(stage)).status_code == 403
    assert client.get(reverse("ratings:comment-rounds")).status_code == 403


def test_the_list_of_rounds_says_how_many_wait(reading, stage, comment, curator):
    write(stage, "More.")
    release(comment, "A nurse helped me.", curator)

    page = reading.get(reverse("ratings:comment-rounds"))

    assert "1 comment waits" in page.text


def test_the_audit_says_what_was_decided_and_never_what_was_written(reading, stage, comment):
    reading.post(address(stage), fields(comment, "release", text="A nurse helped me."))

    event = AuditEvent.objects.get(action="comment_released")
    assert event.before == {"status": "pending"}
    assert event.after == {
        "round": stage.round.slug,
        "solution": stage.solutions[0].code,
        "edited": True,
        "reason": "",
    }


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_takes_as_many_queries_however_many_comments_wait(
    reading, stage, count, django_assert_max_num_queries
):
    for n in range(count):
        write(stage, f"Good, {n}.")

    with django_assert_max_num_queries(9):
        reading.get(address(stage))
