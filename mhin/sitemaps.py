"""What search engines should know: every public page that lasts, at the portal's own address."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from needs.models import Area, Need
from needs.selectors import areas_with_counts, published_needs
from solutions.models import Solution
from solutions.selectors import published_solutions

PAGES = [
    "home",
    "needs:need-list",
    "needs:need-submit",
    "solutions:path",
    "solutions:solution-list",
    "solutions:open-data",
    "ratings:round-list",
    "governance:overview",
    "governance:decision-list",
    "accessibility",
    "privacy",
    "cookies",
]


class OwnAddressSitemap(Sitemap):
    """Addresses begin with SITE_URL, never with what a request calls the host."""

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class PageSitemap(OwnAddressSitemap):
    def items(self) -> list[str]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class RowSitemap(OwnAddressSitemap):
    def lastmod(self, item: Any) -> datetime:
        return item.updated_at


class AreaSitemap(RowSitemap):
    def items(self) -> QuerySet[Area]:
        return areas_with_counts()


class NeedSitemap(RowSitemap):
    def items(self) -> QuerySet[Need]:
        return published_needs()


class SolutionSitemap(RowSitemap):
    def items(self) -> QuerySet[Solution]:
        return published_solutions()


SITEMAPS = {
    "pages": PageSitemap,
    "areas": AreaSitemap,
    "needs": NeedSitemap,
    "solutions": SolutionSitemap,
}
