import pytest

from mhin.audit.models import AuditEvent
from ratings.models import Round
from ratings.services.round_solutions import (
    add_solution_to_draft,
    refresh_words_in_drafts,
    take_solution_out_of_draft,
)
from ratings.services.rounds import RoundError, add_solutions
from tests.factories.ratings import RoundFactory, RoundSolutionFactory
from tests.factories.solutions import SolutionEasyReadCheckFactory, SolutionFactory

pytestmark = pytest.mark.django_db


def test_a_solution_goes_to_the_end_of_the_list_in_its_published_words(curator):
    round_ = RoundFactory()
    RoundSolutionFactory(round=round_, position=7)
    solution = SolutionFactory(title="Quiet rooms", summary="A room.", easy_read="Quiet.", population="Adults")

    row = add_solution_to_draft(round_=round_, solution=solution, by=curator)

    assert (row.position, row.code, row.title, row.summary, row.easy_read, row.population) == (
        8,
        solution.code,
        "Quiet rooms",
        "A room.",
        "Quiet.",
        "Adults",
    )


def test_adding_a_solution_is_audited(curator):
    solution = SolutionFactory()

    add_solution_to_draft(round_=RoundFactory(), solution=solution, by=curator)

    event = AuditEvent.objects.get(action="solutions_added")
    assert (event.actor_id, event.after) == (str(curator.pk), {"codes": [solution.code]})


def test_a_round_that_has_opened_takes_no_further_solution(curator, stage):
    with pytest.raises(RoundError, match="has opened"):
        add_solution_to_draft(round_=stage.round, solution=SolutionFactory(), by=curator)


def test_a_draft_of_a_solution_is_not_rated(curator):
    with pytest.raises(RoundError, match="Publish the solution first"):
        add_solution_to_draft(round_=RoundFactory(), solution=SolutionFactory(status="draft"), by=curator)


def test_a_solution_is_in_a_round_once(curator):
    round_, solution = RoundFactory(), SolutionFactory()
    add_solution_to_draft(round_=round_, solution=solution, by=curator)

    with pytest.raises(RoundError, match="already"):
        add_solution_to_draft(round_=round_, solution=solution, by=curator)


def test_a_solution_is_taken_out_of_a_draft_on_record(curator):
    round_, solution, other = RoundFactory(), SolutionFactory(), SolutionFactory()
    for each in (solution, other):
        add_solution_to_draft(round_=round_, solution=each, by=curator)

    take_solution_out_of_draft(round_=round_, solution=solution, by=curator)

    event = AuditEvent.objects.get(action="solution_taken_out")
    assert [item.solution for item in round_.round_solutions.all()] == [other]
    assert (event.actor_id, event.before) == (str(curator.pk), {"code": solution.code})


def test_nothing_is_taken_out_of_a_round_that_has_opened(curator, stage):
    with pytest.raises(RoundError, match="has opened"):
        take_solution_out_of_draft(round_=stage.round, solution=stage.solutions[0].solution, by=curator)


def test_a_solution_that_is_not_in_the_round_is_not_taken_out(curator):
    with pytest.raises(RoundError, match="is not in"):
        take_solution_out_of_draft(round_=RoundFactory(), solution=SolutionFactory(), by=curator)


def test_draft_rounds_take_over_new_words(curator):
    round_, solution = RoundFactory(status=Round.Status.DRAFT), SolutionFactory(summary="Old")
    (row,) = add_solutions(round_=round_, solutions=[solution], by=None)
    solution.summary = "New"
    solution.save()

    refresh_words_in_drafts(solution=solution, by=curator)

    row.refresh_from_db()
    event = AuditEvent.objects.get(action="words_refreshed")
    assert (row.summary, event.before, event.after) == ("New", {"summary": "Old"}, {"summary": "New"})


def test_nothing_to_take_over_is_said(curator):
    with pytest.raises(RoundError, match="already"):
        refresh_words_in_drafts(solution=SolutionFactory(), by=curator)


@pytest.mark.parametrize(("now", "says"), [("Quiet.", "Read by people who use easy"), ("Calm.", "not checked it yet")])
def test_the_easy_read_text_says_who_has_checked_just_these_words(now, says):
    check = SolutionEasyReadCheckFactory(solution__easy_read=now, text=now, checked_with_people=True)

    item = RoundSolutionFactory(solution=check.solution, easy_read="Quiet.")

    assert says in item.easy_read_note
