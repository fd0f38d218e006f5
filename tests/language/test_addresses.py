"""External addresses: tracking parameters, redirects, and pages that require an account."""

from __future__ import annotations

import pytest

from plugins.core.mail import make_mail_link, read_mail_link
from plugins.core.web import ascii_email, decode_address, is_local_address, is_own
from plugins.language.links.logins import find_login
from plugins.language.links.trackers import clean_address


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("https://www.instagram.com/stadsmissionen/?igsh=MWx4", "https://www.instagram.com/stadsmissionen/"),
        ("https://example.org/?UTM_Source=x&id=3", "https://example.org/?id=3"),
        ("https://example.org/a#utm_source=x", "https://example.org/a"),
        ("https://youtu.be/abc?si=XYZ&t=30", "https://youtu.be/abc?t=30"),
        ("https://www.google.com/url?q=https://example.org/a%3Fb%3D1&sa=D", "https://example.org/a?b=1"),
        ("https://www.google.se/url?sa=t&url=https%3A%2F%2Fexample.org%2F&ved=2", "https://example.org/"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2F%3Ffbclid%3DIw&h=AT0", "https://example.org/"),
        ("https://eur02.safelinks.protection.outlook.com/ap/w-5/?url=https%3A%2F%2Fexample.org%2Fm%C3%B6te&data=0", "https://example.org/m%C3%B6te"),
        ("https://urldefense.com/v3/__https://example.org/a__;!!abc!def$", "https://example.org/a"),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_a&d=Dw", "https://example.org/a"),
        ("https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9leGFtcGxlLm9yZy8&ntb=1", "https://example.org/"),
    ],
)  # fmt: skip
def test_tracking_parameters_and_redirects_are_removed(written: str, right: str) -> None:
    assert clean_address(written) == right


@pytest.mark.parametrize(
    "written",
    [
        "https://example.org/?q=utm_source", "https://example.org/sok?q=hem&source=x&ref=2", "https://www.google.com/maps?q=V%C3%A4ster",
        "https://www.youtube.com/watch?v=abc&t=30s&list=PL1", "https://docs.google.com/forms/d/e/1/viewform?usp=sf_link",
        "https://www.facebook.com/sharer/sharer.php?u=https://example.org/", "https://example.org/url?q=https://a.se",
        "https://google.com.evil.example/url?q=https://a.se", "https://www.google.com/url?q=javascript:alert(1)",
        "https://web.archive.org/web/2020/https://example.org/?utm_source=x", "https://example.org/a?b&c=", "https://example.org/?b=%2F&c",
        "https://www.instagram.com/p/abc/?img_index=2", "https://example.org/a#b=1",
    ],
)  # fmt: skip
def test_ordinary_query_strings_are_unchanged(written: str) -> None:
    assert clean_address(written) == written


@pytest.mark.parametrize(
    ("address", "asks"),
    [
        ("https://bolaget.sharepoint.com/:w:/s/x", True), ("https://docs.google.com/document/d/1/edit?usp=sharing", True),
        ("https://docs.google.com/forms/d/1/edit", True), ("https://drive.google.com/file/d/1/view", True),
        ("https://forms.office.com/Pages/DesignPageV2.aspx", True), ("https://www.canva.com/design/x/y/edit", True),
        ("https://example.org/wp-admin/", True), ("https://trello.com/b/abc", True),
        ("https://outlook.office365.com/mail/", True),
        ("https://docs.google.com/forms/d/e/1/viewform", False), ("https://docs.google.com/document/d/e/1/pub", False),
        ("https://forms.office.com/e/abc", False), ("https://forms.gle/abc", False),
        ("https://www.canva.com/design/x/y/view", False),
        ("https://teams.microsoft.com/l/meetup-join/x", False), ("https://example.org/sharepoint.com", False),
        ("https://www.facebook.com/stadsmissionen", False), ("https://notsharepoint.com/x", False),
        ("https://example.org/login", False),
    ],
)  # fmt: skip
def test_an_address_that_requires_an_account_is_recognised(address: str, asks: bool) -> None:
    assert (find_login(address) is not None) is asks


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("HTTPS://WWW.lokalamålen.se:443/x", "own"), ("http://xn--lokalamlen-75a.se./", "own"), ("https://Lokalamålen.se", "own"),
        ("https://ny.lokalamålen.se/", ""), ("https://lokalamålen.se.example.org/", ""), ("/om/", ""),
        ("ftp://lokalamålen.se/", ""),
        ("http://127.0.0.1:8000/", "preview"), ("http://localhost/x", "preview"), ("http://[::1]:8000/", "preview"),
        ("http://0.0.0.0:8000", "preview"), ("http://192.168.1.4/", "preview"), ("https://localhost.example.org/", ""),
        ("https://127.0.0.1.example.org/", ""), ("https://8.8.8.8/", ""), ("https://[x/", ""),
    ],
)  # fmt: skip
def test_own_and_preview_hosts_are_recognised_however_they_are_written(address: str, what: str) -> None:
    own = is_own(address, "https://xn--lokalamlen-75a.se")
    assert (own, is_local_address(address)) == (what == "own", what == "preview")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://xn--lokalamlen-75a.se/m%C3%B6ten", "https://lokalamålen.se/möten"), ("xn--lokalamlen-75a.se", "lokalamålen.se"),
        ("info@xn--lokalamlen-75a.se", "info@lokalamålen.se"), ("https://example.org/a%20b%2Fc", "https://example.org/a%20b%2Fc"),
        ("https://xn--80ak6aa92e.com/", "https://xn--80ak6aa92e.com/"), ("https://xn--a.se/", "https://xn--a.se/"),
    ],
)  # fmt: skip
def test_addresses_are_shown_with_swedish_letters(address: str, shown: str) -> None:
    assert decode_address(address) == shown


def test_mail_links_are_encoded() -> None:
    assert ascii_email("info@lokalamålen.se") == "info@xn--lokalamlen-75a.se"
    assert read_mail_link("MAILTO:a@example.org?Subject=Mat & hem&body=Hej%21") == (
        "a@example.org",
        {"subject": "Mat & hem", "body": "Hej!"},
    )
    assert read_mail_link("mailto:a@example.org?x=1") is None
    assert make_mail_link("a+b@example.org", {"subject": "Fråga om mål", "body": "A\nB&C"}) == (
        "mailto:a+b@example.org?subject=Fr%C3%A5ga%20om%20m%C3%A5l&body=A%0D%0AB%26C"
    )
