"""The task `docs`: the tables of fields in the documents, written anew from the models.

In: the project's folder. Out: its documents. Called by `tasks.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from plugins.site.field_tables import UnknownTable, find_documents, write_tables


def run_docs(project: Path) -> int:
    """Write the tables of all documents anew, and tell which have changed; return the exit status."""
    try:
        changed = write_tables(find_documents(project))
    except UnknownTable as error:
        print(error, file=sys.stderr)
        return 1
    for path in changed:
        print(f"Skriven: {path.relative_to(project).as_posix()}", file=sys.stderr)
    if not changed:
        print("Alla tabeller över fält är som modellerna säger. Inget är skrivet.", file=sys.stderr)
    return 0
