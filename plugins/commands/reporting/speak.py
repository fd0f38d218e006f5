"""Prints a line to stdout or stderr, whatever characters the screen can show; and records what is printed.

Only the standard library: a run that says what an earlier one said needs no more than this.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import get_ident
from typing import TextIO

_RECORDS: list[tuple[int, list[tuple[str, str]]]] = []
"""Who takes down what is told: the thread, and what it has told."""


@contextmanager
def record() -> Iterator[list[tuple[str, str]]]:
    """Record all that this thread prints within: `out` or `err`, and the text."""
    told: list[tuple[str, str]] = []
    own = get_ident(), told
    _RECORDS.append(own)
    try:
        yield told
    finally:
        _RECORDS.remove(own)


def say(text: str) -> None:
    """Tell the person at the keyboard something that is not a problem."""
    _show(text, sys.stderr)


def show(text: str) -> None:
    """Tell on stdout what was asked for: problems, a list, an answer."""
    _show(text, sys.stdout)


def show_json(line: str) -> None:
    """Tell a line of JSON on stdout: where it lacks a sign, all of them are written as numbers, and nothing is lost."""
    try:
        line.encode(_encoding(sys.stdout))
    except UnicodeEncodeError:
        line = json.dumps(json.loads(line))
    show(line)


def _show(text: str, stream: TextIO | None) -> None:
    for thread, told in _RECORDS:
        if thread == get_ident():
            told.append(("out" if stream is sys.stdout else "err", text))
    tell_line(text, stream)


def tell_line(text: str, stream: TextIO | None) -> None:
    """Tell as much as can be told: a sign that is lacking is replaced, and a reader who has left misses the rest."""
    encoding = _encoding(stream)
    with suppress(OSError, ValueError):  # a full disk, a closed pipe, a closed stream
        print(text.encode(encoding, "replace").decode(encoding), file=stream, flush=True)


def _encoding(stream: TextIO | None) -> str:
    """Return how a stream writes signs; a program without a window has no stream."""
    return getattr(stream, "encoding", None) or "utf-8"
