"""Arrays as JSON by the codes of options and objectives, with null where there is no value."""

from collections.abc import Sequence
from typing import Any

import numpy as np

Json = dict[str, Any]


def by_code(codes: Sequence[str], values: Any) -> Json:
    """One entry a code; a masked entry becomes null."""
    return dict(zip(codes, np.ma.asarray(values).tolist(), strict=True))


def table(rows: Sequence[str], columns: Sequence[str], values: Any) -> Json:
    """{row code: {column code: value or null}}"""
    return {code: by_code(columns, row) for code, row in zip(rows, np.ma.asarray(values), strict=True)}
