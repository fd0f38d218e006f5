"""A language of the site: what it is called, and its customs that CLDR leaves out.

In: the group `language` at the head of its list of words (`theme/words/`), as `core.words.lists` reads it. Out: a
`Language`, which all that formats or sorts takes as an argument. A language is its words and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from plugins.core.dataclass import dataclass
from plugins.core.locales.customs import Customs, find_locale, find_plural, read_customs

if TYPE_CHECKING:
    from babel import Locale


def find_direction(tag: str) -> str:
    """Return the direction of the writing of a language that HTML names by `tag`: `ltr` or `rtl` (CLDR); `ltr` if unknown."""
    name = find_locale(tag)
    return read_customs(name).direction if name else "ltr"


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
        """How days, numbers and lists are written, by Babel, which is loaded for it."""
        from babel import Locale  # noqa: PLC0415

        return Locale.parse(self.locale_name)

    @property
    def customs(self) -> Customs:
        """What CLDR says of it that every build asks for."""
        return read_customs(self.locale_name)

    @property
    def spoken(self) -> str:
        """The language of its locale, wherever it is spoken and however easy it is: `en` of `en_GB`."""
        return self.locale_name.partition("_")[0]

    @property
    def is_swedish(self) -> bool:
        """Tell whether the rules of Swedish fit its texts: easy Swedish is Swedish too."""
        return self.spoken == "sv"

    @property
    def dir(self) -> str:
        """Direction of the writing, as HTML names it: `ltr` or `rtl` (CLDR)."""
        return self.customs.direction

    @property
    def is_easy(self) -> bool:
        """True where its texts are held to be easy to read: words are then not broken at the end of a line."""
        return self.most_lix is not None

    @property
    def plural_forms(self) -> frozenset[str]:
        """CLDR's forms by count that the language has: `one` and `other` in Swedish, six in Arabic."""
        return frozenset(self.customs.plurals) | {"other"}

    def plural_form(self, count: int) -> str:
        """Return the form that stands beside `count`."""
        return find_plural(self.locale_name)(count)

    @property
    def place(self) -> str:
        """Return the language with the land where most speak it, as share cards name it: `sv_SE` (CLDR's likely subtags)."""
        return self.customs.place

    def prefix(self, first: str) -> str:
        """Return what its pages' addresses begin with on a site whose own language is `first`: nothing, or `/en`."""
        return "" if self.code == first else f"/{self.code}"
