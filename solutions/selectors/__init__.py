"""Questions about solutions, and about needs together with their solutions."""

from django.db.models import Prefetch, Q, QuerySet

from needs.models import Need, Source
from needs.selectors import published_needs
from solutions.models import Evidence, Solution


def published_solutions(*, area: str = "") -> QuerySet[Solution]:
    """In the order of areas. `area` is a slug; an empty text filters nothing."""
    solutions = Solution.objects.published().select_related("area").order_by("area__position", "code")
    return solutions.filter(area__slug=area) if area else solutions


def solutions_with_evidence() -> QuerySet[Solution]:
    """Published solutions with what their pages show."""
    evidence = Prefetch("evidence", Evidence.objects.select_related("source").order_by("source__code"))
    return (
        published_solutions()
        .select_related("easy_read_check")
        .prefetch_related(evidence, Prefetch("needs", published_needs()))
    )


def solutions_meeting(need: Need) -> QuerySet[Solution]:
    return published_solutions().filter(needs=need)


def solutions_to_take() -> QuerySet[Solution]:
    """Published solutions by code, with the codes of their needs and their evidence, for files and the API."""
    return solutions_with_evidence().order_by("code")


def narrow_solutions(
    solutions: QuerySet[Solution], *, area: str = "", need: str = "", provenance: str = "", readiness: str = ""
) -> QuerySet[Solution]:
    """`area` and `need` are codes, and the need a published one; an empty text filters nothing."""
    if area:
        solutions = solutions.filter(area__code=area)
    if need:
        solutions = solutions.filter(needs__in=published_needs().filter(code=need))
    if provenance:
        solutions = solutions.filter(provenance=provenance)
    return solutions.filter(readiness=readiness) if readiness else solutions


def sources_in_use() -> QuerySet[Source]:
    """Documents that something public points to."""
    shown = Q(needs__status=Need.Status.PUBLISHED) | Q(evidence__solution__status=Solution.Status.PUBLISHED)
    return Source.objects.filter(shown).distinct().order_by("code")
