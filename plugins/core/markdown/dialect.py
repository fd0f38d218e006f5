"""Our Markdown dialect: Python-Markdown with some syntax added, and with what editors trigger by accident removed.

`convert` takes Markdown and a `Listener`, which inspects the tree, and returns HTML. Called by `reading`.
"""

from __future__ import annotations

import html
import re
import string
from typing import Any, Final, Protocol
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockQuoteProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import (
    HTML_RE,
    HtmlInlineProcessor,
    InlineProcessor,
    SimpleTagInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, STX, AtomicString

from plugins.core.kinds.addresses import is_email
from plugins.core.kinds.words import MARK
from plugins.core.locales.foreign import Foreign
from plugins.core.locales.lasting import find_lasting
from plugins.core.markdown.blocks import be_sparing
from plugins.core.markdown.boxes import BoxProcessor
from plugins.core.markdown.inline import SparingInline
from plugins.core.markdown.whole import SparingHtmlBlocks, SparingUnescape, SparingWhitespace
from plugins.core.marks.values import LinkedWords
from plugins.core.web import ascii_email, decode_address

_BARE_ADDRESS = (
    rf"(?<![\w@/.-])(?:https?://|www\.)[\w-]+(?:\.[\w-]+)+[^\s<>\"{STX}{ETX}]*"
    r"|(?<![\w@/.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)


OF_MARK = "mark"
"""Attribute of a link made from a mark: the mark as written, until the link has been checked."""
LASTING: Final = "lasting"
"""Attribute of an element whose words depend on the day: the part of the words that does not, until headings have ids."""
NAMED: Final = "named"
"""Attribute of the same elements: the name of the mark."""


class Listener(Protocol):
    """Receives what the conversion finds: provides the values of marks, and inspects the tree before it becomes HTML."""

    def value_of(self, found: re.Match[str]) -> str | None:
        """Return the text of a value mark; None if it has none."""

    def collect_headings(self, root: Element) -> None:
        """Inspect the headings of the tree; called first."""

    def check_tree(self, root: Element) -> None:
        """Inspect the whole tree."""


class _ValueMarks(InlineProcessor):
    """Replaces `{fakta:id}` by its text, which is not parsed as Markdown."""

    def handleMatch(  # type: ignore[override]
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 (part of Python-Markdown's interface)
    ) -> tuple[Any, int | None, int | None]:
        listener: Listener = self.md.lokalamalen  # type: ignore[attr-defined]
        value = listener.value_of(m)
        if value is None:
            return None, None, None
        words = value.words if isinstance(value, LinkedWords) else value
        attributes = {"lang": words.tag} if isinstance(words, Foreign) else {}
        if isinstance(value, LinkedWords):
            attributes |= {"href": value.address, OF_MARK: m[0]}
        lasting = find_lasting(words)
        if lasting is not None:
            attributes |= {LASTING: lasting, NAMED: m["name"]}
        if not attributes:
            return AtomicString(value), m.start(0), m.end(0)
        element = Element("a" if isinstance(value, LinkedWords) else "span", attributes)
        element.text = AtomicString(words)
        return element, m.start(0), m.end(0)


class _Tags(HtmlInlineProcessor):
    """Keeps tags written by hand; a mark in an attribute becomes plain text, since an attribute can contain no element."""

    def unescape(self, text: str) -> str:
        """Return the tag with its placeholders resolved: the words of a mark, and escaped characters with their backslash."""
        stash: dict[str, Any] = self.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]

        def put_back(found: re.Match[str]) -> str:
            value = stash.get(found[1], "")
            if isinstance(value, Element):
                return self.unescape(html.escape("".join(value.itertext())))
            return html.escape(value) if isinstance(value, AtomicString) else f"\\{value}"

        return INLINE_PLACEHOLDER_RE.sub(put_back, text)


class _BareAddresses(InlineProcessor):
    """Makes links of addresses in plain text: `www.example.org`, `alva@example.org`."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 (part of Python-Markdown's interface)
    ) -> tuple[Any, int | None, int | None]:
        written = _trim_address(m[0])
        href = f"mailto:{written}" if "@" in written and "://" not in written else written
        if href.startswith("mailto:") and not is_email(ascii_email(written)):
            return None, None, None
        if written.lower().startswith("www."):
            href = f"https://{written}"
        link = Element("a", {"href": href})
        link.text = AtomicString(decode_address(written) if "xn--" in written.lower() else written)
        return link, m.start(0), m.start(0) + len(written)


def _trim_address(written: str) -> str:
    """Return an address without the punctuation that follows it."""
    while written and (written[-1] in ".,;:!?*_\"'’”…" or (written[-1] == ")" and "(" not in written)):
        written = written[:-1]
    return written


class _Frames(BlockQuoteProcessor):
    """Two quotations with a blank line between are two, as in other programs (CommonMark 0.31.2, section 5.1)."""

    def lastChild(self, parent: Element) -> Element | None:  # noqa: ARG002 (the original returns what to continue)
        return None


class _Finished(Treeprocessor):
    """Passes the finished tree to the listener."""

    def run(self, root: Element) -> None:
        listener: Listener = self.md.lokalamalen  # type: ignore[attr-defined]
        listener.collect_headings(root)
        listener.check_tree(root)


_STRUCK = r"(?<!~)(~~)(?=[^\s~])((?:[^~]|~(?!~))+)(?<!\s)~~(?!~)"
_BACKSLASH_BREAK = r"\\\n"


class _House(Extension):
    """Our dialect: value marks; no code blocks by indentation, no underlined headings.

    Adds syntax that means the same in other programs: `~~struck out~~`, a backslash as line break, and a backslash before any
    ASCII punctuation, as Google Docs writes it.
    """

    def extendMarkdown(self, md: Markdown) -> None:
        md.ESCAPED_CHARS = list(string.punctuation)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(_BACKSLASH_BREAK, "br"), "backslash_break", 101)
        md.inlinePatterns.register(SimpleTagInlineProcessor(_STRUCK, "del"), "struck", 65)  # may contain bold text
        md.parser.blockprocessors.deregister("code")
        md.parser.blockprocessors.deregister("setextheader")
        md.parser.blockprocessors.register(_Frames(md.parser), "quote", 20)  # replaces Python-Markdown's
        md.parser.blockprocessors.register(BoxProcessor(md.parser), "box", 95)  # before all but that for blank lines
        md.inlinePatterns.register(_ValueMarks(MARK.pattern, md), "value_marks", 185)
        md.inlinePatterns.register(_BareAddresses(_BARE_ADDRESS, md), "bare_addresses", 85)  # after links and raw HTML
        md.treeprocessors.register(_Finished(md), "finished", -10)
        # these replace Python-Markdown's own
        md.inlinePatterns.register(_Tags(HTML_RE, md), "html", 90)
        md.treeprocessors.register(SparingInline(md), "inline", 20)
        md.treeprocessors.register(SparingUnescape(md), "unescape", 0)
        md.preprocessors.register(SparingWhitespace(md), "normalize_whitespace", 30)
        md.preprocessors.register(SparingHtmlBlocks(md), "html_block", 20)
        be_sparing(md.parser)


_IDLE: Final[list[Markdown]] = []
"""Unused instances: creating one takes longer than converting a page."""


def engine() -> Markdown:
    """Return a Python-Markdown instance for our dialect, which converts one text at a time."""
    own = TableExtension(), SaneListExtension(), _House()  # by name it would search all installed packages
    return Markdown(extensions=own, output_format="html")


def convert(markdown: str, listener: Listener) -> tuple[str, list[Any]]:
    """Return the HTML of a text, before cleaning, and the tags that were written in it by hand.

    Concurrent calls, as from the editing pages in preview, use separate instances. One that has raised an exception is not
    reused.
    """
    try:
        reader = _IDLE.pop()
    except IndexError:
        reader = engine()
    reader.reset()
    reader.lokalamalen = listener  # type: ignore[attr-defined]  # used by the processors above
    found = reader.convert(markdown), reader.htmlStash.rawHtmlBlocks
    _IDLE.append(reader)
    return found


def plain_words(name: str) -> str:
    """Return words without Python-Markdown's placeholders and escapes."""
    if STX not in name:
        return html.unescape(name).strip()
    name = re.sub(f"{STX}amp{ETX}", "&", name)
    name = re.sub(f"{STX}(\\d+){ETX}", lambda found: chr(int(found[1])), name)
    return html.unescape(re.sub(f"{STX}[^{STX}{ETX}]*{ETX}", "", name)).strip()
