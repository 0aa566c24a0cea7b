"""What curators need to see of solutions: how complete each is, and which look like the same twice."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from solutions.models import Evidence, Solution

SAME_TITLE = 0.45  # of the letters, taken in threes
SAME_NEEDS = 0.5  # of the needs of the solution that has fewer


@dataclass(frozen=True)
class Completeness:
    """What a solution should have before people rate it, and what of it is there."""

    parts: tuple[tuple[str, bool], ...]

    @property
    def done(self) -> int:
        return sum(there for _, there in self.parts)

    @property
    def total(self) -> int:
        return len(self.parts)

    @property
    def missing(self) -> list[str]:
        return [name for name, there in self.parts if not there]

    def __str__(self) -> str:
        words = f"{self.done} of {self.total}"
        return f"{words}; missing: {', '.join(self.missing)}" if self.missing else words


def with_counts(solutions: QuerySet[Solution]) -> QuerySet[Solution]:
    """With `evidence_count` and `need_count`, which `completeness` reads."""
    return solutions.annotate(
        evidence_count=_count(Evidence.objects.filter(solution=OuterRef("pk")), "solution"),
        need_count=_count(Solution.needs.through.objects.filter(solution=OuterRef("pk")), "solution"),
    )


def completeness(solution: Any) -> Completeness:
    return Completeness(
        (
            ("summary", bool(solution.summary)),
            ("easy read", bool(solution.easy_read)),
            ("evidence", solution.evidence_count > 0),
            ("needs", solution.need_count > 0),
            ("area", solution.area_id is not None),
            ("population", bool(solution.population)),
            ("readiness", solution.readiness != Solution.Readiness.UNKNOWN),
        )
    )


@dataclass(frozen=True)
class Overlap:
    first: Solution
    second: Solution
    likeness: float
    shared: int
    share: float

    @property
    def same_title(self) -> bool:
        return self.likeness >= SAME_TITLE

    @property
    def same_needs(self) -> bool:
        return self.share >= SAME_NEEDS

    def other(self, solution: Solution) -> Solution:
        return self.second if solution == self.first else self.first


OVERLAPS = """
WITH alive AS (SELECT id, title FROM solutions_solution WHERE status <> 'archived'),
     sizes AS (SELECT solution_id, count(*) AS size FROM solutions_solution_needs GROUP BY solution_id),
     shared AS (SELECT a.solution_id AS first, b.solution_id AS second, count(*) AS shared
                FROM solutions_solution_needs a JOIN solutions_solution_needs b USING (need_id)
                WHERE a.solution_id < b.solution_id GROUP BY 1, 2)
SELECT a.id, b.id, similarity(a.title, b.title), coalesce(s.shared, 0),
       coalesce(s.shared::float / least(x.size, y.size), 0)
FROM alive a JOIN alive b ON a.id < b.id
LEFT JOIN shared s ON s.first = a.id AND s.second = b.id
LEFT JOIN sizes x ON x.solution_id = a.id LEFT JOIN sizes y ON y.solution_id = b.id
WHERE (similarity(a.title, b.title) >= %(title)s OR s.shared::float / least(x.size, y.size) >= %(needs)s)
  AND (%(only)s::bigint IS NULL OR %(only)s IN (a.id, b.id))
ORDER BY 3 DESC, 5 DESC, 1, 2
"""


def overlaps(*, solution: Solution | None = None) -> list[Overlap]:
    """Pairs that may be one solution twice: much the same title, or half of the needs of the smaller one shared."""
    only = solution.pk if solution else None
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS, {"title": SAME_TITLE, "needs": SAME_NEEDS, "only": only})
        pairs = cursor.fetchall()
    rows = Solution.objects.in_bulk({key for pair in pairs for key in pair[:2]})
    return [Overlap(rows[a], rows[b], likeness, shared, share) for a, b, likeness, shared, share in pairs]


def _count(rows: QuerySet[Any], field: str) -> Coalesce:
    counted = rows.order_by().values(field).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
