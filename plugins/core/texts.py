"""Texts: every Markdown text of the site, rendered once for each setting it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from plugins.core.library import ANY_PAGE, Library, Setting
from plugins.core.lines import Writing
from plugins.core.linked import dress_links
from plugins.core.markdown.nodes import Document, PlaceNode
from plugins.core.markdown.read import read_markdown
from plugins.core.marks import FoundMark, Marks
from plugins.core.pictures import dress_pictures
from plugins.core.problems import Problem
from plugins.core.sources import Text


class Texts:
    """Documents by text and setting."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._documents: dict[tuple[int, Setting], tuple[Document, list[Problem]]] = {}

    def marks(self, setting: Setting = ANY_PAGE) -> Marks:
        """Return the marks that may be used in a setting."""
        return self.library.marks(setting)

    def read(self, text: Text | Writing | None, setting: Setting = ANY_PAGE) -> tuple[Document, list[Problem]]:
        """Return the document of a text as it stands in a setting, and what is wrong with it there."""
        if text is None:
            return Document(), []
        text = text.typed if isinstance(text, Writing) else text
        key = (id(text), setting)
        if key not in self._documents:
            document, problems = read_markdown(text, self.marks(setting))
            self._documents[key] = self._with_pictures(document), problems
        return self._documents[key]

    def marks_used(self) -> Iterator[FoundMark]:
        """Yield the marks of every text that was read, each once."""
        seen: set[tuple[Path, int, int]] = set()
        for document, _ in self._documents.values():
            for mark in document.marks:
                place = (mark.place.source.path, mark.place.line, mark.place.column)
                if place not in seen:
                    seen.add(place)
                    yield mark

    def _with_pictures(self, document: Document) -> Document:
        """Return the document with its pictures as they are shown."""
        if not document.links:
            return document
        gallery = self.library.gallery
        nodes = (
            node if isinstance(node, PlaceNode) else replace(node, html=dress_links(dress_pictures(node.html, gallery), gallery))
            for node in document.nodes
        )
        return replace(document, nodes=tuple(nodes))
