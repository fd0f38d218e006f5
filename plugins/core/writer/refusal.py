"""What cannot be written, and why, in the words of the editor."""

from __future__ import annotations


class CannotWrite(Exception):
    """The file is left as it is; the text says in Swedish what stands in the way."""
