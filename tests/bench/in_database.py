"""Answers in PostgreSQL to ranks: ours from the sheets, the peer from the rows beside them, in one database.

The peer gets every help: freshly vacuumed tables in the server's memory, two parallel workers, no just-in-time
compiler when that is quicker, sums instead of numeric averages, and an index that holds all it reads.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django import setup
from django.core.management import call_command
from django.db import connection

from mhin.embedded import postgres
from tests.bench.measure import Row
from tests.bench.panels import CELLS, simulated_panel

SIZES = (1_000_000,)
LARGE_SIZES = (1_000_000, 10_000_000)
WEIGHTS = (25, 20, 18, 15, 12, 10)
REPEATS = 7
SERVER = {
    "shared_buffers": "3GB",
    "max_wal_size": "8GB",
    "maintenance_work_mem": "512MB",
    "work_mem": "256MB",
    "fsync": "off",
    "synchronous_commit": "off",
}
RANKS = """
    WITH cell AS (
        SELECT round_solution_id, objective_id, sum(value)::float8 / count(value) AS mean
        FROM ratings_rating GROUP BY round_solution_id, objective_id
    ), score AS (
        SELECT round_solution_id, sum(100 * (mean - 1) / 8 * objective.declared_weight) AS score
        FROM cell JOIN ratings_objective AS objective ON objective.id = objective_id
        GROUP BY round_solution_id
    )
    SELECT rank() OVER (ORDER BY score DESC) FROM score
    JOIN ratings_roundsolution AS solution ON solution.id = round_solution_id ORDER BY solution.position
"""
COVERING = "CREATE INDEX bench_covering ON ratings_rating (round_solution_id, objective_id) INCLUDE (value)"
PLANS = {
    "2 workers": {"max_parallel_workers_per_gather": "2", "jit": "off", "enable_indexonlyscan": "off"},
    "2 workers, jit": {"max_parallel_workers_per_gather": "2", "jit": "on", "enable_indexonlyscan": "off"},
    "no workers": {"max_parallel_workers_per_gather": "0", "jit": "off", "enable_indexonlyscan": "off"},
    "covering index": {"max_parallel_workers_per_gather": "2", "jit": "off", "enable_seqscan": "off"},
}
DEFAULTS = ("max_parallel_workers_per_gather", "jit", "enable_indexonlyscan", "enable_seqscan")


def rows(*, large: bool) -> list[Row]:
    """Measure each size in a process of its own, because Django is set up once for one database."""
    return [_measured(answers) for answers in (LARGE_SIZES if large else SIZES)]


def _measured(answers: int) -> Row:
    command = [sys.executable, "-m", "tests.bench.in_database", str(answers)]
    finished = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return Row(**json.loads(finished.stdout))


def _measure_here(answers: int) -> Row:
    with _database() as url:
        os.environ |= {
            "DATABASE_URL": url,
            "SECRET_KEY": "of the bench alone",
            "DJANGO_SETTINGS_MODULE": "mhin.settings",
        }
        setup()
        return _ranks(answers)


@contextmanager
def _database() -> Iterator[str]:
    """A server of its own, with memory enough to hold all rows."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o711)  # the account that runs the server must get in
        with postgres(data=Path(folder)) as url, psycopg.connect(url, autocommit=True) as server:
            for name, value in SERVER.items():
                server.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        with postgres(data=Path(folder)) as url:
            yield url


def _ranks(answers: int) -> Row:
    # After setup(), because models cannot be imported before it.
    from ratings.mcda.aggregation import combine  # noqa: PLC0415
    from ratings.mcda.cells import mean_cells  # noqa: PLC0415
    from ratings.mcda.voices import PERSON  # noqa: PLC0415
    from ratings.scoring import take_snapshot  # noqa: PLC0415
    from tests.bench.stored_panel import store  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    round_ = store(simulated_panel(round(answers / CELLS / 0.97)), WEIGHTS)

    def ours() -> list[int]:
        snapshot = take_snapshot(round_.pk)
        return combine(mean_cells(snapshot.panel), PERSON, snapshot.declared_weights).ranks.filled(0).tolist()

    def read() -> object:
        return take_snapshot(round_.pk)

    def peer() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(RANKS)
            return [rank for (rank,) in cursor.fetchall()]

    expected = ours()
    if peer() != expected:
        raise AssertionError("ours and the peer disagree on ranks; nothing was measured")
    best = min(PLANS, key=lambda name: _seconds_under(name, peer))
    seconds = _interleaved(best, ours, peer, read)
    return Row(
        work=f"{_count():,} answers in PostgreSQL to ranks",
        ours=seconds[0],
        peer=f"GROUP BY, {best}",
        peer_seconds=seconds[1],
        times_faster=10,
        note=f"{1000 * seconds[2]:.1f} ms of ours is the snapshot",
        reason="most of ours is the snapshot: joining, sending and checking the sheets, and six queries for the round",
    )


def _seconds_under(name: str, peer: Callable[[], Any]) -> float:
    _plan(name)
    return statistics.median(_time(peer) for _ in range(3))


def _plan(name: str) -> None:
    with connection.cursor() as cursor:
        if name == "covering index":
            cursor.execute(COVERING.replace("INDEX", "INDEX IF NOT EXISTS", 1))
            cursor.execute("VACUUM ANALYZE ratings_rating")
        for setting in DEFAULTS:
            cursor.execute(f"RESET {setting}")
        for setting, value in PLANS[name].items():
            cursor.execute(f"SET {setting} = {value}")


def _interleaved(plan: str, *functions: Callable[[], Any]) -> list[float]:
    """Medians; each function in turn, all of them under the settings that suit the peer best."""
    _plan(plan)
    times = [[_time(function) for function in functions] for _ in range(REPEATS)]
    return [statistics.median(own) for own in zip(*times, strict=True)]


def _time(function: Callable[[], Any]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def _count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ratings_rating")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure_here(int(sys.argv[1])).__dict__))
