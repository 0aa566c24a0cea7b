"""Which rounds show a solution in older words than the catalogue does now."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from ratings.models import Round, RoundSolution
from solutions.models import Solution

FROZEN = ("title", "summary", "easy_read", "population")


def older_wording(*, solution: Solution | None = None) -> QuerySet[RoundSolution]:
    """Rows of rounds whose frozen words differ from those of the solution; conferences of the past have their own."""
    differs = Q()
    for name in FROZEN:
        differs |= ~Q(**{name: F(f"solution__{name}")})
    rows = RoundSolution.objects.filter(differs, solution__isnull=False, round__kind=Round.Kind.SURVEY)
    rows = rows.select_related("round", "solution").order_by("round__created_at", "position")
    return rows.filter(solution=solution) if solution else rows


@dataclass(frozen=True)
class InRound:
    """A solution in one round, and whether people read older words there."""

    round: Round
    older: bool

    @property
    def is_draft(self) -> bool:
        return self.round.status == Round.Status.DRAFT


def rounds_with(solution: Solution) -> list[InRound]:
    older = set(older_wording(solution=solution).values_list("round_id", flat=True))
    rounds = Round.objects.filter(round_solutions__solution=solution).order_by("created_at")
    return [InRound(round_, round_.pk in older) for round_ in rounds]


def drafts_without(solution: Solution) -> QuerySet[Round]:
    """Rounds that are being drafted and do not have the solution yet."""
    drafts = Round.objects.filter(status=Round.Status.DRAFT, kind=Round.Kind.SURVEY)
    return drafts.exclude(round_solutions__solution=solution)


def drafts_with(solution: Solution) -> QuerySet[Round]:
    """Rounds that are being drafted and have the solution."""
    return Round.objects.filter(status=Round.Status.DRAFT, round_solutions__solution=solution)
