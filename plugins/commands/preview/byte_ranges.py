"""HTTP range requests (RFC 9110, section 14): Safari plays no audio or video without them."""

from __future__ import annotations

import re
from dataclasses import replace
from http import HTTPStatus
from typing import Final

from plugins.commands.preview.wire import Request, Response

_UNIT: Final = "bytes="
_PART: Final = re.compile(r"([0-9]{0,15})-([0-9]{0,15})", re.ASCII)


def select_range(whole: Response, request: Request) -> Response:
    """Return the part of a response that a request asks for; all of it for several parts, or an unknown unit."""
    whole = replace(whole, headers={**whole.headers, "Accept-Ranges": "bytes"})
    asked = request.header("Range") or ""
    if request.method != "GET" or not asked.lower().startswith(_UNIT) or "if-range" in request.headers:
        return whole  # `If-Range` needs a validator, which our responses do not have
    parts = [one.strip(" \t") for one in asked[len(_UNIT) :].split(",")]
    if len(parts) > 1:
        return whole
    size = len(whole.data)
    found = _find_part(parts[0], size)
    if found is None:
        return Response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"})
    first, end = found
    headers = {**whole.headers, "Content-Range": f"bytes {first}-{end - 1}/{size}"}
    return replace(whole, status=HTTPStatus.PARTIAL_CONTENT, data=whole.data[first:end], headers=headers)


def _find_part(written: str, size: int) -> tuple[int, int] | None:
    """Return the first byte of a range and the one after its last; None where the range is invalid or outside the file."""
    matched = _PART.fullmatch(written)
    if matched is None or written == "-":
        return None
    first, last = matched.groups()
    if not first:
        begin, end = max(size - int(last), 0), size
    else:
        begin, end = int(first), min(int(last) + 1, size) if last else size
    return (begin, end) if begin < end else None
