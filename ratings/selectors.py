"""Questions about rounds, and about one's own answers."""

from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import MD5, Now

from mhin.accounts.models import User
from needs.selectors import published_needs
from ratings.models import (
    Comment,
    Objective,
    Participant,
    ParticipantLink,
    Rating,
    RecomputeRequest,
    Region,
    Round,
    RoundRegion,
    RoundSolution,
    StakeholderGroup,
    Swing,
    TradeOffAnswer,
    Weighting,
)
from ratings.sheets import Layout
from solutions.models import Evidence, Solution


def visible_rounds() -> QuerySet[Round]:
    open_now = Round.objects.taking_ratings().filter(pk=OuterRef("pk"))
    waiting = RecomputeRequest.objects.filter(round=OuterRef("pk"))
    rounds = Round.objects.visible().annotate(is_open=Exists(open_now), is_updating=Exists(waiting))
    return rounds.select_related("current_run")


def rounds_for_home() -> list[Round]:
    return list(visible_rounds())


def joined_rounds(user: User) -> set[int]:
    """The ids of the rounds that somebody takes part in."""
    return set(ParticipantLink.objects.filter(user=user).values_list("round_id", flat=True))


def find_round(slug: str) -> Round:
    """Raises Round.DoesNotExist for a draft as for a round that is not there."""
    return visible_rounds().get(slug=slug)


def counts_of(round_: Round) -> dict[str, int]:
    """How large a round is, for whoever opens, closes or publishes it."""
    people = round_.participants.aggregate(people=Count("pk"), finished=Count("submitted_at"))
    return people | {"solutions": round_.round_solutions.count(), "objectives": round_.objectives.count()}


def solutions_for(round_: Round) -> QuerySet[Solution]:
    """What could be put into a draft: published, and not in it yet."""
    there = round_.round_solutions.values("code")
    return Solution.objects.filter(status=Solution.Status.PUBLISHED).exclude(code__in=there)


def layout_of(round_id: int) -> Layout:
    return Layout(
        tuple(RoundSolution.objects.filter(round_id=round_id).order_by("position").values_list("pk", flat=True)),
        tuple(Objective.objects.filter(round_id=round_id).order_by("position").values_list("pk", flat=True)),
    )


def objectives_of(round_: Round) -> list[Objective]:
    return list(round_.objectives.all())


def round_solutions_of(round_: Round) -> list[RoundSolution]:
    return list(round_.round_solutions.select_related("solution__area"))


def groups_of(round_: Round) -> QuerySet[StakeholderGroup]:
    """The groups a round names, or every group when it names none."""
    named = StakeholderGroup.objects.filter(round_groups__round=round_)
    return named if named.exists() else StakeholderGroup.objects.all()


def regions_of(round_: Round) -> QuerySet[Region]:
    """The regions a round names, or every region when it names none; nobody is asked where there is none."""
    named = RoundRegion.objects.filter(round=round_)
    return Region.objects.filter(Q(pk__in=named.values("region")) | ~Exists(named))


def find_participant(*, round_: Round, user: User) -> Participant | None:
    return Participant.objects.of(user).filter(round=round_).select_related("group", "region").first()


def answers_to(*, participant: Participant, round_solution: RoundSolution) -> dict[int, Rating]:
    """A person's live answers to one solution, by objective id."""
    rows = Rating.objects.filter(participant=participant, round_solution=round_solution)
    return {rating.objective_id: rating for rating in rows}


def latest_version(answers: dict[int, Rating]) -> int:
    """The version of a person's answers to one solution: 0 before the first."""
    return max((rating.version for rating in answers.values()), default=0)


def comment_on(*, participant: Participant, round_solution: RoundSolution) -> str:
    """A person's own comment; an empty text when there is none."""
    own = Comment.objects.filter(participant=participant, round_solution=round_solution)
    return own.values_list("text", flat=True).first() or ""


def comments_of(participant: Participant) -> list[Comment]:
    own = Comment.objects.filter(participant=participant).select_related("round_solution")
    return list(own.order_by("round_solution__position"))


def comments_in(round_: Round, status: str) -> QuerySet[Comment]:
    """For curators: by solution, and then in an order that tells neither when nor by whom they were written."""
    rows = Comment.objects.filter(round_solution__round=round_, status=status).select_related("round_solution")
    return rows.order_by("round_solution__position", MD5("text"), "pk")


def rounds_with_comments() -> QuerySet[Round]:
    """Surveys in which somebody wrote something, with how many comments wait for a curator."""
    written = Round.objects.filter(round_solutions__comments__isnull=False)
    waiting = Count("round_solutions__comments", filter=Q(round_solutions__comments__status=Comment.Status.PENDING))
    return written.annotate(waiting=waiting).order_by("-waiting", "-opens_at", "pk")


def with_evidence(round_solution: RoundSolution) -> RoundSolution:
    """With the needs its solution meets and the documents that speak for it. The wording stays the frozen one."""
    needs = Prefetch("solution__needs", published_needs())
    evidence = Prefetch("solution__evidence", Evidence.objects.select_related("source").order_by("source__code"))
    prefetch_related_objects([round_solution], needs, evidence)
    return round_solution


def previous_answers(*, round_: Round, user: User) -> dict[tuple[str, str], Rating]:
    """What the person said in the round before, if there was one, by solution code and objective code."""
    if round_.previous_round_id is None:
        return {}
    rows = Rating.objects.filter(participant__link__user=user, round_solution__round=round_.previous_round_id)
    rows = rows.select_related("round_solution", "objective")
    return {(rating.round_solution.code, rating.objective.code): rating for rating in rows}


def swings_of(participant: Participant) -> dict[int, int]:
    return dict(Swing.objects.filter(participant=participant).values_list("objective_id", "points"))


def weighting_of(participant: Participant) -> Weighting | None:
    return Weighting.objects.filter(participant=participant).first()


def trade_offs_of(participant: Participant) -> list[TradeOffAnswer]:
    return list(TradeOffAnswer.objects.filter(participant=participant))


@dataclass(frozen=True)
class SolutionProgress:
    round_solution: RoundSolution
    answers: tuple[Rating | None, ...]

    @property
    def answered(self) -> int:
        return sum(answer is not None for answer in self.answers)

    @property
    def is_complete(self) -> bool:
        return self.answered == len(self.answers)

    @property
    def is_started(self) -> bool:
        return self.answered > 0


@dataclass(frozen=True)
class Progress:
    """Where a person stands: their solutions in their own order, with the answers given."""

    objectives: tuple[Objective, ...]
    solutions: tuple[SolutionProgress, ...]

    @property
    def completed(self) -> int:
        return sum(item.is_complete for item in self.solutions)

    @property
    def answered(self) -> int:
        return sum(item.answered for item in self.solutions)

    @property
    def questions(self) -> int:
        return len(self.solutions) * len(self.objectives)

    @property
    def is_complete(self) -> bool:
        return self.completed == len(self.solutions)

    @property
    def next_open(self) -> SolutionProgress | None:
        return next((item for item in self.solutions if not item.is_complete), None)

    def item(self, code: str) -> SolutionProgress:
        return next(item for item in self.solutions if item.round_solution.code == code)

    def next_open_after(self, code: str) -> SolutionProgress | None:
        """The next one with an open answer, going round from this one."""
        place = self.place(code)
        return next((item for item in self.solutions[place:] if not item.is_complete), self.next_open)

    def neighbour(self, code: str, step: int) -> RoundSolution | None:
        codes = [item.round_solution.code for item in self.solutions]
        index = codes.index(code) + step
        return self.solutions[index].round_solution if 0 <= index < len(codes) else None

    def place(self, code: str) -> int:
        return [item.round_solution.code for item in self.solutions].index(code) + 1


def progress_of(participant: Participant, round_: Round) -> Progress:
    objectives = objectives_of(round_)
    given = {(r.round_solution_id, r.objective_id): r for r in Rating.objects.filter(participant=participant)}
    items = (
        SolutionProgress(item, tuple(given.get((item.pk, objective.pk)) for objective in objectives))
        for item in sorted(round_solutions_of(round_), key=lambda item: _own_order(participant, item))
    )
    return Progress(tuple(objectives), tuple(items))


def _own_order(participant: Participant, item: RoundSolution) -> tuple[int, str]:
    """Random within an area but fixed for each person, so that no solution is always seen first or last."""
    area = item.solution.area.position if item.solution else 0
    return area, sha256(f"{participant.pk}:{item.code}".encode()).hexdigest()


def is_updating(round_: Round) -> bool:
    """Whether answers wait that the current run does not have."""
    return RecomputeRequest.objects.filter(round=round_).exists()


def rounds_waiting() -> list[int]:
    return sorted(set(RecomputeRequest.objects.values_list("round_id", flat=True)))


def pending_seconds() -> float:
    """The age of the oldest answer that no run has yet."""
    oldest = RecomputeRequest.objects.aggregate(age=Now() - Min("requested_at"))["age"]
    return oldest.total_seconds() if oldest else 0.0


def overdue_rounds() -> list[Round]:
    """Rounds still marked open after their closing time, by the database's clock."""
    return list(Round.objects.filter(kind=Round.Kind.SURVEY, status=Round.Status.OPEN, closes_at__lte=Now()))
