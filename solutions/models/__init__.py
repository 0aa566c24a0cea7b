"""What could meet the needs, and the evidence for it."""

from solutions.models.evidence import Evidence
from solutions.models.solution import Solution

__all__ = ["Evidence", "Solution"]
