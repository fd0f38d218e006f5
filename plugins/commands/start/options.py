"""What each option of the tasks means, in Swedish: one table for the help, for messages and for the names people may write.

In: nothing. Out: `OPTIONS`, and small questions to it. Called by `tasks.py` and `usage.py`. Needs the standard library alone,
until somebody asks what may be chosen.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class TaskOption:
    """An option, or a word that a task is about."""

    value: str
    """What stands for its value in the help; empty where it takes none."""
    meaning: str
    swedish: str = ""
    """The name that people may write instead, without å ä ö as names of tasks are; empty where it is the same word."""
    choices: Callable[[], Sequence[str]] | None = None
    """Returns the words among which it is chosen, where the rooms know them."""


def _list_sorts() -> Sequence[str]:
    """Return what can be made, in Swedish."""
    from plugins.commands.new.task import SORTS  # noqa: PLC0415 (loads the whole house, which most calls do without)

    return [sort.words[-1] for sort in SORTS]


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
    "quick": TaskOption("", "bara de snabba proven: inga i webbläsare", "snabbt"),
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
"""Every option of every task; a test holds the table and the tasks together."""

OWN_MEANINGS: Final = {
    ("translate", "file"): "översättningens fil; eller originalets, och språket efter den",
    ("translate", "date"): "dagen som skrivs i översättningen; annars i dag",
    ("save", "date"): "dagen som sätts med --uppdaterad; annars i dag",
    ("status", "all"): "visa allt som är att göra, också det som kan vänta",
    ("history", "all"): "visa alla sparade ändringar, inte bara de senaste",
    ("partners", "date"): "dagen som listan gäller; annars i dag",
    ("partners", "format"): "hur listan skrivs: text, eller json med ett objekt på varje rad; annars text",
    ("bench", "against"): "mät också Hugo och Eleventy, där de är installerade: hugo,eleventy",
    ("proof", "output"): "mappen som korrekturet skrivs till; annars korrektur",
    ("proof", "date"): "dagen som korrekturet visar; annars i dag",
}
"""What an option means to one task alone."""
OWN_VALUES: Final = {("bench", "against"): "NAMN"}
"""What stands for its value there."""

SUBJECTS: Final = {"history": "about", "translate": "language"}
"""Tasks about one thing or about all: a word that stands alone is the value of this option (`historik Haus`)."""

_ENGLISH: Final = {"--" + option.swedish: "--" + name for name, option in OPTIONS.items() if option.swedish}
_PLAIN: Final = str.maketrans("åäöÅÄÖ", "aaoAAO")


def explained(names: Sequence[str]) -> dict[str, str]:
    """Return the help that Invoke keeps for a task's options; raises `LookupError` for one that has no row above."""
    unknown = [name for name in names if name not in OPTIONS]
    if unknown:
        raise LookupError(f"plugins/commands/start/options.py says nothing of {', '.join(unknown)}: give it a row in OPTIONS")
    return {name: OPTIONS[name].meaning for name in names}


def meaning_of(task: str, name: str) -> str:
    """Return what an option means to a task, with what may be chosen."""
    meaning, choices = OWN_MEANINGS.get((task, name), OPTIONS[name].meaning), OPTIONS[name].choices
    if choices is None:
        return meaning
    *others, last = choices()
    return f"{meaning}: {', '.join(others)} eller {last}"


def value_of(task: str, name: str) -> str:
    """Return what stands for an option's value in the help of a task; nothing where it takes none."""
    return OWN_VALUES.get((task, name), OPTIONS[name].value)


def to_english(flag: str) -> str:
    """Return an option's English name for its Swedish one (`--innehåll` too); any other word as it is."""
    return _ENGLISH.get(unicodedata.normalize("NFC", flag).translate(_PLAIN), flag)


def names_of(flags: Iterable[str]) -> list[str]:
    """Return all that options can be called, for guesses: `--content`, `--innehall`."""
    return [*flags, *(swedish for swedish, english in _ENGLISH.items() if english in flags)]
