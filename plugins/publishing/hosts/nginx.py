"""The configuration of nginx, for a server of one's own, included in its `server { }`.

The file is written beside the site and not published. A `location` with an `add_header` inherits none of the server's
(https://nginx.org/en/docs/http/ngx_http_headers_module.html), so each such location repeats them all.
"""

from __future__ import annotations

import re

from plugins.core.known_pages import NOT_FOUND, address_of
from plugins.core.outputs import WELL_KNOWN_FOLDER
from plugins.publishing.hosts.rules import ACME, HostRules, Moves

HEAD = """# Den här filen skrivs om av python3 tasks.py publicera varje gång. Ändra inget här.
# Den hör hemma i webbplatsens server-del, som har listen, server_name, root och certifikat:
#
#     include {};
#
# En hel server-del att kopiera står i docs/publicering.md.
"""


def write_nginx(rules: HostRules, moves: Moves, name: str) -> str:
    """Return the content of the file, whose name is `name`."""
    hsts = [(header, f"$lokalamalen_{number}", value) for number, (header, value) in enumerate(rules.https_only.items())]
    https = {header: variable for header, variable, _ in hsts}
    lines = [
        HEAD.format(name).rstrip(),
        "",
        "index index.html;",
        "charset utf-8;",
        f"charset_types {' '.join(kind for kind in rules.texts if kind != 'text/html')};",
        f"error_page 404 {address_of(NOT_FOUND)};",
        # A proxy in front of nginx knows host and scheme; nginx does not.
        "absolute_redirect off;",
        "gzip on;",
        "gzip_vary on;",
        f"gzip_types {' '.join(rules.packed)};",
        "default_type application/octet-stream;",
        "types {",
        *(f"    {kind} {ending};" for ending, kind in rules.kinds.items()),
        "}",
        "",
    ]
    for _, variable, value in hsts:
        # nginx sends no header with an empty value.
        lines += [
            f'set {variable} "";',
            f"if ($scheme = https) {{ set {variable} {_quote(value)}; }}",
            f"if ($http_x_forwarded_proto = https) {{ set {variable} {_quote(value)}; }}",
        ]
    lines += [*_files(rules, {**rules.headers, **https}), ""]
    for folder in sorted({f"{WELL_KNOWN_FOLDER}/", *rules.by_folder}):
        headers = rules.headers_of(folder)
        own = _files(rules, {**headers, **https}) if headers != rules.headers else []
        prefix = next((prefix for prefix in moves.not_found if f"/{folder}".startswith(f"{prefix}/")), "")
        own += [f"error_page 404 {prefix}{address_of(NOT_FOUND)};"] if prefix else []
        # Before any rule of the server's own that denies names that begin with a dot.
        lines += [f"location ^~ {_quote(f'/{folder}')} {{", *(f"    {line}" for line in own), "}"]
    lines += [r"location ~ /\.ht { return 404; }"]
    not_found = [prefix for prefix in moves.not_found if f"{prefix.lstrip('/')}/" not in rules.by_folder]
    lines += [f"location {prefix}/ {{ error_page 404 {prefix}{address_of(NOT_FOUND)}; }}" for prefix in not_found]
    lines += _whole_site(moves)
    for old, new in moves.paths:
        lines += [f"location = {_quote(path)} {{ return 301 {_quote(new)}; }}" for path in _written_ways(old)]
    return "\n".join([*lines, ""])


def _files(rules: HostRules, headers: dict[str, str]) -> list[str]:
    """Return the headers of files that browsers revalidate, and of those among them that are named by their content."""
    return [
        *_headers({**headers, "Cache-Control": rules.asked_each_time}),
        f"location ~ {_quote(rules.named_by_content)} {{",
        *(f"    {line}" for line in _headers(headers)),
        # Without `always`, so not on errors: a missing file is asked for again.
        f"    add_header Cache-Control {_quote(rules.for_a_year)};",
        "}",
    ]


def _headers(headers: dict[str, str]) -> list[str]:
    """`always` includes errors and redirects."""
    return [f"add_header {name} {_quote(value)} always;" for name, value in headers.items()]


def _whole_site(moves: Moves) -> list[str]:
    """A request that came to a proxy over https counts as https, or proxy and host would redirect in a loop."""
    lines = []
    if moves.to_https:
        lines += [
            'if ($scheme = http) { set $lokalamalen_to "https://$host"; }',
            'if ($http_x_forwarded_proto = https) { set $lokalamalen_to ""; }',
        ]
    if moves.to_one_host:
        lines += [f'if ($host != "{moves.host}") {{ set $lokalamalen_to {_quote(moves.root)}; }}']
    if lines:
        spared = f'if ($uri ~ "^{re.escape(ACME)}") {{ set $lokalamalen_to ""; }}'
        move = "if ($lokalamalen_to) { return 301 $lokalamalen_to$request_uri; }"
        return ['set $lokalamalen_to "";', *lines, spared, move]
    return []


def _written_ways(old: str) -> list[str]:
    """Return a former address with and without its trailing slash."""
    return [old, old.rstrip("/")] if old.endswith("/") and old != "/" else [old]


def _quote(value: str) -> str:
    return f'"{value}"'
