"""What administrators type for others: who it is for, and the marks of one sheet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from ratings.entries import highest_number
from ratings.forms import SwingsForm
from ratings.keying import PAPER, MarkError, clean_code, mark_of, parse_mark
from ratings.models import Objective, Participant, Rating, Round, RoundSolution, StakeholderGroup
from ratings.region_field import offer_regions, region_field
from ratings.selectors import groups_of
from ratings.services.answers import Answer

MOST_COPIES = 50
LAST_NUMBER = 9999
Cell = tuple[int, int]  # round solution id, objective id


class NewEntryForm(forms.Form):
    """No field for a name: none is kept."""

    mode = forms.ChoiceField(
        choices=[
            (Participant.Mode.PAPER, "They filled in a paper booklet"),
            (Participant.Mode.ASSISTED, "They said their answers to somebody, for instance by telephone"),
        ],
        label="How did the person give their answers?",
        widget=forms.RadioSelect,
    )
    code = forms.CharField(
        label="Sheet code",
        help_text="It stands on each page of the booklet, such as P0017K. Leave it empty if there is none; you will "
        "then get one to write on the paper.",
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
    )
    group = forms.ModelChoiceField(
        StakeholderGroup.objects.none(),
        label="Which group does the person mainly speak for?",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    region = region_field("Which region is the person in?", "Choose one only if the person has told it.")
    helper = forms.CharField(
        label="Who helped the person?",
        help_text="Write a role, such as “support worker” or “interpreter”, never a name. Leave it empty if nobody "
        "did, or if you did.",
        max_length=60,
        required=False,
    )
    consent = forms.BooleanField(
        label="The person has read or heard how answers are used, and has agreed to take part.",
        error_messages={"required": "Enter answers only for somebody who has agreed. Tick the box if they have."},
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round_
        self.fields["group"].queryset = groups_of(round_)
        offer_regions(self, round_)

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        code = clean_code(typed, self.round.pk) if typed else ""
        if code is None:
            raise forms.ValidationError("This is not a code of this round. Check each letter and figure on the sheet.")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        is_paper = cleaned.get("mode") == Participant.Mode.PAPER
        if cleaned.get("code") and "mode" in cleaned and cleaned["code"].startswith(PAPER) != is_paper:
            self.add_error("code", "Codes of paper booklets start with P, and only they do.")
        return cleaned


class BookletForm(forms.Form):
    """How many booklets to print. Without a number, one booklet with room to write the code."""

    copies = forms.IntegerField(
        min_value=1,
        max_value=MOST_COPIES,
        required=False,
        label="How many numbered booklets?",
        help_text=f"At most {MOST_COPIES} at a time.",
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-3"}),
    )
    first = forms.IntegerField(
        min_value=1,
        max_value=LAST_NUMBER - MOST_COPIES,
        required=False,
        label="Number of the first",
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-4"}),
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next_number = highest_number(round_=round_, series=PAPER) + 1
        self.fields["first"].help_text = (
            f"Leave it empty for {self.next_number}, the one after the highest entered. If you have printed booklets "
            "that are not back yet, write the number after the last of them."
        )

    def numbers(self) -> list[int | None]:
        """The numbers to print; None is a booklet without one."""
        if not self.is_valid() or not self.cleaned_data["copies"]:
            return [None]
        start = self.cleaned_data["first"] or self.next_number
        return list(range(start, start + self.cleaned_data["copies"]))


@dataclass
class GridCell:
    name: str
    objective: Objective
    mark: str
    error: str = ""


@dataclass
class GridRow:
    round_solution: RoundSolution
    cells: list[GridCell]
    saved_meanwhile: list[str] = field(default_factory=list)


class KeyedGrid:
    """A whole sheet as a table of single marks: typed text where there is some, what is stored where not."""

    def __init__(
        self,
        *,
        round_solutions: Iterable[RoundSolution],
        objectives: Iterable[Objective],
        stored: Mapping[Cell, Rating] | None = None,
        typed: Mapping[str, str] | None = None,
    ) -> None:
        self.objectives = list(objectives)
        self.stored = stored or {}
        self.typed = typed
        self.readings: dict[Cell, tuple[str, int | None] | None] = {}
        self.rows = [self._row(item) for item in round_solutions]

    def _row(self, round_solution: RoundSolution) -> GridRow:
        return GridRow(round_solution, [self._cell(round_solution, objective) for objective in self.objectives])

    def _cell(self, round_solution: RoundSolution, objective: Objective) -> GridCell:
        key, name = (round_solution.pk, objective.pk), f"c{round_solution.pk}_{objective.pk}"
        rating = self.stored.get(key)
        if self.typed is None:
            return GridCell(name, objective, mark_of(rating.state, rating.value) if rating else "")
        cell = GridCell(name, objective, self.typed.get(name, "")[:3])
        try:
            self.readings[key] = parse_mark(self.typed.get(name, ""))
        except MarkError:
            cell.error = "Type 1 to 9, C, N or P, or leave it empty."
        return cell

    @property
    def errors(self) -> list[dict[str, str]]:
        return [
            {"text": f"{row.round_solution.title}, {cell.objective.name}: {cell.error}", "href": f"#{cell.name}"}
            for row in self.rows
            for cell in row.cells
            if cell.error
        ]

    @property
    def marked(self) -> int:
        return sum(bool(cell.mark) for row in self.rows for cell in row.cells)

    @property
    def size(self) -> int:
        return sum(len(row.cells) for row in self.rows)

    def answers(self) -> dict[RoundSolution, dict[int, Answer]]:
        """What to save, by solution. An answer that is taken out again becomes 'prefer not to say'."""
        found: dict[RoundSolution, dict[int, Answer]] = {}
        for row in self.rows:
            given = {
                cell.objective.pk: answer
                for cell in row.cells
                if (answer := self._answer((row.round_solution.pk, cell.objective.pk)))
            }
            if given:
                found[row.round_solution] = given
        return found

    def _answer(self, key: Cell) -> Answer | None:
        reading = self.readings.get(key)
        if reading:
            return Answer(*reading)
        return Answer(Rating.State.PREFER_NOT) if key in self.stored else None

    @property
    def versions(self) -> str:
        """Solution id and version, of the answers that the page was made from."""
        latest: dict[int, int] = {}
        for (pk, _), rating in self.stored.items():
            latest[pk] = max(latest.get(pk, 0), rating.version)
        return ",".join(f"{pk}:{version}" for pk, version in latest.items())

    def show_conflict(self, round_solution: RoundSolution, current: Mapping[int, Rating]) -> None:
        row = next(row for row in self.rows if row.round_solution.pk == round_solution.pk)
        row.saved_meanwhile = [
            f"{cell.objective.name}: {mark_of(rating.state, rating.value)}"
            for cell in row.cells
            if (rating := current.get(cell.objective.pk))
        ]


class KeyedSwingsForm(SwingsForm):
    """The points that somebody wrote or said, checked as on screen: for every objective, or for none."""

    prefix = "weights"
    use_required_attribute = False

    def __init__(
        self, data: Mapping[str, str] | None = None, *, objectives: Iterable[Objective], stored: Mapping[int, int]
    ) -> None:
        self.objectives = list(objectives)
        known = {objective.code: stored.get(objective.pk) for objective in self.objectives}
        super().__init__(data, objectives=self.objectives, initial=known, empty_permitted=True)
        for box in self.fields.values():
            box.help_text = ""

    def has_changed(self) -> bool:
        """Empty boxes stand for a last page without points, whatever was typed before."""
        return any(self.data.get(self.add_prefix(name), "").strip() for name in self.fields)

    def points(self) -> dict[int, int]:
        """By objective id; empty when no points were typed."""
        cleaned = self.cleaned_data
        return {objective.pk: cleaned[objective.code] for objective in self.objectives} if cleaned else {}

    @property
    def error_links(self) -> list[dict[str, str]]:
        whole = [{"text": text, "href": f"#{self.prefix}-errors"} for text in self.non_field_errors()]
        return whole + [{"text": text, "href": f"#{field.id_for_label}"} for field in self for text in field.errors]


def parse_versions(text: str) -> dict[int, int]:
    """Read back `KeyedGrid.versions`. What was tampered with counts as version 0, which conflicts."""
    pairs = [pair.split(":") for pair in text[:4000].split(",")]
    return {
        int(pair[0]): int(pair[1])
        for pair in pairs
        if len(pair) == 2 and all(part.isascii() and part.isdigit() and len(part) < 10 for part in pair)
    }
