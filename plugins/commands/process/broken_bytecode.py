"""Recognises an error that comes from damaged bytecode, as after a full disk.

In: an exception. Out: whether that is why; the door then repairs it. Needs the standard library alone, and little of that.
"""

from __future__ import annotations


def is_torn(error: BaseException) -> bool:
    """Tell whether a compiled file could not be read."""
    if isinstance(error, ImportError):  # it holds something else: Python leaves its own part of the trace out
        return str(error.path).endswith(".pyc")
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_name == "_compile_bytecode"  # of Python's importlib
