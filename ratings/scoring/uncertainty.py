"""Who else might have answered, and what if the missing answers were in."""

from typing import Literal

import numpy as np

from ratings.mcda.aggregation import combine
from ratings.mcda.bounds import missing_answers
from ratings.mcda.intervals import Intervals, summarise
from ratings.mcda.refit import refit_check
from ratings.mcda.resampling import resample
from ratings.mcda.stability import stability_curve
from ratings.scoring.named import Json, by_code
from ratings.scoring.official import Official, stated_weights

DRAWS = 2_000


def uncertainty(official: Official) -> Json:
    intervals, method = _intervals(official)
    return {
        "intervals": _shown(official, intervals) | {"method": method, "draws": DRAWS},
        "stability": _stability(official),
        "missing": _missing(official),
        "refit": _refit(official, intervals),
    }


def _intervals(official: Official) -> tuple[Intervals, str]:
    """At closing the bootstrap, whatever the number of people; while a round runs, the quicker of the two."""
    snapshot = official.snapshot
    method: Literal["bootstrap", "auto"] = "bootstrap" if snapshot.is_final else "auto"
    draws = resample(
        snapshot.panel,
        official.cells,
        official.voice,
        official.resampled_weights,
        seed=snapshot.round.seed,
        severities=official.severities,
        populations=np.array(snapshot.populations, dtype=np.int64),
        draws=DRAWS,
        method=method,
    )
    return summarise(draws, official.result, k=snapshot.round.shortlist_size), method


def _shown(official: Official, intervals: Intervals) -> Json:
    codes = official.snapshot.codes
    columns = {
        "score_low": intervals.low_score,
        "score_high": intervals.high_score,
        "rank_low": intervals.low_rank,
        "rank_high": intervals.high_rank,
        "top_chance": intervals.top_chance,
        "tier": intervals.tiers,
    }
    named = {name: by_code(codes, values) for name, values in columns.items()}
    return {
        "level": intervals.level,
        "k": intervals.k,
        "options": {code: {name: column[code] for name, column in named.items()} for code in codes},
        "rank_chances": intervals.rank_chances.tolist(),
        "beats": intervals.beats.tolist(),
    }


def _stability(official: Official) -> Json:
    snapshot = official.snapshot
    curve = stability_curve(
        snapshot.panel,
        official.cells,
        official.voice,
        official.shares,
        k=snapshot.round.shortlist_size,
        seed=snapshot.round.seed,
        severities=official.severities,
    )
    return {"raters": curve.raters.tolist(), "overlap": curve.overlap.tolist(), "low": curve.low.tolist()}


def _missing(official: Official) -> Json:
    """Whether the shortlist would stand if every missing answer were 1, or 9, or a point off its cell."""
    bounds = missing_answers(official.cells, official.snapshot.panel.group_sizes, official.voice, official.shares)
    codes = official.snapshot.codes
    return {
        "survives": bounds.survives(official.result, official.snapshot.round.shortlist_size),
        "worst": by_code(codes, bounds.worst.scores),
        "best": by_code(codes, bounds.best.scores),
    }


def _refit(official: Official, intervals: Intervals) -> Json | None:
    """At closing, the quick resampling is held against one that fits the severities anew in each draw."""
    snapshot = official.snapshot
    if official.severities is None or not snapshot.is_final or not official.result.scored.any():
        return None
    check = refit_check(
        snapshot.panel,
        official.voice,
        stated_weights(snapshot) if official.elicited is not None else official.shares,
        intervals,
        elicited=official.elicited is not None,
        seed=snapshot.round.seed,
    )
    return {"largest": check.largest, "flagged": check.flagged}


def plain_means(official: Official) -> Json:
    """The order that plain means would give: a large move is worth a look at who rated what."""
    plain = combine(official.plain_cells, official.voice, official.shares)
    codes = official.snapshot.codes
    return {"scores": by_code(codes, plain.scores), "ranks": by_code(codes, plain.ranks)}
