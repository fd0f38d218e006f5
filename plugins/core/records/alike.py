"""Decide whether PyYAML's parser in Python and libyaml's in C, which is ten times as fast, give the same result for a text.

Called by `core.records.compose`, which uses libyaml where both give the same nodes at the same positions. The differences were
found by parsing some millions of short texts in all styles with both (`tests/core/test_alike.py` repeats this with some
thousands): libyaml accepts a comment directly after `|` or `>`, a tab between words, and `{a:`; it reports another end for the
last list, and treats `?` differently. Texts with such characters, and others that are rare in registers, are left to PyYAML.
"""

from __future__ import annotations

import re

_ONLY_PYYAML = re.compile(
    r"[^\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"  # tabs and invisible characters
    r"|^---|^\.\.\."  # several documents
    r"|[?{}]"
    r"|(?<![^\s,\[:-])[&*!%@`]"  # anchors, tags, directives: where a value begins
    r"|[|>][-+0-9]*+#"
    # a list in brackets of anything but plain words; `[1, 2]` is parsed alike
    r"|\[(?![^\[\]{}:?\"'#&*!|>%@`\n-]*+\][^\S\n]*+$)|\](?![^\S\n]*+$)",
    re.MULTILINE,
)


def is_read_alike(text: str) -> bool:
    """Return whether libyaml parses a text as PyYAML does, if it can parse it at all."""
    return not _ONLY_PYYAML.search(text)
