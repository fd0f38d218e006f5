"""How the work of a function grows with what it is given: calls are counted, which are the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def count_calls(do: Callable[[], Any]) -> int:
    """Return how many calls are made while something is done: of functions, of what is built in, and for each next thing."""
    calls = 0

    def note(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        do()
    finally:
        sys.setprofile(before)
    return calls


def grows_with(make: Callable[[int], Callable[[], Any]], size: int = 100) -> bool:
    """Tell whether four times as much takes about four times as many calls; `make` returns what is done with so much."""
    make(size)()  # what is made once is made now
    few, many = count_calls(make(size)), count_calls(make(4 * size))
    return 0 < many <= 5 * few
