"""Compute the sizes of logos: visually equal within a tier, and never heavier than one in a higher tier.

Takes the ratio and density of each logo, and the size of its tier; returns width and height in CSS pixels. A dense logo looks
heavier than a thin one of the same area, so the area decreases with the square root of the density. That evens out half of the
difference, and keeps neighbouring sizes apart in both area and ink.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt

from plugins.core.dataclass import dataclass

THINNEST = 0.1
"""Density below which the area does not increase further: a hairline drawing would fill the wall."""
SLIMMEST = 4
"""CSS pixels of the shorter side below which a logo is illegible."""
CLEARLY_LESS = 0.9
"""The most ink of a lower tier's heaviest logo, as a share of that of the lightest logo above it."""


@dataclass(frozen=True, slots=True)
class LogoSize:
    """The size of the logos of a tier: one of a series of sizes (`partners/model.py`)."""

    weight: int
    """CSS pixels squared of a logo with density 1."""
    widest: int
    tallest: int
    """CSS pixels."""
    narrow: int
    """Maximum width on a phone of 320 CSS pixels, where the cell is no wider; enforced by CSS."""
    lightest: int
    """CSS pixels squared of ink: a logo with less is a line or a speck, and would make every logo below it as small."""


@dataclass(frozen=True, slots=True)
class LogoShape:
    """The ratio and ink of a logo, on which its size depends."""

    ratio: float
    ink: float
    doubt: float = 0
    """The part of `ink` that is uncertain: text in the visitor's own fonts."""

    def fit(self, size: LogoSize) -> tuple[float, float]:
        """Return the width and height of the logo in a given size."""
        area = size.weight / sqrt(max(self.ink, THINNEST))
        width = min(sqrt(area * self.ratio), size.widest, size.tallest * self.ratio)
        return width, width / self.ratio

    def is_seen(self, size: LogoSize) -> bool:
        """Return whether the logo in its full size is more than a line or a speck."""
        width, height = self.fit(size)
        return min(_weights(width, self, size, self.ink - self.doubt)) >= size.lightest and min(width, height) >= SLIMMEST


def fit_tiers(tiers: Iterable[tuple[LogoSize, Sequence[LogoShape]]]) -> list[list[tuple[int, int]]]:
    """Return the sizes of all logos, tiers from the highest down; none outweighs one above it, on desktop or phone."""
    fitted: list[list[tuple[int, int]]] = []
    limits = [float("inf")] * 2
    for size, marks in tiers:
        sizes = []
        for mark in marks:
            width = int(_shrink(mark, size, limits))
            sizes.append((max(1, width), max(1, round(width / mark.ratio))))
        for (width, _), mark in zip(sizes, marks, strict=True):
            found = _weights(width, mark, size, mark.ink - mark.doubt)
            limits = [min(limit, weight * CLEARLY_LESS) for limit, weight in zip(limits, found, strict=True)]
        fitted.append(sizes)
    return fitted


def _shrink(mark: LogoShape, size: LogoSize, limits: Sequence[float]) -> float:
    """Return the width of a logo, reduced if it would outweigh one above it on desktop or phone."""
    width = mark.fit(size)[0]
    for place, limit in enumerate(limits):
        weight = _weights(width, mark, size, mark.ink)[place]
        if weight > limit:
            width = (width, min(width, size.narrow))[place] * sqrt(limit / weight)
    return width


def _weights(width: float, mark: LogoShape, size: LogoSize, ink: float) -> tuple[float, float]:
    """Return the ink of a logo with this density, shown `width` wide, on desktop and on the narrowest phone."""
    narrow = min(width, size.narrow)
    return width * width / mark.ratio * ink, narrow * narrow / mark.ratio * ink
