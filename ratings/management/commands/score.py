import json
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser
from numpy.typing import NDArray

from mhin.common.templatetags.ui import score as one_decimal
from ratings.management.commands._problem_file import ProblemFile, ProblemFileError, read_problem
from ratings.mcda.additive import additive_scores, competition_ranks, display_order
from ratings.mcda.ballots import borda_points, pairwise_votes
from ratings.mcda.crosscheck import promethee2, topsis
from ratings.mcda.smaa import smaa
from ratings.mcda.weight_sources import AnyWeights
from ratings.mcda.weights import swing_weights

Floats = NDArray[np.float64]
METHODS = {
    "additive": additive_scores,
    "topsis": topsis,
    "promethee2": promethee2,
    "borda": lambda values, shares: borda_points(pairwise_votes(np.asarray(values).T, shares)),
}
MOST_DRAWS = 1_000_000


class Command(BaseCommand):
    help = (
        "Score a decision problem from a CSV, XLSX or JSON file. CSV: a header option,<objective>,...; one row"
        " weight,... of any sum; then one row an option. An option with a blank where there is weight has no score."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--method", choices=METHODS, default="additive")
        parser.add_argument("--smaa", type=int, metavar="N", help="rank acceptability over N random weights")
        parser.add_argument("--seed", type=int, default=0, help="starts the random weights of --smaa (0)")
        parser.add_argument("--json", action="store_true", help="full precision, for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        draws = options["smaa"]
        if draws is not None and not 1 <= draws <= MOST_DRAWS:
            raise CommandError(f"--smaa: give a number from 1 to {MOST_DRAWS}", returncode=2)
        try:
            problem = read_problem(options["file"])
        except ProblemFileError as error:
            raise CommandError(str(error), returncode=2) from error
        answer = _solve(problem, options["method"])
        if draws is not None:
            answer["smaa"] = _acceptability(problem, draws, options["seed"])
        self.stdout.write(json.dumps(answer) if options["json"] else _as_table(answer))


def _solve(problem: ProblemFile, method: str) -> dict[str, Any]:
    shares = swing_weights(problem.weights)
    names, values = _complete_options(problem, shares)
    scores = METHODS[method](values, shares) if names else np.zeros(0)
    ranks = competition_ranks(scores)
    scored = [
        {"option": names[s], "score": float(scores[s]), "rank": int(ranks[s])} for s in display_order(scores, names)
    ]
    unscored = [{"option": name, "score": None, "rank": None} for name in problem.options if name not in names]
    weights = dict(zip(problem.objectives, shares.tolist(), strict=True))
    return {"method": method, "options": scored + unscored, "weights": weights}


def _complete_options(problem: ProblemFile, shares: Floats) -> tuple[list[str], Floats]:
    """Options with a value wherever there is weight; what stands where there is none does not matter."""
    rows = [
        (name, [0.0 if value is None else value for value in row])
        for name, row in zip(problem.options, problem.values, strict=True)
        if not any(value is None and share > 0 for value, share in zip(row, shares, strict=True))
    ]
    return [name for name, _ in rows], np.array([row for _, row in rows]).reshape(len(rows), len(shares))


def _acceptability(problem: ProblemFile, draws: int, seed: int) -> dict[str, Any]:
    """How often each option takes each rank when nothing is known about the weights."""
    names, values = _complete_options(problem, np.ones(len(problem.objectives)))
    if not names:
        return {"draws": draws, "seed": seed, "rank_acceptability": {}, "central_weights": {}}
    result = smaa(values, AnyWeights(len(problem.objectives)), draws=draws, seed=seed)
    first = ~np.ma.getmaskarray(result.centres).any(axis=1)
    centres = {name: result.centres.data[s].tolist() if first[s] else None for s, name in enumerate(names)}
    return {
        "draws": draws,
        "seed": seed,
        "rank_acceptability": dict(zip(names, result.ranks.tolist(), strict=True)),
        "central_weights": centres,
    }


def _as_table(answer: dict[str, Any]) -> str:
    width = max(len(row["option"]) for row in answer["options"])
    lines = [f"{'Rank':>4}  {'Option':<{width}}  {'Score':>8}"]
    for row in answer["options"]:
        shown = "no score" if row["score"] is None else _shown(row["score"], answer["method"])
        lines.append(f"{row['rank'] or '-':>4}  {row['option']:<{width}}  {shown:>8}")
    lines += [f"{name}: weight {share:.3f}" for name, share in answer["weights"].items()]
    for name, row in answer.get("smaa", {}).get("rank_acceptability", {}).items():
        lines.append(f"{name}: first in {100 * row[0]:.1f} % of {answer['smaa']['draws']} random weights")
    return "\n".join(lines)


def _shown(score: float, method: str) -> str:
    """One decimal on the scale of 0 to 100; the other methods' scales are finer."""
    return one_decimal(score) if method == "additive" else f"{score:.3f}"
