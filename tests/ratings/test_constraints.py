"""Every rule of the rating tables, broken once."""

import pytest
from django.db import IntegrityError, connection
from factory import SelfAttribute, SubFactory

from ratings.models import Round
from ratings.services.rounds import open_round
from tests.factories.accounts import UserFactory
from tests.factories.ratings import (
    CommentFactory,
    ConsentEventFactory,
    EntrySheetFactory,
    GroupChangeRequestFactory,
    GroupReleaseFactory,
    InvitationFactory,
    KeyingDifferenceFactory,
    ObjectiveFactory,
    PanelValueFactory,
    ParticipantFactory,
    ParticipantLinkFactory,
    PointsDifferenceFactory,
    RatingEventFactory,
    RatingFactory,
    ReminderOptOutFactory,
    RoundFactory,
    RoundGroupFactory,
    RoundSolutionFactory,
    ScoreRunFactory,
    SecondKeyingFactory,
    SolutionScoreFactory,
    StakeholderGroupFactory,
    SwingFactory,
    TradeOffAnswerFactory,
    WeightingFactory,
)

pytestmark = pytest.mark.django_db

INFINITY, NOT_A_NUMBER = float("inf"), float("nan")
DECIDED = {"moderated_at": "2026-02-02T00:00Z", "moderated_by": SubFactory(UserFactory)}

BROKEN_ROWS = {
    "ratings_round_kind_known": (RoundFactory, {"kind": "poll"}),
    "ratings_round_status_known": (RoundFactory, {"status": "paused"}),
    "ratings_round_voice_known": (RoundFactory, {"voice": "loud"}),
    "ratings_round_weights_known": (RoundFactory, {"weights": "guessed"}),
    "ratings_round_aggregation_known": (RoundFactory, {"aggregation": "median"}),
    "ratings_round_visibility_known": (RoundFactory, {"visibility": "always"}),
    "ratings_round_smallest_group_at_least_5": (RoundFactory, {"smallest_group": 4}),
    "ratings_round_shortlist_not_empty": (RoundFactory, {"shortlist_size": 0}),
    "ratings_round_opens_before_closing": (
        RoundFactory,
        {"opens_at": "2026-02-02T00:00Z", "closes_at": "2026-02-01T00:00Z"},
    ),
    "ratings_objective_weight_not_negative": (ObjectiveFactory, {"declared_weight": -1}),
    "ratings_objective_weight_not_negative infinite": (ObjectiveFactory, {"declared_weight": INFINITY}),
    "ratings_roundgroup_voice_not_negative": (RoundGroupFactory, {"declared_voice": -1}),
    "ratings_participant_mode_known": (ParticipantFactory, {"mode": "telepathy"}),
    "ratings_entrysheet_code_form": (EntrySheetFactory, {"code": "X17"}),
    "ratings_keyingdifference_state_known": (KeyingDifferenceFactory, {"state": "blank", "value": None}),
    "ratings_keyingdifference_value_exactly_when_rated": (KeyingDifferenceFactory, {"value": 10}),
    "ratings_pointsdifference_points_0_to_100": (PointsDifferenceFactory, {"points": 101}),
    "ratings_secondkeying_counts_when_keyed": (SecondKeyingFactory, {"cells": 10}),
    "ratings_secondkeying_counts_when_keyed more than there are": (
        SecondKeyingFactory,
        {"keyed_by": SubFactory(UserFactory), "keyed_on": "2026-02-02", "cells": 10, "mismatches": 11},
    ),
    "ratings_secondkeying_settled_after_keying": (
        SecondKeyingFactory,
        {"settled_by": SubFactory(UserFactory), "settled_on": "2026-02-02"},
    ),
    "ratings_participant_has_consented": (ParticipantFactory, {"consent_version": ""}),
    "ratings_invitation_not_accepted_and_revoked": (
        InvitationFactory,
        {"accepted_on": "2026-02-02", "revoked_at": "2026-02-02T00:00Z"},
    ),
    "ratings_invitation_email_normalised": (InvitationFactory, {"email": "Sam@example.org"}),
    "ratings_invitation_email_normalised look-alikes": (InvitationFactory, {"email": "ｓam@example.org"}),
    "ratings_round_joining_known": (RoundFactory, {"joining": "by lot"}),
    "ratings_round_reminders_a_day_apart": (RoundFactory, {"reminder_days": 0}),
    "ratings_consentevent_action_known": (ConsentEventFactory, {"action": "lost"}),
    "ratings_consentevent_channel_known": (ConsentEventFactory, {"channel": "pigeon"}),
    "ratings_consentevent_names_its_text": (ConsentEventFactory, {"sha256": ""}),
    "ratings_groupchangerequest_status_known": (
        GroupChangeRequestFactory,
        {"status": "lost", "decided_on": "2026-02-02", "decided_by": SubFactory(UserFactory)},
    ),
    "ratings_groupchangerequest_decided_on_and_by": (GroupChangeRequestFactory, {"status": "granted"}),
    "ratings_weighting_mode_known": (WeightingFactory, {"mode": "by lot"}),
    "ratings_weighting_version_from_1": (WeightingFactory, {"version": 0}),
    "ratings_weighting_reply_known": (WeightingFactory, {"reply": "maybe"}),
    "ratings_tradeoffanswer_two_objectives": (TradeOffAnswerFactory, {"lighter": SelfAttribute("heavier")}),
    "ratings_tradeoffanswer_part_of_the_way": (TradeOffAnswerFactory, {"step": 1}),
    "ratings_tradeoffanswer_choice_known": (TradeOffAnswerFactory, {"choice": "neither"}),
    "ratings_rating_state_known": (RatingFactory, {"state": "maybe", "value": None}),
    "ratings_rating_value_exactly_when_rated 0": (RatingFactory, {"value": 0}),
    "ratings_rating_value_exactly_when_rated 10": (RatingFactory, {"value": 10}),
    "ratings_rating_value_exactly_when_rated none": (RatingFactory, {"value": None}),
    "ratings_rating_value_exactly_when_rated unrated": (RatingFactory, {"state": "cannot_judge", "value": 5}),
    "ratings_rating_version_from_1": (RatingFactory, {"version": 0}),
    "ratings_swing_points_range": (SwingFactory, {"points": 101}),
    "ratings_comment_not_empty": (CommentFactory, {"text": ""}),
    "ratings_comment_moderated_at_and_by": (CommentFactory, {"status": "released", "released_text": "It helps."}),
    "ratings_comment_text_exactly_when_released": (CommentFactory, {"released_text": "It helps."}),
    "ratings_comment_text_exactly_when_released nothing left": (CommentFactory, DECIDED | {"status": "released"}),
    "ratings_comment_reason_exactly_when_hidden": (CommentFactory, {"hidden_because": "abuse"}),
    "ratings_comment_reason_exactly_when_hidden unknown": (
        CommentFactory,
        DECIDED | {"status": "hidden", "hidden_because": "boring"},
    ),
    "ratings_panelvalue_range": (PanelValueFactory, {"value": 100.1}),
    "ratings_panelvalue_range not a number": (PanelValueFactory, {"value": NOT_A_NUMBER}),
    "ratings_solutionscore_score_in_range_with_rank without rank": (SolutionScoreFactory, {"rank": None}),
    "ratings_solutionscore_score_in_range_with_rank not a number": (SolutionScoreFactory, {"score": NOT_A_NUMBER}),
    "ratings_solutionscore_score_in_range_with_rank infinite": (SolutionScoreFactory, {"score": INFINITY}),
}

SECOND_ROWS = {
    "ratings_objective_code_unique": (ObjectiveFactory, ["round", "code"]),
    "ratings_objective_name_unique": (ObjectiveFactory, ["round", "name"]),
    "ratings_objective_position_unique": (ObjectiveFactory, ["round", "position"]),
    "ratings_roundsolution_solution_once": (RoundSolutionFactory, ["round", "solution"]),
    "ratings_roundsolution_code_unique": (RoundSolutionFactory, ["round", "code"]),
    "ratings_roundsolution_position_unique": (RoundSolutionFactory, ["round", "position"]),
    "ratings_roundgroup_once": (RoundGroupFactory, ["round", "group"]),
    "ratings_invitation_one_live_per_email": (InvitationFactory, ["round", "email"]),
    "ratings_groupchangerequest_one_waiting": (GroupChangeRequestFactory, ["participant"]),
    "ratings_reminderoptout_address_once": (ReminderOptOutFactory, ["round", "address_hash"]),
    "ratings_rating_one_per_person_and_cell": (RatingFactory, ["participant", "round_solution", "objective"]),
    "ratings_ratingevent_one_per_version": (
        RatingEventFactory,
        ["participant", "round_solution", "objective", "version"],
    ),
    "ratings_swing_one_per_objective": (SwingFactory, ["participant", "objective"]),
    "ratings_comment_one_per_person_and_solution": (CommentFactory, ["participant", "round_solution"]),
    "ratings_panelvalue_one_per_cell": (PanelValueFactory, ["round_solution", "objective"]),
    "ratings_grouprelease_once_a_run": (GroupReleaseFactory, ["run", "group"]),
    "ratings_scorerun_number_unique": (ScoreRunFactory, ["round", "number"]),
    "ratings_solutionscore_one_per_run": (SolutionScoreFactory, ["run", "round_solution"]),
    "ratings_solutionscore_position_unique": (SolutionScoreFactory, ["run", "position"]),
}


@pytest.mark.parametrize(("rule", "factory", "fields"), [(r.split()[0], *row) for r, row in BROKEN_ROWS.items()])
def test_a_row_that_breaks_a_rule_is_refused(rule, factory, fields):
    with pytest.raises(IntegrityError, match=rule):
        factory(**fields)


@pytest.mark.parametrize(("rule", "factory", "names"), [(r, *row) for r, row in SECOND_ROWS.items()])
def test_a_second_row_of_the_same_is_refused(rule, factory, names):
    first = factory()

    with pytest.raises(IntegrityError, match=rule):
        factory(**{name: getattr(first, name) for name in names})


def test_a_person_joins_a_round_once():
    first = ParticipantLinkFactory()
    second = ParticipantFactory(round=first.round)

    with pytest.raises(IntegrityError, match="ratings_participantlink_person_once"):
        ParticipantLinkFactory(participant=second, user=first.user)


def test_a_link_is_of_its_participants_round():
    participant, elsewhere = ParticipantFactory(), RoundFactory()

    ParticipantLinkFactory(participant=participant, round=elsewhere)

    with pytest.raises(IntegrityError, match="ratings_participantlink_same_round"):
        connection.check_constraints()


def test_an_answer_is_about_its_participants_round():
    participant, elsewhere = ParticipantFactory(), RoundSolutionFactory()

    with pytest.raises(IntegrityError, match="must be of one round"):
        RatingFactory(participant=participant, round_solution=elsewhere)


@pytest.mark.parametrize("factory", [RatingEventFactory, ScoreRunFactory, SolutionScoreFactory])
def test_history_never_changes(factory):
    row = factory()

    with pytest.raises(IntegrityError, match="never change"):
        row.save()


FROZEN = {
    "kind": "conference",
    "voice": "person",
    "weights": "declared",
    "aggregation": "mean",
    "visibility": "after_close",
    "smallest_group": 20,
    "shortlist_size": 9,
    "seed": 1,
    "is_simulated": True,
}


@pytest.fixture
def opened(make_stage):
    return make_stage().round


@pytest.mark.parametrize(("field", "value"), FROZEN.items())
def test_a_policy_of_an_opened_round_is_frozen(opened, field, value):
    with pytest.raises(IntegrityError, match="the policies of an opened round are frozen"):
        Round.objects.filter(pk=opened.pk).update(**{field: value})


@pytest.mark.parametrize("field", FROZEN)
def test_a_policy_of_a_draft_can_change(field):
    draft = RoundFactory()

    assert Round.objects.filter(pk=draft.pk).update(**{field: FROZEN[field]}) == 1


def test_an_opened_round_is_never_a_draft_again(opened):
    with pytest.raises(IntegrityError, match="cannot become a draft again"):
        Round.objects.filter(pk=opened.pk).update(status="draft")


@pytest.mark.parametrize("factory", [ObjectiveFactory, RoundSolutionFactory, RoundGroupFactory])
def test_nothing_is_added_to_what_an_opened_round_asks(opened, factory):
    with pytest.raises(IntegrityError, match="frozen once the round has opened"):
        factory(round=opened)


def test_the_wording_of_an_opened_round_is_frozen(stage):
    stage.solutions[0].title = "Better words"

    with pytest.raises(IntegrityError, match="frozen once the round has opened"):
        stage.solutions[0].save()


def test_a_declared_voice_is_frozen_but_a_target_is_not(stage):
    draft = RoundFactory(voice="declared")
    named = RoundGroupFactory(round=draft, declared_voice=1)
    ObjectiveFactory(round=draft)
    RoundSolutionFactory.create_batch(2, round=draft)
    open_round(round_=draft, by=UserFactory())

    named.target_people = 30
    named.save(update_fields=["target_people"])
    named.declared_voice = 2
    with pytest.raises(IntegrityError, match="frozen once the round has opened"):
        named.save(update_fields=["declared_voice"])


def test_the_current_run_never_moves_back():
    round_ = RoundFactory()
    first, second = ScoreRunFactory(round=round_, number=1), ScoreRunFactory(round=round_, number=2)
    Round.objects.filter(pk=round_.pk).update(current_run=second)

    with pytest.raises(IntegrityError, match="only moves forward"):
        Round.objects.filter(pk=round_.pk).update(current_run=first)


def test_the_current_run_is_one_of_the_round():
    round_, elsewhere = RoundFactory(), ScoreRunFactory()

    with pytest.raises(IntegrityError, match="only moves forward"):
        Round.objects.filter(pk=round_.pk).update(current_run=elsewhere)


def test_a_stakeholder_group_stands_in_one_place():
    first = StakeholderGroupFactory()

    with pytest.raises(IntegrityError):
        StakeholderGroupFactory(position=first.position)


def test_consent_that_was_recorded_never_changes():
    event = ConsentEventFactory()

    with pytest.raises(IntegrityError, match="never change"):
        type(event).objects.filter(pk=event.pk).update(version="2")
