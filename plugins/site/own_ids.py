"""The ids that editors give to headings (`{#id}`): each is one on its page.

Stage: check. In: the Site. Out: warnings, at the headings that lack them. No error: a block may be shown on some days alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from plugins.core.problems import Problem, warning
from plugins.core.swedish import quote
from plugins.site.model import Site


def check_own_ids(site: Site) -> Iterator[Problem]:
    """An id that an editor gives to a heading is that of nothing else on the page; told once, wherever the text is shown."""
    told = {clash: page.address for page in reversed(site.pages) for clash in page.clashes}
    for (own, place), address in told.items():
        message = f"På sidan {address} har något annat redan adressen {quote('#' + own)}, så rubriken får en annan."
        yield warning(place, "upptagen-rubrikadress", message, f"Skriv något annat inom klamrarna än {{#{own}}}.")
