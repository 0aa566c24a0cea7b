"""Curating areas, sources and needs."""

from needs.admin.area import AreaAdmin
from needs.admin.need import NeedAdmin
from needs.admin.source import SourceAdmin

__all__ = ["AreaAdmin", "NeedAdmin", "SourceAdmin"]
