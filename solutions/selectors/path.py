"""How many needs and solutions there are at each stage of the way from a submission to a solution."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mhin.common.models import Provenance
from needs.models import Area, Need
from needs.selectors import areas_with_counts
from solutions.models import Evidence, Solution


@dataclass(frozen=True)
class PathCounts:
    gathered: int
    by_provenance: tuple[tuple[str, int], ...]
    waiting: int
    merged: int
    rejected: int
    published: int
    met: int
    solutions: int
    drafts: int
    archived: int
    evidence: int
    areas: int

    @property
    def unmet(self) -> int:
        return self.published - self.met


def count_path() -> PathCounts:
    """Every need keeps its row for good, so the rows as they are now add up to everything that ever came in."""
    status, has_solution = Need.Status, Q(solutions__status=Solution.Status.PUBLISHED)
    needs = Need.objects.aggregate(
        gathered=Count("pk", distinct=True),
        waiting=Count("pk", distinct=True, filter=Q(status__in=[status.SUBMITTED, status.IN_REVIEW])),
        merged=Count("pk", distinct=True, filter=Q(status=status.MERGED)),
        rejected=Count("pk", distinct=True, filter=Q(status=status.REJECTED)),
        published=Count("pk", distinct=True, filter=Q(status=status.PUBLISHED)),
        met=Count("pk", distinct=True, filter=Q(status=status.PUBLISHED) & has_solution),
        **{value: Count("pk", distinct=True, filter=Q(provenance=value)) for value in Provenance.values},
    )
    by_provenance = tuple((label, needs.pop(value)) for value, label in Provenance.choices)
    solutions = Solution.objects.aggregate(
        solutions=Count("pk", filter=Q(status=Solution.Status.PUBLISHED)),
        drafts=Count("pk", filter=Q(status=Solution.Status.DRAFT)),
        archived=Count("pk", filter=Q(status=Solution.Status.ARCHIVED)),
    )
    evidence = Evidence.objects.filter(solution__status=Solution.Status.PUBLISHED).count()
    return PathCounts(by_provenance=by_provenance, evidence=evidence, areas=Area.objects.count(), **needs, **solutions)


def areas_with_both_counts() -> QuerySet[Area]:
    """Every area with `need_count` and `solution_count`, of what is published."""
    published = Solution.objects.published().filter(area=OuterRef("pk")).order_by().values("area")
    solution_count = Coalesce(Subquery(published.annotate(count=Count("pk")).values("count")), 0)
    return areas_with_counts().annotate(solution_count=solution_count)
