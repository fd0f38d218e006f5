"""Sizes of logos: equal to the eye within a tier, and no lower tier above a higher.

Stage: views. In: ratio and density of each logo, and the size that its tier has. Out: width and height in CSS pixels.
A dense logo looks heavier than a thin one of the same area. So the area falls with the root of the density: that evens
out half of the difference, and leaves both measures, area and ink, apart between neighbouring sizes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt

from plugins.core.dataclass import dataclass

THINNEST = 0.1
"""Density below which an area grows no further: a hairline drawing would fill the wall."""
SLIMMEST = 4
"""CSS pixels of the shorter side, below which nobody reads what is there."""
CLEARLY_LESS = 0.9
"""A lower tier's heaviest logo has at most this part of the weight of the lightest above it."""


@dataclass(frozen=True, slots=True)
class LogoSize:
    """How large the logos of a tier may be: one of a ladder of sizes (`partners/model.py`)."""

    weight: int
    """CSS pixels squared of a logo that is all ink."""
    widest: int
    tallest: int
    """CSS pixels."""
    narrow: int
    """Widest on a phone of 320 CSS pixels, where the cell is no wider; CSS makes it so."""
    lightest: int
    """CSS pixels squared of ink: a logo with less is a line or a speck, and would shrink every logo below it to one."""


@dataclass(frozen=True, slots=True)
class LogoShape:
    """The shape and the ink of a logo, on which its size depends."""

    ratio: float
    ink: float
    doubt: float = 0
    """The part of `ink` that may be missing: text that each visitor's own fonts set."""

    def fit(self, size: LogoSize) -> tuple[float, float]:
        """Return width and height where it may have a size."""
        area = size.weight / sqrt(max(self.ink, THINNEST))
        width = min(sqrt(area * self.ratio), size.widest, size.tallest * self.ratio)
        return width, width / self.ratio

    def is_seen(self, size: LogoSize) -> bool:
        """Tell whether a logo as large as it may be is more than a line or a speck."""
        width, height = self.fit(size)
        return min(_weights(width, self, size, self.ink - self.doubt)) >= size.lightest and min(width, height) >= SLIMMEST


def fit_tiers(tiers: Iterable[tuple[LogoSize, Sequence[LogoShape]]]) -> list[list[tuple[int, int]]]:
    """Return the size of each logo, tiers from the highest down; none outweighs one above it, on desktop or phone."""
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
    """Return the width of a logo, made less where it would outweigh one above it on a desktop or a phone."""
    width = mark.fit(size)[0]
    for place, limit in enumerate(limits):
        weight = _weights(width, mark, size, mark.ink)[place]
        if weight > limit:
            width = (width, min(width, size.narrow))[place] * sqrt(limit / weight)
    return width


def _weights(width: float, mark: LogoShape, size: LogoSize, ink: float) -> tuple[float, float]:
    """Return the ink of a logo of that density, shown `width` wide: on a desktop, and on the narrowest phone."""
    narrow = min(width, size.narrow)
    return width * width / mark.ratio * ink, narrow * narrow / mark.ratio * ink
