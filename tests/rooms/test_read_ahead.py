"""A first build audits files in a worker process, and stores the results for later builds."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

import pytest

from plugins.core.cache.memo import Question, Remember
from plugins.publishing import audit
from plugins.publishing.audit import audit_output, read_ahead
from plugins.publishing.manifest import describe_files
from plugins.site.model import Preparation

Prepare = Callable[..., Preparation]

PAGE = '<!doctype html><html lang="sv"><head><title>Sida</title><link rel="stylesheet" href="/theme/a.css"></head></html>'


def test_the_audit_only_needs_answers_that_were_read_ahead(
    prepare: Prepare, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it asks besides would be found anew in each build, for an answer is kept where a build keeps all it knows."""
    site = prepare().site
    assert site is not None
    written = {page.file: PAGE for page in site.pages} | {"theme/a.css": "p{}", "theme/OFL.txt": "Licens", "sitemap.xml": "<a/>"}
    for name, text in written.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    found: dict[Hashable, Any] = {}

    def remember(key: Hashable, make: Callable[[], Any]) -> Any:
        return found.setdefault(key, make())

    def answer_now(remember: Remember, questions: Sequence[Question]) -> Callable[[], None]:
        for key, make in questions:
            remember(key, make)
        return lambda: None

    monkeypatch.setattr(audit, "ask_in_worker", answer_now)
    digests = describe_files(tmp_path)
    read_ahead(tmp_path, site, remember, digests)()
    ahead = {*found}
    problems = [*audit_output(tmp_path, site, remember, digests)]
    assert {*found} == ahead
    assert [*audit_output(tmp_path, site, digests=digests)] == problems
