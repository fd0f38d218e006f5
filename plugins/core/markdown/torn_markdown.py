"""Find Markdown that was meant as a table, comment or footnote, and would be shown with its markup.

Yields problems: Python-Markdown reports no errors, but shows what it does not understand as text. Called by `core.markdown`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from plugins.core.problems import Problem, describe_other_lines
from plugins.core.source.sources import Text
from plugins.core.swedish import quote

_NO_MARKDOWN = re.compile(r"<!--.*?(?:-->|\Z)|(?<!`)(?P<tick>`++)[^`\n]+(?P=tick)", re.DOTALL)
"""Comments and code, in which markup has no meaning."""

_ROW = re.compile(r" {0,3}\|\s*\S.*")
_RULE = re.compile(r"\s*+(?:\|\s*+)?:?-++:?\s*+(?>(?:\|\s*+:?-++:?\s*+)*)(?:\|\s*+)?")
_ODD_RULE = re.compile(r"[\s|:\-\u2010-\u2015\u2212_=]+")
_TABBED = re.compile(r"\s*+(?:(?:[-*+•·o]|\d++[.)])\s++)?(?P<cells>\S.*)")
_NEARLY_COMMENT = re.compile("<!(?!--)[-\u2010-\u2015\u2212]{1,3}|<[ ]!--")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]|\^\[")


@lru_cache(maxsize=8)
def blank_no_markdown(value: str) -> str:
    """Return a text with its comments and code replaced by spaces, except a comment that does not end.

    Cached, since several rules need it for the same text.
    """
    if "<!--" not in value and "`" not in value:
        return value
    return _NO_MARKDOWN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]) if _is_whole(found[0]) else found[0], value)


def _is_whole(span: str) -> bool:
    return span.startswith("`") or span.endswith("-->")


def check_torn(text: Text, prose: str | None = None) -> Iterator[Problem]:
    """Tables have the right syntax, comments end, and there are no footnotes.

    `prose` is the text with everything that is not Markdown replaced by spaces; by default without comments and code.
    """
    prose = blank_no_markdown(text.value) if prose is None else prose
    if "|" in prose or "\t" in prose:
        yield from _check_tables(text, prose)
    yield from _check_footnotes(text, prose)
    yield from _check_comments(text, prose)
    if found := re.search(r"<!--", prose):
        place = text.place(found.start())
        message = "Här börjar en anteckning som inte slutar, så den syns på webbplatsen."
        help_line = "Skriv --> där den slutar, eller ta bort den."
        yield Problem(place, "otillaten-html", message, (help_line,), f"{place.written.strip()} -->")


def _check_tables(text: Text, prose: str) -> Iterator[Problem]:
    lines = prose.split("\n")
    offsets = [0]
    for line in lines:
        offsets.append(offsets[-1] + len(line) + 1)
    number = 0
    while number < len(lines):
        end = number
        while end < len(lines) and _ROW.fullmatch(lines[end]):
            end += 1
        if end - number > 1:
            yield from _check_rows(text, lines, number, offsets)
        elif tabbed := _count_tabbed(lines, number):
            end = number + tabbed
            message = "Raderna är kolumner med tabbar emellan, som från Excel, och blir en enda röra av ord på webbplatsen."
            rows = [re.split(r"\t+", line.strip()) for line in lines[number : number + 2]]
            first, second = (f"  | {' | '.join(row)} |" for row in rows)
            help_lines = ("Skriv dem som en tabell:", first, f"  {_rule_for(len(rows[0]))}", second)
            yield Problem(text.place(offsets[number]), "trasig-tabell", message, help=help_lines)
        number = max(end, number + 1)


def _check_comments(text: Text, prose: str) -> Iterator[Problem]:
    """A comment is one to browsers as well: it does not end at its first characters, nor at `--!>`."""
    start = text.value.find("<!--")
    while start >= 0 and (end := text.value.find("-->", start + 4)) >= 0:
        note = text.value[start + 4 : end]
        if note.startswith((">", "->")) or "--!>" in note:
            message = "Anteckningen slutar för tidigt, så resten av den syns på webbplatsen."
            help_line = "En anteckning skrivs <!-- så här -->, med ett mellanslag innanför strecken."
            yield Problem(text.place(start), "otillaten-html", message, (help_line,))
        start = text.value.find("<!--", end)
    for found in _NEARLY_COMMENT.finditer(prose):
        message = f"{quote(found[0])} börjar ingen anteckning, så det som följer syns på webbplatsen."
        help_line = "En anteckning skrivs <!-- så här -->, med två vanliga bindestreck på var sida."
        yield Problem(text.place(found.start()), "otillaten-html", message, (help_line,))


def _check_rows(text: Text, lines: list[str], start: int, offsets: list[int]) -> Iterator[Problem]:
    """A table has a blank line above it, a row of headings first, and a delimiter row below that."""
    above = lines[start - 1].strip() if start else ""
    rule = _rule_for(len(lines[start].strip().strip("|").split("|")))
    if _RULE.fullmatch(lines[start]):
        message = "Tabellen börjar med strecken, så det blir ingen tabell på webbplatsen."
        yield Problem(text.place(offsets[start]), "trasig-tabell", message, ("Skriv en rad med kolumnernas rubriker överst.",))
    elif not _RULE.fullmatch(lines[start + 1]):
        is_odd = bool(_ODD_RULE.fullmatch(lines[start + 1]))
        message = "Under tabellens första rad saknas raden med streck, så det blir ingen tabell på webbplatsen."
        help_lines = ("Lägg till en rad mellan den första raden och den andra:", f"  {rule}")
        if is_odd:
            message = "Raden under tabellens rubriker ska ha vanliga bindestreck."
        place = text.place(offsets[start + 1] if is_odd else offsets[start])
        yield Problem(place, "trasig-tabell", message, () if is_odd else help_lines, rule if is_odd else None)
    elif above and not above.startswith("#"):
        message = "Före tabellen behövs en tom rad, annars blir det ingen tabell på webbplatsen."
        yield Problem(text.place(offsets[start]), "trasig-tabell", message, ("Lägg till en tom rad ovanför den här raden.",))


def _rule_for(columns: int) -> str:
    return f"|{' --- |' * columns}"


def _count_tabbed(lines: list[str], start: int) -> int:
    """Return how many lines from `start` on have the same number of tabs between words; 0 if they are not columns."""
    if "\t" not in lines[start]:
        return 0
    counts: list[int] = []
    for line in lines[start:]:
        found = _TABBED.fullmatch(line)
        tabs = len(re.findall(r"(?<=\S)\t+(?=\S)", found["cells"].strip())) if found else 0
        if not tabs or (counts and tabs != counts[0]):
            break
        counts.append(tabs)
    return len(counts) if len(counts) > 1 else 0


def _check_footnotes(text: Text, prose: str) -> Iterator[Problem]:
    """There are no footnotes: a source is in the sentence, or is a link."""
    found = list(_FOOTNOTE.finditer(prose)) if "^" in prose else []
    if not found:
        return
    place, *others = (text.place(each.start()) for each in found)
    message = f"{quote(found[0][0])} blir ingen fotnot, så tecknen syns på webbplatsen."
    advice = "Skriv källan i meningen, eller gör en länk av den: [länkens namn](adressen)."
    yield Problem(place, "fotnot", message, (advice, *describe_other_lines(place, others)))
