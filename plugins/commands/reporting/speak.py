"""Print lines on stdout and stderr, whatever characters they can encode; and record what is printed.

Imports only the standard library, so that a run that repeats an earlier one need import no more.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import get_ident
from typing import TextIO

_RECORDS: list[tuple[int, list[tuple[str, str]]]] = []
"""Active recordings: the id of a thread, and the lines it has printed."""


@contextmanager
def record() -> Iterator[list[tuple[str, str]]]:
    """Record all that this thread prints within, as pairs of `out` or `err` and the text."""
    messages: list[tuple[str, str]] = []
    own = get_ident(), messages
    _RECORDS.append(own)
    try:
        yield messages
    finally:
        _RECORDS.remove(own)


def say(text: str) -> None:
    """Print a message that is not a problem, on stderr."""
    _show(text, sys.stderr)


def show(text: str) -> None:
    """Print what was asked for (problems, a list, an answer), on stdout."""
    _show(text, sys.stdout)


def show_json(line: str) -> None:
    """Print a line of JSON on stdout, with escapes where the encoding lacks a character, so that nothing is lost."""
    try:
        line.encode(_encoding(sys.stdout))
    except UnicodeEncodeError:
        line = json.dumps(json.loads(line))
    show(line)


def _show(text: str, stream: TextIO | None) -> None:
    for thread, messages in _RECORDS:
        if thread == get_ident():
            messages.append(("out" if stream is sys.stdout else "err", text))
    print_line(text, stream)


def print_line(text: str, stream: TextIO | None) -> None:
    """Print a line; replace characters that cannot be encoded, and ignore a stream that cannot be written to."""
    encoding = _encoding(stream)
    with suppress(OSError, ValueError):  # a full disk, a closed pipe, a closed stream
        print(text.encode(encoding, "replace").decode(encoding), file=stream, flush=True)


def _encoding(stream: TextIO | None) -> str:
    """Return the encoding of a stream; a program without a window has no stream."""
    return getattr(stream, "encoding", None) or "utf-8"
