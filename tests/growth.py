"""Measure how the work of a function grows with its input, by counting calls: their number is the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def count_calls(do: Callable[[], Any]) -> int:
    """Return the number of calls that `do()` makes, of Python and C functions, resumed generators included."""
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


def is_linear(make: Callable[[int], Callable[[], Any]], size: int = 100) -> bool:
    """Return whether the work is linear: four times the size takes at most five times the calls.

    `make` returns the function to call for input of a size.
    """
    make(size)()  # fill caches
    few, many = count_calls(make(size)), count_calls(make(4 * size))
    return 0 < many <= 5 * few
