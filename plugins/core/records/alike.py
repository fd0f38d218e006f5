"""What both parsers of YAML read alike: PyYAML's own, in Python, and libyaml, in C, which takes a tenth of the time.

Stage: read. In: YAML. Out: whether libyaml gives the same nodes at the same places. Called by `core.records.bounded`.

They differ in few things, found by giving both some millions of short texts in all styles (`tests/core/test_alike.py`
does it again with some thousands): libyaml takes a comment straight after `|` or `>`, a tab between words and `{a:`;
it gives the end of the last list another place, and `?` another meaning. What has such signs, and what else is rare in
a register, PyYAML reads.
"""

from __future__ import annotations

import re

_ONLY_PYYAML = re.compile(
    r"[^\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"  # tabs and the invisible
    r"|^---|^\.\.\."  # several documents
    r"|[?{}]"
    r"|(?<![^\s,\[:-])[&*!%@`]"  # anchors, tags, directives: where a value begins
    r"|[|>][-+0-9]*+#"
    # A list within brackets that is more than plain words: `[1, 2]` is read alike.
    r"|\[(?![^\[\]{}:?\"'#&*!|>%@`\n-]*+\][^\S\n]*+$)|\](?![^\S\n]*+$)",
    re.MULTILINE,
)


def is_read_alike(text: str) -> bool:
    """Tell whether libyaml reads a text as PyYAML does, if it can read it at all."""
    return not _ONLY_PYYAML.search(text)
