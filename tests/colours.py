"""Measure colours: contrast as in WCAG, distance as in Oklab. As a program, try a colour before a goal gets it.

    .venv/bin/python tests/colours.py "#083c46" --for 4

prints its contrasts as field and as tone, with the least that they must be, and how far it is from the colours of the goals other
than 4. A colour for the day need not do in the evening.
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


LEAST = {
    ("tone", "paper", "day"): 6.8,
    ("tone", "paper", "evening"): 9.0,
    ("tone", "cloth", "day"): 6.0,
    ("tone", "cloth", "evening"): 6.0,
    ("field", "cream", "day"): 6.9,
    ("field", "cream", "evening"): 6.9,
}
"""The least contrast of a goal's tone with the ground on which it stands, and of its field with the words on it."""
LEAST_LIGHT = 4.9
"""The least contrast of a goal's light with its field."""
SCHEMES = {"day": "by day", "evening": "in the evening"}


def describe(colour: str, theme: Path, changed: int | None = None) -> list[str]:
    """Return lines on a colour as the field or tone of a goal, by day and in the evening: contrasts, and the least that they must
    be; then the nearest colours of goals, except the `changed` one.
    """
    sys.path.insert(0, str(PROJECT))
    from plugins.core.looks.goal_looks import read_goal_looks
    from plugins.core.looks.tokens import read_tokens

    tokens, lines = read_tokens(theme), []
    for scheme, when in SCHEMES.items():
        lines.append(f"{when}:")
        for (part, other, at), least in LEAST.items():
            if at == scheme:
                measured = round(contrast(colour, getattr(tokens, scheme)[other]), 2)
                lines.append(f"  as {part}: contrast {measured:.2f} with {other}, at least {least}{_judge(measured < least)}")
        others = {
            f"{part} of goal {one.number}, {getattr(one, scheme)[part]}": distance(colour, getattr(one, scheme)[part])
            for one in read_goal_looks(theme).paints
            if one.number != changed
            for part in ("field", "tone")
        }
        for name in sorted(others, key=lambda name: others[name])[:4]:
            lines.append(f"  distance {others[name]:.3f} from {name}, at least {APART}{_judge(others[name] < APART)}")
    for light in dict.fromkeys(one.day["light"] for one in read_goal_looks(theme).paints if changed in (None, one.number)):
        measured = round(contrast(light, colour), 2)
        lines.append(
            f"as field: contrast {measured:.2f} with light {light}, at least {LEAST_LIGHT}{_judge(measured < LEAST_LIGHT)}"
        )
    return lines


def _judge(is_wrong: bool) -> str:
    return " – too little" if is_wrong else ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("colour", help="#083c46")
    parser.add_argument("--for", type=int, dest="goal", help="the goal that is to get it: its present colours do not count")
    asked = parser.parse_args()
    print("\n".join(describe(asked.colour, PROJECT / "theme", asked.goal)))
