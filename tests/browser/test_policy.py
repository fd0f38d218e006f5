"""The Content Security Policy: no page violates it, and published pages declare it themselves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plugins.publishing.hosts.rules import read_rules

pytestmark = pytest.mark.browser
LEFT_BEHIND = "net::ERR_ABORTED"
"""Error of a request for a font or lazy image that is cancelled when the next page is opened."""


@pytest.mark.parametrize("part", range(2))
def test_no_page_violates_its_policy_logs_errors_or_requests_other_sites(browser: Any, root: str, site: Path, part: int) -> None:
    """Every page of the real site, its drawings too, opened as a visitor opens them, in a small window."""
    files = [path.relative_to(site).as_posix() for ending in ("html", "svg") for path in site.rglob(f"*.{ending}")]
    assert len(files) > 30
    context = browser.new_context(viewport={"width": 320, "height": 320})
    page, said = context.new_page(), []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfailed", lambda request: said.extend([f"failed: {request.url}"] * (request.failure != LEFT_BEHIND)))
    page.on("console", lambda message: said.append(f"{message.location.get('url')}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    for file in sorted(files)[part::2]:
        answer = page.goto(f"{root}/{file}", wait_until="load")
        assert answer.headers["content-security-policy"] == read_rules().headers["Content-Security-Policy"]
    assert said == []
    assert len(asked) > len(files[part::2])
    assert [url for url in asked if not url.startswith(f"{root}/")] == []
    page.goto(f"{root}/")
    with page.expect_console_message(lambda message: "style" in message.text):  # or the policy is not in force, or nobody is told
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')")
    context.close()
