"""Parse YAML records as text with line and column.

Takes a `Text` (a register, or the header of a page) and the `Shape` of its model; returns nodes with places, and problems. Called
by `core.reading.file_models`, and by whatever reads records of its own, as `keeping.records` and `core.writer.write` do.

All values are text: what follows the first colon (or the hyphen), to the end of the line. YAML is therefore used for the
structure only: each such value is replaced by a placeholder of the same length (`xxxx`), PyYAML composes the nodes, and the
original is put back by line and column. This avoids YAML's special treatment of `#2`, `{fakta:x}`, `: `, `no`, `8.10` and `@`.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from plugins.core.problems import Problem
from plugins.core.records.compose import MOST_NODES, BoundsExceeded, compose
from plugins.core.records.nodes import Entry, Items, Node, Record, Shape
from plugins.core.records.restore import Restorer
from plugins.core.records.scan import scan_lines
from plugins.core.records.state import ScanState
from plugins.core.source.sources import Text
from plugins.core.swedish import quote


def read_records(text: Text, shape: Shape, *, is_list: bool) -> tuple[Node | None, list[Problem]]:
    """Return the root node of a register (`is_list`) or of a single record, and problems; None if nothing could be parsed."""
    if text.value.count("\n") > MOST_NODES and sum(map(bool, map(str.strip, text.value.split("\n")))) > MOST_NODES:
        message = f"Filen har fler än {MOST_NODES} rader. Så många poster skriver ingen för hand."
        return None, [Problem(text.place(), "for-langt", message, ("Dela upp den på flera filer.",))]
    state = ScanState(text, shape, is_list=is_list)
    scan_lines(state)
    try:
        root = compose(state.masked())
        restorer = Restorer(text, state)
        node = restorer.node(root) if root is not None else None
    except BoundsExceeded as error:
        help_line = "Skriv posterna på egna rader, utan klamrar, hakparenteser och tecknen & och *."
        place = state.place(error.mark.line, error.mark.column)
        problem = Problem(place, "for-djupt", "Här är för många nivåer eller upprepningar.", help=(help_line,))
        return None, [*state.problems, problem]
    except yaml.YAMLError as error:
        return None, state.problems or [_explain(error, text, state)]
    problems = [*state.problems, *restorer.problems, *_check_doubled(node)]
    return node, problems


def _check_doubled(node: Node | None) -> Iterator[Problem]:
    """A record has each field once; YAML would silently keep the last."""
    if isinstance(node, Items):
        for item in node.items:
            yield from _check_doubled(item)
    elif isinstance(node, Record):
        seen: dict[str, Entry] = {}
        for entry in node.entries:
            if first := seen.get(entry.key):
                yield Problem(
                    entry.place,
                    "dubbelt-falt",
                    f"Fältet {quote(entry.name)} står två gånger i samma post, först på rad {first.place.line}.",
                    help=("Ta bort det ena.",),
                )
            seen.setdefault(entry.key, entry)
            yield from _check_doubled(entry.value)


def _explain(error: Exception, text: Text, state: ScanState) -> Problem:
    """Return a Swedish problem for an error of the YAML parser, at its position."""
    words = str(getattr(error, "problem", "") or "")
    has_no_end = any(sign in words for sign in ("<stream end>", "end of stream", "document start", "expected ',' or"))
    opening, mark = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    mark = (opening if has_no_end else None) or mark or opening
    place = state.place(mark.line, mark.column) if mark else text.place()
    if has_no_end:
        message = "Något saknar sitt slut: ett citattecken, en hakparentes eller en klammer."
    elif "alias" in words:
        message = "Tecknet * i början av ett värde har en särskild betydelse här. Sätt citattecken runt värdet."
    elif "anchor" in words:
        message = "Tecknet & i början av ett värde har en särskild betydelse här. Sätt citattecken runt värdet."
    else:
        message = "Raden går inte att läsa."
    help_line = "Jämför med posterna omkring: samma indrag, kolon och mellanslag efter fältets namn."
    if has_no_end:
        help_line = 'Skriv det avslutande tecknet där värdet slutar: ", ] eller }'
    return Problem(place, "olaslig-rad", message, help=(help_line,))
