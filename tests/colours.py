"""Measure colours: contrast as in WCAG, distance as in Oklab. As a program, try a colour before a goal gets it.

    .venv/bin/python tests/colours.py "#083c46" --for 4

prints how far the colour is from those of the goals other than 4, and its contrasts with the grounds of pages.
"""

from __future__ import annotations

import argparse
import math
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]

APART = 0.04
"""Distance below which two colours seen apart look equal: twice 0.02, the smallest visible difference side by side
(CSS Color Module Level 4, https://www.w3.org/TR/css-color-4/#color-difference-OK)."""


def read_parts(colour: str) -> tuple[float, ...]:
    """Return the linear parts of a colour in sRGB, red, green and blue, each from 0 to 1."""
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    parts = (part / 255 for part in bytes.fromhex(digits))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG."""
    red, green, blue = read_parts(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of WCAG."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def place_in_oklab(colour: str) -> tuple[float, float, float]:
    """Return a colour in Oklab, where equal distances look equal (https://bottosson.github.io/posts/oklab/)."""
    red, green, blue = read_parts(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def distance(one: str, other: str) -> float:
    """Return how far two colours are apart in Oklab."""
    return math.dist(place_in_oklab(one), place_in_oklab(other))


def describe(colour: str, theme: Path, changed: int | None = None) -> list[str]:
    """Return lines on a colour: its contrasts with the grounds, then the nearest colours of goals, except the `changed` one."""
    sys.path.insert(0, str(PROJECT))
    from plugins.core.looks.goal_looks import read_goal_looks
    from plugins.core.looks.tokens import read_tokens

    tokens = read_tokens(theme)
    grounds = {"paper": tokens.day["paper"], "paper in the evening": tokens.evening["paper"], "cream": tokens.day["cream"]}
    lines = [f"contrast {contrast(colour, ground):.1f} with {name}" for name, ground in grounds.items()]
    for when, scheme in (("by day", "day"), ("in the evening", "evening")):
        others = {
            f"{part} of goal {one.number}, {paint[part]}": distance(colour, paint[part])
            for one in read_goal_looks(theme).paints
            if one.number != changed
            for paint in (getattr(one, scheme),)
            for part in ("field", "tone")
        }
        nearest = sorted(others, key=lambda name: others[name])[:4]
        near = (f"{others[name]:.3f} from {name}{' – too near' if others[name] < APART else ''}" for name in nearest)
        lines += [f"distance {when}:", *(f"  {line}" for line in near)]
    return lines


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("colour", help="#083c46")
    parser.add_argument("--for", type=int, dest="goal", help="the goal that is to get it: its present colours do not count")
    asked = parser.parse_args()
    print("\n".join(describe(asked.colour, PROJECT / "theme", asked.goal)))
