"""A round is a draft unless a test says otherwise: the database freezes what an opened round asks."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from ratings.models import (
    Comment,
    ConsentEvent,
    EntrySheet,
    GroupChangeRequest,
    GroupRelease,
    Invitation,
    KeyingDifference,
    Objective,
    PanelValue,
    Participant,
    ParticipantLink,
    PointsDifference,
    Rating,
    RatingEvent,
    RecomputeRequest,
    ReminderOptOut,
    Round,
    RoundGroup,
    RoundSolution,
    ScoreRun,
    SecondKeying,
    SolutionScore,
    StakeholderGroup,
    Swing,
    TradeOffAnswer,
    Weighting,
)
from tests.factories.accounts import UserFactory
from tests.factories.solutions import SolutionFactory


class StakeholderGroupFactory(DjangoModelFactory):
    class Meta:
        model = StakeholderGroup

    code = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: f"Group {n}")
    position = factory.Sequence(lambda n: n + 1)


class RoundFactory(DjangoModelFactory):
    class Meta:
        model = Round

    slug = factory.Sequence(lambda n: f"round-{n}")
    title = factory.Sequence(lambda n: f"Round {n}")


class RoundGroupFactory(DjangoModelFactory):
    class Meta:
        model = RoundGroup

    round = factory.SubFactory(RoundFactory)
    group = factory.SubFactory(StakeholderGroupFactory)


class ObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = Objective

    round = factory.SubFactory(RoundFactory)
    code = factory.Sequence(lambda n: f"O{n + 1}")
    name = factory.Sequence(lambda n: f"Objective {n + 1}")
    question = "How far will it help?"
    low_anchor = "No worthwhile effect"
    middle_anchor = "A fair effect"
    high_anchor = "A very large effect"
    position = factory.Sequence(lambda n: n + 1)


class RoundSolutionFactory(DjangoModelFactory):
    class Meta:
        model = RoundSolution

    round = factory.SubFactory(RoundFactory)
    solution = factory.SubFactory(SolutionFactory)
    code = factory.SelfAttribute("solution.code")
    title = factory.SelfAttribute("solution.title")
    summary = factory.SelfAttribute("solution.summary")
    position = factory.Sequence(lambda n: n % 999 + 1)


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = Participant

    round = factory.SubFactory(RoundFactory)
    group = factory.SubFactory(StakeholderGroupFactory)
    consent_version = "1"


class ParticipantLinkFactory(DjangoModelFactory):
    class Meta:
        model = ParticipantLink

    participant = factory.SubFactory(ParticipantFactory)
    round = factory.SelfAttribute("participant.round")
    user = factory.SubFactory(UserFactory)


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    round = factory.SubFactory(RoundFactory)
    group = factory.SubFactory(StakeholderGroupFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    token_hash = factory.Sequence(lambda n: sha256(str(n).encode()).hexdigest())
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))


class ReminderOptOutFactory(DjangoModelFactory):
    class Meta:
        model = ReminderOptOut

    round = factory.SubFactory(RoundFactory)
    address_hash = factory.Sequence(lambda n: sha256(str(n).encode()).hexdigest())


class ConsentEventFactory(DjangoModelFactory):
    class Meta:
        model = ConsentEvent

    participant = factory.SubFactory(ParticipantFactory)
    version = "1"
    sha256 = "0" * 64
    action = ConsentEvent.Action.GIVEN


class GroupChangeRequestFactory(DjangoModelFactory):
    class Meta:
        model = GroupChangeRequest

    participant = factory.SubFactory(ParticipantFactory)
    group = factory.SubFactory(StakeholderGroupFactory)


class _CellFactory(DjangoModelFactory):
    """A participant's answer about a solution and an objective of the same round."""

    class Meta:
        abstract = True

    participant = factory.SubFactory(ParticipantFactory)
    round_solution = factory.SubFactory(RoundSolutionFactory, round=factory.SelfAttribute("..participant.round"))
    objective = factory.SubFactory(ObjectiveFactory, round=factory.SelfAttribute("..participant.round"))


class RatingFactory(_CellFactory):
    class Meta:
        model = Rating

    state = Rating.State.RATED
    value = 5
    version = 1


class RatingEventFactory(_CellFactory):
    class Meta:
        model = RatingEvent

    state = Rating.State.RATED
    value = 5
    version = 1


class SwingFactory(DjangoModelFactory):
    class Meta:
        model = Swing

    participant = factory.SubFactory(ParticipantFactory)
    objective = factory.SubFactory(ObjectiveFactory, round=factory.SelfAttribute("..participant.round"))
    points = 100


class WeightingFactory(DjangoModelFactory):
    class Meta:
        model = Weighting

    participant = factory.SubFactory(ParticipantFactory)
    mode = Weighting.Mode.POINTS
    version = 1


class TradeOffAnswerFactory(DjangoModelFactory):
    class Meta:
        model = TradeOffAnswer

    participant = factory.SubFactory(ParticipantFactory)
    heavier = factory.SubFactory(ObjectiveFactory, round=factory.SelfAttribute("..participant.round"))
    lighter = factory.SubFactory(ObjectiveFactory, round=factory.SelfAttribute("..participant.round"))
    step = 0.5
    choice = TradeOffAnswer.Choice.PART


class CommentFactory(DjangoModelFactory):
    class Meta:
        model = Comment

    participant = factory.SubFactory(ParticipantFactory)
    round_solution = factory.SubFactory(RoundSolutionFactory, round=factory.SelfAttribute("..participant.round"))
    text = "This would help people like me."


class PanelValueFactory(DjangoModelFactory):
    class Meta:
        model = PanelValue

    round_solution = factory.SubFactory(RoundSolutionFactory)
    objective = factory.SubFactory(ObjectiveFactory, round=factory.SelfAttribute("..round_solution.round"))
    value = 50.0


class RecomputeRequestFactory(DjangoModelFactory):
    class Meta:
        model = RecomputeRequest

    round = factory.SubFactory(RoundFactory)


class ScoreRunFactory(DjangoModelFactory):
    class Meta:
        model = ScoreRun

    round = factory.SubFactory(RoundFactory)
    number = factory.Sequence(lambda n: n + 1)
    method = "additive"
    policy = factory.Dict({"voice": "equal", "weights": "elicited", "aggregation": "mean"})
    seed = 20_210_401
    input_hash = "0" * 64
    code_version = "0.1.0"
    people = 12
    answers = 60
    weights = factory.Dict({})
    started_at = datetime(2026, 1, 5, 9, tzinfo=UTC)


class EntrySheetFactory(DjangoModelFactory):
    class Meta:
        model = EntrySheet

    participant = factory.SubFactory(ParticipantFactory, mode="paper")
    round = factory.SelfAttribute("participant.round")
    code = factory.Sequence(lambda n: f"P{n % 9999 + 1:04}A")
    entered_by = factory.SubFactory(UserFactory)


class SecondKeyingFactory(DjangoModelFactory):
    class Meta:
        model = SecondKeying

    sheet = factory.SubFactory(EntrySheetFactory)
    first_by = factory.SelfAttribute("sheet.entered_by")


class KeyingDifferenceFactory(DjangoModelFactory):
    class Meta:
        model = KeyingDifference

    second_keying = factory.SubFactory(SecondKeyingFactory)
    round_solution = factory.SubFactory(
        RoundSolutionFactory, round=factory.SelfAttribute("..second_keying.sheet.round")
    )
    objective = factory.SubFactory(ObjectiveFactory, round=factory.SelfAttribute("..second_keying.sheet.round"))
    state = "rated"
    value = 5


class PointsDifferenceFactory(DjangoModelFactory):
    class Meta:
        model = PointsDifference

    second_keying = factory.SubFactory(SecondKeyingFactory)
    objective = factory.SubFactory(ObjectiveFactory, round=factory.SelfAttribute("..second_keying.sheet.round"))
    points = 40


class GroupReleaseFactory(DjangoModelFactory):
    class Meta:
        model = GroupRelease

    run = factory.SubFactory(ScoreRunFactory)
    group = factory.SubFactory(StakeholderGroupFactory)


class SolutionScoreFactory(DjangoModelFactory):
    class Meta:
        model = SolutionScore

    run = factory.SubFactory(ScoreRunFactory)
    round_solution = factory.SubFactory(RoundSolutionFactory, round=factory.SelfAttribute("..run.round"))
    score = 50.0
    rank = 1
    position = factory.Sequence(lambda n: n + 1)
    values = factory.Dict({})
    answers = factory.Dict({})
