"""How evenly groups, or regions, reached the number of people hoped for. No database, no Django."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

Z = 1.6448536269514722  # the normal quantile of a two-sided 90 % interval


@dataclass(frozen=True)
class Representation:
    """The lowest share of a target over the highest, 1 when all parts are alike, with its 90 % interval."""

    lowest: str
    highest: str
    lowest_share: float
    highest_share: float
    ratio: float
    low: float
    high: float


def representation(groups: Mapping[str, tuple[int, int]]) -> Representation | None:
    """From (people, target) by group or by region. None with fewer than two groups or when nobody came.

    A share is a proportion of its target, at most 1, with Wilson's interval; the interval of the ratio is put together
    from both by the method of variance estimates recovery (Donner & Zou 2012).
    """
    shares = {name: min(1.0, people / target) for name, (people, target) in groups.items() if target}
    if len(shares) < 2 or not any(shares.values()):
        return None
    lowest, highest = min(shares, key=shares.__getitem__), max(shares, key=shares.__getitem__)
    low, high = _ratio_interval(
        (shares[lowest], *wilson(shares[lowest], groups[lowest][1])),
        (shares[highest], *wilson(shares[highest], groups[highest][1])),
    )
    ratio = shares[lowest] / shares[highest]
    return Representation(lowest, highest, shares[lowest], shares[highest], ratio, low, min(1.0, high))


def wilson(share: float, size: int) -> tuple[float, float]:
    """Wilson's 90 % interval of a proportion (Wilson 1927)."""
    centre = (share + Z**2 / (2 * size)) / (1 + Z**2 / size)
    half = Z / (1 + Z**2 / size) * math.sqrt(share * (1 - share) / size + Z**2 / (4 * size**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def _ratio_interval(above: tuple[float, float, float], below: tuple[float, float, float]) -> tuple[float, float]:
    """Interval of a / b from (estimate, low, high) of each."""
    a, a_low, a_high = above
    b, b_low, b_high = below
    product = a * b
    lower = _root(product, a_low * b_high * (2 * a - a_low) * (2 * b - b_high))
    upper = _root(product, a_high * b_low * (2 * a - a_high) * (2 * b - b_low))
    low = (product - lower) / (b_high * (2 * b - b_high))
    high = (product + upper) / (b_low * (2 * b - b_low))
    return max(0.0, low), high


def _root(product: float, taken: float) -> float:
    return math.sqrt(max(0.0, product**2 - taken))
