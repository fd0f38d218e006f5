"""Find markup in one-line fields, which show it to visitors as typed.

Takes the value of a line; yields the markup, and the words without it. A lone star, number sign or bracket in a line is usually
just that (`5 * 3`, `Mål #2`, `[sic]`), so only complete markup is reported.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from plugins.core.dataclass import dataclass

_BLANK = "\ufffc"
_NO_SIGNS = re.compile(r"\{[^{}\n]*\}|(?:https?://|www\.)[^\s<>\"()]+|[\w.+-]{1,64}@[\w.-]+", re.IGNORECASE)
"""Marks and addresses, in which `_` and `*` are ordinary characters."""
_TAGS = (
    "a|abbr|article|aside|audio|b|big|blockquote|body|br|button|center|cite|code|del|div|em|embed|figure|font|footer|form|h[1-6]"
    "|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|main|mark|meta|nav|object|ol|p|pre|q|s|script|section|small"
    "|span|strike|strong|style|sub|sup|svg|table|td|th|time|tr|u|ul|video|wbr"
)
_SIGNS = re.compile(
    r"<!--.*?(?:-->|$)"
    r"|(?<!\\)(?P<bold>\*{2,3}|__)(?P<bold_words>[^*_\n]+)(?P=bold)"
    r"|(?<![\w*_\\])(?P<sign>[*_])(?P<words>[^*_\n]+)(?P=sign)(?![\w*_])"
    r"|(?<![\w`\\])(?P<tick>`{1,3})(?P<code>[^`\n]+)(?P=tick)(?![\w`])"
    r"|(?<!\\)~~(?P<struck>[^~\n]+)~~|==(?P<lit>[^=\n]+)=="
    r"|\[\[(?P<wiki>[^\[\]\n]+)\]\]|\[\^[^\[\]\s]{1,20}\]"
    r"|!?\[(?P<name>[^\[\]\n]+)\]\([^()\s]+(?:[ ]\"[^\"()\n]*\")?\)"
    rf"|</?(?:{_TAGS})(?:[\s/][^<>\n]*)?>"
    r"|(?P<entity>&(?:[a-zA-Z]{2,8}|\#\d{2,5}|\#x[0-9a-fA-F]{2,5});)"
    r"|\\(?P<escaped>[*_`\#\[\]<>~])"
    r"|^\#{1,6}[ ](?=[^\W\d_])"
    r"|(?<=\S[ ])(?P<note>\#+[ ]+[^\W\d_][^\n]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LineSign:
    """Markup of Markdown, HTML or YAML in a line."""

    start: int
    written: str
    words: str
    """The words that remain without the markup."""
    is_note: bool = False
    """A YAML comment (`# …`) after other words."""


def find_line_signs(value: str) -> Iterator[LineSign]:
    """Yield the markup of Markdown, HTML and YAML in the value of a line."""
    bare = _NO_SIGNS.sub(lambda found: _BLANK * len(found[0]), value)
    for found in _SIGNS.finditer(bare):
        group = found.lastgroup if found.lastgroup in _WORDS else next((name for name in _WORDS if found[name]), None)
        words = value[found.start(group) : found.end(group)] if group else ""
        if found["entity"]:
            words = html.unescape(found[0])
            if words == found[0]:
                continue  # not a known entity
        elif group in _TIGHT and words != words.strip():
            continue  # `2 * 3 * 4`
        written = value[found.start() : found.end()]
        if found["note"]:
            yield LineSign(found.start(), written, "", is_note=True)
        else:
            yield LineSign(found.start(), written, words)


_WORDS = ("bold_words", "words", "code", "struck", "lit", "wiki", "name", "escaped")
_TIGHT = ("bold_words", "words", "struck", "lit")
