"""Names of organisations: whether one was cut off on its way here, as registers with narrow columns do.

Stage: check. In: the name as written. Out: a warning where its end is missing. Names keep their commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plugins.core.problems import Problem, warning
from plugins.core.sources import Text
from plugins.core.swedish import compare_key, quote

_ENDS_OPEN = re.compile(
    r"""(?:…|\.\.\.|[,;:&/\u2010-\u2015-])$                # a mark after which something follows
    |(?:^|\s)(?:och|samt|eller|för|av|inom|hos|i|vid|and|of)$  # a word after which something follows
    |(?<=\s)[b-hj-np-z]$                                   # a single small letter that is no word
    """,
    re.VERBOSE,
)
_CUT_WORDS = tuple(
    word.split("|")
    for word in (
        "försörjn|ing", "förvaltn|ing", "utbildn|ing", "avdel|ning", "försäkr|ing", "föreni|ng", "församl|ing", "förmedl|ing",
        "arbetsmark|nad", "arbetsförm|edling", "socialtj|änst", "verksamh|et", "myndigh|et", "universit|et", "högskol|a",
        "stiftels|e", "styrels|e", "organisat|ion", "kommu|n", "aktiebol|ag", "näringsl|iv", "handelskamm|are",
        "företagsp|artner", "länsstyr|elsen", "länsstyrels|en", "studieförb|und", "fackförb|und", "riksförb|und",
    )
)  # fmt: skip
"""Words of organisations: from the stroke on, a name that ends within one has lost its end."""
_CUT_NING = re.compile(r"\w{4}[dfgjkltv]nin?$")
"""The beginning of -ning after a consonant that no Swedish word ends so: `Försörjni`; `Lamborghini` and `Alumni` are whole."""


def is_cut_off(name: str) -> bool:
    """Tell whether a name seems to have lost its end: `Socialförvaltningen, Försörjni`, `ABF (Örebro`, `Haus och`."""
    name = name.strip()
    folded = name.casefold()
    if name.count("(") > name.count(")") or name.count("[") > name.count("]"):
        return True
    return bool(_ENDS_OPEN.search(name) or _CUT_NING.search(folded)) or any(
        folded.endswith(begin + rest[:kept]) for begin, rest in _CUT_WORDS for kept in range(len(rest))
    )


def check_names(names: Iterable[Text | None]) -> Iterator[Problem]:
    """A name is whole; it is shown as it stands even where it seems not to be."""
    for name in filter(None, names):
        if is_cut_off(name.value):
            message = f"Namnet {quote(name.value)} ser avhugget ut."
            yield warning(name.place(), "avhugget-namn", message, "Skriv hela namnet, som organisationen själv skriver det.")


def check_no_repeats(names: Iterable[Text]) -> Iterator[Problem]:
    """An organisation stands once in a list."""
    seen: dict[str, Text] = {}
    for name in names:
        first = seen.setdefault(compare_key(name.value), name)
        if first is not name:
            message = f"{quote(name.value)} står redan i listan, på rad {first.place().line}. Namnet visas en gång."
            yield warning(name.place(), "dubbelt-namn", message, "Ta bort den ena raden.")
