"""The page that preview answers with when the program itself fails.

It uses neither templates nor forms, since these may be what failed. Called by `commands.preview.server`.
"""

from __future__ import annotations

from html import escape
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl

from plugins.commands.preview.wire import OWN, Response, encode, page_policy
from plugins.core.places import show_path
from plugins.core.problems import Problem

_OWN: Final = ("nyckel", "post", "fingeravtryck", "gor")
"""Hidden fields of a form (`editing.view` defines them, but may be what failed)."""
AGAIN: Final = "Ladda om sidan när det är rättat."


def show_fault(problem: Problem, host: str, sent: bytes = b"") -> Response:
    """Return a page with the problem, and with what somebody had written in a form."""
    place = problem.place
    where = f"{show_path(place.source.path)}, rad {place.line}" if place.source.path.is_file() else ""
    paragraphs = [problem.message, where, place.written.strip()[:160], *problem.help, "" if sent else AGAIN]
    body = "\n".join(f"<p>{escape(words)}</p>" for words in paragraphs if words)
    head = f'<meta charset="utf-8"><title>Sidan går inte att visa</title><link rel="stylesheet" href="{OWN}/redigera.css">'
    shown = f"<main><h1>Sidan går inte att visa</h1>\n{body}\n{_render(sent)}</main>"
    page = f'<!doctype html>\n<html lang="sv"><head>{head}</head>\n<body>{shown}</body></html>\n'
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return Response(status, "text/html; charset=utf-8", encode(page), page_policy(host))


def _render(sent: bytes) -> str:
    fields = parse_qsl(sent.decode("utf-8", "replace"))
    rows = "".join(f'<dt>{escape(name)}</dt><dd class="told">{escape(words)}</dd>' for name, words in fields if name not in _OWN)
    advice = "Kopiera det innan du lämnar sidan: det är kanske inte sparat."
    return f"<h2>Det här skrev du</h2>\n<p>{advice}</p>\n<dl>{rows}</dl>" if rows else ""
