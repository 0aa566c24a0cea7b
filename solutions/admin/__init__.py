"""Curating solutions and their evidence."""

from solutions.admin.solution import SolutionAdmin

__all__ = ["SolutionAdmin"]
