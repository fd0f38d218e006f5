"""Find figures in running text that `fakta.yaml` already holds, and figures said to be current without a source.

Takes facts and passages; yields warnings. A figure is a number with what it counts: 150 visitors a month are not 150 young people
a year.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from plugins.core.dataclass import dataclass
from plugins.core.kinds.words import MARK
from plugins.core.problems import Problem, warning
from plugins.core.swedish import compare_key, quote
from plugins.core.texts.passages import Passage, fold
from plugins.core.texts.quoted import Quoted
from plugins.facts.model import Fact
from plugins.language.figures.found import NEAR, NUMBER, Figure, find_figures, has_digit, has_number_word, is_counted
from plugins.language.words import MEASURES, content_words, period_of

NOW = re.compile(
    r"(?<![\w-])(?:idag|i dag|just nu|för närvarande|för tillfället|i nuläget|i skrivande stund)(?![\w-])", re.IGNORECASE
)
_TODAY = re.compile("dag(?:(?<=[i\u0131\u0307]dag)|(?<=[i\u0131\u0307] dag))")
"""For case-folded text, in which other letters than `i` have become one."""
_SIGNS_OF_NOW = ("just nu", "rvarande", "llfället", "nuläget", "vande stund")
"""Every other match of `NOW` has one of these."""
_AFTER = re.compile(r"(?:(?<!\s)\s+)?(?:%|[^\W\d_][\w-]*+)")


@dataclass(frozen=True, slots=True)
class _Count:
    """What a fact counts."""

    fact: Fact
    head: str
    """Stem of the counted noun: `hushåll`."""
    stems: frozenset[str]
    period: str | None


def check_figures(facts: Iterable[Fact], passages: Iterable[Passage], mark: str) -> Iterator[Problem]:
    """A figure stands once, in `fakta.yaml`; a figure said to be current has a record with its time.

    `mark` is the mark that shows a fact.
    """
    records = [fact for fact in facts if not fact.is_draft]
    by_number = _index(records)
    undated = {compare_key(str(fact.id)): fact for fact in records if not (fact.period and fact.period.first_day)}
    text, has_words, is_of_now = None, False, False
    for passage in passages:
        if passage.text is not text:
            text, folded = passage.text, fold(passage.text.value)
            has_words, is_of_now = has_number_word(folded), _may_be_of_now(folded)
        if passage.sort == "heading":
            continue
        reported, sentences, quoted = set(), _Sentences(passage), Quoted(passage)
        for figure in find_figures(passage.prose) if has_words or has_digit(passage.prose) else ():
            if fact := _find_fact(figure, passage, sentences, by_number):
                reported.add(figure.start)
                if not quoted.has(figure.start, figure.end):  # a quotation must not change with the fact
                    yield _report_written_out(figure, passage, fact, mark)
        if is_of_now:
            yield from _check_now(passage, undated, reported, mark)


def _index(facts: Sequence[Fact]) -> dict[tuple[str, ...], list[_Count]]:
    index: dict[tuple[str, ...], list[_Count]] = defaultdict(list)
    for fact in facts:
        figures = list(find_figures(fact.value.value))
        if fact.unit is None or len(figures) != 1:
            continue
        counted = fact.unit.value.partition(",")[0]
        words = content_words(counted)
        if words:
            index[figures[0].numbers].append(_Count(fact, words[0], frozenset(words), period_of(counted)))
    return index


class _Sentences:
    """Stems and periods of a passage's sentences, computed once for each: a long sentence may have many figures."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._said: dict[tuple[int, int], tuple[frozenset[str], str | None]] = {}

    def read(self, sentence: tuple[int, int]) -> tuple[frozenset[str], str | None]:
        """Return the stems of a sentence's words, and the period in which something is counted there."""
        if sentence not in self._said:
            words = self._passage.prose[slice(*sentence)]
            self._said[sentence] = frozenset(content_words(words)), period_of(words)
        return self._said[sentence]


def _find_fact(
    figure: Figure, passage: Passage, sentences: _Sentences, by_number: dict[tuple[str, ...], list[_Count]]
) -> Fact | None:
    """Return the fact that holds this figure; None if there is none."""
    counts = by_number.get(figure.numbers)
    if not counts:
        return None
    start, end = passage.sentence_at(figure.start)
    following = content_words(
        " ".join(found[0] for found in _AFTER.finditer(passage.prose[figure.end : min(end, figure.end + 2 * NEAR)]))[:60]
    )[:2]
    others, period = sentences.read((start, end))
    for count in counts:
        if count.head not in following or (count.period and period and count.period != period):
            continue
        rest = count.stems - {count.head}
        is_measure = count.head in MEASURES
        if figure.is_small and not count.stems <= others:
            continue
        if is_measure and (rest or count.period) and not (rest & others or (count.period and count.period == period)):
            continue
        if not figure.is_small and count.period and not period and rest and not rest & others:
            continue
        return count.fact
    return None


def _report_written_out(figure: Figure, passage: Passage, fact: Fact, mark: str) -> Problem:
    has_own_about = bool(re.match(r"[^\W\d]", fact.value.value)) and not re.match(
        rf"(?:{NUMBER})\b", fact.value.value, re.IGNORECASE
    )
    start = figure.start if has_own_about else figure.number_start
    written = passage.prose[start : figure.end]
    place = passage.place(start)
    message = f"Siffran {quote(written)} finns redan i fakta.yaml, som {quote(str(fact.id))}."
    help_line = "Med märket hämtas siffran därifrån, så att den bara behöver ändras på ett ställe, och sidan visar källan."
    return replace(
        warning(place, "siffra-i-fakta", message, help_line), suggestion=place.rewritten(written, f"{{{mark}:{fact.id}}}")
    )


def _may_be_of_now(folded: str) -> bool:
    """Return whether a case-folded text may speak of today."""
    return _TODAY.search(folded) is not None or any(sign in folded for sign in _SIGNS_OF_NOW)


def _check_now(passage: Passage, undated: dict[str, Fact], reported: set[int], mark: str) -> Iterator[Problem]:
    """A figure said to be current has a record that says when."""
    folded = passage.prose.casefold()
    if not _may_be_of_now(folded) or not NOW.search(passage.prose):
        return
    for start, end in passage.sentences:
        sentence = passage.prose[start:end]
        words = list(NOW.finditer(sentence))
        if not words:
            continue
        for figure in find_figures(sentence):
            if sentence[figure.number_start].isalpha() or start + figure.start in reported or not is_counted(sentence, figure):
                continue
            written = sentence[figure.number_start : figure.end]
            now = next((word for word in reversed(words) if word.start() < figure.start), words[0])
            message = f"Siffran {quote(written)} sägs gälla {now[0].casefold()}, men har ingen källa och tid."
            help_line = f"Lägg den i fakta.yaml med källa och avser, och skriv {{{mark}:id}} här."
            yield warning(passage.place(start + figure.number_start), "siffra-utan-uppgift", message, help_line)
        for found in MARK.finditer(passage.written[start:end]):
            is_own = compare_key(found["name"]) == compare_key(mark)
            if fact := undated.get(compare_key(found["argument"])) if is_own else None:
                now = words[0]
                message = f"Meningen säger {quote(now[0].casefold())}, men tiden för uppgiften {quote(str(fact.id))} är okänd."
                help_line = f"Ta bort {quote(now[0].casefold())}, eller skriv i fakta.yaml vilken tid siffran avser."
                yield warning(passage.place(start + found.start()), "odaterad-uppgift", message, help_line)
