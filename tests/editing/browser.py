"""A browser for tests without a window: requests editing pages of a preview in this process, and submits their forms."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup, Tag

from plugins.commands.preview.answers import answer
from plugins.commands.preview.forms import FormPages
from plugins.commands.preview.keep import Keep
from plugins.commands.preview.state import Preview
from plugins.commands.preview.wire import Request, Response
from plugins.editing.checker import Checker
from plugins.site.theme import read_theme

PROJECT = Path(__file__).parents[2]
HOST = "127.0.0.1:8000"
TODAY = date(2026, 11, 22)
THEME = read_theme(PROJECT / "theme")


class Browser:
    """A browser, with a copy of a small site and a preview that answers it."""

    def __init__(self, folder: Path) -> None:
        self.content = shutil.copytree(PROJECT / "tests" / "sites" / "_base", folder / "content")
        checker = Checker(self.content, lambda: THEME, lambda: TODAY)
        keep = Keep(self.content, lambda: checker({}), lambda: TODAY, lambda: ZoneInfo("Europe/Stockholm"))
        self.desk = FormPages(checker, keep, folder)
        self.preview = Preview(self.content)

    def ask(self, path: str, sent: Mapping[str, str] | bytes | None = None, **headers: str | None) -> Response:
        method = "GET" if sent is None else "POST"
        given: dict[str, str | None] = {
            "host": HOST,
            "sec-fetch-dest": "document",
            **({"origin": f"http://{HOST}"} if sent is not None else {}),
        }
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        found = {name: (value,) for name, value in given.items() if value is not None}
        body = sent if isinstance(sent, bytes) else urlencode(sent or {}).encode()
        return answer(Request(method, path, found, body), self.preview, self.content, lambda _: None, self.desk)

    def page(self, path: str) -> BeautifulSoup:
        found = self.ask(path)
        assert found.status is HTTPStatus.OK
        return BeautifulSoup(found.data, "html.parser")

    def sent(self, path: str, action: str = "spara", **changed: str) -> dict[str, str]:
        """Return the data that the form at an address would submit, with some fields changed."""
        form = self.page(path).find("form")
        assert isinstance(form, Tag)
        sent = {str(field["name"]): str(field.get("value", "")) for field in form.find_all("input") if field.get("name")}
        sent |= {str(field["name"]): field.get_text().removeprefix("\n") for field in form.find_all("textarea")}
        for field in form.find_all("select"):
            chosen = field.find("option", selected=True)
            sent[str(field["name"])] = str(chosen["value"]) if isinstance(chosen, Tag) else ""
        return {**sent, **changed, "gor": action}

    def save(self, path: str, action: str = "spara", **changed: str) -> BeautifulSoup:
        """Change some fields of a form and submit it; return the page that follows."""
        found = self.ask(path, self.sent(path, action, **changed))
        if found.status is HTTPStatus.SEE_OTHER:
            return self.page(found.headers["Location"])
        return BeautifulSoup(found.data, "html.parser")

    def read(self, file: str) -> str:
        return (self.content / file).read_text("utf-8")


def words_of(page: BeautifulSoup, selector: str) -> str:
    return " ".join(" ".join(found.get_text(" ").split()) for found in page.select(selector))


def first(browser: Browser, prefix: str) -> str:
    """Return the address of the first form of a file."""
    return next(
        str(link["href"])
        for link in browser.page("/redigera/").select(".listed li > a")
        if str(link["href"]).startswith(f"/redigera/{prefix}")
    )
