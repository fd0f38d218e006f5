"""What a browser is answered where the program itself fails, as where a file of it is away or half exchanged.

In: what nobody foresaw. Out: the problem, and a page that says it. It needs no template and no form: these may be what failed.
Called by `preview_server`.
"""

from __future__ import annotations

from html import escape
from http import HTTPStatus
from typing import Final

from plugins.commands.preview_wire import OWN, Response, encode, page_policy
from plugins.core.places import show_path
from plugins.core.problems import Problem

BACK: Final = "Gå tillbaka i webbläsaren: där står det du skrev, som kanske inte är sparat."
AGAIN: Final = "Ladda om sidan när det är rättat."


def show_fault(problem: Problem, host: str, *, is_sent: bool) -> Response:
    """Return a page that says what is wrong; `is_sent`: somebody has sent something, which is not lost."""
    place = problem.place
    where = f"{show_path(place.source.path)}, rad {place.line}" if place.source.path.is_file() else ""
    told = [problem.message, where, place.written.strip()[:160], *problem.help, BACK if is_sent else AGAIN]
    body = "\n".join(f"<p>{escape(words)}</p>" for words in told if words)
    head = f'<meta charset="utf-8"><title>Sidan går inte att visa</title><link rel="stylesheet" href="{OWN}/redigera.css">'
    shown = f"<main><h1>Sidan går inte att visa</h1>\n{body}</main>"
    page = f'<!doctype html>\n<html lang="sv"><head>{head}</head>\n<body>{shown}</body></html>\n'
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return Response(status, "text/html; charset=utf-8", encode(page), page_policy(host))
