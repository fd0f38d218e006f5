"""The rules for web hosts, and the policies in pages, tested without a server."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from plugins.commands.preview.wire import HEADERS as PREVIEW_HEADERS
from plugins.commands.preview.wire import headers_of
from plugins.core.intake.documents import ending_of, kinds
from plugins.core.outputs import HEADERS, HTACCESS, RULES
from plugins.publishing.audit import WRITTEN
from plugins.publishing.hosts.netlify import write_headers
from plugins.publishing.hosts.rules import read_rules
from plugins.site.rooms import BESIDE
from plugins.website.security import find_last_day, find_renewal
from tests.conftest import PROJECT
from tests.hosts.conftest import FORMER

META = f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{read_rules().page_policy}">'


REFUSED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "usb",
)  # fmt: skip
"""Features that no page may use."""


def test_every_published_page_declares_its_policy_before_it_loads_anything(published: Path) -> None:
    pages = sorted(path for path in published.rglob("*.html") if path.parent.name != "prov")
    assert len(pages) > 10
    assert [page.relative_to(published).as_posix() for page in pages if META not in page.read_text("utf-8")[:400]] == []


def test_the_policy_of_a_page_omits_what_only_a_header_may_say() -> None:
    assert "frame-ancestors" not in read_rules().page_policy
    assert read_rules().headers["Content-Security-Policy"].startswith(f"{read_rules().page_policy};")


def test_every_security_header_is_in_the_rules_of_each_host_and_in_preview(published: Path) -> None:
    """What guards a visitor, with its value: whoever takes one away must say so here."""
    guards = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    rules = read_rules()
    assert guards.items() <= rules.headers.items()
    assert rules.headers["Content-Security-Policy"] == (
        "default-src 'none';connect-src 'self';font-src 'self';img-src 'self';manifest-src 'self';media-src 'self';"
        "script-src 'self';style-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none'"
    )
    assert [feature for feature in REFUSED if f"{feature}=()" not in rules.headers["Permissions-Policy"].split(", ")] == []
    assert rules.headers.items() - PREVIEW_HEADERS.items() == {
        ("Content-Security-Policy", rules.headers["Content-Security-Policy"])  # preview has one of its own
    }
    for name, separator, quotes in ((HEADERS, ": ", ""), (HTACCESS, " ", '"')):
        text = (published / name).read_text("utf-8")
        lost = [header for header, value in rules.headers.items() if f"{header}{separator}{quotes}{value}{quotes}\n" not in text]
        assert lost == [], name


def test_every_type_of_file_that_can_be_published_has_a_media_type() -> None:
    """What is not is a line in `kinds` of `plugins/publishing/hosts/rules.yaml`: the ending, and its media type."""
    beside = {ending for file in BESIDE if (ending := ending_of(file.path))}
    assert sorted({*WRITTEN, *kinds(), *beside} - read_rules().kinds.keys()) == []


def test_only_fingerprinted_files_are_cached_for_a_year() -> None:
    named = re.compile(read_rules().named_by_content)
    assert not any(named.search(f"bilder/rapport.0123456789.{ending}") for ending in kinds())
    assert named.search("theme/site.b4c88ce1ea.css")
    for name in ("theme/familjen-grotesk-OFL.txt", "index.html", "delning/mal-1.png", "data/goals.json", "site.012345678.css"):
        assert not named.search(name)


def test_a_file_has_each_header_once_on_netlify_and_cloudflare(published: Path) -> None:
    """Where two rules say the same header, both hosts send the two values joined."""
    rules: dict[str, list[str]] = {}
    for line in (published / HEADERS).read_text("utf-8").splitlines():
        if line.startswith("/"):
            rules[line] = []
        elif line.startswith("  "):
            rules[[*rules][-1]].append(line.split(":")[0].strip())
    every, *others = rules
    assert every == "/*"
    assert {"Content-Security-Policy", "Strict-Transport-Security", "X-Frame-Options"} <= {*rules[every]}
    assert len(rules[every]) == len({*rules[every]})
    assert len(others) >= 5
    for path in others:
        if folder := path.removesuffix("*") if path.endswith("/*") else "":
            own = [*read_rules().by_folder[folder.lstrip("/")]]
            # Cloudflare takes the first value away, and Netlify passes over a line without a colon.
            assert rules[path] == [*(f"! {name}" for name in own), *own]
            assert any((published / folder.strip("/")).iterdir())
        else:
            assert (published / path.lstrip("/")).is_file()
            assert rules[path] == ["Cache-Control"]
    moved = sorted(f"{prefix}{old} {prefix}{new} 301" for prefix in ("", "/en", "/latt") for old, new in FORMER.items())
    not_found = [f"{prefix}/* {prefix}/404.html 404" for prefix in ("/en", "/latt")]
    assert (published / RULES).read_text("utf-8").splitlines() == [*moved, *not_found]


def test_many_logos_do_not_exceed_the_number_of_rules_on_cloudflare() -> None:
    """It takes a hundred rules: https://developers.cloudflare.com/pages/configuration/headers/."""
    logos = [f"partner/logotyper/bolaget-{number}.0123456789.svg" for number in range(500)]
    assert write_headers(read_rules(), logos).count("\n/") == 1 + len(read_rules().by_folder)


def test_a_folder_with_its_own_headers_is_named_by_its_path_in_the_output() -> None:
    assert [name for name in read_rules().by_folder if name.startswith("/") or not name.endswith("/")] == []


def test_only_pictures_for_sharing_may_be_embedded_by_other_sites(published: Path) -> None:
    files = [path.relative_to(published).as_posix() for path in published.rglob("*") if path.is_file()]
    policy = {path: read_rules().headers_of(path)["Cross-Origin-Resource-Policy"] for path in files}
    open_to_all = {path for path, value in policy.items() if value != "same-origin"}
    assert open_to_all == {path for path in files if path.startswith("delning/")}
    assert open_to_all
    assert headers_of("/delning/lokalamalen.png")["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_redirects_to_one_host_and_scheme_are_off_by_default() -> None:
    text = (PROJECT / "publishconf.py").read_text("utf-8")
    assert "MOVE_TO_HTTPS = False" in text
    assert "MOVE_TO_ONE_HOST = False" in text


@pytest.mark.parametrize("year", [2023, 2024, 2026])  # 2024 is a leap year
def test_security_txt_is_valid_for_six_to_twelve_months_and_renewed_in_time(year: int) -> None:
    for number in range(366):
        today = date(year, 1, 1) + timedelta(days=number)
        last, renewal = find_last_day(today), find_renewal(today)
        assert (last.month, last.day) in ((6, 30), (12, 31))
        months = 12 * (last.year - today.year) + last.month - today.month
        assert 5 < months <= 12
        assert timedelta(days=180) < last - today < timedelta(days=366)
        assert today < renewal < last
        assert find_last_day(renewal) > last
        assert find_last_day(renewal - timedelta(days=1)) == last
