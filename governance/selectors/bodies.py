"""Questions about who decides."""

from django.db.models import Prefetch, QuerySet

from governance.models import Body, BodyLink, Membership
from ratings.models import StakeholderGroup


def bodies_with_members() -> QuerySet[Body]:
    return Body.objects.prefetch_related(Prefetch("memberships", Membership.objects.order_by("position")))


def bodies_with_links() -> QuerySet[Body]:
    """With members and with the links from and to each body."""
    links = BodyLink.objects.select_related("body", "other")
    return bodies_with_members().prefetch_related(Prefetch("links", links), Prefetch("links_to_it", links))


def links_between_bodies() -> QuerySet[BodyLink]:
    return BodyLink.objects.select_related("body", "other").order_by("body__position", "other__position")


def stakeholder_groups() -> QuerySet[StakeholderGroup]:
    return StakeholderGroup.objects.order_by("position")
