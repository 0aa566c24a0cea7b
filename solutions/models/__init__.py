"""What could meet the needs, and the evidence for it."""

from solutions.models.catalogue_import import CatalogueImport, ImportRow
from solutions.models.draft import SolutionDraft
from solutions.models.easy_read_check import SolutionEasyReadCheck
from solutions.models.evidence import Evidence
from solutions.models.solution import Solution
from solutions.models.status_change import SolutionStatusChange

__all__ = [
    "CatalogueImport",
    "Evidence",
    "ImportRow",
    "Solution",
    "SolutionDraft",
    "SolutionEasyReadCheck",
    "SolutionStatusChange",
]
