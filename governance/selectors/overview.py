"""All rounds at one look: where each stands, and what needs somebody's eye."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Now

from ratings.disclosure import ReleasedParticipation, release_participation
from ratings.models import Objective, RecomputeRequest, Round, RoundSolution
from ratings.selectors import visible_rounds

LATE, TOO_LATE = timedelta(seconds=60), timedelta(seconds=300)
SOON = timedelta(days=3)


@dataclass(frozen=True)
class Alert:
    text: str
    colour: str  # of its tag, beside the word in `label`
    label: str


@dataclass(frozen=True)
class RoundOverview:
    round: Round
    participation: ReleasedParticipation | None  # None for a panel
    completeness: float | None
    alerts: tuple[Alert, ...]


def overview_of_rounds() -> tuple[RoundOverview, ...]:
    rounds = list(_rounds_with_facts())
    surveys = [round_ for round_ in rounds if round_.kind == Round.Kind.SURVEY]
    participation = release_participation(surveys)
    return tuple(
        RoundOverview(
            round=round_,
            participation=participation.get(round_.pk),
            completeness=_completeness(round_),
            alerts=tuple(_alerts(round_)),
        )
        for round_ in rounds
    )


def _rounds_with_facts() -> QuerySet[Any]:
    """Without the long details of a run, of which only what raises an alert is read."""
    requests = RecomputeRequest.objects.filter(round=OuterRef("pk")).order_by().values("round")
    oldest = Subquery(requests.annotate(oldest=Min("requested_at")).values("oldest"))
    return (
        visible_rounds()
        .defer("current_run__details", "current_run__policy", "current_run__weights", "current_run__seconds")
        .annotate(
            waiting=ExpressionWrapper(Now() - oldest, output_field=DurationField()),
            closes_soon=ExpressionWrapper(
                Q(status=Round.Status.OPEN, closes_at__gt=Now(), closes_at__lte=Now() + SOON),
                output_field=BooleanField(),
            ),
            options=_count(RoundSolution),
            objectives_asked=_count(Objective),
            silent=F("current_run__details__silent_groups"),
            refit=F("current_run__details__refit__flagged"),
            parts=F("current_run__details__disconnected_parts"),
        )
    )


def _count(model: type[RoundSolution] | type[Objective]) -> Subquery:
    rows = model.objects.filter(round=OuterRef("pk")).order_by().values("round")
    return Subquery(rows.annotate(number=Count("pk")).values("number"))


def _completeness(round_: Any) -> float | None:
    """The share of all questions that the people of the last run gave a rating to; None when they are few."""
    run = round_.current_run
    if round_.kind != Round.Kind.SURVEY or run is None or run.people < round_.smallest_group:
        return None
    return float(run.answers / (run.people * round_.options * round_.objectives_asked))


def _alerts(round_: Any) -> Iterator[Alert]:
    if round_.waiting and round_.waiting > LATE:
        late = round_.waiting > TOO_LATE
        minutes = int(round_.waiting.total_seconds() // 60)
        text = f"Answers have waited {minutes} minute{'s' if minutes != 1 else ''} to be counted."
        yield Alert(text, "red" if late else "yellow", "Too late" if late else "Late")
    if round_.closes_soon:
        yield Alert("Closes within three days.", "yellow", "Soon")
    if round_.silent:
        yield Alert(f"No voice yet from: {', '.join(round_.silent)}.", "yellow", "Missing")
    if round_.refit:
        yield Alert("The plausible ranges changed when the model was fitted anew.", "yellow", "Check")
    if round_.parts and max(round_.parts) > 1:
        text = "On some objective people and solutions fall into parts that no answer connects."
        yield Alert(text, "yellow", "Check")
