"""Apply the language rules of `plugins/language` to every text that visitors read.

Takes the library and its documents; yields warnings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from plugins.contacts.model import Contact
from plugins.core.cache.asking import cut_chunks
from plugins.core.kinds.words import MARKDOWN
from plugins.core.library import ANY_PAGE, Library
from plugins.core.markdown.nodes import HtmlNode
from plugins.core.markdown.read import read_markdown
from plugins.core.models.model import Model
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.places import SourceFile
from plugins.core.problems import Problem
from plugins.core.source.sources import Text, text_of_lines
from plugins.core.texts.passages import Passage
from plugins.core.translations.library import TranslatedLibrary
from plugins.core.walk import find_addresses
from plugins.core.written_kinds import Box, list_boxes
from plugins.facts.model import Fact
from plugins.language.characters.signs import check_signs
from plugins.language.contact_ways import check_contact_ways
from plugins.language.figures.check import check_figures
from plugins.language.figures.counts import check_counts
from plugins.language.figures.units import check_units, check_values
from plugins.language.house_style.check import HouseStyle, check_house_style, standard_rules
from plugins.language.links.check import check_address
from plugins.language.markup.bold_headings import check_bold_headings
from plugins.language.markup.dialects import check_dialects
from plugins.language.markup.traces import check_traces, check_underlined
from plugins.language.model import WritingRule
from plugins.language.names import Used, check_names, find_uses
from plugins.language.quotations import check_quotations
from plugins.language.readability import check_readability
from plugins.language.repeated.compare import join_paragraphs
from plugins.language.repeated.comparison import JoinedParagraphs, TracedFile
from plugins.language.repeated.drift import report_drift
from plugins.language.repeated.paragraphs import Traces, trace_paragraphs
from plugins.language.same_words import check_same_words
from plugins.local_goals.model import LocalGoal
from plugins.site.answers import for_comparison, not_cached
from plugins.site.rooms import SHELF_OF, SHELVES
from plugins.site.shown_texts import find_passages_in, find_texts_in, list_shown_models, list_sources
from plugins.website.model import Website


def check_language(library: Library) -> Iterator[Problem]:
    """Yield problems in the language of one library's texts: characters in all languages, house style and figures in Swedish.

    Rules that need one file only are asked, and cached, file by file.
    """
    models = library.ask(list_shown_models)
    sources = library.ask(list_sources)
    yield from library.gather_each(_check_signs, sources)
    pages = tuple(model for model in models if isinstance(model, PageModel))
    for page_rule in _PAGE_RULES:
        yield from library.gather_together(page_rule, pages)
    yield from check_same_words(model for model in models if isinstance(model, AddressedPage))
    yield from library.gather_each(_check_addresses, models)
    for rule in _list_rules(library):
        yield from library.gather_each(rule, sources)
    yield from library.gather(_check_values)


def _list_rules(library: Library) -> list[Callable[[Library, SourceFile], Iterator[Problem]]]:
    """Return the rules for the texts of one file, except `_check_signs`."""
    rules: list[Callable[[Library, SourceFile], Iterator[Problem]]] = []
    if library.language.is_swedish:
        rules += [_check_quotations, _check_style, _check_figures, _check_units, _check_counts]
    rules.append(_check_ways)
    if library.language.most_lix is not None:
        rules.append(_check_readability)
    return rules


def check_in_chunks(library: Library) -> None:
    """Apply all rules for single files to one chunk of files, then to the next.

    What several rules need of a text (its prose, its passages) is computed once and still in memory for the next rule.
    """
    rules: list[Callable[[Library, SourceFile], Iterator[Any]]] = [_check_signs, *_list_rules(library)]
    if library.language.is_swedish:
        rules += [_rules_used_in, _names_in]
        rules.remove(_check_style)  # it needs results from all files
    for chunk in cut_chunks(library.ask(list_sources)):
        for rule in rules:
            for _ in library.gather_each(rule, chunk):
                pass


def check_joined_language(library: Library) -> Iterator[Problem]:
    """Yield problems found by comparing all texts: drift and names. Warnings only, and slower than all other rules."""
    yield from library.gather(_check_drift)
    if library.language.is_swedish:
        yield from library.gather(_check_names)


# ---- what one file decides


def _check_signs(library: Library, source: SourceFile) -> Iterator[Problem]:
    for kind, text in library.ask(find_texts_in, source):
        yield from check_signs(text, is_markdown=kind is MARKDOWN)
        yield from check_traces(text)
        if kind is MARKDOWN:
            underlined = list(check_underlined(text))
            yield from underlined
            lines = frozenset(problem.place.line for problem in underlined)
            ways = [kind.way for kind in library.written.values() if kind.way]
            is_one, find = partial(_is_component, library), partial(_find_nearly, library, text)
            yield from check_dialects(text, lines, ways, is_one, find, list_boxes(library.written.values()))


def _is_component(library: Library, written: str) -> bool:
    """Return whether a paragraph is a component that a room knows by its shape, so that its markup has a meaning here."""
    shaped = {name for name, kind in library.written.items() if not isinstance(kind.takes, Box)}
    if not shaped:
        return False
    document, _ = read_markdown(text_of_lines(SourceFile(Path(), written), 1, written), library.marks(ANY_PAGE))
    return any(isinstance(node, HtmlNode) and node.kind in shaped for node in document.nodes)


def _find_nearly(library: Library, text: Text) -> frozenset[int]:
    """Return the lines of a text where it is reported that something is nearly a component."""
    if not library.written:
        return frozenset()
    _, problems = read_markdown(text, library.marks(ANY_PAGE))
    return frozenset(one.place.line for one in problems if one.code == "nastan-ratt")


def _check_quotations(library: Library, source: SourceFile) -> Iterator[Problem]:
    yield from check_quotations(library.ask(find_passages_in, source))


def _check_readability(library: Library, source: SourceFile) -> Iterator[Problem]:
    yield from check_readability(library.ask(find_passages_in, source), library.language)


def _check_bold_headings(_library: Library, page: PageModel) -> Iterator[Problem]:
    yield from check_bold_headings(page.text)


_PAGE_RULES: Final = (_check_bold_headings,)
"""Rules for the whole Markdown of a page, as written."""


def _check_addresses(_library: Library, model: Model) -> Iterator[Problem]:
    """The addresses in fields; those of links are in the documents."""
    for address, place in find_addresses(model):
        yield from check_address(address, place)


@not_cached
def _house_style(library: Library) -> HouseStyle:
    return HouseStyle(library.shelves.all(WritingRule) if library.ask(_has_own_rules) else standard_rules())


def _has_own_rules(library: Library) -> bool:
    return WritingRule in library.shelves.by_model


def _rules_in_use(library: Library) -> frozenset[WritingRule]:
    """Return the rules with `only_beside` whose preferred spelling is used somewhere."""
    return frozenset(library.gather_each(_rules_used_in, library.ask(list_sources)))


def _rules_used_in(library: Library, source: SourceFile) -> Iterator[WritingRule]:
    yield from library.ask(_house_style).find_beside(library.ask(find_passages_in, source))


OURS: Final = frozenset(shelf.pattern.partition("/")[0] for shelf in SHELVES if shelf.speaks_of_site)
"""Folders and files of `content/` in which the site speaks of itself."""


def _check_style(library: Library, source: SourceFile) -> Iterator[Problem]:
    yield from check_house_style(library.ask(_house_style), library.ask(find_passages_in, source), library.ask(_rules_in_use))


def _check_figures(library: Library, source: SourceFile) -> Iterator[Problem]:
    if source.path.name != SHELF_OF[Fact].pattern:
        yield from check_figures(library.shelves.all(Fact), library.ask(find_passages_in, source), library.registers[Fact].mark)


def _check_units(library: Library, source: SourceFile) -> Iterator[Problem]:
    yield from check_units(library.shelves.all(Fact), library.ask(find_passages_in, source))


def _check_values(library: Library) -> Iterator[Problem]:
    if not isinstance(library, TranslatedLibrary):  # translations have the original's figures
        yield from check_values(library.shelves.all(Fact))


def _check_counts(library: Library, source: SourceFile) -> Iterator[Problem]:
    yield from check_counts(library.ask(find_passages_in, source), library.ask(_count_goals), library.ask(_own_names), OURS)


def _count_goals(library: Library) -> int:
    return len(library.shown(LocalGoal))


def _own_names(library: Library) -> tuple[str, ...]:
    """Return the names of the site and its organisation."""
    website = library.only(Website)
    return (str(website.name.typed), website.organisation.name.value) if website else ()


def _check_ways(library: Library, source: SourceFile) -> Iterator[Problem]:
    if source.path.name != SHELF_OF[Contact].pattern:
        texts = [(text, kind is MARKDOWN) for kind, text in library.ask(find_texts_in, source)]
        yield from check_contact_ways(library.ask(_shown_contacts), texts, library.registers[Contact].mark)


def _shown_contacts(library: Library) -> tuple[Contact, ...]:
    return tuple(contact for contact in library.shelves.all(Contact) if library.is_checked(contact))


# ---- what only all files together decide


def _check_drift(library: Library) -> Iterator[Problem]:
    """Compare the Markdown of pages and blocks, in the order of their paths, starting from the last comparison."""
    pages = [model for model in library.ask(list_shown_models) if isinstance(model, PageModel)]
    pages.sort(key=lambda page: page.text.source.path)
    files = [
        TracedFile(
            str(page.text.source.path),
            digest,
            partial(library.ask, _traces_of, page),
            partial(library.ask, _find_passage, page),
        )
        for page, digest in zip(pages, library.gather_together(_digest_traces, pages), strict=True)
    ]
    memo, key = library.memo, ("paragraphs", library.prefix)
    earlier: JoinedParagraphs | None = memo.aid(key)
    joined = memo.aids[key] = join_paragraphs(files, memo.derive, memo.checkpoint, earlier)
    yield from report_drift(files, joined)


@for_comparison
def _traces_of(library: Library, page: PageModel) -> Traces:
    return trace_paragraphs(_passages_of(library, page))


def _digest_traces(library: Library, page: PageModel) -> Iterator[bytes]:
    yield library.ask(_traces_of, page).digest()


@for_comparison
def _find_passage(library: Library, page: PageModel, number: int) -> Passage:
    return _passages_of(library, page)[number]


def _passages_of(library: Library, page: PageModel) -> Sequence[Passage]:
    return [passage for passage in library.ask(find_passages_in, page.text.source) if passage.text is page.text]


def _check_names(library: Library) -> Iterator[Problem]:
    sources = library.ask(list_sources)
    names = list(library.gather_together(_names_of, sources))
    yield from check_names(names, list(library.gather_each(_names_in, sources)))


def _names_of(library: Library, source: SourceFile) -> Iterator[Text]:
    """Yield the names in a file's records."""
    yield from (text for kind, text in library.ask(find_texts_in, source) if kind.is_name)


@for_comparison
def _names_in(library: Library, source: SourceFile) -> Iterator[Used]:
    """Yield the names in a file's prose."""
    yield from find_uses(library.ask(find_passages_in, source))
