"""What a page offers to who wants to tell others of it, on screen and on paper."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

from plugins.core.prose import Heading
from plugins.website.view import build_share, draw_qr

ADDRESS = "https://www.example.org/mal-2/"
WORDS = "Ingen ska vara rädd – varken ute & hemma, 100 %."


def share_links() -> dict[str, str]:
    """Return the address of each way to share a page with difficult words."""
    view = build_share(Heading("dela", "Dela", "Dela", 3), "Lokalt mål 2: Alla är trygga", WORDS, ADDRESS)
    return {"mail": view.mail, **{link.text: link.address for link in view.networks}}


def test_mail_has_subject_words_and_address() -> None:
    mail = share_links()["mail"]
    assert "+" not in mail
    assert " " not in mail
    fields = dict(part.split("=", 1) for part in mail.removeprefix("mailto:?").split("&"))
    assert unquote(fields["subject"]) == "Lokalt mål 2: Alla är trygga"
    assert unquote(fields["body"]) == f"{WORDS}\r\n\r\n{ADDRESS}"


def test_each_network_is_given_the_address_and_nothing_of_the_visitor() -> None:
    networks = {name: parse_qs(urlsplit(link).query) for name, link in share_links().items() if name != "mail"}
    assert networks == {
        "Facebook": {"u": [ADDRESS]},
        "LinkedIn": {"url": [ADDRESS]},
        "WhatsApp": {"text": [f"{WORDS} {ADDRESS}"]},
    }


def test_qr_code_is_one_path_in_whole_modules_and_tells_the_address() -> None:
    svg = draw_qr(ADDRESS)
    size = int(re.findall(r'viewBox="0 0 (\d+) \d+"', svg)[0])
    assert size == 25
    assert svg.count("<path") == 1
    # The three corners by which a reader finds the code: seven dark modules in the first and last rows.
    path = re.findall(r' d="(.+?)"', svg)[0]
    assert path.startswith("M0 0.5h7")
    assert draw_qr("https://www.example.org/mal-3/") != svg
