"""What cannot be written, and why, in words for the editor."""

from __future__ import annotations


class CannotWrite(Exception):
    """The change cannot be written and the file is unchanged; the message is in Swedish."""
