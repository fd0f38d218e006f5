"""The documents of the Markdown texts of the site: each text is parsed once for each setting in which it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from plugins.core.cache.memo_nodes import Same
from plugins.core.kinds.words import MARKDOWN
from plugins.core.library import ANY_PAGE, Library, Setting
from plugins.core.markdown.nodes import Document, PlaceNode
from plugins.core.markdown.read import read_markdown
from plugins.core.marks.marks import FoundMark
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


def read_document(text: Text | Writing | None, library: Library, setting: Setting = ANY_PAGE) -> tuple[Document, list[Problem]]:
    """Return the document of a text in a setting, and its problems there; an empty document if there is no text."""
    if text is None:
        return Document(), []
    typed = text.typed if isinstance(text, Writing) else text
    return library.memo.ask((DOCUMENT, Same(typed), setting), lambda: _read(typed, library, setting))


def _read(text: Text, library: Library, setting: Setting) -> tuple[Document, list[Problem]]:
    document, problems = read_markdown(text, library.marks(setting))
    return _with_pictures(document, library, is_foreign=bool(library.prefix) and not text.source.language), problems


def _with_pictures(document: Document, library: Library, *, is_foreign: bool) -> Document:
    """Return the document with its pictures prepared for display; `is_foreign`: the page is in another language."""
    if not document.links:
        return document
    gallery, words = library.gallery, library.words
    nodes = (
        node
        if isinstance(node, PlaceNode)
        else replace(node, html=_mark(render_links(render_pictures(node.html, gallery), gallery, words), is_foreign=is_foreign))
        for node in document.nodes
    )
    return replace(document, nodes=tuple(nodes))


def _mark(markup: str, *, is_foreign: bool) -> str:
    return mark_places(markup) if is_foreign else markup


def find_marks_used(library: Library) -> Iterator[FoundMark]:
    """Yield the marks in every text of the site, each text once."""
    for model in library.registers:
        yield from library.gather_each(_find_marks_of, library.all(model))
    for model, text in library.shelves.torn_texts:
        yield from read_document(text, library, library.setting_of_torn(model))[0].marks


def _find_marks_of(library: Library, record: Model) -> Iterator[FoundMark]:
    setting = library.setting_of(record)
    for text in texts_of(record):
        yield from read_document(text, library, setting)[0].marks


def texts_of(record: Model) -> list[Text]:
    """Return the Markdown texts of a record: those in fields, and the body of a page."""
    found = [text for info, text in find_texts(record) if info.kind is MARKDOWN]
    return found + ([record.text] if isinstance(record, PageModel) else [])
