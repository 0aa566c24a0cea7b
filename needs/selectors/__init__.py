"""Questions about areas and needs."""

from django.db.models import Count, Q, QuerySet

from needs.models import Area, Need, NeedStatusChange
from needs.selectors.search import matching_needs


def areas_with_counts() -> QuerySet[Area]:
    """Every area with `need_count`, the number of its published needs."""
    published = Count("needs", filter=Q(needs__status=Need.Status.PUBLISHED))
    return Area.objects.annotate(need_count=published).order_by("position")


def published_needs(*, search: str = "", area: str = "", provenance: str = "") -> QuerySet[Need]:
    """In the order of areas, or the best match first. `area` is a slug; an empty text filters nothing."""
    needs: QuerySet[Need] = Need.objects.published().select_related("area").defer("search")
    needs = narrow_needs(needs.order_by("area__position", "code"), area=area, provenance=provenance)
    return matching_needs(needs, search) if search else needs


def listed_needs(*, status: str = "", area: str = "", provenance: str = "") -> QuerySet[Need]:
    """Needs that anybody may see, published or merged; without a status the published ones."""
    merged = status == Need.Status.MERGED
    needs = Need.objects.merged_for_all() if merged else Need.objects.published()
    needs = needs.select_related("area").defer("search").order_by("area__position", "code")
    return narrow_needs(needs, area=area, provenance=provenance)


def narrow_needs(needs: QuerySet[Need], *, area: str = "", area_code: str = "", provenance: str = "") -> QuerySet[Need]:
    """`area` is a slug; an empty text filters nothing."""
    if area:
        needs = needs.filter(area__slug=area)
    if area_code:
        needs = needs.filter(area__code=area_code)
    return needs.filter(provenance=provenance) if provenance else needs


def shown_needs() -> QuerySet[Need]:
    """Needs that have a page: published ones, and merged ones, which keep their text and lead to their target."""
    return Need.objects.shown().select_related("area", "merged_into", "easy_read_check").prefetch_related("sources")


def counts_by_area(needs: QuerySet[Need]) -> list[tuple[str, str, int]]:
    """Slug, name and number of needs, for each area that has some of these."""
    counted = needs.order_by("area__position").values_list("area__slug", "area__name").annotate(count=Count("pk"))
    return [(slug, name, count) for slug, name, count in counted if slug]


def counts_by_act() -> list[tuple[str, int]]:
    """What happened to needs, and how often, from their history; in the order of a need's life."""
    counted = dict(NeedStatusChange.objects.order_by().values_list("act").annotate(count=Count("pk")))
    return [(label, counted[act]) for act, label in NeedStatusChange.Act.choices if act in counted]
