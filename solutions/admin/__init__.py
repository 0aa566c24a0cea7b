"""Curating solutions and their evidence."""

from solutions.admin.need import NeedWithSolutionsAdmin
from solutions.admin.solution import SolutionAdmin

__all__ = ["NeedWithSolutionsAdmin", "SolutionAdmin"]
