"""Measure colours: contrast as in WCAG, distance as in Oklab. As a program, try a colour before it is written.

    .venv/bin/python tests/colours.py "#083c46" --as field --for 4 --when day
    .venv/bin/python tests/colours.py "#6b6057" --as soft

says what the colour must have as a goal's field, tone or light (here of goal 4), or as a token of tokens.css: each contrast and
distance with the least that it must be. The last line says whether the colour will do; so does the exit status.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

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
TOKENS_ON_GROUNDS = {
    **{("ink", ground): 13.0 for ground in ("paper", "cloth", "panel")},
    **{("soft", ground): 6.0 for ground in ("paper", "cloth", "panel")},
    **{(name, ground): 3.0 for name in ("edge", "focus") for ground in ("paper", "cloth", "panel")},
    **{("link", ground): 6.0 for ground in ("paper", "cloth")},
}
"""The least contrast of a token with each ground on which it stands, by day and in the evening."""
FREE = {"mid", "pale", "line"}
"""Colours of which nothing is asked: rags of a goal, and thin lines that only separate."""
USES = ("field", "tone", "light", *dict.fromkeys(name for name, _ in TOKENS_ON_GROUNDS), *sorted(FREE))
SCHEMES = {"day": "by day", "evening": "in the evening"}


class Measure(NamedTuple):
    """A figure of a colour, and the least that it must be."""

    what: str
    figure: float
    least: float
    digits: int = 2

    @property
    def is_enough(self) -> bool:
        """Whether a test lets it pass."""
        return self.figure >= self.least

    def __str__(self) -> str:
        """Return the line for the developer."""
        judged = "ok" if self.is_enough else "TOO LOW"
        return f"  {judged:8}{self.what}: {self.figure:.{self.digits}f}, at least {self.least}"


def measure(colour: str, use: str, scheme: str, theme: Path, goal: int | None = None) -> list[Measure]:
    """Return all that tests ask of a colour for a use (one of `USES`) by day or in the evening.

    `goal` is the goal that is to get it: its field or light is then that of its row, and its own colours are no neighbours.
    """
    from plugins.core.looks.goal_looks import read_goal_looks
    from plugins.core.looks.tokens import read_tokens

    tokens = dict(getattr(read_tokens(theme), scheme))  # some are short, as #fff
    paints = read_goal_looks(theme).paints
    own = [paint for paint in paints if paint.number == goal]
    asked = {ground: least for (part, ground, at), least in LEAST.items() if (part, at) == (use, scheme)}
    asked |= {ground: least for (name, ground), least in TOKENS_ON_GROUNDS.items() if name == use}
    found = [
        Measure(f"contrast with --{ground} {tokens[ground]}", contrast(colour, tokens[ground]), least)
        for ground, least in asked.items()
    ]
    for paint in own:
        other = {"field": "light", "light": "field"}.get(use)
        if other:
            value = {**paint.day, **getattr(paint, scheme)}[other]
            what = f"contrast with {other} {value} of goal {paint.number}"
            found.append(Measure(what, contrast(colour, value), LEAST_LIGHT))
    if use in ("field", "tone"):
        near = [
            Measure(f"distance from {use} {value} of goal {paint.number}", distance(colour, value), APART, 3)
            for paint in paints
            if paint.number != goal
            for value in [getattr(paint, scheme)[use]]
        ]
        found += sorted(near, key=lambda one: one.figure)[:3]
    return found


def describe(colour: str, use: str, schemes: Sequence[str], theme: Path, goal: int | None = None) -> tuple[list[str], bool]:
    """Return lines on a colour for a use, and whether it will do in all these schemes."""
    lines, is_right = list[str](), True
    for scheme in schemes:
        found = measure(colour, use, scheme, theme, goal)
        lines += [f"{colour} as {use}, {SCHEMES[scheme]}:", *map(str, found or ["  ok      nothing is asked of it"])]
        is_right &= all(one.is_enough for one in found)
    return [*lines, f"OK: {colour} will do." if is_right else f"NOT OK: {colour} is too low above. Choose another."], is_right


def main(arguments: Sequence[str] | None = None) -> int:
    """Try a colour; return 0 if it will do, otherwise 1."""
    sys.path.insert(0, str(PROJECT))
    from plugins.core.looks.goal_looks import read_goal_looks

    parser = argparse.ArgumentParser(description="Say whether a colour will do, before it is written.")
    parser.add_argument("colour", help="such as #083c46 or #135")
    parser.add_argument("--as", dest="use", required=True, choices=USES, help="what it is for")
    parser.add_argument("--for", type=int, dest="goal", help="for field, tone, light: the goal that is to get it")
    parser.add_argument("--when", choices=SCHEMES, help="by day or in the evening; without it, both")
    asked = parser.parse_args(arguments)
    if not re.fullmatch("#([0-9a-fA-F]{3}){1,2}", asked.colour):
        parser.error(f"no colour: {asked.colour} (write it in quotation marks, such as '#083c46')")
    theme = PROJECT / "theme"
    goals = [paint.number for paint in read_goal_looks(theme).paints]
    if (asked.use in ("field", "light") and asked.goal is None) or (asked.goal is not None and asked.goal not in goals):
        parser.error(f"--as {asked.use} needs --for, the number of a goal in theme/goals.yaml: {goals[0]} to {goals[-1]}")
    lines, is_right = describe(asked.colour, asked.use, [asked.when] if asked.when else [*SCHEMES], theme, asked.goal)
    print("\n".join(lines))
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
