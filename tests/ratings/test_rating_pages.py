"""Rating one solution a page: saving as one goes, comments, conflicts, coming back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ratings.models import Comment, Rating, RatingEvent, Round
from ratings.pace import minutes_left
from ratings.selectors import progress_of
from ratings.services.rounds import close_round
from tests.factories.accounts import UserFactory
from tests.factories.ratings import CommentFactory
from tests.factories.solutions import EvidenceFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def part(client, stage, stakeholder):
    client.force_login(stakeholder)
    return stage.join(stakeholder)


def address(stage, name="rate-solution", solution=0):
    arguments = [stage.round.slug, stage.solutions[solution].code] if name == "rate-solution" else [stage.round.slug]
    return reverse(f"ratings:{name}", args=arguments)


def values(participant):
    return list(Rating.objects.filter(participant=participant).order_by("objective").values_list("state", "value"))


def form_of(page, **changes):
    """What the page's form would send."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    fields = {name: value for name, value in values.items() if value is not None}
    return fields | {"owner": page.context["owner"]} | changes


def test_an_answer_is_saved_as_it_is_given(client, stage, part):
    response = client.post(address(stage), {"version": 0, "O1": "8"}, headers=HTMX)

    assert values(part) == [("rated", 8)]
    assert "Saved. 1 of 2 questions answered." in response.text
    assert 'name="version" value="1" hx-swap-oob="true"' in response.text


@pytest.mark.parametrize("answer", ["cannot_judge", "not_relevant", "prefer_not"])
def test_an_answer_without_a_number_is_no_value(client, stage, part, answer):
    client.post(address(stage), {"version": 0, "O1": answer}, headers=HTMX)

    assert values(part) == [(answer, None)]


def test_the_same_save_again_after_a_lost_reply_changes_nothing(client, stage, part):
    for _ in range(3):
        response = client.post(address(stage), {"version": 0, "O1": "8", "comment": "Why", "comment_mark": ""})

    assert response.status_code == 302
    assert (RatingEvent.objects.count(), Comment.objects.count()) == (1, 1)


def test_an_answer_sent_empty_is_told_that_it_is_still_saved(client, stage, part):
    stage.rate(part, 0, (8, 5))

    page = client.post(address(stage), {"version": 1, "O1": "", "O2": "5"}, headers=HTMX)

    assert values(part) == [("rated", 8), ("rated", 5)]
    assert "Still saved: Objective 1: 8. An answer cannot be emptied." in page.text
    assert "Saved. " not in page.text


def test_the_page_says_how_to_take_an_answer_back(client, stage, part):
    assert "choose “Prefer not to say”: it then counts for nothing" in client.get(address(stage)).text


def test_a_conflict_found_while_saving_as_one_goes_takes_the_place_of_the_page(client, stage, part):
    stage.rate(part, 0, (8, 5))

    response = client.post(address(stage), {"version": 0, "O1": "2"}, headers=HTMX)

    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#maincontent"
    assert "You changed these answers somewhere else" in response.text


def test_a_conflict_lets_the_person_choose_objective_by_objective(client, stage, part):
    stage.rate(part, 0, (8, 5))

    page = client.post(address(stage), {"version": 0, "O1": "2", "O2": "3"})

    options = [[option["value"] for option in row.options] for row in page.context["choices"]]
    assert options == [["8", "2"], ["5", "3"]]


def test_what_is_not_chosen_in_a_conflict_stays_as_it_was_saved(client, stage, part):
    stage.rate(part, 0, (8, 5))
    page = client.post(address(stage), {"version": 0, "O1": "2", "O2": "3"})

    client.post(address(stage), {"version": page.context["version"], "O1": "2"})

    assert values(part) == [("rated", 2), ("rated", 5)]


def test_answers_given_in_different_tabs_are_both_kept(client, stage, part):
    client.post(address(stage), {"version": 0, "O1": "8"})

    page = client.post(address(stage), {"version": 0, "O2": "3"})
    client.post(address(stage), dict(page.context["kept"]) | {"version": page.context["version"]})

    assert values(part) == [("rated", 8), ("rated", 3)]


def test_a_reason_waits_for_a_curator(client, stage, part):
    client.post(address(stage), {"version": 0, "comment": "  It helped my sister.  "})

    comment = Comment.objects.get(participant=part)
    assert (comment.text, comment.status) == ("It helped my sister.", "pending")


def test_an_emptied_reason_is_taken_back(client, stage, part):
    CommentFactory(participant=part, round_solution=stage.solutions[0], text="Old words")
    page = client.get(address(stage))

    client.post(address(stage), form_of(page, comment=""))

    assert not Comment.objects.exists()


def test_a_reason_changed_in_another_tab_is_not_overwritten(client, stage, part):
    page = client.get(address(stage))
    CommentFactory(participant=part, round_solution=stage.solutions[0], text="From the other tab")

    response = client.post(address(stage), form_of(page, comment="From this tab"))

    assert response.status_code == 409
    assert (response.context["saved_comment"], Comment.objects.get().text) == ("From the other tab",) * 2


def test_after_closing_the_comment_comes_back_too(client, stage, part):
    close_round(round_=stage.round, by=None)

    response = client.post(address(stage), {"version": 0, "O1": "8", "comment": "My own words"}, headers=HTMX)

    assert response.status_code == 409
    assert "Your comment: My own words" in response.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_form_sent_while_signed_out_comes_back_filled_in_and_unsaved(client, stage, part, stakeholder, headers):
    sent = form_of(client.get(address(stage)), O1="8", comment="Typed while signed out")
    client.logout()

    refused = client.post(address(stage), sent, headers=headers)
    client.force_login(stakeholder)
    page = client.get(address(stage))

    assert refused.status_code == (401 if headers else 302)
    assert 'name="O1" type="radio" value="8" checked' in page.text
    assert "Typed while signed out" in page.text
    assert values(part) == []


def test_a_form_that_came_back_is_saved_when_the_person_says_so(client, stage, part, stakeholder):
    sent = form_of(client.get(address(stage)), O1="8")
    client.logout()
    client.post(address(stage), sent)
    client.force_login(stakeholder)

    client.post(address(stage), form_of(client.get(address(stage))))

    assert values(part) == [("rated", 8)]


def test_a_form_sent_while_signed_out_comes_back_to_nobody_else(client, stage, part):
    sent = form_of(client.get(address(stage)), O1="8", comment="Mine alone")
    client.logout()
    client.post(address(stage), sent)
    other = UserFactory()
    stage.join(other)
    client.force_login(other)

    page = client.get(address(stage))

    assert "checked" not in page.text
    assert "Mine alone" not in page.text


def test_a_form_without_its_owners_mark_is_not_kept(client, stage, part):
    client.logout()

    client.post(address(stage), {"version": 0, "O1": "8", "owner": "made up"})

    assert "kept_forms" not in client.session


def test_a_kept_form_is_forgotten_after_an_hour(client, stage, part, stakeholder):
    sent = form_of(client.get(address(stage)), O1="8")
    client.logout()
    client.post(address(stage), sent)
    session = client.session
    [kept] = session["kept_forms"]
    session["kept_forms"] = [kept | {"at": kept["at"] - 3601}]
    session.save()
    client.force_login(stakeholder)

    assert "checked" not in client.get(address(stage)).text


def test_the_card_shows_the_frozen_words_and_the_evidence(client, stage, part):
    solution = stage.solutions[0].solution
    evidence = EvidenceFactory(solution=solution)
    type(solution).objects.filter(pk=solution.pk).update(summary="Reworded since")

    page = client.get(address(stage)).text

    assert stage.solutions[0].summary in page
    assert "Reworded since" not in page
    assert evidence.source.title in page


def test_coming_back_leads_to_the_next_open_solution(client, stage, part):
    order = [item.round_solution for item in progress_of(part, stage.round).solutions]
    stage.rate(part, stage.solutions.index(order[0]), (5, 5))

    response = client.get(address(stage, "rate-next"))

    assert response.url == reverse("ratings:rate-solution", args=[stage.round.slug, order[1].code])


def test_coming_back_to_a_finished_round_leads_to_the_review(client, stage, part):
    stage.rate_all(part, [(5, 5)] * 3)

    assert client.get(address(stage, "rate-next")).url == address(stage, "review")


def test_the_list_can_show_only_what_is_open(client, stage, part):
    stage.rate(part, 1, (5, 5))

    items = client.get(address(stage, "rate"), {"show": "open"}).context["items"]

    assert {item.round_solution for item in items} == {stage.solutions[0], stage.solutions[2]}


@pytest.fixture
def long_round(make_stage):
    """Five solutions to rate, so that there is something left after three."""
    return make_stage(solutions=5)


def answer_every(stage, participant, seconds):
    """Rate one solution after another, each `seconds` after the one before."""
    start = timezone.now() - timedelta(hours=1)
    for number, gap in enumerate(seconds):
        stage.rate(participant, number, (5, 5))
        start += timedelta(seconds=gap)
        events = RatingEvent.objects.filter(participant=participant, round_solution=stage.solutions[number])
        rewrite_time(events, start)


def rewrite_time(events, at):
    """The history refuses updates, so rows of another time take their place."""
    rows = [RatingEvent(**{**row, "at": at}) for row in events.values()]
    events.delete()
    RatingEvent.objects.bulk_create(rows)


def test_time_left_is_not_guessed_before_three_solutions(long_round):
    participant = long_round.join()
    answer_every(long_round, participant, [60, 60])

    assert minutes_left(participant, progress_of(participant, long_round.round)) is None


def test_time_left_follows_ones_own_pace(long_round):
    participant = long_round.join()
    answer_every(long_round, participant, [60, 90, 90])

    assert minutes_left(participant, progress_of(participant, long_round.round)) == 3


def test_a_break_does_not_count_as_pace(long_round):
    participant = long_round.join()
    answer_every(long_round, participant, [60, 3000, 3000])

    assert minutes_left(participant, progress_of(participant, long_round.round)) == 6


def test_no_time_is_left_when_everything_is_answered(stage):
    participant = stage.join()
    stage.rate_all(participant, [(5, 5)] * 3)

    assert minutes_left(participant, progress_of(participant, stage.round)) is None


def test_a_second_round_shows_what_the_person_said_before(client, stakeholder, make_stage, stage, part):
    stage.rate(part, 0, (8, None))
    close_round(round_=stage.round, by=None)
    second = make_stage(previous_round=stage.round, copy_of=stage)
    second.join(stakeholder)

    page = client.get(address(second))

    assert "Last time you said: <strong>8</strong>" in page.text
    assert "Last time you said: <strong>I can&#x27;t judge this</strong>" in page.text


def test_a_second_round_shows_nobody_elses_answer(client, stakeholder, make_stage, stage):
    stage.rate(stage.join(), 0, (8, 8))
    second = make_stage(previous_round=stage.round, copy_of=stage)
    second.join(stakeholder)
    client.force_login(stakeholder)

    assert "Last time" not in client.get(address(second)).text


def test_a_closed_round_takes_no_more_answers_on_its_page(client, stage, part):
    past = timezone.now() - timedelta(hours=1)
    Round.objects.filter(pk=stage.round.pk).update(opens_at=past - timedelta(days=1), closes_at=past)

    page = client.get(address(stage)).text

    assert "They can no longer be changed." in page
    assert "Save and go" not in page


@pytest.mark.parametrize(
    ("given", "leads_to"), [({"O1": "8"}, "rate-solution"), ({"O1": "8", "O2": "cannot_judge"}, "rate")]
)
def test_saving_leads_back_to_a_solution_with_open_questions(client, stage, part, given, leads_to):
    response = client.post(address(stage), {"version": 0, "save": "1"} | given)

    assert response.url == address(stage, leads_to)


def told_after(client, stage, given):
    page = client.post(address(stage), {"version": 0, "next": "1", "comment": "", "comment_mark": ""} | given)
    return [str(message) for message in client.get(page.url).context["messages"]]


def test_a_form_sent_empty_is_said_to_be_left_out(client, stage, part):
    said = told_after(client, stage, {})

    assert said == [f"You left this out: {stage.solutions[0].title}. You can come back to it."]


@pytest.mark.parametrize(
    ("given", "count"),
    [({"O1": "8"}, 1), ({"O1": "8", "O2": "cannot_judge"}, 2), ({"comment": "My own words"}, 0)],
)
def test_what_was_given_is_said_with_how_many_questions_are_answered(client, stage, part, given, count):
    said = told_after(client, stage, given)

    assert said == [f"Saved: {stage.solutions[0].title}. {count} of 2 questions answered."]


def test_a_comment_that_is_taken_back_is_said_to_be_saved(client, stage, part):
    CommentFactory(participant=part, round_solution=stage.solutions[0], text="Old words")
    sent = form_of(client.get(address(stage)), comment="")

    said = told_after(client, stage, sent)

    assert said == [f"Saved: {stage.solutions[0].title}. 0 of 2 questions answered."]


def test_an_empty_form_of_an_old_page_says_that_nothing_was_changed(client, stage, part):
    stage.rate(part, 0, (8, 5))

    said = told_after(client, stage, {"O1": ""})

    assert said[0] == f"Nothing was changed: {stage.solutions[0].title}. 2 of 2 questions answered."
    assert said[1].startswith("Still saved: Objective 1: 8. ")
