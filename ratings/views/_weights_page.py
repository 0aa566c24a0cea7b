"""One person's weights in one round, and what their pages show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.humanize.templatetags.humanize import ordinal
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from ratings.forms import NO_ANSWER, ConflictReplyForm, OrderForm, SwingsForm, TradeOffsForm, parse_version
from ratings.models import Objective, Participant, Round, TradeOffAnswer, Weighting
from ratings.scoring import Conflict, Question, own_shares, points_of_order, questions_for, worst_conflict
from ratings.selectors import objectives_of, swings_of, trade_offs_of, weighting_of
from ratings.views._kept import owner_mark

SHARES = {0.25: "a quarter", 0.5: "half", 0.75: "three quarters"}
TRADE_OFF_WORDS = {"": NO_ANSWER, **dict(TradeOffAnswer.Choice.choices)}
REPLY_WORDS = {"": NO_ANSWER, **dict(Weighting.Reply.choices)}
BOTH_HEAD = ["Saved in the other window", "On this page"]
Key = tuple[int, int, float]  # heavier, lighter, step
Row = list[str]  # about what, what another window saved, and what is on this page


def key_of(question: Question) -> Key:
    return question.heavier.pk, question.lighter.pk, question.step


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
    def __init__(
        self, request: HttpRequest, round_: Round, participant: Participant, sent: QueryDict | None = None
    ) -> None:
        self.request = request
        self.sent = request.POST if sent is None else sent
        self.round = round_
        self.participant = participant
        self.objectives: list[Objective] = objectives_of(round_)
        # The version comes first: what changes while the rest is read then conflicts on saving, and is never lost.
        self.weighting: Weighting | None = weighting_of(participant)
        self.points: dict[int, int] = swings_of(participant)

    def read_again(self) -> "WeightsPage":
        """After a save, or in place of one."""
        return WeightsPage(self.request, self.round, self.participant)

    @property
    def version(self) -> int:
        """Of all that the person has given here; 0 before the first."""
        return self.weighting.version if self.weighting else 0

    @property
    def seen_version(self) -> int:
        """The version that the posted page was made from."""
        return parse_version(self.request.POST.get("version", ""))

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
    def asked(self) -> list[Question]:
        """The questions of the posted page: points that were changed in another window ask others."""
        objectives = {str(objective.pk): objective for objective in self.objectives}
        steps = {f"{step:g}": step for step in SHARES}
        found = {}
        for item in self.sent.get("asked", "").split()[:2]:
            heavier, _, rest = item.partition("-")
            lighter, _, step = rest.partition("-")
            if heavier != lighter and {heavier, lighter} <= objectives.keys() and step in steps:
                found[heavier, lighter] = Question(objectives[heavier], objectives[lighter], steps[step])
        return list(found.values()) or self.questions

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

    def saved_choices(self) -> dict[Key, str]:
        return {(answer.heavier_id, answer.lighter_id, answer.step): answer.choice for answer in self.trade_offs}

    def trade_offs_form(self, data: QueryDict | None) -> TradeOffsForm:
        saved = self.saved_choices()
        form = TradeOffsForm(data, questions=self.asked)
        form.initial = {name: saved.get(key_of(question), "") for name, question in form.questions.items()}
        return form

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
            {
                "value": o.code,
                "text": o.name,
                "hint": f"From “{o.low_anchor}” to “{o.high_anchor}”",
                "checked": self.points.get(o.pk) == 100,
            }
            for o in self.objectives
        ]
        left_open = "asked" in self.request.GET
        errors = [{"text": "Choose which you would raise first", "href": "#first-0"}] if left_open else []
        return self._render("weights_first", {"options": options, "errors": errors})

    def ask_points(self, form: SwingsForm, status: int = 200, **extra: object) -> HttpResponse:
        conflict = self.conflict if self.weighting and self.weighting.reply == Weighting.Reply.CHANGE else None
        return self._render("weights", {"form": form, "first": self.first, "fits": conflict} | extra, status)

    def ask_points_again(self, form: SwingsForm) -> HttpResponse:
        """Both weights, for the person to choose. Nothing is saved until they have; so in the three below."""
        typed = {objective.pk: form.cleaned_data[objective.code] for objective in self.objectives}
        return self.ask_points(
            form, status=409, **self._conflict("Objective", self._both_weights(typed, is_order=False))
        )

    def ask_order(self, form: OrderForm, status: int = 200, **extra: object) -> HttpResponse:
        return self._render("weights_order", {"form": form} | extra, status)

    def ask_order_again(self, form: OrderForm) -> HttpResponse:
        typed = self.points_of(form.in_order())
        return self.ask_order(form, status=409, **self._conflict("Objective", self._both_weights(typed, is_order=True)))

    def ask_trade_offs(self, form: TradeOffsForm, status: int = 200, **extra: object) -> HttpResponse:
        asked = " ".join(f"{q.heavier.pk}-{q.lighter.pk}-{q.step:g}" for q in form.questions.values())
        return self._render("weights_questions", {"form": form, "asked": asked} | extra, status)

    def ask_trade_offs_again(self, form: TradeOffsForm) -> HttpResponse:
        chosen = {key_of(question): choice for question, choice in form.answers()}
        saved = self.saved_choices()
        rows = [
            [self._in_question(pair), TRADE_OFF_WORDS[saved.get(pair, "")], TRADE_OFF_WORDS[chosen.get(pair, "")]]
            for pair in saved | chosen
        ]
        return self.ask_trade_offs(form, status=409, **self._conflict("Choice", rows))

    def ask_about_conflict(self, form: ConflictReplyForm, status: int = 200, **extra: object) -> HttpResponse:
        conflict = self.conflict
        context = {"form": form, "conflict": conflict, "part": conflict and SHARES.get(conflict.question.step)}
        return self._render("weights_check", context | extra, status)

    def ask_about_conflict_again(self, form: ConflictReplyForm) -> HttpResponse:
        saved = REPLY_WORDS[self.weighting.reply if self.weighting else ""]
        row = ["What you would like to do", saved, REPLY_WORDS[form.cleaned_data["reply"]]]
        return self.ask_about_conflict(form, status=409, **self._conflict("Question", [row]))

    def ask_take_back(self, status: int = 200, **extra: object) -> HttpResponse:
        return self._render("weights_take_back", {"bars": self.bars()} | extra, status)

    def show_picture(self) -> HttpResponse:
        context = {
            "bars": self.bars(),
            "by_order": not self.by_points,
            "conflict": self.open_conflict,
            "can_be_tested": bool(self.questions) and not self.trade_offs,
        }
        return self._render("weights_picture", context)

    def _in_question(self, pair: Key) -> str:
        names = {objective.pk: objective.name for objective in self.objectives}
        heavier, lighter, step = pair
        return f"“{names[heavier]}” rises {TradeOffsForm.STEPS[step]}, or “{names[lighter]}” rises all the way"

    def _both_weights(self, typed: Mapping[int, int], *, is_order: bool) -> list[Row]:
        saved = _in_words(self.points, is_order=bool(self.points) and not self.by_points)
        here = _in_words(typed, is_order=is_order)
        return [[o.name, saved.get(o.pk, NO_ANSWER), here[o.pk]] for o in self.objectives]

    def _conflict(self, about: str, rows: list[Row]) -> dict[str, object]:
        """Saved again, the page overwrites what it now shows."""
        return {"both": {"head": [about, *BOTH_HEAD], "rows": rows}, "version": self.version}

    def _render(self, name: str, context: dict[str, object], status: int = 200) -> HttpResponse:
        form = context.get("form")
        common = {
            "version": form.data.get("version", "") if isinstance(form, Form) and form.is_bound else self.version,
            "round": self.round,
            "owner": owner_mark(self.participant),
            "simulated": self.round.is_simulated,
        }
        return render(self.request, f"ratings/{name}.html", common | context, status=status)


def _in_words(points: Mapping[int, int], *, is_order: bool) -> dict[int, str]:
    if not is_order:
        return {pk: str(number) for pk, number in points.items()}
    ordered = sorted(points, key=lambda pk: -points[pk])
    return {pk: f"{ordinal(place)}, which makes {points[pk]}" for place, pk in enumerate(ordered, start=1)}
