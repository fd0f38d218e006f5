"""The task `docs`: regenerate the tables of documents and the schema of open data, from the models and `tasks.py`."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke import Collection

from plugins.commands.start.task_table import fill_task_table
from plugins.site.documentation.data_schema import UnknownValue, fill_schema
from plugins.site.documentation.field_tables import UnknownTable, fill_tables, find_documents
from plugins.site.rooms import DATA


def run_docs(project: Path, tasks: Collection) -> int:
    """Write the tables of all documents, and the schema, and print which files changed; return the exit status."""
    readme, schema = project / "README.md", project / "docs" / "open-data.schema.json"
    texts = {path: path.read_text("utf-8") for path in {*find_documents(project), readme, schema}}
    try:
        filled = {path: fill_task_table(fill_tables(text), tasks) for path, text in texts.items() if path != schema}
        filled[schema] = fill_schema(texts[schema], DATA)
    except (UnknownTable, UnknownValue) as error:
        print(error, file=sys.stderr)
        return 1
    changed = sorted(path for path, text in filled.items() if text != texts[path])
    for path in changed:
        path.write_text(filled[path], "utf-8", newline="\n")
        print(f"Skriven: {path.relative_to(project).as_posix()}", file=sys.stderr)
    if not changed:
        print("Alla tabeller är som modellerna och uppgifterna säger. Inget är skrivet.", file=sys.stderr)
    return 0
