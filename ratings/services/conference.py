"""Loading a decision conference that took place: objectives, declared weights and the panel's values."""

from typing import Any

from django.db import transaction

from mhin.accounts.models import User
from mhin.audit.services import record_event
from ratings.models import Objective, PanelValue, Round, RoundSolution
from ratings.services.rounds import close_round, open_round, publish_round
from solutions.models import Solution

SLUG = "mhin-2022"
HIGH_CONFIDENCE = "high"


class ConferenceError(ValueError):
    """The file cannot be loaded; each line of the message names a record and a field."""


@transaction.atomic
def load_conference(*, data: dict[str, Any], by: User | None) -> tuple[Round, bool]:
    """Make the published round of a conference file. Returns the round and whether it is new.

    A loaded conference is frozen, so loading the same file again changes nothing.
    """
    _check(data)
    existing = Round.objects.filter(slug=SLUG).first()
    if existing:
        return existing, False
    round_ = Round.objects.create(
        slug=SLUG,
        title="MHIN decision conference, 2022",
        kind=Round.Kind.CONFERENCE,
        purpose="A panel agreed how well nine options meet five objectives, to choose what to put into practice.",
        source=data["citation"],
        voice=Round.Voice.PERSON,
        weights=Round.Weights.DECLARED,
        aggregation=Round.Aggregation.MEAN,
    )
    objectives = _add_objectives(round_, data)
    options = _add_options(round_, data)
    PanelValue.objects.bulk_create(
        PanelValue(round_solution=options[label], objective=objectives[name], value=value)
        for label, row in data["scores"].items()
        for name, value in row.items()
    )
    record_event("conference_loaded", target=round_, by=by, after={"source": data["source_url"]})
    open_round(round_=round_, by=by)
    close_round(round_=round_, by=by)
    return publish_round(round_=round_, by=by), True


def _add_objectives(round_: Round, data: dict[str, Any]) -> dict[str, Objective]:
    rows = Objective.objects.bulk_create(
        Objective(
            round=round_,
            code=f"O{position}",
            name=criterion["name"],
            question=f"How does each option compare on: {criterion['name'].lower()}?",
            low_anchor="the least preferred of the nine options",
            high_anchor="the most preferred of the nine options",
            declared_weight=criterion["weight"],
            position=position,
            provenance_note="Name and weight as published; the panel's own wording was not.",
        )
        for position, criterion in enumerate(data["criteria"], start=1)
    )
    return {row.name: row for row in rows}


def _add_options(round_: Round, data: dict[str, Any]) -> dict[str, RoundSolution]:
    """Options keep their printed labels; only a reading of high confidence becomes a title and a link."""
    names = data["option_names"]
    sure = {label for label in data["options"] if names[label]["confidence"] == HIGH_CONFIDENCE}
    solutions = {s.conference_label: s for s in Solution.objects.exclude(conference_label="")}
    rows = RoundSolution.objects.bulk_create(
        RoundSolution(
            round=round_,
            solution=solutions.get(label) if label in sure else None,
            code=label,
            title=names[label]["reading"] if label in sure else label,
            position=position,
        )
        for position, label in enumerate(data["options"], start=1)
    )
    return {row.code: row for row in rows}


def _check(data: dict[str, Any]) -> None:
    """Every option has a value from 0 to 100 on every objective, and every objective a weight."""
    missing = [
        key for key in ("citation", "source_url", "criteria", "options", "option_names", "scores") if key not in data
    ]
    problems = [f"the file has no {key!r}" for key in missing] or [*_weight_problems(data), *_value_problems(data)]
    if problems:
        raise ConferenceError("\n".join(problems))


def _weight_problems(data: dict[str, Any]) -> list[str]:
    return [
        f"objective {criterion.get('name')!r}: weight {criterion.get('weight')!r} is not a number of 0 or more"
        for criterion in data["criteria"]
        if not _is_number(criterion.get("weight")) or criterion["weight"] < 0
    ]


def _value_problems(data: dict[str, Any]) -> list[str]:
    return [
        f"option {label!r}, objective {criterion['name']!r}: value {value!r} is not a number from 0 to 100"
        for label in data["options"]
        for criterion in data["criteria"]
        if not _is_number(value := data["scores"].get(label, {}).get(criterion["name"])) or not 0 <= value <= 100
    ]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
