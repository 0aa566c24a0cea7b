"""Sampling of weights, ranks from answers, and the bootstrap, against plain ways of doing them."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
from pymcdm.helpers import rankdata
from pymcdm.methods import WSM

from ratings.mcda.aggregation import combine
from ratings.mcda.cells import mean_cells
from ratings.mcda.problem import MISSING, Panel
from ratings.mcda.resampling import resample
from ratings.mcda.smaa import smaa
from ratings.mcda.voices import PERSON
from ratings.mcda.weight_sources import AnyWeights
from tests.bench.measure import Row, medians
from tests.bench.panels import CELLS, OBJECTIVES, OPTIONS, simulated_panel

WEIGHTS = np.array([25.0, 20, 18, 15, 12, 10])
THREADS = 2  # ours; the linear algebra library's own threads are off, see the Makefile


def rows() -> list[Row]:
    """Measure all of it."""
    return [
        acceptability(100_000, 1),
        acceptability(100_000, 2),
        ranks_from_answers(1_000_000),
        bootstrap(2_000, 1_000),
    ]


def acceptability(draws: int, threads: int) -> Row:
    """Rank acceptabilities and central weights; the peer and the floor stay as they are."""
    values = np.random.default_rng(1).random((OPTIONS, OBJECTIVES)) * 100

    def ours() -> np.ndarray:
        return smaa(values, AnyWeights(OBJECTIVES), draws=draws, pairwise=False, threads=threads).ranks

    def plain() -> np.ndarray:
        weights = np.random.default_rng(1).dirichlet(np.ones(OBJECTIVES), draws)
        ranks = np.argsort(np.argsort(-(weights @ values.T), axis=1), axis=1)
        first = ranks.argmin(axis=1)
        for objective in range(OBJECTIVES):
            np.bincount(first, weights[:, objective], minlength=OPTIONS)
        return np.stack([np.bincount(column, minlength=OPTIONS) for column in ranks.T]) / draws

    def floor() -> np.ndarray:
        weights = np.random.default_rng(1).standard_exponential((draws, OBJECTIVES))
        weights /= (weights @ np.ones(OBJECTIVES))[:, None]  # quicker than sum(axis=1)
        return weights @ values.T

    _same(np.abs(ours() - plain()).max() < 0.02, "acceptabilities")
    seconds = medians(ours, plain, floor, repeats=15, at_least=0.05)
    return Row(
        work=f"SMAA, {draws:,} draws, threads: {threads}",
        ours=seconds[0],
        peer="dirichlet, argsort twice",
        peer_seconds=seconds[1],
        times_faster=5,
        floor="draw weights, one product",
        floor_seconds=seconds[2],
        times_floor=5,
        reason="drawing, one product and the sort of integers alone take half of it",
    )


def ranks_from_answers(answers: int) -> Row:
    """From answers in memory to ranks: ours from sheets, the peer from a table of rows."""
    panel = simulated_panel(answers // CELLS)
    table = _rows_of(panel)
    values = table["value"].to_numpy()

    def ours() -> np.ndarray:
        return combine(mean_cells(panel), PERSON, WEIGHTS).ranks.filled(0)

    def peer() -> np.ndarray:
        means = table.groupby(["option", "objective"])["value"].mean().to_numpy()
        matrix = means.reshape(OPTIONS, OBJECTIVES)
        scores = WSM(_as_they_are)(matrix, WEIGHTS / WEIGHTS.sum(), np.ones(OBJECTIVES), validation=False)
        return rankdata(scores, reverse=True)

    _same(np.array_equal(ours(), peer()), "ranks")
    seconds = medians(ours, peer, values.sum, repeats=15, at_least=0.05)
    return Row(
        work=f"{len(values) / 1e6:.2g}M answers to ranks",
        ours=seconds[0],
        peer="pandas groupby, pymcdm",
        peer_seconds=seconds[1],
        times_faster=20,
        floor="np.sum of the values",
        floor_seconds=seconds[2],
        times_floor=10,
        reason="ours sorts the sheets by group and adds up squares, too, for the standard errors",
    )


def bootstrap(people: int, draws: int) -> Row:
    """Scores over resampled people."""
    panel = simulated_panel(people)
    cells = mean_cells(panel)
    sheets = panel.sheets.astype(np.float64)
    wide = pd.DataFrame(np.where(panel.sheets == MISSING, np.nan, (sheets - 1) * 12.5))
    shares = WEIGHTS / WEIGHTS.sum()
    counts = np.random.default_rng(1).poisson(1.0, (draws, people)).astype(np.float32)
    stacked = np.hstack([sheets, panel.sheets != MISSING]).astype(np.float32)
    halves = np.array_split(counts, THREADS)
    portion = draws // 50

    def ours() -> np.ndarray:
        drawn = resample(panel, cells, PERSON, WEIGHTS, seed=1, draws=draws, method="bootstrap", threads=THREADS)
        return drawn.scores

    def product() -> list[np.ndarray]:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(lambda half: half @ stacked, halves))

    def peer() -> np.ndarray:
        rng = np.random.default_rng(1)
        scores = []
        for _ in range(portion):
            means = wide.sample(frac=1.0, replace=True, random_state=rng).mean().to_numpy()
            scores.append(means.reshape(OPTIONS, OBJECTIVES) @ shares)
        return np.array(scores)

    _same(np.abs(ours().mean(axis=0) - peer().mean(axis=0)).max() < 1.0, "mean scores")
    seconds = medians(ours, peer, product, repeats=9, at_least=0.05)
    return Row(
        work=f"bootstrap, {people:,} people x {draws:,}",
        ours=seconds[0],
        peer="pandas sample().mean()",
        peer_seconds=seconds[1] * draws / portion,
        times_faster=50,
        floor=f"the product alone, {THREADS} threads",
        floor_seconds=seconds[2],
        times_floor=4,
        note=f"the peer was measured for {portion} draws",
        reason="drawing the people and the exact sums by group come on top of the product",
    )


def _rows_of(panel: Panel) -> pd.DataFrame:
    """One row an answer, shuffled, as a table of ratings holds them."""
    people, cells = np.nonzero(panel.sheets != MISSING)
    order = np.random.default_rng(2).permutation(len(people))
    people, cells = people[order], cells[order]
    return pd.DataFrame(
        {
            "option": (cells // OBJECTIVES).astype(np.int16),
            "objective": (cells % OBJECTIVES).astype(np.int16),
            "value": (panel.sheets[people, cells] - 1.0) * 12.5,
        }
    )


def _as_they_are(column: np.ndarray, cost: bool = False) -> np.ndarray:
    return column


def _same(agree: bool, what: str) -> None:
    if not agree:
        raise AssertionError(f"ours and the peer disagree on {what}; nothing was measured")
