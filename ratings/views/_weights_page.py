"""One person's weights in one round, and what their pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ratings.forms import ConflictReplyForm, OrderForm, SwingsForm, TradeOffsForm
from ratings.models import Objective, Participant, Round, TradeOffAnswer, Weighting
from ratings.scoring import Conflict, Question, own_shares, points_of_order, questions_for, worst_conflict
from ratings.selectors import objectives_of, swings_of, trade_offs_of, weighting_of
from ratings.views._kept import owner_mark

SHARES = {0.25: "a quarter", 0.5: "half", 0.75: "three quarters"}


@dataclass(frozen=True)
class Bar:
    """One objective in the picture of somebody's own weights."""

    objective: Objective
    points: int
    share: float

    @property
    def width(self) -> float:
        return round(100 * self.share, 1)


class WeightsPage:
    def __init__(self, request: HttpRequest, round_: Round, participant: Participant) -> None:
        self.request = request
        self.round = round_
        self.participant = participant
        self.objectives: list[Objective] = objectives_of(round_)
        self.points: dict[int, int] = swings_of(participant)
        self.weighting: Weighting | None = weighting_of(participant)

    @cached_property
    def first(self) -> Objective | None:
        """The one that the person would raise first, by the address."""
        code = self.request.GET.get("first", "")
        return next((objective for objective in self.objectives if objective.code == code), None)

    @cached_property
    def by_points(self) -> bool:
        """Whether the points are the person's own numbers, so that they can be tested."""
        complete = set(self.points) >= {objective.pk for objective in self.objectives}
        return complete and not (self.weighting and self.weighting.mode == Weighting.Mode.ORDER)

    @cached_property
    def questions(self) -> list[Question]:
        return questions_for(self.points, self.objectives) if self.by_points else []

    @cached_property
    def trade_offs(self) -> list[TradeOffAnswer]:
        return trade_offs_of(self.participant)

    @cached_property
    def conflict(self) -> Conflict | None:
        return worst_conflict(self.points, self.objectives, self.trade_offs) if self.by_points else None

    @property
    def open_conflict(self) -> Conflict | None:
        """A conflict that the person has not said anything about."""
        return None if self.weighting and self.weighting.reply else self.conflict

    def places(self) -> dict[str, str]:
        """The places of an order given before."""
        if not self.weighting or self.weighting.mode != Weighting.Mode.ORDER:
            return {}
        ordered = sorted(self.objectives, key=lambda objective: -self.points.get(objective.pk, 0))
        return {objective.code: str(place) for place, objective in enumerate(ordered, start=1)}

    def points_of(self, in_order: Sequence[Objective]) -> dict[int, int]:
        return points_of_order([objective.pk for objective in in_order])

    def address_of_points(self) -> str:
        top = max(self.objectives, key=lambda objective: self.points.get(objective.pk, 0))
        return reverse("ratings:weights", args=[self.round.slug]) + f"?first={top.code}"

    def blank_form(self) -> SwingsForm:
        known = {objective.code: self.points.get(objective.pk) for objective in self.objectives}
        return SwingsForm(objectives=self.objectives, first=self.first, initial=known)

    def bars(self) -> list[Bar]:
        shares = own_shares(self.points)
        bars = [Bar(o, self.points[o.pk], shares[o.pk]) for o in self.objectives if o.pk in shares]
        return sorted(bars, key=lambda bar: -bar.share)

    def ask_first(self) -> HttpResponse:
        options = [
            {"value": o.code, "text": o.name, "hint": f"From “{o.low_anchor}” to “{o.high_anchor}”"}
            for o in self.objectives
        ]
        return self._render("weights_first", {"options": options})

    def ask_points(self, form: SwingsForm, status: int = 200, **extra: object) -> HttpResponse:
        conflict = self.conflict if self.weighting and self.weighting.reply == Weighting.Reply.CHANGE else None
        return self._render("weights", {"form": form, "first": self.first, "fits": conflict} | extra, status)

    def ask_order(self, form: OrderForm, status: int = 200, **extra: object) -> HttpResponse:
        return self._render("weights_order", {"form": form} | extra, status)

    def ask_trade_offs(self, form: TradeOffsForm, status: int = 200, **extra: object) -> HttpResponse:
        return self._render("weights_questions", {"form": form} | extra, status)

    def ask_about_conflict(self, form: ConflictReplyForm, status: int = 200, **extra: object) -> HttpResponse:
        conflict = self.conflict
        context = {"form": form, "conflict": conflict, "part": conflict and SHARES.get(conflict.question.step)}
        return self._render("weights_check", context | extra, status)

    def show_picture(self) -> HttpResponse:
        context = {
            "bars": self.bars(),
            "by_order": not self.by_points,
            "conflict": self.open_conflict,
            "can_be_tested": bool(self.questions) and not self.trade_offs,
        }
        return self._render("weights_picture", context)

    def _render(self, name: str, context: dict[str, object], status: int = 200) -> HttpResponse:
        common = {
            "round": self.round,
            "owner": owner_mark(self.participant),
            "simulated": self.round.is_simulated,
        }
        return render(self.request, f"ratings/{name}.html", common | context, status=status)
