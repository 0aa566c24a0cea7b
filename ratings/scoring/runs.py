"""Computing a round once at a time, and storing what came out for good."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from django.conf import settings
from django.db import connection, transaction

from ratings.locks import wait_for_saves
from ratings.models import RecomputeRequest, Round, ScoreRun, SolutionScore
from ratings.scoring.analysis import METHOD, Analysis, analyse
from ratings.scoring.releases import renew_groups
from ratings.scoring.snapshot import Snapshot, take_snapshot
from ratings.scoring.unjudged import cannot_judge

MOST_PASSES = 20
LOCK_SPACE = 0x4D48  # keeps the portal's advisory locks apart from anybody else's


def recompute_round(round_id: int) -> ScoreRun | None:
    """Work off a round's recompute requests. Returns the last run stored, or None when nothing changed.

    Whoever finds the round locked leaves: the holder looks again before it lets go, and the sweeper after that.
    Running twice is harmless; a crash leaves the requests where they were.
    """
    run = None
    with _only_one(round_id) as is_mine:
        for _ in range(MOST_PASSES if is_mine else 0):
            request_ids = list(RecomputeRequest.objects.filter(round_id=round_id).values_list("pk", flat=True))
            if not request_ids:
                break
            run = _compute(round_id, request_ids) or run
    return run


@contextmanager
def _only_one(round_id: int) -> Iterator[bool]:
    """A lock of the session, not of a transaction, so that it outlives the transaction that stores the run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, round_id])
        is_mine = cursor.fetchone()[0]
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, round_id])


def _compute(round_id: int, request_ids: list[int]) -> ScoreRun | None:
    """One run from one snapshot, opened after the requests were read; then exactly those requests go."""
    started_at, start = _database_time(), time.perf_counter()
    snapshot = take_snapshot(round_id)
    read = time.perf_counter()
    analysis = analyse(snapshot)
    seconds = {"read": read - start, "compute": time.perf_counter() - read}
    with transaction.atomic():
        run = None if _is_current(snapshot) else _store(snapshot, analysis, started_at, seconds)
        RecomputeRequest.objects.filter(pk__in=request_ids).delete()
    return run


def _database_time() -> datetime:
    """Answers carry the database's clock, so a run must, too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cast("datetime", cursor.fetchone()[0])


def _is_current(snapshot: Snapshot) -> bool:
    current = snapshot.round.current_run
    if current is None:
        return False
    return (current.code_version, current.input_hash) == (settings.CODE_VERSION, snapshot.input_hash)


def _store(snapshot: Snapshot, analysis: Analysis, started_at: datetime, seconds: dict[str, float]) -> ScoreRun:
    wait_for_saves(snapshot.round.pk)
    round_ = Round.objects.select_for_update().get(pk=snapshot.round.pk)
    last = ScoreRun.objects.filter(round=round_).order_by("-number").first()
    run = ScoreRun.objects.create(
        round=round_,
        number=last.number + 1 if last else 1,
        method=METHOD,
        policy=snapshot.policy,
        seed=round_.seed,
        input_hash=snapshot.input_hash,
        code_version=settings.CODE_VERSION,
        people=analysis.people,
        answers=analysis.answers,
        weights={o.code: float(w) for o, w in zip(snapshot.objectives, analysis.weights, strict=True)},
        details=analysis.details | {"cannot_judge": cannot_judge(round_)},
        seconds=seconds,
        started_at=started_at,
    )
    SolutionScore.objects.bulk_create(_score_rows(run, snapshot, analysis))
    renew_groups(run, is_final=snapshot.is_final)
    round_.current_run = run
    round_.save(update_fields=["current_run", "updated_at"])
    return run


def _score_rows(run: ScoreRun, snapshot: Snapshot, analysis: Analysis) -> list[SolutionScore]:
    codes = [objective.code for objective in snapshot.objectives]
    return [
        SolutionScore(
            run=run,
            round_solution=snapshot.round_solutions[s],
            score=float(analysis.scores[s]) if analysis.scored[s] else None,
            rank=int(analysis.ranks[s]) if analysis.scored[s] else None,
            position=position,
            values={
                code: float(analysis.values[s, j]) if analysis.answered[s, j] else None for j, code in enumerate(codes)
            },
            answers={code: int(analysis.counts[s, j]) for j, code in enumerate(codes)},
        )
        for position, s in enumerate(analysis.order(snapshot.codes), start=1)
    ]
