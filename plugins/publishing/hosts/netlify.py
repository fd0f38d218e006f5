"""`_headers` and `_redirects`, which Netlify and Cloudflare Pages read.

https://docs.netlify.com/manage/routing/headers/ and https://developers.cloudflare.com/pages/configuration/headers/ describe the
format. Where two rules give a file the same header, the values are joined; so each header of a file comes from one rule, and a
folder with a value of its own first removes the other (`! Name`, which Netlify ignores). Both hosts let browsers revalidate
pages, and redirect to https, by themselves; one host name is chosen in their settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from plugins.core.known_pages import NOT_FOUND, address_of
from plugins.core.outputs import THEME_FOLDER
from plugins.publishing.hosts.rules import HostRules, Moves

HEAD = "# Den här filen skrivs om av programmet varje gång. Ändra inget här."


def write_headers(rules: HostRules, files: Iterable[str]) -> str:
    """Return `_headers`; `files` are the paths of all written files: those of the theme named by content are cached for a year.
    Logos and pictures are left to the host's own rule: Cloudflare allows at most a hundred rules.
    """
    lines = [HEAD, "/*", *(f"  {name}: {value}" for name, value in {**rules.headers, **rules.https_only}.items())]
    for folder in sorted(rules.by_folder):
        own = sorted(rules.by_folder[folder].items())
        lines += [f"/{folder}*", *(f"  ! {name}" for name, _ in own), *(f"  {name}: {value}" for name, value in own)]
    for path in sorted(files):
        if path.startswith(f"{THEME_FOLDER}/") and re.search(rules.named_by_content, path):
            lines += [f"/{path}", f"  Cache-Control: {rules.for_a_year}"]
    return "\n".join([*lines, ""])


def write_redirects(moves: Moves) -> str:
    """Return `_redirects`.

    Cloudflare finds the nearest `404.html` by itself, and ignores the lines that say so to Netlify.
    """
    lines = [f"{old} {new} 301\n" for old, new in moves.addresses]
    return "".join([*lines, *(f"{prefix}/* {prefix}{address_of(NOT_FOUND)} 404\n" for prefix in moves.not_found)])
