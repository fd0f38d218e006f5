"""The codes of problems, with their explanations from `docs/felkoder.md`.

The handbook and `check --explain` show them, and `plugins.core.source.silences` asks which warnings may be silenced.
`tests/structure` compares the file with the program, and `tests/test_codes.py` runs its examples.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from plugins.core.dataclass import dataclass

CODES_FILE: Final = Path(__file__).resolve().parents[3] / "docs" / "felkoder.md"

BESIDE: Final = "Till båda hör"
"""Above what another file holds, for the wrong example and the right one."""
MAY_BE_SILENCED: Final = "Kan tillåtas på en rad."
"""Last line in the section of a warning that may be silenced."""


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of content, wrong or right."""

    file: str | None
    """Its file in `content/`; None for an example that is no file."""
    text: str
    """As the documentation shows it: invisible characters are written out, `<U+200B>`."""

    @property
    def content(self) -> str:
        """Return the text as it would stand in the file."""
        return _WRITTEN_OUT.sub(lambda found: chr(int(found[1], 16)), self.text)


_WRITTEN_OUT = re.compile(r"<U\+([0-9A-F]{4,5})>")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one code means, in Swedish."""

    code: str
    section: str
    """Source of its section, parsed on demand: a build only needs the codes."""

    @property
    def prose(self) -> str:
        """Return the paragraphs that say what the code means and why it matters."""
        prose = _EXAMPLE.sub("", self.section).replace(MAY_BE_SILENCED, "").replace("`", "").strip()
        return re.sub(r"\n{3,}", "\n\n", prose)

    @property
    def wrong(self) -> Example | None:
        """Return the example that gives this code; None if there is none."""
        return self._find("Fel")

    @property
    def right(self) -> Example | None:
        """Return the corrected example; None if there is none."""
        return self._find("Rätt")

    @property
    def beside(self) -> tuple[Example, ...]:
        """Return what other files must hold for both examples, such as the record that they refer to."""
        return tuple(self._find_all(BESIDE))

    @property
    def may_be_silenced(self) -> bool:
        """Return whether a comment with a reason can silence the warning."""
        return MAY_BE_SILENCED in self.section

    def _find(self, wanted: str) -> Example | None:
        return next(self._find_all(wanted), None)

    def _find_all(self, wanted: str) -> Iterator[Example]:
        examples = _EXAMPLE.findall(self.section)
        yield from (Example(file or None, text) for head, file, text in examples if head == wanted)

    def format(self) -> str:
        """Return the explanation for the terminal, in Swedish."""
        parts = [self.prose]
        for head, example in (("Fel", self.wrong), ("Rätt", self.right), *((BESIDE, one) for one in self.beside)):
            if example:
                where = f" i {example.file}" if example.file else ""
                parts.append(f"{head}{where}:\n\n" + "\n".join(f"    {line}".rstrip() for line in example.text.split("\n")))
        if self.may_be_silenced:
            parts.append(
                "Är raden rätt som den är? Skriv en kommentar på raden ovanför och säg varför:\n\n"
                f"    # tillåt: {self.code} – skälet\n\n"
                f"I en Markdown-text:\n\n    <!-- tillåt: {self.code} – skälet -->"
            )
        return "\n\n".join(parts)


_HEAD = re.compile(r"^## ([a-z-]+)\n", re.MULTILINE)
_EXAMPLE = re.compile(r"^(Fel|Rätt|Till båda hör)(?:, i `([^`]+)`)?:\n\n```\n(.*?)\n```\n", re.MULTILINE | re.DOTALL)


@cache
def read_codes() -> Mapping[str, Explanation]:
    """Return the explanations by code, in the order of the file.

    Raises `ValueError` if a code has two sections.
    """
    _, *parts = _HEAD.split(CODES_FILE.read_text("utf-8"))
    names, sections = parts[::2], parts[1::2]
    if doubled := sorted(code for code, count in Counter(names).items() if count > 1):
        raise ValueError(f"docs/felkoder.md: more than one section explains {', '.join(doubled)}: give one another code")
    return MappingProxyType({code: Explanation(code, section) for code, section in zip(names, sections, strict=True)})
