"""Questions about areas and needs."""

from django.db.models import Count, Q, QuerySet

from needs.models import Area, Need


def areas_with_counts() -> QuerySet[Area]:
    """Every area with `need_count`, the number of its published needs."""
    published = Count("needs", filter=Q(needs__status=Need.Status.PUBLISHED))
    return Area.objects.annotate(need_count=published).order_by("position")


def published_needs(*, search: str = "", area: str = "", provenance: str = "") -> QuerySet[Need]:
    """In the order of areas. `area` is a slug; an empty text filters nothing."""
    needs = Need.objects.published().select_related("area").order_by("area__position", "code")
    if search:
        needs = needs.filter(Q(title__icontains=search) | Q(detail__icontains=search) | Q(code__iexact=search))
    if area:
        needs = needs.filter(area__slug=area)
    if provenance:
        needs = needs.filter(provenance=provenance)
    return needs


def shown_needs() -> QuerySet[Need]:
    """Needs that have a page: published ones, and merged ones, which keep their text and lead to their target."""
    shown = Need.objects.filter(status__in=[Need.Status.PUBLISHED, Need.Status.MERGED])
    return shown.select_related("area", "merged_into").prefetch_related("sources", "merged_needs")
