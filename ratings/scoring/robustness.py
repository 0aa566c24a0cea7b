"""What other weights would change, and what other methods say. Works on any table of values without gaps."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ratings.mcda.additive import competition_ranks
from ratings.mcda.crosscheck import cross_checks
from ratings.mcda.flip import Flip, flip_first_place
from ratings.mcda.reach import flip_into_top, never_in_top
from ratings.mcda.sensitivity import one_way_intervals, swap_weights
from ratings.mcda.smaa import Acceptability, people_for_the_top, smaa
from ratings.mcda.weight_sources import AnyWeights, GivenWeights, WeightSource, order_of_weights
from ratings.scoring.named import Json, by_code

Floats = NDArray[np.float64]
DRAWS = 10_000
FEW_ENOUGH_TO_ASK_ALL = 30  # options; asking all of 22 takes some tenths of a second, all of 100 some tens of seconds
NEXT_TO_THE_SHORTLIST = 10


@dataclass(frozen=True, eq=False)
class Complete:
    """The options that have a score, on the objectives that all of them have a value for."""

    options: tuple[str, ...]
    objectives: tuple[str, ...]
    values: Floats
    shares: Floats
    scores: Floats
    k: int
    seed: int
    is_final: bool

    @property
    def ranks(self) -> NDArray[np.int64]:
        return competition_ranks(self.scores)


def complete_part(
    *,
    options: Sequence[str],
    objectives: Sequence[str],
    values: Floats,
    answered: NDArray[np.bool_],
    scored: NDArray[np.bool_],
    shares: Floats,
    scores: Floats,
    k: int,
    seed: int,
    is_final: bool,
) -> Complete | None:
    """None when no option has a score."""
    if not scored.any():
        return None
    columns: NDArray[np.bool_] = np.all(answered[scored], axis=0)
    return Complete(
        options=tuple(code for code, kept in zip(options, scored, strict=True) if kept),
        objectives=tuple(code for code, kept in zip(objectives, columns, strict=True) if kept),
        values=values[np.ix_(scored, columns)],
        shares=shares[columns],
        scores=scores[scored],
        k=min(k, int(scored.sum())),
        seed=seed,
        is_final=is_final,
    )


def robustness(part: Complete, *, personal: tuple[Floats, Floats] | None, votes: Floats | None) -> Json:
    """personal: the people's own weights (P, n) and what each counts (P,); votes (m, m) for Borda and Copeland."""
    never = never_in_top(part.values, part.k)
    asked = _worth_asking(part, never)
    return {
        "acceptability": _acceptability(part, personal),
        "swaps": _swaps(part),
        "first_place": _flip(part, flip_first_place(part.values, part.shares)),
        "into_top": _into_top(part, asked),
        "into_top_asked": [part.options[s] for s in asked],
        "never_in_top": [part.options[s] for s in never],
        "cross_checks": _cross_checks(part, votes),
        "k": part.k,
    }


def _acceptability(part: Complete, personal: tuple[Floats, Floats] | None) -> Json:
    """Ranks under any weights, under weights in the official order, and under the people's own weights."""
    sources: dict[str, WeightSource] = {
        "any": AnyWeights(len(part.objectives)),
        "ordered": order_of_weights(part.shares),
    }
    if personal is not None and len(personal[0]):
        rows = personal[0] / personal[0].sum(axis=1, keepdims=True)
        sources["people"] = GivenWeights(rows, chances=personal[1])
    found = {
        name: _smaa(part, smaa(part.values, source, draws=DRAWS, seed=part.seed)) for name, source in sources.items()
    }
    given = sources.get("people")
    if isinstance(given, GivenWeights):
        found["people"] |= _people(part, given)
    return found


def _people(part: Complete, given: GivenWeights) -> Json:
    """How many people gave weights, and for how many of them their own bring the option onto the shortlist."""
    counts = people_for_the_top(part.values, given, part.k)
    return {"givers": len(given.rows), "people_for_top": by_code(part.options, counts)}


def _smaa(part: Complete, found: Acceptability) -> Json:
    top = found.top(part.k)
    return {
        "draws": found.draws,
        "exact": found.exact,
        "ranks": dict(zip(part.options, found.ranks.tolist(), strict=True)),
        "top": by_code(part.options, top),
        "top_error": by_code(part.options, found.standard_errors(top)),
        "central_weights": {
            code: None if np.ma.getmaskarray(row).any() else by_code(part.objectives, row)
            for code, row in zip(part.options, found.centres, strict=True)
        },
        "confidence": by_code(part.options, found.confidence),
    }


def _swaps(part: Complete) -> Json:
    """For each objective: who comes first as its weight runs from 0 to 1, and where neighbours change places."""
    found = swap_weights(part.values, part.shares)
    order = np.argsort(-part.scores, kind="stable")
    pairs = list(pairwise(order))
    return {
        objective: {
            "now": float(part.shares[j]),
            "winners": [
                {"from": i.weight_from, "to": i.weight_to, "options": [part.options[s] for s in i.winners]}
                for i in one_way_intervals(part.values, part.shares, j)
            ],
            "neighbours": [
                {"above": part.options[a], "below": part.options[b], "weight": float(found.weights[j, a, b])}
                for a, b in pairs
                if found.exists[j, a, b]
            ],
        }
        for j, objective in enumerate(part.objectives)
    }


def _worth_asking(part: Complete, never: Collection[int]) -> list[int]:
    """Options outside the shortlist that some weights may bring in, best first.

    Of a long list only those next to the shortlist, while a round runs; at closing all.
    """
    below = [int(s) for s in np.argsort(-part.scores, kind="stable") if part.ranks[s] > part.k and s not in never]
    all_of_them = part.is_final or len(part.options) <= FEW_ENOUGH_TO_ASK_ALL
    return below if all_of_them else below[:NEXT_TO_THE_SHORTLIST]


def _into_top(part: Complete, asked: Collection[int]) -> Json:
    """The smallest change of weights that brings an option into the shortlist; null without one, or unasked."""
    flips = {s: flip_into_top(part.values, part.shares, s, part.k) for s in asked}
    return {code: _flip(part, flips.get(option)) for option, code in enumerate(part.options)}


def _flip(part: Complete, flip: Flip | None) -> Json | None:
    if flip is None:
        return None
    return {
        "option": part.options[flip.option],
        "distance": flip.distance,
        "weights": by_code(part.objectives, flip.weights),
        "changes": by_code(part.objectives, flip.changes),
    }


def _cross_checks(part: Complete, votes: Floats | None) -> list[Json]:
    return [
        {
            "method": check.method,
            "ranks": by_code(part.options, check.ranks),
            "tau": check.tau,
            "top_differs": check.top_differs,
        }
        for check in cross_checks(part.values, part.shares, part.scores, k=part.k, votes=votes)
    ]
