"""Merge a submitted form with a file that has changed since the form was opened (a three-way merge by field).

Takes the bytes that the form was filled from, the submitted fields and the present file; returns a `FormContent` and the names of
the fields in conflict. Called by `editing.take`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from plugins.core.dataclass import dataclass
from plugins.core.source.sources import normalise_text
from plugins.core.writer.refusal import CannotWrite
from plugins.core.writer.tree import Tree
from plugins.core.writer.write import EditedFile, open_document
from plugins.editing.posted import record_from
from plugins.editing.show import body_of
from plugins.editing.target import EditTarget, name_of, record_of
from plugins.editing.view import BODY, RECORD, FormView


@dataclass(frozen=True, slots=True)
class FormContent:
    """The record and the Markdown in a form or a file."""

    record: dict[str, Tree]
    body: str | None


def join(
    data: bytes | None, target: EditTarget, posted: Mapping[str, str], now: FormContent
) -> tuple[FormContent, frozenset[str]] | None:
    """Return the merged content and the fields that both sides have changed; the form's value wins in those.

    `data` are the bytes that the form was filled from. Returns None if they are unknown, or the record is not in them.
    """
    if data is None:
        return None
    try:
        document = open_document(data, target.shelf)
        was = record_of(follow(target, document, posted.get(RECORD, "")), document)
    except CannotWrite:
        return None
    mine = record_from(posted, target.model, was)
    joined: dict[str, Tree] = {}
    both = set()
    for key in dict.fromkeys([*now.record, *mine]):
        old, new, other = was.get(key), mine.get(key), now.record.get(key)
        value = other if new == old else new
        if new not in (old, other) and other != old:
            both.add(key)
        if value is not None:
            joined[key] = value
    text = body_of(target, document)
    body = tidy_body(posted.get(BODY), text)
    if body not in (text, now.body) and now.body != text:
        both.add(BODY)
    return FormContent(joined, now.body if body == text else body), frozenset(both)


def follow(target: EditTarget, document: EditedFile, name: str) -> EditTarget:
    """Return `target` with the number that its record, called `name`, has now: records before it may have been added or removed.

    Raises `CannotWrite` if there is not exactly one record of that name.
    """
    tree = document.tree
    if target.number is None or not isinstance(tree, list) or not name:
        return target
    names = [name_of(item, target.model) for item in tree]
    if target.number < len(names) and names[target.number] == name:
        return target
    if names.count(name) != 1:
        raise CannotWrite(f"{name} finns inte längre i filen.")
    return replace(target, number=names.index(name))


def tidy_body(posted: str | None, old: str | None) -> str | None:
    """Return the submitted Markdown, or `old` if only line ends or blank lines at the start and end differ."""
    if old is None or posted is None:
        return old
    body = normalise_text(posted)
    if body.strip("\n") == old.strip("\n"):
        return old
    lead = old[: len(old) - len(old.lstrip("\n"))]
    return f"{lead}{body.strip(chr(10))}\n"


def differences(now: FormView, mine: FormView, both: frozenset[str] | None) -> Iterable[tuple[str, str, str]]:
    """Yield (label, value in the file, submitted value) for each field that differs and is in `both`; None means all fields."""
    theirs = {field.name: field for top in now.fields for field in top.walk()}
    ours = {field.name: field for top in mine.fields for field in top.walk()}
    for name in dict.fromkeys([*theirs, *ours]):
        before = theirs[name].value if name in theirs else ""
        after = ours[name].value if name in ours else ""
        if before != after and (both is None or name.partition(".")[0] in both):
            yield (ours.get(name) or theirs[name]).label, before, after
    if now.body != mine.body and (both is None or BODY in both):
        yield "Texten", *cut_to_difference(now.body or "", mine.body or "")


def cut_to_difference(one: str, other: str) -> tuple[str, str]:
    """Return two texts without the lines that they have in common at the start and the end."""
    first, second = one.rstrip("\n").split("\n"), other.rstrip("\n").split("\n")
    shorter = min(len(first), len(second))
    start = next((at for at in range(shorter) if first[at] != second[at]), shorter)
    end = next((at for at in range(shorter - start) if first[-1 - at] != second[-1 - at]), shorter - start)
    return "\n".join(first[start : len(first) - end]), "\n".join(second[start : len(second) - end])
