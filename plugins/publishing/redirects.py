"""Pages at former addresses, each of which redirects to the present one."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from plugins.core.outputs import file_at
from plugins.site.model import Site


def make_redirects(site: Site, policy: str = "") -> Mapping[str, str]:
    """Return the pages, by path in the output; `policy` is their CSP, "" for none."""
    return {file_at(old): make_redirect(site, new, policy) for old, new in sorted(site.redirects.items())}


def make_redirect(site: Site, new: str, policy: str = "") -> str:
    """Return a page that redirects to `new` at once, on any host and without script."""
    target = next((page for page in site.pages if page.address == new), None)
    title = escape(target.frame.title if target else new)
    words = site.words[(target.frame.language if target else site.language).code]
    attributes = f' lang="{words.language.tag}"' + ("" if words.language.dir == "ltr" else f' dir="{words.language.dir}"')
    rule = f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n' if policy else ""
    return (
        f'<!DOCTYPE html>\n<html{attributes}>\n<head>\n<meta charset="utf-8">\n{rule}<title>{title}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={escape(new)}">\n<meta name="robots" content="noindex">\n'
        f'<link rel="canonical" href="{escape(site.root + new)}">\n</head>\n<body>\n<h1>{title}</h1>\n'
        f'<p>{escape(words.moved)} <a href="{escape(new)}">{title}</a></p>\n</body>\n</html>\n'
    )
