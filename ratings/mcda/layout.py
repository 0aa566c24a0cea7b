"""Sheets laid out for the processor: one block an objective, raters sorted by group."""

from dataclasses import dataclass

import numpy as np

from ratings.mcda.arrays import ByteArray, IntArray, frozen
from ratings.mcda.problem import Panel


@dataclass(frozen=True, eq=False)
class GroupedSheets:
    """A panel's ratings in the order in which the fits and the resampling read them.

    order   (P,) index of the rater on each row; raters of a group stand together
    bounds  (G + 1,) group g holds the rows from bounds[g] up to bounds[g + 1]
    cube    (n, P, m) ratings, 255 where there is no answer
    """

    order: IntArray
    bounds: IntArray
    cube: ByteArray

    def rows(self, group: int) -> slice:
        """Return the rows of one group."""
        return slice(int(self.bounds[group]), int(self.bounds[group + 1]))


def grouped_sheets(panel: Panel) -> GroupedSheets:
    """Sort the raters by group, keeping their order within it, and turn the sheets."""
    order = np.argsort(panel.groups, kind="stable")
    bounds = np.concatenate([[0], np.cumsum(panel.group_sizes)])
    cube = panel.sheets[order].reshape(panel.people, *panel.shape)
    return GroupedSheets(
        order=frozen(order),
        bounds=frozen(bounds),
        cube=frozen(np.ascontiguousarray(cube.transpose(2, 0, 1))),
    )
