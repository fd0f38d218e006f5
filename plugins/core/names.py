"""Checks on names of organisations: whether a name was truncated, as registers with narrow columns do, or is several names.

Yields warnings. A comma may be part of a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from plugins.core.problems import Problem, warning
from plugins.core.source.silences import guess
from plugins.core.source.sources import Text
from plugins.core.swedish import compare_key, number_word, quote

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
"""Words in names of organisations: a name that ends between the bar and the end of such a word is truncated."""
_CUT_NING = re.compile(r"\w{4}[dfgjkltv]nin?$")
"""A truncated -ning, after a consonant with which no whole word ends so: `Försörjni`, not `Lamborghini`."""


def is_cut_off(name: str) -> bool:
    """Return whether a name seems truncated: `Socialförvaltningen, Försörjni`, `ABF (Örebro`, `Haus och`."""
    name = name.strip()
    folded = name.casefold()
    if name.count("(") > name.count(")") or name.count("[") > name.count("]"):
        return True
    return bool(_ENDS_OPEN.search(name) or _CUT_NING.search(folded)) or any(
        folded.endswith(begin + rest[:kept]) for begin, rest in _CUT_WORDS for kept in range(len(rest))
    )


def check_names(names: Iterable[Text | None]) -> Iterator[Problem]:
    """A name is complete. A truncated one is reported, and still shown as it is."""
    for name in filter(None, names):
        if is_cut_off(name.value):
            message = f"Namnet {quote(name.value)} ser avhugget ut."
            yield guess(name.place(), "avhugget-namn", message, "Skriv hela namnet, som organisationen själv skriver det.")


def check_no_repeats(names: Iterable[Text]) -> Iterator[Problem]:
    """A list names each organisation once."""
    seen: dict[str, Text] = {}
    for name in names:
        first = seen.setdefault(compare_key(name.value), name)
        if first is not name:
            message = f"{quote(name.value)} står redan i listan, på rad {first.place().line}. Namnet visas en gång."
            yield warning(name.place(), "dubbelt-namn", message, "Ta bort den ena raden.")


_PART_OF = re.compile(r"(?:förvaltning|avdelning|nämnd|enhet|kontor|krets|distrikt|institution|fakultet)(?:en|et|n|s)?$")
"""How the name of a department ends, which is followed by that of the whole: `Socialförvaltningen, Västerås stad` is one name."""


def find_names(written: str) -> tuple[str, ...]:
    """Return the names in a line that seems to list several, separated by commas; empty if it may be a single name."""
    parts = [part.strip() for part in written.split(",")]
    if "&" in written or any(not part[:1].isalnum() or part[:1].islower() or part.endswith("-") for part in parts):
        return ()
    if len(parts) < 2 or (len(parts) == 2 and _PART_OF.search(parts[0].casefold())):
        return ()
    return (*parts[:-1], *re.split(r"\soch\s(?=[A-ZÅÄÖ])", parts[-1], maxsplit=1))


def find_values(written: str) -> tuple[str, ...]:
    """Return the words in a line that seems to list several, separated by commas; empty if it may be a single value."""
    words = [word.strip() for word in written.replace(" och ", ",").split(",")]
    return tuple(words) if "," in written and all(word.replace("-", "").isalpha() for word in words) else ()


def check_one_each(field: str, values: Sequence[Text], *, are_names: bool) -> Iterator[Problem]:
    """Each value of a list, such as the name of an organisation, is on a line of its own; commas do not separate values.

    A value that is written as a list item (after a hyphen) is accepted as it is. `are_names` says that the values are names.
    """
    if len(values) != 1 or values[0].place().written.lstrip().startswith("- "):
        return
    written = values[0].value
    several = find_names(written) or (() if are_names else find_values(written))
    if not several:
        return
    what = "namn" if are_names else "värde"
    message = f"{quote(written)} blir ett enda {what}, fast det ser ut som {number_word(len(several))}."
    lines = (f"{field}:", *(f"  - {value}" for value in several))
    one = f"Är det ett {what} med komma i: skriv det på en egen rad under {field}, med ett bindestreck och ett mellanslag först."
    yield warning(values[0].place(), "flera-namn", message, "Är det flera: skriv så här.", *lines, one)
