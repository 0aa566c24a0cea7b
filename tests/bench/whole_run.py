"""A whole run over a panel, in a process of its own so that peak memory is the run's.

First the list of work that a run promises, then all that the portal stores with a run.
"""

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

import numpy as np

from ratings.mcda.adjusted import adjusted_cells
from ratings.mcda.aggregation import combine
from ratings.mcda.agreement import kendall_w, krippendorff_alpha, spread
from ratings.mcda.ballots import pairwise_votes, personal_scores
from ratings.mcda.crosscheck import cross_checks, topsis
from ratings.mcda.group_gaps import classify, disagreeing_share, group_gaps
from ratings.mcda.histograms import cell_histograms
from ratings.mcda.intervals import summarise
from ratings.mcda.problem import Panel
from ratings.mcda.resampling import resample
from ratings.mcda.smaa import smaa
from ratings.mcda.voices import EQUAL
from ratings.mcda.weight_sources import AnyWeights
from ratings.mcda.weights import elicited_weights
from tests.bench.measure import Row
from tests.bench.panels import GROUPS, OBJECTIVES, simulated_panel

SIZES = (200, 2_000, 20_000, 75_000)
LARGEST_SECONDS = {20_000: 2.0}
CLOSING_PEOPLE = 20_000
SHORTLIST = 8


@dataclass(frozen=True)
class Cost:
    """What one whole run took."""

    people: int
    seconds: float
    stages: dict[str, float]
    megabytes: float


def rows() -> list[Row]:
    """Measure each size in a fresh process."""
    promised = [_measured("tests.bench.whole_run", people) for people in SIZES]
    stored = [_measured("tests.bench.stored_run", people) for people in SIZES]
    closing = _measured("tests.bench.stored_run", CLOSING_PEOPLE, "closing")
    return [
        *_rows("whole run", promised),
        *_rows("all that is stored", stored),
        _row("all that is stored at closing", closing, None),
    ]


def whole_run(panel: Panel) -> dict[str, float]:
    """Fit, scores, 2,000 draws of people, 10,000 of weights, agreement, cross-checks."""
    clock = _Clock()
    fit = adjusted_cells(panel)
    clock.stop("fit")
    weights = elicited_weights(panel, EQUAL, np.ones(OBJECTIVES))
    result = combine(fit.cells, EQUAL, weights.shares)
    values, shares = result.values.filled(0.0), weights.shares
    clock.stop("scores")
    draws = resample(panel, fit.cells, EQUAL, weights, seed=1, severities=fit.severities, draws=2_000, threads=2)
    summarise(draws, result, k=SHORTLIST)
    clock.stop("resampling")
    smaa(values, AnyWeights(OBJECTIVES), draws=10_000)
    clock.stop("weights")
    _agreement(panel, fit.cells.values, fit.cells.standard_errors, shares)
    clock.stop("agreement")
    scores, answered = personal_scores(panel, shares)
    kendall_w(scores, answered)
    votes = pairwise_votes(scores, answered=answered)
    cross_checks(values, shares, result.scores.filled(0.0), k=SHORTLIST, votes=votes)
    clock.stop("cross-checks")
    return clock.stages


class _Clock:
    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self._last = time.perf_counter()

    def stop(self, stage: str) -> None:
        now = time.perf_counter()
        self.stages[stage], self._last = now - self._last, now


def _agreement(panel: Panel, values: np.ma.MaskedArray, errors: np.ma.MaskedArray, shares: np.ndarray) -> None:
    histograms = cell_histograms(panel)
    spread(histograms)
    krippendorff_alpha(histograms.sum(axis=0))
    gaps = group_gaps(values @ shares, np.ma.sqrt((errors**2) @ shares**2))
    classify((values @ shares).mean(axis=0), gaps, disagreeing_share(histograms, np.ones(GROUPS), shares))


def _rows(work: str, costs: list[Cost]) -> list[Row]:
    return [_row(work, cost, previous) for cost, previous in zip(costs, [None, *costs[:-1]], strict=True)]


def _row(work: str, cost: Cost, previous: Cost | None) -> Row:
    slowest = max(cost.stages, key=lambda stage: cost.stages[stage])
    note = f"{cost.megabytes:.0f} MB at most; {slowest} {cost.stages[slowest]:.2f} s"
    if previous is not None:
        growth = cost.seconds / previous.seconds
        note += f"; {growth:.1f}x the time for {cost.people / previous.people:g}x the people"
    return Row(
        work=f"{work}, {cost.people:,} people",
        ours=cost.seconds,
        limit=LARGEST_SECONDS.get(cost.people),
        note=note,
        reason=f"under {LARGEST_SECONDS.get(cost.people, 0):g} s wanted, most goes into {slowest}",
    )


def _measured(module: str, people: int, *options: str) -> Cost:
    command = [sys.executable, "-m", module, str(people), *options]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return Cost(**json.loads(finished.stdout.splitlines()[-1]))  # a solver of scipy's prints lines of its own


def _measure_here(people: int) -> Cost:
    panel = simulated_panel(people)
    topsis(np.eye(2), np.ones(2))  # loads pymcdm, which a worker does once
    stages = whole_run(panel)
    return Cost(people, sum(stages.values()), stages, peak_megabytes())


def peak_megabytes() -> float:
    """The most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(_measure_here(int(sys.argv[1])).__dict__))
