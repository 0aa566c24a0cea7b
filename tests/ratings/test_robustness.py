"""What a run stores of other weights: whom it asks for the way onto the shortlist."""

from dataclasses import replace

import numpy as np
import pytest

from ratings.scoring.robustness import FEW_ENOUGH_TO_ASK_ALL, NEXT_TO_THE_SHORTLIST, Complete, robustness

MANY = FEW_ENOUGH_TO_ASK_ALL + 1


def complete(options: int, *, is_final: bool = False) -> Complete:
    """Each option best at some weights of two objectives, so that all but those at the top have a way in."""
    angle = np.linspace(0.02, 0.98, options) * np.pi / 2
    values = 100 * np.column_stack([np.cos(angle), np.sin(angle)])
    shares = np.array([0.8, 0.2])
    codes = tuple(f"S{number:02}" for number in range(options))
    return Complete(codes, ("O1", "O2"), values, shares, values @ shares, k=3, seed=1, is_final=is_final)


def brought_in(part: Complete) -> list[str]:
    return [code for code, flip in robustness(part, personal=None, votes=None)["into_top"].items() if flip]


def test_while_a_round_is_open_every_solution_outside_the_shortlist_is_asked():
    assert len(brought_in(complete(12))) == 12 - 3


@pytest.mark.parametrize(("is_final", "asked"), [(False, NEXT_TO_THE_SHORTLIST), (True, MANY - 3)])
def test_of_a_long_list_only_the_next_are_asked_until_the_close(is_final, asked):
    stored = robustness(complete(MANY, is_final=is_final), personal=None, votes=None)

    assert len(stored["into_top_asked"]) == asked
    assert {code for code, flip in stored["into_top"].items() if flip} == set(stored["into_top_asked"])


def test_the_ones_asked_stand_next_to_the_shortlist():
    part = complete(MANY)

    asked = robustness(part, personal=None, votes=None)["into_top_asked"]

    best_first = [part.options[place] for place in np.argsort(-part.scores)]
    assert asked == best_first[3 : 3 + NEXT_TO_THE_SHORTLIST]


def test_every_option_is_on_the_shortlist_asked_or_never_on_it():
    part = replace(complete(8), values=np.vstack([complete(8).values[:-1], [[1.0, 1.0]]]))
    part = replace(part, scores=part.values @ part.shares)

    stored = robustness(part, personal=None, votes=None)

    top = {code for code, rank in zip(part.options, part.ranks, strict=True) if rank <= part.k}
    assert top | set(stored["into_top_asked"]) | set(stored["never_in_top"]) == set(part.options)
    assert stored["never_in_top"] == ["S07"]
