"""A file as lines, both as stored and as parsed.

`split_lines` takes the bytes of a file of `content/`; `Lines` supports replacing lines, and returns bytes again. Unchanged lines
keep every byte, even if they contain decomposed letters or end in CRLF. Called by `core.writer`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from plugins.core.dataclass import dataclass
from plugins.core.source.sources import normalise_text

_LINE = re.compile(r"([^\r\n]*+)(\r\n|\n|\r|\Z)")
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Lines:
    """A file as lines: `read` as the parser sees them, `raw` as stored, with line ends."""

    read: tuple[str, ...]
    raw: tuple[str, ...]
    ending: str = "\n"
    """The line end for new lines: the most common one in the file."""
    mark: str = ""
    """The byte order mark, if the file has one."""

    @property
    def text(self) -> str:
        """The file as the parser sees it."""
        return "\n".join(self.read)

    def replaced(self, start: int, end: int, new: Sequence[str]) -> Lines:
        """Return the file with lines `start` to `end` (exclusive, from 0) replaced by `new`, which have no line ends.

        Lines in `new` that are also among the replaced ones keep their bytes.
        """
        kept = {self.read[at]: self.raw[at] for at in range(start, end) if self.raw[at].endswith(("\n", "\r"))}
        raw = list(self.raw)
        raw[start:end] = [kept.get(line, line + self.ending) for line in new]
        read = [*self.read[:start], *new, *self.read[end:]]
        if start >= len(self.raw) and start and not self.raw[start - 1].endswith(("\n", "\r")):
            raw[start - 1] += self.ending  # the last line had no line end, and is no longer last
        return replace(self, read=tuple(read), raw=tuple(raw))

    def encoded(self) -> bytes:
        """Return the bytes of the file."""
        return (self.mark + "".join(self.raw)).encode()


def split_lines(data: bytes) -> Lines:
    """Return the lines of a file; raise `UnicodeDecodeError` if it is not UTF-8."""
    text = data.decode()
    bare = text.lstrip(_MARK)
    found = [match.group() for match in _LINE.finditer(bare) if match.group()]
    ends = [match[2] for match in _LINE.finditer(bare) if match[2]]
    ending = max(set(ends), key=ends.count) if ends else "\n"
    read = tuple(normalise_text(line.rstrip("\r\n")) for line in found)
    return Lines(read, tuple(found), ending, text[: len(text) - len(bare)])
