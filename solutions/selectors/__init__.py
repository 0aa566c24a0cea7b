"""Questions about solutions, and about needs together with their solutions."""

from django.db.models import Prefetch, QuerySet

from needs.models import Need
from needs.selectors import published_needs
from solutions.models import Evidence, Solution


def published_solutions(*, area: str = "") -> QuerySet[Solution]:
    """In the order of areas. `area` is a slug; an empty text filters nothing."""
    solutions = Solution.objects.published().select_related("area").order_by("area__position", "code")
    return solutions.filter(area__slug=area) if area else solutions


def solutions_with_evidence() -> QuerySet[Solution]:
    """Published solutions with what their pages show."""
    evidence = Prefetch("evidence", Evidence.objects.select_related("source").order_by("source__code"))
    return published_solutions().prefetch_related(evidence, Prefetch("needs", published_needs()))


def solutions_meeting(need: Need) -> QuerySet[Solution]:
    return published_solutions().filter(needs=need)
