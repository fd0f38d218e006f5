"""`.htaccess`, which Apache and LiteSpeed read: what most web hosts run.

Stage: publishing. In: what hosts are told. Out: text. One directive that the host does not allow makes every page answer 500. So
each stands within `<IfModule>`, and none asks for more of `AllowOverride` than `FileInfo`: no `Options`, no `DirectoryIndex`.
Former addresses are `RedirectMatch` and not `RewriteRule`, which the host must have allowed links for (`FollowSymLinks`).
https://httpd.apache.org/docs/2.4/mod/ has each directive.
"""

from __future__ import annotations

import re

from plugins.publishing.hosts.rules import ACME, HostRules, Moves

HEAD = "# Den här filen skrivs om av programmet varje gång. Ändra inget här.\n"
OVER_HTTPS = "expr=%{HTTPS} == 'on' || %{HTTP:X-Forwarded-Proto} == 'https'"


def write_htaccess(rules: HostRules, moves: Moves) -> str:
    """Return `.htaccess`."""
    parts = [
        _module("headers", _headers(rules)),
        # Of the core, which every Apache has; it stands within a module for those who read the file as a list.
        _module("dir", ["ErrorDocument 404 /404.html"]),
        _module("mime", _kinds(rules)),
        _module("filter", _module("deflate", [f"AddOutputFilterByType DEFLATE {' '.join(['text/html', *rules.packed])}"])),
        _module("rewrite", _whole_site(moves)),
        _module("alias", _addresses(moves)),
    ]
    return "\n".join([HEAD, *("\n".join([*part, ""]) for part in parts if part)])


def write_htaccess_of(prefix: str) -> str:
    """Return `.htaccess` of the folder of a language: what is shown there where there is nothing."""
    return "\n".join([HEAD, *_module("dir", [f"ErrorDocument 404 {prefix}/404.html"]), ""])


def _module(name: str, lines: list[str]) -> list[str]:
    """Return lines that hold where Apache has a module; none for none."""
    return [f"<IfModule mod_{name}.c>", *(f"  {line}" for line in lines), "</IfModule>"] if lines else []


def _headers(rules: HostRules) -> list[str]:
    """`always`: on errors and moves too. One rule a header in one of Apache's two tables, or it would be sent twice."""
    return [
        *(f"Header always set {name} {_quote(value)}" for name, value in rules.headers.items()),
        *(f"Header always set {name} {_quote(value)} {_quote(OVER_HTTPS)}" for name, value in rules.https_only.items()),
        *(
            f"Header always set {name} {_quote(value)} {_quote(f'expr=%{{REQUEST_URI}} =~ m#^/{re.escape(folder)}#')}"
            for folder in sorted(rules.by_folder)  # those within others come after them
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
    """What a proxy before the host has been asked over https counts as https, or the two would send a visitor round."""
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
    """Return what matches a former address, with or without the slash at its end."""
    return f"^{re.escape(old.rstrip('/'))}{'/?' if old.endswith('/') else ''}$"


def _quote(value: str) -> str:
    return f'"{value}"'
