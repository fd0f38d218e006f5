"""The options of the tasks, with their meaning in Swedish: one table for help, messages, and the Swedish names that can be
typed.

Called by `tasks.py` and `usage.py`. Imports only the standard library, until the choices of an option are needed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class TaskOption:
    """An option, or a positional argument."""

    value: str
    """Placeholder of its value in the help; "" where it takes none."""
    meaning: str
    swedish: str = ""
    """Its Swedish name, without å, ä and ö as in the names of tasks; "" where it is the same word."""
    choices: Callable[[], Sequence[str]] | None = None
    """Returns the words to choose among, where the rooms define them."""


def _list_sorts() -> Sequence[str]:
    """Return what can be created, in Swedish."""
    from plugins.commands.new.task import SORTS  # noqa: PLC0415 (imports most of the program, which few calls need)

    return [sort.words[-1] for sort in SORTS]


def list_sort_options(sort: str) -> list[tuple[str, str]]:
    """Return the fields that `new` takes as options for a sort of thing, each with what it says; empty for an unknown sort."""
    from plugins.commands.new.task import SORTS  # noqa: PLC0415 (as above)

    found = next((one for one in SORTS if sort in one.words), None)
    options = found.options.items() if found else ()
    return [(f"--{name}", info.hint) for name, info in options if info]


OPTIONS: Final = {
    "content": TaskOption("MAPP", "mappen med innehållet; annars content", "innehall"),
    "output": TaskOption("MAPP", "mappen som webbplatsen skrivs till; annars output", "ut"),
    "date": TaskOption("ÅÅÅÅ-MM-DD", "dagen som webbplatsen byggs för; annars i dag", "dag"),
    "format": TaskOption("FORMAT", "hur problemen skrivs: text, eller json med ett objekt på varje rad; annars text", "form"),
    "thing": TaskOption("NAMN", "det du undrar över: en kontakt, en partner, en uppgift, ett block, en bild eller en sida"),
    "port": TaskOption("NUMMER", "porten som webbplatsen visas på, mellan 1 och 65535; annars 8000"),
    "kind": TaskOption("SORT", "vad som ska skapas", choices=_list_sorts),
    "name": TaskOption("NAMN", "vad det ska heta; annars frågar programmet", "namn"),
    "goal": TaskOption("NUMMER", "numret på det lokala målet", "mal"),
    "tier": TaskOption("NIVÅ", "nivån som partnern stöder målet på", "niva"),
    "website": TaskOption("ADRESS", "partnerns webbplats, med https://", "webbplats"),
    "logo": TaskOption("FIL", "partnerns logotyp; den kopieras till partner/logotyper/", "logotyp"),
    "first-day": TaskOption("ÅÅÅÅ-MM-DD", "avtalets första dag", "forsta-dag"),
    "last-day": TaskOption("ÅÅÅÅ-MM-DD", "avtalets sista dag", "sista-dag"),
    "field": TaskOption("FÄLT=VÄRDE", "vad som ska stå i ett fält; --ordning 9 är detsamma som --falt ordning=9", "falt"),
    "against": TaskOption("FIL", "en CSV-fil med dem som betalar; listan jämförs med den", "mot"),
    "column": TaskOption("RUBRIK", "kolumnen i filen som har namnen; annars söker programmet upp den", "kolumn"),
    "subject": TaskOption("NAMN", "partnerns namn, eller en sidas adress eller fil"),
    "explain": TaskOption("KOD", "förklara en kod, till exempel okand-niva, i stället för att kontrollera", "forklara"),
    "only": TaskOption("UTTRYCK", "bara de prov vars namn passar uttrycket", "bara"),
    "quick": TaskOption("", "bara de prov som en vanlig ändring behöver", "snabbt"),
    "file": TaskOption("FIL", "filen som ska städas, eller content för alla"),
    "all": TaskOption("", "visa varje varning för sig, också när samma står på många ställen", "alla"),
    "letter": TaskOption("", "skriv bara det som är att göra, som text att mejla", "brev"),
    "large": TaskOption("", "mät också en webbplats med 5 000 sidor, vilket tar många minuter", "stor"),
    "write": TaskOption("", "skriv siffrorna och diagrammet i docs/ och README.md", "skriv"),
    "apply": TaskOption("", "skriv rättelserna i filerna; annars visas de bara", "gor"),
    "by": TaskOption("NAMN", "vem som sparar; datorn minns det till nästa gång", "av"),
    "choose": TaskOption(
        "SVAR", "vad som ska gälla där två har ändrat samma sak: 1 ditt, 2 det andra, eller 7c1a=1,90bd=2", "valj"
    ),
    "updated": TaskOption("", "sätt dagen i fältet uppdaterad på de sidor som har ändrats", "uppdaterad"),
    "about": TaskOption("NAMN", "bara det som gäller en sida eller en post", "om"),
    "language": TaskOption("SPRÅK", "språket som det ska översättas till, som en eller latt", "sprak"),
    "same": TaskOption(
        "", "översättningen säger samma sak som originalet nu: den är rättad, eller ändringen spelar ingen roll", "samma"
    ),
    "change": TaskOption("KOD", "ändringens kod i historiken, eller senaste"),
    "target": TaskOption(
        "ADRESS", "vart webbplatsen läggs ut: folder:MAPP, sftp://NAMN@SERVER/MAPP eller git:NAMN#pages", "till"
    ),
    "first": TaskOption("", "första gången: skriv över filer som redan ligger där", "forsta"),
    "replace": TaskOption("", "lägg ut fast någon annan har publicerat efter dig", "ersatt"),
    "dry-run": TaskOption("", "berätta vad som skulle ändras, och gör inget", "prova"),
    "nightly": TaskOption("", "för en klocka: publicera det nyaste innehåll som är rätt, utan någon på plats", "natt"),
    "back": TaskOption("", "gå tillbaka till förra versionen, som ligger kvar tills någon publicerar igen", "tillbaka"),
    "what": TaskOption("NAMN", "det som ska bort: en bilds fil, en persons eller partners namn, eller en sidas adress"),
    "show-again": TaskOption("", "låt det som är borttaget visas igen vid nästa publicering", "visa-igen"),
    "upgrade": TaskOption("", "ta de nyaste versionerna, inte bara det som pyproject.toml kräver", "fornya"),
}
"""Every option of every task; a test compares the table with the tasks."""

OWN_MEANINGS: Final = {
    ("translate", "file"): "översättningens fil; eller originalets, och språket efter den",
    ("translate", "date"): "dagen som skrivs i översättningen; annars i dag",
    ("save", "date"): "dagen som sätts med --uppdaterad; annars i dag",
    ("status", "all"): "visa allt som är att göra, också det som kan vänta",
    ("history", "all"): "visa alla sparade ändringar, inte bara de senaste",
    ("partners", "date"): "dagen som listan gäller; annars i dag",
    ("partners", "format"): "hur listan skrivs: text, eller json med ett objekt på varje rad; annars text",
    ("refresh", "only"): "bara de provwebbplatser och bilder vars namn passar uttrycket",
    ("bench", "against"): "mät också Hugo och Eleventy, där de är installerade: hugo,eleventy",
    ("proof", "output"): "mappen som korrekturet skrivs till; annars korrektur",
    ("proof", "date"): "dagen som korrekturet visar; annars i dag",
}
"""Meanings of an option for one task."""
OWN_VALUES: Final = {("bench", "against"): "NAMN"}
"""Placeholders of its value there."""

SUBJECTS: Final = {"history": "about", "translate": "language"}
"""Tasks about one thing or all: a positional word is the value of this option (`historik Haus`)."""

_ENGLISH: Final = {"--" + option.swedish: "--" + name for name, option in OPTIONS.items() if option.swedish}
_PLAIN: Final = str.maketrans("åäöÅÄÖ", "aaoAAO")


def explained(names: Sequence[str]) -> dict[str, str]:
    """Return the help of a task's options for Invoke; raise `LookupError` for one without a row in `OPTIONS`."""
    unknown = [name for name in names if name not in OPTIONS]
    if unknown:
        raise LookupError(f"plugins/commands/start/options.py says nothing of {', '.join(unknown)}: give it a row in OPTIONS")
    return {name: OPTIONS[name].meaning for name in names}


def meaning_of(task: str, name: str) -> str:
    """Return what an option means to a task, with its choices."""
    meaning, choices = OWN_MEANINGS.get((task, name), OPTIONS[name].meaning), OPTIONS[name].choices
    if choices is None:
        return meaning
    *others, last = choices()
    return f"{meaning}: {', '.join(others)} eller {last}"


def value_of(task: str, name: str) -> str:
    """Return the placeholder of an option's value in the help of a task; "" where it takes none."""
    return OWN_VALUES.get((task, name), OPTIONS[name].value)


def to_english(flag: str) -> str:
    """Return the English name for an option's Swedish one (`--innehåll` too); any other word unchanged."""
    return _ENGLISH.get(unicodedata.normalize("NFC", flag).translate(_PLAIN), flag)


def names_of(flags: Iterable[str]) -> list[str]:
    """Return all names of options, to guess among: `--content`, `--innehall`."""
    return [*flags, *(swedish for swedish, english in _ENGLISH.items() if english in flags)]
