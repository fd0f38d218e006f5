"""The language of the site: every text that a visitor reads, judged together.

Stage: check. In: the library and its documents. Out: warnings. The rules themselves stand in `plugins/language`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from plugins.contacts.model import Contact
from plugins.core.kinds.kind import Kind
from plugins.core.kinds.words import MARKDOWN
from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.pages import AddressedPage, PageModel
from plugins.core.places import Place
from plugins.core.problems import Problem
from plugins.core.sources import Text
from plugins.core.walk import find_addresses, find_texts
from plugins.facts.model import Fact
from plugins.language.bold_headings import check_bold_headings
from plugins.language.contact_ways import check_contact_ways
from plugins.language.counts import check_counts
from plugins.language.dialects import check_dialects
from plugins.language.drift import check_drift
from plugins.language.figures import check_figures
from plugins.language.house_style import HouseStyle, check_house_style, standard_rules
from plugins.language.links import check_address
from plugins.language.model import RULES_FILE, WritingRule
from plugins.language.names import check_names
from plugins.language.passages import Passage, find_passages, line_passage
from plugins.language.quotations import check_quotations
from plugins.language.same_words import check_same_words
from plugins.language.signs import check_signs
from plugins.language.traces import check_traces, check_underlined
from plugins.language.units import check_units
from plugins.local_goals.model import LocalGoal
from plugins.website.model import Website


class Reading:
    """Every text of the site that is shown, cut into passages once."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._passages: dict[int, tuple[Passage, ...]] = {}

    @cached_property
    def models(self) -> tuple[Model, ...]:
        """Every record and page that is not a draft."""
        return tuple(model for model in self.library.records() if self.library.is_shown(model))

    @cached_property
    def texts(self) -> tuple[tuple[Kind, Text], ...]:
        """Every line and text of a record, and every page's Markdown: its kind, and the text."""
        found: list[tuple[Kind, Text]] = []
        for model in self.models:
            if isinstance(model, WritingRule):
                continue  # it quotes what is not to be written
            found += [(info.kind, text) for info, text in find_texts(model) if info.kind]
            if body := getattr(model, "body", None):
                found.append((MARKDOWN, body))
        return tuple(found)

    @property
    def addresses(self) -> Iterator[tuple[str, Place]]:
        """The addresses in fields; those of links stand in the documents."""
        return chain.from_iterable(find_addresses(model) for model in self.models)

    @property
    def own_names(self) -> tuple[str, ...]:
        """What the site and its organisation are called."""
        website = self.library.only(Website)
        return (str(website.name.typed), website.organisation.name.value) if website else ()

    @property
    def pages(self) -> tuple[PageModel, ...]:
        """Every page and block that is not a draft."""
        return tuple(model for model in self.models if isinstance(model, PageModel))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The prose of the site."""
        passages: list[Passage] = []
        for kind, text in self.texts:
            if kind.has_prose:
                passages += self.passages_of(text) if kind is MARKDOWN else [line_passage(text)]
        return tuple(passages)

    def passages_of(self, text: Text) -> tuple[Passage, ...]:
        """Return the passages of a Markdown text, cut once."""
        if id(text) not in self._passages:
            self._passages[id(text)] = tuple(find_passages(text))
        return self._passages[id(text)]

    @cached_property
    def page_passages(self) -> tuple[Passage, ...]:
        """The Markdown of pages and blocks, in the order of their paths."""
        pages = sorted(self.pages, key=lambda page: page.text.source.path)
        return tuple(chain.from_iterable(self.passages_of(page.text) for page in pages))


def check_language(library: Library) -> Iterator[Problem]:
    """Yield what is told of the language: signs, house style, drift, figures and names."""
    reading = Reading(library)
    for kind, text in reading.texts:
        yield from check_signs(text, is_markdown=kind is MARKDOWN)
        yield from check_traces(text)
        if kind is MARKDOWN:
            underlined = list(check_underlined(text))
            yield from underlined
            yield from check_dialects(text, frozenset(problem.place.line for problem in underlined))
            reading.passages_of(text)  # while what is prose of it is remembered
    for page in reading.pages:
        yield from check_bold_headings(page.text)
    yield from check_same_words(page for page in reading.pages if isinstance(page, AddressedPage))
    for address, place in reading.addresses:
        yield from check_address(address, place)
    rules = library.shelves.all(WritingRule) if (library.shelves.folder / RULES_FILE).is_file() else standard_rules()
    yield from check_house_style(HouseStyle(rules), reading.passages)
    yield from check_quotations(reading.passages)
    yield from check_drift(reading.page_passages)
    yield from check_figures(library.shelves.all(Fact), [p for p in reading.passages if p.page.name != "fakta.yaml"])
    yield from check_units(library.shelves.all(Fact), reading.passages)
    yield from check_counts(reading.passages, len(library.shown(LocalGoal)), reading.own_names)
    contacts = [contact for contact in library.shelves.all(Contact) if library.is_shown(contact)]
    texts = [(text, kind is MARKDOWN) for kind, text in reading.texts if text.source.path.name != "kontakter.yaml"]
    yield from check_contact_ways(contacts, texts)
    yield from check_names([text for kind, text in reading.texts if kind.is_name], reading.passages)
