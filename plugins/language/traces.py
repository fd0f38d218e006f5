"""Traces of other programs: what came along from Word, a mail or an AI tool and was not meant for visitors.

Stage: check. In: a text as it was written. Out: warnings, one for each sort of trace in a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from plugins.core.problems import Problem, warning
from plugins.core.silences import set_apart, tell_how
from plugins.core.sources import Text
from plugins.core.swedish import join_words, quote

_TRACES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "Det ser ut som märket för en kommentar i Word.",
        re.compile(r"\[[A-ZÅÄÖ]{2,3}\d{1,3}\](?![(\[:])"),
        "Ta bort det, också hakparenteserna.",
    ),
    (
        "Det ser ut som en hänvisning i Word som inte längre leder någonstans.",
        re.compile(
            r"\b(?:Fel!|Error!)\s+"
            r"(?:Hittar inte|Bokmärket är inte|Det finns ingen text med|Reference source|Bookmark not)[^.\n]*\.?"
        ),
        "Ta bort det, eller skriv vad det skulle hänvisa till.",
    ),
    (
        "Det ser ut som en källhänvisning från ett AI-verktyg.",
        re.compile(
            r"【[^】\n]*】|:contentReference\[[^\]\n]*\](?:\{[^}\n]*\})?|\boaicite\b|\[cite(?:_start|_end|:[^\]\n]*)?\]"
            r"|\bciteturn\d\w*|\bturn\d(?:search|view|news)\d+\b"
        ),
        "Ta bort det, och kontrollera uppgiften i källan själv.",
    ),
    (
        "Det ser ut som något ett AI-verktyg säger till den som frågar, inte till besökaren.",
        re.compile(
            r"\A\s*(?:Självklart|Absolut|Visst|Javisst|Såklart|Naturligtvis|Gärna)[!,.]\s+[Hh]är (?:är|kommer|följer)"
            r" (?:en|ett|ditt|din|den|det)\b[^\n]*\b(?:text|version|utkast|förslag|omskrivning)(?:en|et)?\b"
            r"[^\n]*:\s*$"
            r"|\b[Ss]om (?:en )?AI-(?:språk)?modell (?:kan|har) jag\b[^\n]*"
            r"|^Vill du att jag\b[^\n]*\?\s*\Z|^(?:Låt|Säg) mig veta om du vill\b[^\n]*\Z",
            re.MULTILINE,
        ),
        "Ta bort det, och läs igenom resten av texten.",
    ),
    (
        "Det ser ut som ett tecken för programkod.",
        re.compile(r"^[ \t]*(?:```+|~~~+)[^\n]*", re.MULTILINE),
        "Ta bort raden. Text som ska framhävas skrivs **så här**, ett citat börjar med > och ett mellanslag.",
    ),
    (
        "Det ser ut som ett mejlhuvud.",
        re.compile(
            r"^(?:> ?)*\**Från:\**[^\n]*\n(?:(?:> ?)*\**(?:Datum|Till|Kopia):\**[^\n]*\n)*(?:> ?)*\**(?:Skickat|Ämne):\**[^\n]*"
            r"|^-{2,} ?(?:Ursprungligt|Vidarebefordrat) meddelande ?-{2,}"
            r"|^(?:Skickat från min (?:iPhone|iPad|mobil|telefon)|Hämta Outlook för \w+)[^\n]*",
            re.MULTILINE,
        ),
        "Ta bort det, och annat ur mejlet som inte är för besökaren.",
    ),
)
"""What it is, how it looks, and what to do."""

_UNDERLINED = re.compile(r"(?![\s>#|*+-]|\d+[.)] ).{0,79}[^\s.,;:!?”]\s*")
_UNDERLINE = re.compile(r" {0,3}(?:={3,}|-{3,})\s*")


def check_traces(text: Text) -> Iterator[Problem]:
    """A text has nothing in it that another program left."""
    for what, pattern, advice in _TRACES:
        if found := list(pattern.finditer(text.value)):
            for group in set_apart(found, lambda each: text.place(each.start()), "rest-av-program"):
                yield _tell(text, what, advice, group)


def check_underlined(text: Text) -> Iterator[Problem]:
    """A heading has `##` before it; elsewhere a rule below makes one, here it is only a rule."""
    lines = text.value.split("\n")
    offset = 0
    for above, line, below in zip(["", *lines], lines, lines[1:], strict=False):
        if not above.strip() and _UNDERLINED.fullmatch(line) and _UNDERLINE.fullmatch(below):
            message = f"{quote(line, 40)} blir ingen rubrik av strecken under."
            help_line = "Ta bort raden med streck. Ska det vara en linje och ingen rubrik: lägg en tom rad ovanför den."
            told = warning(text.place(offset), "understruken-rubrik", message, help_line)
            yield replace(told, suggestion=f"## {line.strip()}")
        offset += len(line) + 1


def _tell(text: Text, what: str, advice: str, found: list[re.Match[str]]) -> Problem:
    first = found[0]
    blank = len(first[0]) - len(first[0].lstrip())
    place = text.place(first.start() + blank)
    lines = sorted({text.place(other.start()).line for other in found[1:]} - {place.line})
    also = (f"Samma sak på rad {join_words([str(line) for line in lines[:8]])}.",) if lines else ()
    how = tell_how(place, "rest-av-program")
    message = f"Här står {quote(first[0], 40)}. {what}"
    return warning(place, "rest-av-program", message, advice, *also, how, stops_publishing=True)
