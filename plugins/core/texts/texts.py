"""Texts: every Markdown text of the site, parsed once for each setting in which it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from plugins.core.cache.asking import cut_chunks
from plugins.core.cache.memo_nodes import Same
from plugins.core.kinds.words import MARKDOWN
from plugins.core.library import ANY_PAGE, Library, Setting
from plugins.core.markdown.nodes import Document, PlaceNode
from plugins.core.markdown.read import read_markdown
from plugins.core.marks.marks import FoundMark, Marks
from plugins.core.models.model import Model
from plugins.core.pages import PageModel
from plugins.core.pictures.linked import mark_places, render_links
from plugins.core.pictures.pictures import render_pictures
from plugins.core.problems import Problem
from plugins.core.source.lines import Writing
from plugins.core.source.sources import Text
from plugins.core.walk import find_texts

DOCUMENT: Final = "document"
"""First part of the memo keys for documents."""


class Texts:
    """Documents by text and setting."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def marks(self, setting: Setting = ANY_PAGE) -> Marks:
        """Return the marks that are available in a setting."""
        return self.library.marks(setting)

    def read(self, text: Text | Writing | None, setting: Setting = ANY_PAGE) -> tuple[Document, list[Problem]]:
        """Return the document of a text in a setting, and its problems there."""
        if text is None:
            return Document(), []
        typed = text.typed if isinstance(text, Writing) else text
        return self.library.memo.ask((DOCUMENT, Same(typed), setting), lambda: self._read(typed, setting))

    def _read(self, text: Text, setting: Setting) -> tuple[Document, list[Problem]]:
        document, problems = read_markdown(text, self.marks(setting))
        return self._with_pictures(document, is_foreign=bool(self.library.prefix) and not text.source.language), problems

    def marks_used(self) -> Iterator[FoundMark]:
        """Yield the marks in every text of the site, each text once."""
        library = self.library
        for model in library.registers:
            for chunk in cut_chunks(library.all(model)):
                yield from library.memo.ask(("marks of", chunk), partial(self._marks_of_all, chunk))
        for model, text in library.shelves.torn_texts:
            yield from self.read(text, library.setting_of_torn(model))[0].marks

    def _marks_of_all(self, chunk: tuple[Model, ...]) -> tuple[FoundMark, ...]:
        ask = self.library.memo.ask
        return tuple(mark for record in chunk for mark in ask(("marks of", record), partial(self._marks_of, record)))

    def _marks_of(self, record: Model) -> tuple[FoundMark, ...]:
        setting = self.library.setting_of(record)
        return tuple(mark for text in texts_of(record) for mark in self.read(text, setting)[0].marks)

    def _with_pictures(self, document: Document, *, is_foreign: bool) -> Document:
        """Return the document with its pictures prepared for display; `is_foreign`: the page is in another language."""
        if not document.links:
            return document
        gallery, words = self.library.gallery, self.library.words
        nodes = (
            node
            if isinstance(node, PlaceNode)
            else replace(
                node, html=_mark(render_links(render_pictures(node.html, gallery), gallery, words), is_foreign=is_foreign)
            )
            for node in document.nodes
        )
        return replace(document, nodes=tuple(nodes))


def _mark(markup: str, *, is_foreign: bool) -> str:
    return mark_places(markup) if is_foreign else markup


def texts_of(record: Model) -> list[Text]:
    """Return the Markdown texts of a record: those in fields, and the body of a page."""
    found = [text for info, text in find_texts(record) if info.kind is MARKDOWN]
    return found + ([record.text] if isinstance(record, PageModel) else [])
