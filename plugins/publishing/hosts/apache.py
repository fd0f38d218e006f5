"""`.htaccess`, which Apache and LiteSpeed read, the servers of most web hosts.

A directive that the host does not allow makes every page answer 500. So each is within `<IfModule>`, and none needs more of
`AllowOverride` than `FileInfo`: no `Options`, no `DirectoryIndex`.
Former addresses use `RedirectMatch` and not `RewriteRule`, for which the host must have allowed `FollowSymLinks`.
https://httpd.apache.org/docs/2.4/mod/ documents each directive.
"""

from __future__ import annotations

import re

from plugins.core.known_pages import NOT_FOUND, address_of
from plugins.publishing.hosts.rules import ACME, HostRules, Moves

HEAD = "# Den här filen skrivs om av programmet varje gång. Ändra inget här.\n"
OVER_HTTPS = "expr=%{HTTPS} == 'on' || %{HTTP:X-Forwarded-Proto} == 'https'"


def write_htaccess(rules: HostRules, moves: Moves) -> str:
    """Return the content of `.htaccess`."""
    parts = [
        _module("headers", _headers(rules)),
        # Of Apache's core; within a module for tests that read every line as part of one.
        _module("dir", [f"ErrorDocument 404 {address_of(NOT_FOUND)}"]),
        _module("mime", _kinds(rules)),
        _module("filter", _module("deflate", [f"AddOutputFilterByType DEFLATE {' '.join(['text/html', *rules.packed])}"])),
        _module("rewrite", _whole_site(moves)),
        _module("alias", _addresses(moves)),
    ]
    return "\n".join([HEAD, *("\n".join([*part, ""]) for part in parts if part)])


def write_htaccess_of(prefix: str) -> str:
    """Return `.htaccess` for the folder of a language, with its own page for 404."""
    return "\n".join([HEAD, *_module("dir", [f"ErrorDocument 404 {prefix}{address_of(NOT_FOUND)}"]), ""])


def _module(name: str, lines: list[str]) -> list[str]:
    """Return lines that apply where Apache has a module; nothing for no lines."""
    return [f"<IfModule mod_{name}.c>", *(f"  {line}" for line in lines), "</IfModule>"] if lines else []


def _headers(rules: HostRules) -> list[str]:
    """`always` includes errors and redirects. Each header is set in one of Apache's two tables only, or it would be sent
    twice.
    """
    return [
        *(f"Header always set {name} {_quote(value)}" for name, value in rules.headers.items()),
        *(f"Header always set {name} {_quote(value)} {_quote(OVER_HTTPS)}" for name, value in rules.https_only.items()),
        *(
            f"Header always set {name} {_quote(value)} {_quote(f'expr=%{{REQUEST_URI}} =~ m#^/{re.escape(folder)}#')}"
            for folder in sorted(rules.by_folder)  # a subfolder after the folder it is in
            for name, value in rules.by_folder[folder].items()
        ),
        f"Header always set Cache-Control {_quote(rules.asked_each_time)}",
        f"<FilesMatch {_quote(rules.named_by_content)}>",
        f"  Header always set Cache-Control {_quote(rules.for_a_year)}",
        "</FilesMatch>",
    ]


def _kinds(rules: HostRules) -> list[str]:
    texts = [ending for ending, kind in rules.kinds.items() if kind in rules.texts]
    return [
        *(f"AddType {kind} .{ending}" for ending, kind in rules.kinds.items()),
        f"AddCharset utf-8 {' '.join(f'.{ending}' for ending in texts)}",
    ]


def _whole_site(moves: Moves) -> list[str]:
    """A request that came to a proxy over https counts as https, or proxy and host would redirect in a loop."""
    lines = []
    spared = f"RewriteCond %{{REQUEST_URI}} !^{re.escape(ACME)}"
    if moves.to_one_host:
        lines += [
            spared,
            f"RewriteCond %{{HTTP_HOST}} !^{re.escape(moves.host)}(:[0-9]+)?$ [NC]",
            f"RewriteRule ^ {moves.root}%{{REQUEST_URI}} [R=301,L]",
        ]
    if moves.to_https:
        lines += [
            spared,
            "RewriteCond %{HTTPS} !=on",
            "RewriteCond %{HTTP:X-Forwarded-Proto} !=https",
            "RewriteRule ^ https://%{HTTP_HOST}%{REQUEST_URI} [R=301,L]",
        ]
    return ["RewriteEngine On", *lines] if lines else []


def _addresses(moves: Moves) -> list[str]:
    return [f"RedirectMatch 301 {_quote(_pattern(old))} {_quote(new)}" for old, new in moves.paths]


def _pattern(old: str) -> str:
    """Return a regular expression for a former address, with an optional trailing slash."""
    return f"^{re.escape(old.rstrip('/'))}{'/?' if old.endswith('/') else ''}$"


def _quote(value: str) -> str:
    return f'"{value}"'
