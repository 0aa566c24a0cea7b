from datetime import date, timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from governance.selectors.decisions import ranking_for, rounds_to_decide_on
from governance.services.decisions import DecisionError, record_decision
from mhin.audit.models import AuditEvent
from ratings.models import Round
from tests.factories.accounts import UserFactory
from tests.factories.governance import BodyFactory, DecisionFactory, MeetingFactory
from tests.factories.ratings import RoundFactory, RoundSolutionFactory, ScoreRunFactory, SolutionScoreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def score():
    """The score of a solution in a published round."""
    score = SolutionScoreFactory(rank=3, score=61.25)
    Round.objects.filter(pk=score.run.round_id).update(status=Round.Status.PUBLISHED, published_at=Now())
    score.run.round.refresh_from_db()
    return score


def decide(score, **changes):
    facts = {
        "body": changes.get("body") or BodyFactory(),
        "run": score.run,
        "round_solution": score.round_solution,
        "outcome": "take_forward",
        "rationale": "It is ready.",
        "decided_on": date(2026, 3, 2),
        "by": changes.get("by") or UserFactory(),
    }
    return record_decision(**facts | changes)


def test_a_decision_names_its_run_and_is_audited(score):
    person = UserFactory()

    decision = decide(score, by=person)

    event = AuditEvent.objects.get(action="decision_recorded")
    assert (decision.run, decision.recorded_by) == (score.run, person)
    assert (event.target_id, event.actor_id) == (str(decision.pk), str(person.pk))
    assert event.after["run"] == score.run.number


def test_a_later_decision_of_the_same_body_replaces_the_earlier(score):
    body = BodyFactory()
    earlier = decide(score, body=body)

    later = decide(score, body=body, outcome="defer")

    earlier.refresh_from_db()
    assert later.supersedes == earlier
    assert earlier.superseded_by == later


def test_another_bodys_decision_replaces_nothing(score):
    decide(score)

    assert decide(score).supersedes is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda: {"decided_on": timezone.localdate() + timedelta(days=1)}, "must not be in the future"),
        (lambda: {"meeting": MeetingFactory()}, "a meeting of the body that decided"),
        (lambda: {"round_solution": RoundSolutionFactory()}, "a solution of the round"),
        (lambda: {"run": ScoreRunFactory()}, "has not opened yet"),
    ],
)
def test_a_decision_that_cannot_be_true_is_refused(score, change, message):
    with pytest.raises(DecisionError, match=message):
        decide(score, **change())


def test_nobody_decides_on_a_ranking_that_is_hidden_until_the_close():
    score = SolutionScoreFactory(run__round__visibility=Round.Visibility.AFTER_CLOSE)
    Round.objects.filter(pk=score.run.round_id).update(status=Round.Status.OPEN)
    score.run.round.refresh_from_db()

    with pytest.raises(DecisionError, match="not shown before the round closes"):
        decide(score)


def test_only_rounds_with_a_ranking_that_can_be_seen_are_offered(score):
    Round.objects.filter(pk=score.run.round_id).update(current_run=score.run)
    RoundFactory()
    RoundFactory(status=Round.Status.CLOSED)

    assert rounds_to_decide_on() == [score.run.round]


@pytest.mark.parametrize("status", [Round.Status.OPEN, Round.Status.CLOSED])
def test_figures_of_an_unpublished_round_are_for_those_who_may_rank(status, executive):
    decision = DecisionFactory()
    Round.objects.filter(pk=decision.run.round_id).update(status=status)
    decision.run.round.refresh_from_db()

    assert ranking_for(decision=decision, user=UserFactory()) is None
    assert ranking_for(decision=decision, user=executive) is not None


def test_figures_hidden_until_the_close_are_for_nobody(executive):
    decision = DecisionFactory(run__round__visibility=Round.Visibility.AFTER_CLOSE)
    Round.objects.filter(pk=decision.run.round_id).update(status=Round.Status.OPEN)
    decision.run.round.refresh_from_db()

    assert ranking_for(decision=decision, user=executive) is None
