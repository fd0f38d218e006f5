"""`_headers` and `_redirects`, which Netlify and Cloudflare Pages read.

Stage: publishing. In: what hosts are told. Out: text. https://docs.netlify.com/manage/routing/headers/ and
https://developers.cloudflare.com/pages/configuration/headers/ say the form: where two rules give a file the same header, the
values are joined, so each file has each header from one rule, and a folder with a value of its own takes the other away first
(`! Name`, which Netlify passes over). That pages are asked for each time is what both hosts do by
themselves; so is https, and one host name is chosen in their settings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from plugins.core.outputs import THEME_FOLDER
from plugins.publishing.hosts.rules import HostRules, Moves

HEAD = "# Den här filen skrivs om av programmet varje gång. Ändra inget här."


def write_headers(rules: HostRules, files: Iterable[str]) -> str:
    """Return `_headers`; of `files`, the paths of all that is written, those of the theme named by content are kept a year.

    Logos and pictures are left to the host's own rule: Cloudflare takes a hundred rules at most.
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

    Cloudflare finds the nearest `404.html` by itself, and passes over the lines that say so to Netlify.
    """
    lines = [f"{old} {new} 301\n" for old, new in moves.addresses]
    return "".join([*lines, *(f"{prefix}/* {prefix}/404.html 404\n" for prefix in moves.not_found)])
