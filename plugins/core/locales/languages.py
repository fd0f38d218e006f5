"""A language of the site: its names, and the conventions that CLDR does not have.

Read from the group `language` at the head of its word list (`theme/words/`) by `core.words.lists`. Everything that formats or
sorts takes a `Language` as an argument. To add a language, only its word list is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.core.dataclass import dataclass
from plugins.core.locales.customs import Customs, find_locale, find_plural, read_customs

if TYPE_CHECKING:
    from babel import Locale


def find_direction(tag: str) -> str:
    """Return the writing direction of a language by its tag in HTML: `ltr` or `rtl` (CLDR); `ltr` if unknown."""
    name = find_locale(tag)
    return read_customs(name).direction if name else "ltr"


@dataclass(frozen=True)
class Language:
    """A language of pages. Two of them may be the same to a browser: easy Swedish is Swedish."""

    code: str
    """As in `språk` and in file names: `sv`, `en`, `latt`."""
    tag: str
    """For `lang` in HTML (BCP 47)."""
    name: str
    """Its own name for itself: *Svenska*, *English*, *Lätt svenska*."""
    locale_name: str
    """The CLDR locale with its conventions: `sv`, `en_GB`."""
    numbers: tuple[str, ...] = ()
    """Words for small numbers, from zero, as in running text (CLDR's spelled-out numbers, which Babel omits)."""
    less_than: str = "< {number}"
    more_than: str = "> {number}"
    alphabet: str = ""
    """The letters in their order, if that is not Unicode's; other letters are sorted without their diacritics."""
    sorted_as: tuple[tuple[str, str], ...] = ()
    """Letters of other alphabets, each with the letters that it is sorted as."""
    units: tuple[str, ...] = ()
    """Words that are not separated from the number before them."""
    before_number: tuple[str, ...] = ()
    """Words that are not separated from the number after them, ignoring case."""
    shortened: tuple[str, ...] = ()
    """Abbreviations whose full stop does not end the sentence; those with full stops inside (*t.ex.*) need no entry."""
    most_lix: int | None = None
    """The highest readability score of a text in an easy language (LIX, `plugins/language/readability.py`); None: no limit."""
    quotation_marks: str = "\u201c\u201d\u2018\u2019"
    """Around a quotation, and around a nested one (CLDR's delimiters, which Babel omits)."""

    def __hash__(self) -> int:
        """Return the hash of its code, since caches have languages in their keys, and a language has many fields."""
        return hash(self.code)

    @property
    def locale(self) -> Locale:
        """Babel's locale, for dates, numbers and lists; imports Babel."""
        from babel import Locale  # noqa: PLC0415

        return Locale.parse(self.locale_name)

    @property
    def customs(self) -> Customs:
        """The CLDR data that every build needs."""
        return read_customs(self.locale_name)

    @property
    def spoken(self) -> str:
        """The language without territory and variant: `en` of `en_GB`."""
        return self.locale_name.partition("_")[0]

    @property
    def is_swedish(self) -> bool:
        """Whether the rules of Swedish apply to its texts, as they do for easy Swedish."""
        return self.spoken == "sv"

    @property
    def dir(self) -> str:
        """Writing direction, as in HTML: `ltr` or `rtl` (CLDR)."""
        return self.customs.direction

    @property
    def is_easy(self) -> bool:
        """Whether its texts must be easy to read; words are then not broken at line ends."""
        return self.most_lix is not None

    @property
    def plural_forms(self) -> frozenset[str]:
        """CLDR's plural forms of the language: `one` and `other` in Swedish, six in Arabic."""
        return frozenset(self.customs.plurals) | {"other"}

    def plural_form(self, count: int) -> str:
        """Return the plural form for `count`."""
        return find_plural(self.locale_name)(count)

    @property
    def place(self) -> str:
        """The language with its most likely territory, for share cards: `sv_SE` (CLDR's likely subtags)."""
        return self.customs.place

    def prefix(self, first: str) -> str:
        """Return the prefix of its pages' addresses if the site's own language is `first`: empty, or `/en`."""
        return "" if self.code == first else f"/{self.code}"
