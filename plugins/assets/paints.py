"""Rules for the goals' colours in stylesheets, generated from the looks of the goals (`theme/goals.yaml`).

A comment in a stylesheet marks the place: `/* paints: first, by day */`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from plugins.core.looks.goal_looks import GoalLooks, Paint
from plugins.core.looks.tokens import Tokens


def fill_paints(css: str, looks: GoalLooks, tokens: Tokens) -> str:
    """Replace the marks in a stylesheet by the rules for the goals' colours."""
    for mark, write in _MARKS.items():
        place = f"/* paints: {mark} */"
        if place in css:
            css = css.replace(place, write(looks, tokens))
    return css


def _by_day(paints: Sequence[Paint]) -> str:
    return "\n".join(f".goal-{paint.number} {{ --n: {paint.number}; {_tokens(paint.day)} }}" for paint in paints)


def _by_evening(paints: Sequence[Paint]) -> str:
    return "\n".join(f".goal-{paint.number} {{ {_tokens(paint.evening)} }}" for paint in paints)


def _tokens(colours: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def _rug_of_all(paints: Sequence[Paint], tokens: Tokens) -> str:
    """Return the rule for the rug of pages without a goal: the goals in a row, each with as many light stripes as its number.

    It is the same in the dark colour scheme.
    """
    edge, stops = 0, []
    for colour, width in _weave(paints, tokens):
        stops += [f"{colour} 0"] if edge else []  # 0 is moved up to the position of the stop before
        edge += width
        stops.append(f"{colour} {edge}px")
    return f".rug--all {{ background: repeating-linear-gradient(90deg, {', '.join(stops)}); }}"


def _weave(paints: Sequence[Paint], tokens: Tokens) -> Iterator[tuple[str, int]]:
    """Yield the stripes of the rug of all goals: colour, and width in CSS pixels."""
    for paint in paints:
        yield paint.day["field"], 18
        for stripe in range(paint.number):
            yield paint.day["light"], 7
            yield paint.day["field"], 18 if stripe == paint.number - 1 else 6
        yield tokens.day["cloth"], 6 if paint.number % 2 else 14
        yield tokens.day["ink"], 4


_MARKS: Final[Mapping[str, Callable[[GoalLooks, Tokens], str]]] = {
    "first, by day": lambda looks, _: _by_day(looks.first),
    "first, by evening": lambda looks, _: _by_evening(looks.first),
    "further, by day": lambda looks, _: _by_day(looks.further),
    "further, by evening": lambda looks, _: _by_evening(looks.further),
    "the rug of all goals": lambda looks, tokens: _rug_of_all(looks.first, tokens),
}
