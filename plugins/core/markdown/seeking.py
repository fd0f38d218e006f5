"""Find the positions of words, links and tags in the source text: Python-Markdown records none.

Takes a `Text`, and then the words of headings, links or tags in the order in which they occur; returns their `Place`. Called by
the checks of links, pictures, tags and headings.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property
from itertools import accumulate, islice, takewhile
from typing import Final
from urllib.parse import unquote

from plugins.core.kinds.words import MARK
from plugins.core.markdown.torn_markdown import blank_no_markdown
from plugins.core.places import Place
from plugins.core.source.sources import Text

_ATX = re.compile(r"^[ ]{0,3}+(?>(?:(?:[-*+>]|\d++\.)[ ]++)*)(#{1,6})(?P<text>.*)$")


_SIGNS_FIRST = re.compile(r"(?P<frame>[\s>]*+)(?>(?:\d++[.)])?)")
"""What precedes the words of a line in a quotation or list."""
_COMPARED = 6
"""How many words of a line are compared."""
_OF_MARKDOWN = re.compile(r"\]\([^()\n]*+\)|</?[A-Za-z][A-Za-z0-9]*+(?=[\s/>])[^<>\n]*+>|[*~`\\]")
"""The parts of a line that are not shown: addresses, tags, and markup that may be within a word."""

_DESTINATION = re.compile(
    r"(?:\]\(\s{0,9}<?|<|^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{0,9}<?)(?=(?P<address>[^\s)>].{0,300}))", re.MULTILINE
)
"""Where the address of a link begins in a text; the match may extend beyond the address."""


_LONGEST: Final = 300
"""The longest address that is indexed, in characters; for longer ones the text is searched."""
_WRITTEN: Final = {
    before: re.compile(rf"{re.escape(before)}(?=([^\s)>]{{0,{_LONGEST}}}))") for before in ("](", "](<", "<", "]: ", "]:")
}
"""What may precede an address, in the order in which they are tried, with the pattern for both."""
_LONGER_BEFORE, _LONGER_AFTER = re.compile(r"[\w.:/@-]\Z"), re.compile(r"[\w/@-]|[.:?#&=%]\w")
"""Characters around an address which show that it is part of a longer one; a full stop or colon may follow any address."""
_UNBROKEN = re.compile(r"[^\s)>]++")


def _spelling_key(address: str) -> str:
    """Return an address as a browser interprets it: entities and escapes decoded, ignored characters removed."""
    plain = unquote(html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", address)))
    return re.sub(r"[\s\x00-\x20\u200b-\u200f\u2060\ufeff]", "", plain).casefold()[:80]


class Seek:
    """Finds words of the result in the source; each search continues where the last one for the same words ended."""

    def __init__(self, text: Text, value_of: Callable[[re.Match[str]], str | None]) -> None:
        self.text = text
        self.value_of = value_of
        """Returns what is shown at a mark."""
        self.next: dict[str, int] = {}
        self._written: dict[str, dict[str, list[int]]] = {}
        """Offsets of each address, by the characters before it; filled on demand."""
        self._spelt: dict[str, list[int]] = {}
        """Offsets of the addresses that may be another spelling of an address, by its key."""
        self._not_alone: set[str] = set()
        """Addresses of which the text contains no further occurrence."""
        self.next_line = 0
        self.next_shown = 0
        self.lines = text.value.split("\n")
        self.offsets = [0, *accumulate(len(line) + 1 for line in self.lines)]

    def words(self, needle: str) -> Place:
        """Return the place of the next `needle`, or of the last one if there are no more."""
        start = self.next.get(needle, 0)
        found = self.text.value.find(needle, start)
        if found < 0:
            found = max(0, self.text.value.rfind(needle)) if needle else 0
        else:
            self.next[needle] = found + len(needle)
        return self.text.place(found)

    def tag(self, written: str) -> Place:
        """Return the place of the next tag written like this outside code and comments; else that of `words`."""
        found = blank_no_markdown(self.text.value).find(written, self.next.get(written, 0))
        if found < 0:
            return self.words(written)
        self.next[written] = found + len(written)
        return self.text.place(found)

    def shown(self, words: str, above: Place) -> Place:
        """Return the place of the next line below `above` that best matches the beginning of these words as shown, whatever
        markup precedes them; if none matches, or there are no words, the next line that is not blank.
        """
        first = above.line - self.text.place().line
        below = max(self.next_shown, first)
        found = self._find_shown(words, below)
        if found < 0:
            found = self._find_shown(words, first)
        if found < 0:
            found = next((number for number in range(below, len(self.lines)) if self.lines[number].strip()), -1)
        if found < 0:
            return above
        self.next_shown = found + 1
        found = self._go_up(words, found, first)
        return self.text.place(self.offsets[found] + _measure_signs(self.lines[found], "frame"))

    def _go_up(self, words: str, number: int, first: int) -> int:
        """Return the line on which words begin that were found at `number`: lines above may have their leading punctuation."""
        for signs in reversed(re.split(r"[^\W_]", words, maxsplit=1)[0].split("\n")[:-1]):
            if signs.strip() and number > first:
                above = self.lines[number - 1]
                number -= above[_measure_signs(above, "frame") :].strip() == signs.strip()
        return number

    def pass_by(self, words: str, above: Place) -> None:
        """Continue after the next line below `above` that begins with these words, which are not those to be found. Does nothing
        if no line begins exactly like this.
        """
        wanted, first = _first_words(words), above.line - self.text.place().line
        if wanted:
            numbers = range(max(self.next_shown, first), len(self.lines))
            found = next((number for number in numbers if self._flows[number][: len(wanted)] == wanted), -1)
            self.next_shown = max(self.next_shown, found + 1)

    def _find_shown(self, words: str, first: int) -> int:
        """Return the number of the line from `first` on that best matches the beginning of these words; -1 if none does. Of two
        equal matches, a line without further words is better.
        """
        wanted = _first_words(words)
        best, found = (0, False), -1
        for number in range(first, len(self.lines)):
            flow = self._flows[number]
            alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(wanted, flow, strict=False)))
            likeness = alike, len(wanted) < _COMPARED and self._words[number] == wanted
            if likeness[0] and likeness > best:
                best, found = likeness, number
            if best[0] == len(wanted) and (best[1] or len(wanted) == _COMPARED):
                break
        return found

    @cached_property
    def _words(self) -> list[list[str]]:
        """The first words of each line, as shown."""
        return [_first_words(self._show(line[_measure_signs(line) : 200])) for line in self.lines]

    def _show(self, line: str) -> str:
        filled = MARK.sub(lambda found: self.value_of(found) or found[0], line) if "{" in line else line
        return html.unescape(_OF_MARKDOWN.sub("", filled))

    @cached_property
    def _flows(self) -> list[list[str]]:
        """The first words of each line, continued on the lines below if a line has too few."""
        flows, flow = [], list[str]()
        for words in reversed(self._words):
            flow = [*words, *flow][:_COMPARED]
            flows.append(flow if words else [])
        return flows[::-1]

    def address(self, address: str) -> Place:
        """Return the place of the next link or picture with this address."""
        if not address:
            return self._empty_link()
        candidates = dict.fromkeys([address, html.escape(address, quote=False), address.removeprefix("mailto:")])
        for written in candidates:
            for before in _WRITTEN:
                needle = before + written
                found = self._find_closed(before, written, self.next.get(needle, 0))
                if found >= 0:
                    self.next[needle] = found + len(needle)
                    return self.text.place(found + len(before))
        bare = [written for written in (*candidates, address.removeprefix("https://")) if written in self.text.value]
        alone = next((place for written in bare if (place := self._find_alone(written))), None)
        return alone or (self.words(bare[0]) if bare else None) or self._other_spelling(address) or self._empty_link()

    def _find_alone(self, address: str) -> Place | None:
        """Return the place of the next occurrence of an address that is not part of a longer one; None if there is none."""
        value, found = self.text.value, self.next.get(address, 0) - 1
        while address not in self._not_alone and (found := value.find(address, found + 1)) >= 0:
            if not (_LONGER_BEFORE.search(value, max(0, found - 1), found) or _LONGER_AFTER.match(value, found + len(address))):
                self.next[address] = found + len(address)
                return self.text.place(found)
        self._not_alone.add(address)
        return None

    @cached_property
    def destinations(self) -> list[tuple[str, int]]:
        """The addresses in the text as (comparison key, offset), sorted."""
        found = _DESTINATION.finditer(self.text.value)
        return sorted((_spelling_key(one["address"]), one.start("address")) for one in found)

    def _find_closed(self, before: str, address: str, start: int) -> int:
        """Return the next offset, from `start` on, at which `before` is followed by exactly this address; -1 if there is none."""
        if len(address) >= _LONGEST or not _UNBROKEN.fullmatch(address):  # rare
            return _find_closed(self.text.value, before + address, start)
        if before not in self._written:
            by_address: dict[str, list[int]] = {}
            for found in _WRITTEN[before].finditer(self.text.value):
                by_address.setdefault(found[1], []).append(found.start())
            self._written[before] = by_address
        places = self._written[before].get(address, [])
        at = bisect_left(places, start)
        return places[at] if at < len(places) else -1

    def _other_spelling(self, address: str) -> Place | None:
        """Return the place of the next link with another spelling of the address: `&#58;` for a colon, `\\:`, line breaks."""
        wanted = _spelling_key(address)
        if wanted not in self._spelt:
            first = bisect_left(self.destinations, (wanted, 0))
            alike = takewhile(lambda one: one[0].startswith(wanted), islice(self.destinations, first, None))
            self._spelt[wanted] = sorted(start for _, start in alike)
        places = self._spelt[wanted]
        if not places:
            return None
        last = places[min(bisect_left(places, self.next.get(wanted, 0)), len(places) - 1)]
        self.next[wanted] = last + 1
        return self.text.place(last)

    def _empty_link(self) -> Place:
        found = re.search(r"\]\(\s*+(?:<>\s*+)?\)", self.text.value)
        return self.text.place(found.start() if found else 0)

    def heading(self, words: str) -> Place:
        """Return the place of the next heading line; `words` help to skip other lines."""
        for number in range(self.next_line, len(self.lines)):
            line, offset = self.lines[number], self.offsets[number]
            if "#" in line and (found := _ATX.match(line)):
                first = re.split(r"\W+", words.strip())[0] if words.strip() else ""
                if not first or first in line or MARK.search(line) or "<" in line:
                    self.next_line = number + 1
                    return self.text.place(offset + found.start(1))
        return self.words(words.split("\n", maxsplit=1)[0]) if words else self.text.place()


def _first_words(words: str) -> list[str]:
    return re.findall(r"[^\W_]+", words)[:_COMPARED]


def _measure_signs(line: str, part: str | int = 0) -> int:
    """Return the length of the markup before the words of a line; with the part `frame`, of its quotation marks only."""
    signs = _SIGNS_FIRST.match(line)
    return signs.end(part) if signs else 0


def _find_closed(text: str, needle: str, start: int) -> int:
    """Return the offset of the next `needle` followed by a bracket, a space or the end of the text; -1 if there is none."""
    while (found := text.find(needle, start)) >= 0:
        following = text[found + len(needle) : found + len(needle) + 1]
        if not following or following in ")>" or following.isspace():
            return found
        start = found + 1
    return -1
