"""Every text that visitors read or will read, in the language of its library, file by file.

Takes the library; returns files, their lines and texts with kinds, and their prose as passages. Rules for single files
(`site.checks.language`) share these answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from plugins.core.kinds.kind import Kind
from plugins.core.kinds.words import MARKDOWN
from plugins.core.library import Library
from plugins.core.models.model import Model
from plugins.core.places import SourceFile
from plugins.core.source.sources import Text
from plugins.core.texts.passages import Passage, find_passages, line_passage
from plugins.core.translations.library import TranslatedLibrary
from plugins.core.walk import find_texts
from plugins.language.model import WritingRule
from plugins.site.answers import not_cached, only_for_checks
from plugins.site.rooms import PLACE_MARKS

KindTexts = tuple[tuple[Kind, Text], ...]
"""Lines and texts, each with its kind."""


def open_texts(library: Library) -> None:
    """Find the texts of every file, before rules are applied to them."""
    for source in library.ask(list_sources):
        library.ask(find_texts_in, source)


def list_shown_models(library: Library) -> tuple[Model, ...]:
    """Return every record and page that visitors see or will see, and that is in the library's language."""
    return tuple(model for model in library.records() if library.is_checked(model) and _is_said(library, model))


@only_for_checks
def list_sources(library: Library) -> tuple[SourceFile, ...]:
    """Return the files that have such texts."""
    return tuple(library.ask(_models_by_source))


@not_cached
@only_for_checks
def find_texts_in(library: Library, source: SourceFile) -> KindTexts:
    """Return the lines and texts in a file."""
    models = library.ask(_models_in, source)
    return tuple((kind, text) for model in models for kind, text in _said_of(library, model) if text.source is source)


@not_cached
def find_passages_in(library: Library, source: SourceFile) -> tuple[Passage, ...]:
    """Return the prose of a file as passages."""
    prose = [(kind, text) for kind, text in library.ask(find_texts_in, source) if kind.has_prose]
    cut = (
        find_passages(text, PLACE_MARKS) if kind is MARKDOWN else (line_passage(text, is_quoted=kind.is_quoted),)
        for kind, text in prose
    )
    return tuple(chain.from_iterable(cut))


# ---- of which files and languages they are


def _is_said(library: Library, model: Model) -> bool:
    """Return whether a record is in the language of the library, in which untranslated records keep their original words."""
    return not isinstance(library, TranslatedLibrary) or model.original is not None


def _is_said_in(library: Library, source: SourceFile) -> bool:
    """Return whether a file is in the language of the library."""
    return source.language == (library.code if isinstance(library, TranslatedLibrary) else "")


@not_cached
def _texts_of(_library: Library, model: Model) -> KindTexts:
    """Return every line and text of a record, with a page's Markdown."""
    found = [(info.kind, text) for info, text in find_texts(model) if info.kind]
    body: Text | None = getattr(model, "body", None)
    return (*found, (MARKDOWN, body)) if body else tuple(found)


def _said_of(library: Library, model: Model) -> KindTexts:
    """Return the texts of a record in the language of the library; none of a writing rule, which quotes what it forbids."""
    texts = () if isinstance(model, WritingRule) else library.ask(_texts_of, model)
    return tuple((kind, text) for kind, text in texts if _is_said_in(library, text.source))


def _sources_of(library: Library, model: Model) -> tuple[SourceFile, ...] | bool:
    """Return the files of a record's texts; True if that is only its own file, as for nearly all."""
    sources = tuple(dict.fromkeys(text.source for _, text in _said_of(library, model)))
    return True if sources == (model.place().source,) else sources


@not_cached
def _models_by_source(library: Library) -> Mapping[SourceFile, tuple[Model, ...]]:
    found: dict[SourceFile, list[Model]] = {}
    for model in library.ask(list_shown_models):
        sources = library.ask(_sources_of, model)
        for source in (model.place().source,) if isinstance(sources, bool) else sources:
            found.setdefault(source, []).append(model)
    return {source: tuple(models) for source, models in found.items()}


@only_for_checks
def _models_in(library: Library, source: SourceFile) -> tuple[Model, ...]:
    return library.ask(_models_by_source).get(source, ())
