"""Figures in running text: those that `fakta.yaml` holds, and those that claim to be of today without a source.

Stage: check. In: facts and passages. Out: warnings. Number *and* what it counts decide: 150 visitors a month and 150
young people a year are two things. Years, telephone numbers, addresses and ages are no figures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from plugins.core.problems import Problem, warning
from plugins.core.swedish import MONTHS, NUMBER_WORDS, compare_key, quote
from plugins.facts.model import Fact
from plugins.language.passages import Passage

NOW = re.compile(
    r"(?<![\w-])(?:idag|i dag|just nu|för närvarande|för tillfället|i nuläget|i skrivande stund)(?![\w-])", re.IGNORECASE
)

_DIGITS = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+(?:[.,]\d+)?"
_WORDS = "|".join(NUMBER_WORDS[2:])
_FIGURE = re.compile(
    rf"(?<![\w#§&@/.,:–-])(?P<about>(?:cirka|ca\.?|ungefär|omkring|runt|nära|nästan|drygt|över|minst|mer än|fler än)\s+)?"
    rf"(?P<number>(?P<first>{_DIGITS})(?:(?:\s?[–-]\s?|\s+till\s+)(?P<last>{_DIGITS}))?|(?P<word>{_WORDS}))(?![\w:/]|[.,]\d|-\d)",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?:(?<!\s)\s+)?(?:%|[^\W\d_][\w-]*+)")
_STOP = frozenset(
    [
        "som",
        "i",
        "om",
        "av",
        "på",
        "för",
        "till",
        "och",
        "eller",
        "en",
        "ett",
        "den",
        "det",
        "de",
        "dem",
        "vi",
        "ni",
        "du",
        "är",
        "var",
        "har",
        "hade",
        "med",
        "utan",
        "per",
        "under",
        "över",
        "från",
        "hos",
        "där",
        "när",
        "vid",
        "sin",
        "sina",
        "sitt",
        "alla",
        "olika",
        "nya",
        "fler",
        "flera",
        "exempel",
        "ca",
        "cirka",
        "ungefär",
        "finns",
        "stycken",
        "st",
        "samt",
        "varje",
    ]
)
_PERIODS = {
    "dag": "dag", "dagen": "dag", "dagar": "dag", "dygn": "dag", "dygnet": "dag", "vecka": "vecka", "veckan": "vecka",
    "veckor": "vecka",
    "månad": "månad", "månaden": "månad", "månader": "månad", "år": "år", "året": "år", "årligen": "år", "dagligen": "dag",
    "natt": "natt", "natten": "natt", "kväll": "kväll", "kvällen": "kväll", "timme": "timme",
    "timmen": "timme", "kvartal": "kvartal",
}  # fmt: skip
_PERIOD = re.compile(
    rf"\b(?:om|i|per|varje|var|under ett|på en|på ett)\s+({'|'.join(_PERIODS)})\b|\b(dagligen|årligen)\b", re.IGNORECASE
)
_MEASURES = frozenset(
    [
        "person",
        "människa",
        "krona",
        "kr",
        "procent",
        "ton",
        "kilo",
        "kg",
        "timme",
        "dag",
        "gång",
        "plats",
        "unga",
        "besökare",
        "deltagare",
    ]
)
_NO_COUNT = frozenset(
    [
        "meter",
        "km",
        "kilometer",
        "mil",
        "minuter",
        "minut",
        "sekunder",
        "timmar",
        "timme",
        "dygn",
        "dagar",
        "veckor",
        "månader",
        "mål",
        "målen",
        "delmål",
        "grader",
    ]
)
"""Words after a number that make it a distance, a duration or a number of the global goals."""
_NO_FIGURE_BEFORE = re.compile(
    r"(?:\b(?:nr|nummer|mål|delmål|målet|sidan|sid|s|kl|klockan|den|år|åren|sedan|kapitel|paragraf|punkt|rad|steg|del|version|ring|telefon|tel"
    r"|agenda|linje|buss|våning|rum|hus|studio|etapp|grupp|nivå|årskurs|åk|klass|covid|mellan|från|under|ålder|åldern|åldrarna|a|p|gatan|vägen)"
    r"|\w{1,40}(?:gatan|vägen|gränd|torget|stigen|allén|plan))[.:]?\s{0,3}(?:\d{1,9}\s{0,3}(?:och|till|–|-)\s{0,3})?$",
    re.IGNORECASE,
)
_NO_FIGURE_AFTER = re.compile(
    rf"\s*(?:år(?:en)?(?:\s+(?:och|eller|gamla?|unga?|fyllda|har|är|idag|i dag|just|sedan|sen)\b|\s*[,.]|$)"
    rf"|åring|-?års|-?årig|:[ea]\b"
    rf"|(?:{'|'.join(MONTHS)})\b|och \d+\s*(?:år|§)|kap\b|§|st gatan|tr\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands in a passage."""

    start: int
    """Where it begins, with its "cirka"."""
    number_start: int
    end: int
    numbers: tuple[str, ...]
    is_small: bool
    """A number that many things have: up to twelve, or a word."""


@dataclass(frozen=True, slots=True)
class _Count:
    """What a fact counts."""

    fact: Fact
    head: str
    """The stem of what is counted: `hushåll`."""
    stems: frozenset[str]
    period: str | None


def check_figures(facts: Iterable[Fact], passages: Iterable[Passage]) -> Iterator[Problem]:
    """A figure stands once, in `fakta.yaml`; one that is said to hold today has a record with its time."""
    records = [fact for fact in facts if not fact.is_draft]
    by_number = _index(records)
    undated = {compare_key(str(fact.id)): fact for fact in records if not (fact.period and fact.period.first_day)}
    for passage in passages:
        if passage.sort == "heading":
            continue
        told = set()
        for figure in find_figures(passage.prose):
            if fact := _find_fact(figure, passage, by_number):
                told.add(figure.start)
                yield _tell_written_out(figure, passage, fact)
        yield from _check_now(passage, undated, told)


def find_figures(prose: str) -> Iterator[Figure]:
    """Yield the figures of a stretch of prose: no years, days, telephone numbers or numbers of things."""
    for found in _FIGURE.finditer(prose):
        before, after = _around(prose, found.start("number"), found.end())
        if found["word"]:
            yield Figure(
                found.start(), found.start("number"), found.end(), (str(NUMBER_WORDS.index(found["word"].casefold())),), True
            )
            continue
        if re.match(r"\s+\d|[–-]", after) or re.search(r"\d[\s–-]+$", before) or found["first"].startswith("0"):
            continue  # part of something longer: a telephone number, a day
        numbers = tuple(re.sub(r"\s", "", number).replace(",", ".") for number in (found["first"], found["last"]) if number)
        is_small = all(number.isdigit() and len(number) < 3 and int(number) <= 12 for number in numbers)
        yield Figure(found.start(), found.start("number"), found.end(), numbers, is_small)


def _around(prose: str, start: int, end: int) -> tuple[str, str]:
    """Return the words before and after a figure that can tell what it is."""
    return prose[max(0, start - NEAR) : start], prose[end : end + NEAR]


NEAR = 80
"""Signs that are looked at on either side of a figure: enough for three of the longest words."""


def stem(word: str) -> str:
    """Return a Swedish noun or adjective without its common endings, to compare by."""
    word = word.casefold()
    for ending in (
        "ernas",
        "arnas",
        "ornas",
        "erna",
        "arna",
        "orna",
        "ens",
        "ets",
        "er",
        "ar",
        "or",
        "en",
        "et",
        "na",
        "ne",
        "a",
        "e",
        "s",
        "n",
        "t",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _index(facts: Sequence[Fact]) -> dict[tuple[str, ...], list[_Count]]:
    index: dict[tuple[str, ...], list[_Count]] = defaultdict(list)
    for fact in facts:
        figures = list(find_figures(fact.value.value))
        if fact.unit is None or len(figures) != 1:
            continue
        counted = fact.unit.value.partition(",")[0]
        words = content_words(counted)
        if words:
            index[figures[0].numbers].append(_Count(fact, words[0], frozenset(words), _period(counted)))
    return index


def content_words(text: str) -> list[str]:
    """Return the stems of the words that say what something is, without small words and the time in which it is counted."""
    words = [word.casefold() for word in re.findall(r"%|[^\W\d_][\w-]*", _PERIOD.sub(" ", text))]
    words = ["procent" if word == "%" else "kronor" if word == "kr" else word for word in words]
    return [stem(word) for word in words if word not in _STOP]


def _period(text: str) -> str | None:
    """Return the period in which something is counted: "om dagen", "i veckan", "per år", "varje månad"."""
    found = _PERIOD.search(text)
    return _PERIODS[(found[1] or found[2]).casefold()] if found else None


def _sentence_of(passage: Passage, at: int) -> tuple[int, int]:
    return next(((start, end) for start, end in passage.sentences if start <= at < end), (0, len(passage.prose)))


def _find_fact(figure: Figure, passage: Passage, by_number: dict[tuple[str, ...], list[_Count]]) -> Fact | None:
    """Return the fact that holds this figure, if one does."""
    counts = by_number.get(figure.numbers)
    if not counts:
        return None
    start, end = _sentence_of(passage, figure.start)
    sentence = passage.prose[start:end]
    following = content_words(
        " ".join(found[0] for found in _AFTER.finditer(passage.prose[figure.end : min(end, figure.end + 2 * NEAR)]))[:60]
    )[:2]
    others = frozenset(content_words(sentence))
    period = _period(sentence)
    for count in counts:
        if count.head not in following or (count.period and period and count.period != period):
            continue
        rest = count.stems - {count.head}
        is_measure = count.head in _MEASURES or count.head in {stem(word) for word in _MEASURES}
        if figure.is_small and not count.stems <= others:
            continue
        if is_measure and (rest or count.period) and not (rest & others or (count.period and count.period == period)):
            continue
        if not figure.is_small and count.period and not period and rest and not rest & others:
            continue
        return count.fact
    return None


def _tell_written_out(figure: Figure, passage: Passage, fact: Fact) -> Problem:
    mark = f"{{fakta:{fact.id}}}"
    has_own_about = bool(re.match(r"[^\W\d]", fact.value.value)) and not re.match(
        rf"(?:{_WORDS})\b", fact.value.value, re.IGNORECASE
    )
    start = figure.start if has_own_about else figure.number_start
    written = passage.prose[start : figure.end]
    place = passage.place(start)
    message = f"Siffran {quote(written)} finns redan i fakta.yaml, som {quote(str(fact.id))}."
    help_line = "Med märket hämtas siffran därifrån, så att den bara behöver ändras på ett ställe, och sidan visar källan."
    return replace(warning(place, "siffra-i-fakta", message, help_line), suggestion=place.rewritten(written, mark))


def _check_now(passage: Passage, undated: dict[str, Fact], told: set[int]) -> Iterator[Problem]:
    """What is said to hold today has a record that says when."""
    for start, end in passage.sentences:
        sentence = passage.prose[start:end]
        words = list(NOW.finditer(sentence))
        if not words:
            continue
        for figure in find_figures(sentence):
            if sentence[figure.number_start].isalpha() or start + figure.start in told or not _is_counted(sentence, figure):
                continue
            written = sentence[figure.number_start : figure.end]
            now = next((word for word in reversed(words) if word.start() < figure.start), words[0])
            message = f"Siffran {quote(written)} sägs gälla {now[0].casefold()}, men har ingen källa och tid."
            help_line = "Lägg den i fakta.yaml med källa och avser, och skriv {fakta:id} här."
            yield warning(passage.place(start + figure.number_start), "siffra-utan-uppgift", message, help_line)
        for found in re.finditer(r"\{\s*+fakta\s*+:\s*+((?:[^{}\n]*[^{}\s])?)\s*+\}", passage.written[start:end], re.IGNORECASE):
            if fact := undated.get(compare_key(found[1])):
                now = words[0]
                message = f"Meningen säger {quote(now[0].casefold())}, men tiden för uppgiften {quote(str(fact.id))} är okänd."
                help_line = f"Ta bort {quote(now[0].casefold())}, eller skriv i fakta.yaml vilken tid siffran avser."
                yield warning(passage.place(start + found.start()), "odaterad-uppgift", message, help_line)


def _is_counted(sentence: str, figure: Figure) -> bool:
    """Tell whether a figure counts something: no year, day, age, number of a thing or telephone number."""
    before, after = _around(sentence, figure.number_start, figure.end)
    if _NO_FIGURE_BEFORE.search(before) or _NO_FIGURE_AFTER.match(after):
        return False
    first = figure.numbers[0]
    is_year = (
        len(first) == 4
        and first.isdigit()
        and 1800 <= int(first) <= 2100
        and sentence[figure.number_start : figure.end].isdigit()
    )
    if is_year or re.fullmatch(r"112|1177|90101|116\d{3}|11414|114", first):
        return False
    following = re.match(r"\s*%|\s+(?P<word>[^\W\d_]{2,})(?:\s+(?P<next>[^\W\d_]+))?", after)
    if following is None:
        return False
    return (following["word"] or "%").casefold() not in _STOP | _NO_COUNT and following["next"] != "målen"
