"""What anybody may take away about areas, documents and needs: the same facts for open data and for the API."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from needs.models import Area, Need, Source
from needs.selectors import shown_needs

Facts = dict[str, Any]


def needs_to_take() -> QuerySet[Need]:
    """Needs that have a page, by code."""
    return shown_needs().prefetch_related("merged_needs").defer("search").order_by("code")


def area_facts(area: Area) -> Facts:
    return {
        "code": area.code,
        "slug": area.slug,
        "name": area.name,
        "position": area.position,
        "provenance": area.provenance,
        "provenance_label": area.get_provenance_display(),
        "source_url": area.source_url,
        "address": address_of(area),
    }


def source_facts(source: Source) -> Facts:
    return {
        "code": source.code,
        "kind": source.kind,
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "url": source.url,
        "seen_at": source.seen_at,
    }


def need_facts(need: Need) -> Facts:
    return {
        "code": need.code,
        "title": need.title,
        "detail": need.detail,
        "area": need.area.code if need.area else "",
        "status": need.status,
        "status_reason": need.status_reason,
        "merged_into": need.merged_into.code if need.merged_into else "",
        "merged_from": sorted(merged.code for merged in need.merged_needs.all()),
        "provenance": need.provenance,
        "provenance_label": need.get_provenance_display(),
        "evidence_seen": need.evidence_seen,
        "sources": sorted(source.code for source in need.sources.all()),
        "address": address_of(need),
        "updated_at": need.updated_at,
    }


def address_of(thing: Any) -> str:
    """Where the thing is to be read, on the portal's own address."""
    return f"{settings.SITE_URL.rstrip('/')}{thing.get_absolute_url()}"
