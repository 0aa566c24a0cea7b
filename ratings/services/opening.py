"""What a draft must have before people can be let in."""

from collections.abc import Iterator

from ratings.models import Round

NOT_BLANK = r"\S"


def why_not_open(round_: Round) -> str:
    """The first thing that is missing, and what to do about it; empty when the round can be opened."""
    return next(_problems(round_), "")


def _problems(round_: Round) -> Iterator[str]:
    if round_.status != Round.Status.DRAFT:
        yield "Only a draft can be opened."
    if not round_.objectives.exists():
        yield "Add at least one objective before opening the round."
    if round_.round_solutions.count() < 2:
        yield "Add at least two solutions before opening the round."
    if round_.kind == Round.Kind.SURVEY:
        yield from _problems_of_wording(round_)
    if round_.weights == Round.Weights.DECLARED:
        yield from _problems_of_declared_weights(round_)
    if round_.voice == Round.Voice.DECLARED:
        yield from _problems_of_declared_voices(round_)


def _problems_of_wording(round_: Round) -> Iterator[str]:
    """People rate the words of the round itself; in a conference the panel has its own papers."""
    worded = round_.round_solutions.filter(title__regex=NOT_BLANK, summary__regex=NOT_BLANK)
    bare = round_.round_solutions.exclude(pk__in=worded.values("pk")).values_list("code", flat=True)
    if bare:
        yield (
            f"People would have nothing to read about {', '.join(bare)}: no title or no summary. "
            "Take them out of the round and put them in again from the catalogue."
        )


def _problems_of_declared_weights(round_: Round) -> Iterator[str]:
    weights = list(round_.objectives.values_list("declared_weight", flat=True))
    if None in weights:
        yield "Give every objective a declared weight before opening the round."
    if sum(weight or 0 for weight in weights) <= 0:
        yield "At least one declared weight must be more than 0."


def _problems_of_declared_voices(round_: Round) -> Iterator[str]:
    voices = list(round_.round_groups.values_list("declared_voice", flat=True))
    if not voices:
        yield "Name the stakeholder groups of the round and how much each counts."
    if None in voices:
        yield "Give every stakeholder group a declared voice before opening the round."
    if sum(voice or 0 for voice in voices) <= 0:
        yield "At least one group's voice must be more than 0."
