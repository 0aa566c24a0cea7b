"""The numbers that the portal stores with a run, from a snapshot that needs no database."""

import json
import os
import sys
import time
from types import ModuleType

import numpy as np
from django import setup

from ratings.mcda.crosscheck import topsis
from tests.bench.panels import simulated_panel
from tests.bench.whole_run import Cost, peak_megabytes

STAGES = {"official_result": "fit", "uncertainty": "resampling", "agreement": "agreement", "robustness": "flips"}


def _snapshot(people: int, *, closing: bool):
    from ratings.models import Objective, Round, RoundSolution, StakeholderGroup  # noqa: PLC0415
    from ratings.scoring import Snapshot  # noqa: PLC0415

    panel = simulated_panel(people)
    return Snapshot(
        round=Round(status=Round.Status.CLOSED if closing else Round.Status.OPEN),
        round_solutions=tuple(RoundSolution(code=code) for code in panel.options),
        objectives=tuple(Objective(code=code) for code in panel.objectives),
        groups=tuple(StakeholderGroup(code=name, name=name) for name in panel.group_names),
        panel=panel,
        agreed=np.full(panel.shape, np.nan),
        declared_voices=(0.0,) * len(panel.group_names),
        populations=(0,) * len(panel.group_names),
    )


def _measure_here(people: int, *, closing: bool) -> Cost:
    from ratings.scoring import analysis  # noqa: PLC0415

    snapshot = _snapshot(people, closing=closing)
    topsis(np.eye(2), np.ones(2))  # loads pymcdm, which a worker does once
    stages = dict.fromkeys(STAGES.values(), 0.0)
    for function, stage in STAGES.items():
        _clocked(analysis, function, stage, stages)
    start = time.perf_counter()
    analysis.analyse(snapshot)
    return Cost(people, time.perf_counter() - start, stages, peak_megabytes())


def _clocked(module: ModuleType, name: str, stage: str, stages: dict[str, float]) -> None:
    function = getattr(module, name)

    def clocked(*arguments: object, **options: object) -> object:
        start = time.perf_counter()
        try:
            return function(*arguments, **options)
        finally:
            stages[stage] += time.perf_counter() - start

    setattr(module, name, clocked)


if __name__ == "__main__":
    os.environ |= {"SECRET_KEY": "unused", "DJANGO_SETTINGS_MODULE": "mhin.settings"}
    setup()
    sys.stdout.write("\n" + json.dumps(_measure_here(int(sys.argv[1]), closing="closing" in sys.argv).__dict__))
