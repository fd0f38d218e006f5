"""Texts: every Markdown text of the site, rendered once for each goal it stands on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from plugins.announcements.model import Announcement
from plugins.blocks.model import Block
from plugins.core.lines import Writing
from plugins.core.linked import dress_links
from plugins.core.markdown import Document, PlaceNode, read_markdown
from plugins.core.marks import FoundMark, Marks, find_marks
from plugins.core.models import Model
from plugins.core.pictures import dress_pictures
from plugins.core.problems import Problem
from plugins.core.sources import Text
from plugins.local_goals.model import LocalGoal
from plugins.site.library import Library


class Texts:
    """Documents by text and goal."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._documents: dict[tuple[int, int | None], tuple[Document, list[Problem]]] = {}
        self._marks: dict[int | None, Marks] = {}

    def marks(self, goal: LocalGoal | None) -> Marks:
        """Return the marks on a goal's page, or on a page that has no goal."""
        key = goal.number if goal else None
        if key not in self._marks:
            self._marks[key] = self.library.marks_on(goal)
        return self._marks[key]

    def read(self, text: Text | Writing | None, goal: LocalGoal | None = None) -> tuple[Document, list[Problem]]:
        """Return the document of a text as it stands on a page, and what is wrong with it there."""
        return self._read(text, goal, self.marks(goal))

    def check_block(self, block: Block) -> tuple[Document, list[Problem]]:
        """Return a block's document with the marks that blocks may use, and what is wrong with it."""
        return self._read(block.text, None, self.library.marks_in_blocks)

    def announcement(self, announcement: Announcement) -> tuple[Document, list[Problem]]:
        """Return the document of an announcement, and what is wrong with it."""
        return self._read(announcement.text, None, self.library.marks_in_announcements)

    def torn(self, model: type[Model], text: Text) -> tuple[Document, list[Problem]]:
        """Return the document of a page whose header is wrong, and what is wrong with it wherever it stands."""
        return self._read(text, None, self.library.marks_on_torn(model))

    def block(self, block: Block, goal: LocalGoal | None) -> Document:
        """Return a block's document as it stands on the page of `goal`; its problems are told by `check_block`."""
        if goal is None or not any(mark.name == "mal" for mark in find_marks(block.text)):
            return self.check_block(block)[0]
        return self._read(block.text, goal, self.marks(goal))[0]

    def marks_used(self) -> Iterator[FoundMark]:
        """Yield the marks of every text that was read, each once."""
        seen: set[tuple[Path, int, int]] = set()
        for document, _ in self._documents.values():
            for mark in document.marks:
                place = (mark.place.source.path, mark.place.line, mark.place.column)
                if place not in seen:
                    seen.add(place)
                    yield mark

    def _read(self, text: Text | Writing | None, goal: LocalGoal | None, marks: Marks) -> tuple[Document, list[Problem]]:
        if text is None:
            return Document(), []
        text = text.typed if isinstance(text, Writing) else text
        key = (id(text), goal.number if goal else None)
        if key not in self._documents:
            document, problems = read_markdown(text, marks)
            self._documents[key] = self._with_pictures(document), problems
        return self._documents[key]

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
