"""A language of the site: what it is called, and its customs that CLDR leaves out.

In: the group `language` at the head of its list of words (`theme/words/`), as `core.word_lists` reads it. Out: a
`Language`, which all that formats or sorts takes as an argument. A language is its words and nothing else.
"""

from __future__ import annotations

from functools import cache, cached_property

from babel import Locale
from babel.core import UnknownLocaleError, get_global

from plugins.core.dataclass import dataclass


@cache
def find_direction(tag: str) -> str:
    """Return the direction of the writing of a language that HTML names by `tag`: `ltr` or `rtl` (CLDR); `ltr` if unknown."""
    try:
        return str(Locale.parse(tag, sep="-").text_direction)
    except (UnknownLocaleError, ValueError):
        return "ltr"


@cache
def _find_place(locale_name: str) -> str:
    own = Locale.parse(locale_name)
    likely = get_global("likely_subtags").get(own.language, "")
    return f"{own.language}_{own.territory or likely.rpartition('_')[2] or own.language.upper()}"


@dataclass(frozen=True)
class Language:
    """A language as pages are written in it. Two of them may be one to a browser: easy Swedish is Swedish."""

    code: str
    """As `språk` and file names have it: `sv`, `en`, `latt`."""
    tag: str
    """For `lang` in HTML (BCP 47)."""
    name: str
    """What it calls itself: *Svenska*, *English*, *Lätt svenska*."""
    locale_name: str
    """CLDR's locale, which has the customs: `sv`, `en_GB`."""
    numbers: tuple[str, ...] = ()
    """Small numbers, from none up, as running text has them (CLDR's spelled-out numbers, which Babel leaves out)."""
    less_than: str = "< {number}"
    more_than: str = "> {number}"
    alphabet: str = ""
    """The letters in their order, where that is not Unicode's; other letters sort as what they are without their marks."""
    sorted_as: tuple[tuple[str, str], ...] = ()
    """Letters of other alphabets, and those that they sort as."""
    units: tuple[str, ...] = ()
    """What is not parted from the number before it."""
    before_number: tuple[str, ...] = ()
    """What is not parted from the number after it, in any case of letters."""
    shortened: tuple[str, ...] = ()
    """Words that end with a full stop and no sentence with it; one with full stops within (*t.ex.*) is known by those."""
    most_lix: int | None = None
    """How hard to read a text of it may be, where the language is an easy one (LIX, `plugins/language/readability.py`)."""
    quotation_marks: str = "\u201c\u201d\u2018\u2019"
    """Before and after a quotation, and one within it (CLDR's delimiters, which Babel leaves out)."""

    def __hash__(self) -> int:
        """Return the hash of its code: much is remembered by text and language, and a language has many words."""
        return hash(self.code)

    @property
    def locale(self) -> Locale:
        """CLDR's customs, by Babel."""
        return Locale.parse(self.locale_name)

    @cached_property
    def dir(self) -> str:
        """Direction of the writing, as HTML names it: `ltr` or `rtl` (CLDR)."""
        return str(self.locale.text_direction)

    @property
    def is_easy(self) -> bool:
        """True where its texts are held to be easy to read: words are then not broken at the end of a line."""
        return self.most_lix is not None

    @cached_property
    def plural_forms(self) -> frozenset[str]:
        """CLDR's forms by count that the language has: `one` and `other` in Swedish, six in Arabic."""
        return frozenset(self.locale.plural_form.tags) | {"other"}

    def plural_form(self, count: int) -> str:
        """Return the form that stands beside `count`."""
        return str(self.locale.plural_form(count))

    @property
    def place(self) -> str:
        """Return the language with the land where most speak it, as share cards name it: `sv_SE` (CLDR's likely subtags)."""
        return _find_place(self.locale_name)

    def prefix(self, first: str) -> str:
        """Return what its pages' addresses begin with on a site whose own language is `first`: nothing, or `/en`."""
        return "" if self.code == first else f"/{self.code}"
