"""Recognise exceptions caused by damaged bytecode, as after a full disk; `door.py` then repairs it.

Needs little of the standard library and nothing else.
"""

from __future__ import annotations


def is_torn(error: BaseException) -> bool:
    """Return whether an exception comes from a compiled file that could not be read."""
    if isinstance(error, ImportError):  # not a code object: Python leaves importlib out of such a traceback
        return str(error.path).endswith(".pyc")
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_name == "_compile_bytecode"  # of Python's importlib
