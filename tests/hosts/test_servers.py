"""How nginx and Apache from Debian respond with the rules that we write: each file, each header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest

from plugins.core.outputs import HTACCESS, SECURITY, file_at
from plugins.publishing.hosts.apache import write_htaccess, write_htaccess_of
from plugins.publishing.hosts.nginx import write_nginx
from plugins.publishing.hosts.rules import Moves, read_rules
from tests.conftest import PROJECT
from tests.hosts.conftest import FORMER
from tests.hosts.servers import (
    MODULES,
    Answer,
    describe_apache_host,
    fetch,
    find_ports,
    make_certificate,
    run_apache,
    run_nginx,
)

RULES = read_rules()
ROOT = "https://lyktstad.example.org"
FOLDERS = {
    "mapp/": {"Referrer-Policy": "origin", "X-Prov": "ytterst"},
    "mapp/inre/": {"X-Prov": "innerst"},
    ".well-known/": {"X-Prov": "dolt"},
    "en/": {"X-Prov": "engelska"},
    "latt/inre+(1)/": {"X-Prov": "plus"},
}
"""Folders with headers of their own, if that is tested."""
WITHOUT_SLASH = {"/mal-1": "/mal-1/", "/om": "/om/"}
HIDDEN = (HTACCESS, ".lokalamalen")
"""Files that a server need not serve."""


@dataclass(frozen=True)
class Host:
    """A server with the ports of the site: over HTTP, over HTTPS, and with redirects to one host."""

    name: str
    port: int
    tls: int
    moving: int

    def get(self, path: str, **headers: str) -> Answer:
        """Request a path over HTTP."""
        return fetch(self.port, path, **headers)


@pytest.fixture(scope="module")
def certificate(open_folder: Path) -> Path:
    make_certificate(open_folder)
    return open_folder


@pytest.fixture(scope="module")
def moving_site(open_folder: Path) -> tuple[Path, Moves]:
    """Return a page and some folders, with rules that redirect all visitors to one host and scheme."""
    moves = Moves(root=ROOT, to_https=True, to_one_host=True, not_found=("/en", "/latt"))
    folder = open_folder / "moving"
    (folder / ".well-known" / "acme-challenge").mkdir(parents=True, exist_ok=True)  # a worker may come back to this file
    (folder / ".well-known" / "acme-challenge" / "bevis").write_text("bevis", "utf-8")
    (folder / "index.html").write_text("<h1>Start</h1>", "utf-8")
    for own in FOLDERS:
        (folder / own).mkdir(parents=True, exist_ok=True)
        for name in ("fil.txt", "fil.0123456789.png"):
            (folder / own / name).write_text("Hej.", "utf-8")
    for prefix in ("", "en", "latt"):
        (folder / prefix / "404.html").write_text(f"<h1>Saknas {prefix}</h1>", "utf-8")
    rules = replace(RULES, by_folder=FOLDERS)
    (folder / HTACCESS).write_text(write_htaccess(rules, moves), "utf-8")
    for prefix in moves.not_found:
        (folder / prefix.strip("/") / HTACCESS).write_text(write_htaccess_of(prefix), "utf-8")
    (open_folder / "moving.conf").write_text(write_nginx(rules, moves, "moving.conf"), "utf-8")
    return folder, moves


@pytest.fixture(scope="module", params=["nginx", "apache"])
def host(
    request: pytest.FixtureRequest,
    published: Path,
    moving_site: tuple[Path, Moves],
    certificate: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Host]:
    """Start one of the servers."""
    folder, ports = tmp_path_factory.mktemp(request.param), find_ports(3)
    moving = moving_site[0]
    with ExitStack() as stack:
        if request.param == "nginx":
            hides = "location ~ /\\. { deny all; }"  # as many servers have it
            tls = f"ssl_certificate {certificate}/cert.pem; ssl_certificate_key {certificate}/key.pem;"
            servers = (
                f"server {{ listen 127.0.0.1:{ports[0]}; listen 127.0.0.1:{ports[1]} ssl; {tls}\n"
                f"root {published}; include {published.parent}/site.nginx.conf; {hides} }}\n"
                f"server {{ listen 127.0.0.1:{ports[2]}; root {moving}; include {moving.parent}/moving.conf; }}\n"
            )
            stack.enter_context(run_nginx(folder, servers, ports[0]))
        else:
            tls = f"SSLEngine on\nSSLCertificateFile {certificate}/cert.pem\nSSLCertificateKeyFile {certificate}/key.pem\n"
            hosts = (
                describe_apache_host(ports[0], published)
                + describe_apache_host(ports[1], published, more=tls)
                + describe_apache_host(ports[2], moving, options="FollowSymLinks")
            )
            stack.enter_context(run_apache(folder, hosts, ports[0]))
        yield Host(request.param, *ports)


def list_files(site: Path) -> dict[str, str]:
    """Return the path of each file by the address that visitors request; former addresses redirect."""
    paths = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*")) if path.is_file()]
    former = [f"{prefix}{address}" for prefix in ("", "/en", "/latt") for address in FORMER]
    hidden = {*HIDDEN, *map(file_at, former), *(path for path in paths if path.endswith(f"/{HTACCESS}"))}
    return {f"/{quote(path.removesuffix('index.html'))}": path for path in paths if path not in hidden}


def expect_headers(path: str) -> dict[str, str]:
    """Return the headers that a file must have; `test_rules.py` checks that the rules themselves lack none."""
    lasts = re.search(r"\.[0-9a-f]{10}\.(?:css|gif|ico|jpg|js|json|png|svg|webp|woff2)$", path)
    expected = {
        **{name.lower(): value for name, value in RULES.headers_of(path).items()},
        "cache-control": "public, max-age=31536000, immutable" if lasts else "no-cache",
    }
    ending = path.rpartition(".")[2]
    if ending in RULES.kinds:  # `_headers` and `_redirects` are for other hosts
        kind = RULES.kinds[ending]
        expected["content-type"] = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return expected


def test_every_file_is_served_with_its_headers_and_media_type(host: Host, published: Path) -> None:
    files = list_files(published)
    assert len(files) > 80
    wrong = []
    for address, path in files.items():
        answer = host.get(address)
        assert answer.status == 200, address
        assert answer.body == (published / path).read_bytes(), address
        wrong += [
            f"{address} {name}: {answer.headers.get(name)}"
            for name, value in expect_headers(path).items()
            if answer.headers.get(name) != value
        ]
        assert "camera=()" in answer.headers["permissions-policy"]
        assert "strict-transport-security" not in answer.headers  # RFC 6797 part 7.2: not over http
    assert wrong == []


@pytest.mark.parametrize(
    ("folder", "own"),
    [
        ("", {"referrer-policy": "no-referrer", "x-prov": None}),
        ("mapp/", {"referrer-policy": "origin", "x-prov": "ytterst"}),
        ("mapp/inre/", {"referrer-policy": "origin", "x-prov": "innerst"}),
        (".well-known/", {"x-prov": "dolt"}),
        ("en/", {"x-prov": "engelska"}),
        ("latt/inre+(1)/", {"x-prov": "plus"}),
    ],
)
def test_the_files_of_a_folder_have_its_headers_and_the_general_ones(host: Host, folder: str, own: dict[str, str | None]) -> None:
    """Once each, and what is named by its content is kept there too; what is missing has those of its page."""
    here = {"Host": "lyktstad.example.org", "X_Forwarded_Proto": "https"}
    for name in ("fil.txt", "fil.0123456789.png") if folder else ("",):
        answer = fetch(host.moving, f"/{folder}{name}", **here)
        expected = {**expect_headers(f"{folder}{name or 'index.html'}"), **own}
        assert {name: answer.headers.get(name) for name in expected} == expected
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
    missing = fetch(host.moving, f"/{folder}finns-inte", **here)
    page = next((prefix for prefix in ("en", "latt") if folder.startswith(f"{prefix}/")), "")
    assert (missing.status, missing.body.decode()) == (404, f"<h1>Saknas {page}</h1>")
    assert missing.headers["cache-control"] == "no-cache"


def test_strict_transport_security_is_sent_over_https_only(host: Host) -> None:
    for answer in (fetch(host.tls, "/", over_tls=True), host.get("/", X_Forwarded_Proto="https")):
        assert answer.headers["strict-transport-security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/finns-inte/", "404.html"),
        ("/theme/site.0123456789.css", "404.html"),
        ("/.well-known/finns-inte", "404.html"),
        ("/en/missing/", "en/404.html"),
        ("/en/om/missing", "en/404.html"),
        ("/latt/finns-inte/", "latt/404.html"),
        ("/english/", "404.html"),
        ("/om/en/", "404.html"),
    ],
)
def test_a_missing_page_shows_the_404_page_of_its_language_uncached(host: Host, published: Path, address: str, page: str) -> None:
    """In the language that the address is of."""
    answer = host.get(address)
    assert (answer.status, answer.body) == (404, (published / page).read_bytes())
    expected = expect_headers(page)
    assert {name: answer.headers.get(name) for name in expected} == expected


@pytest.mark.parametrize("address", FORMER)
def test_a_former_address_redirects_to_its_page(host: Host, address: str) -> None:
    for written in {address, address.removesuffix("/")}:
        answer = host.get(f"{written}?fran=mejl")
        assert answer.status == 301, written
        assert re.sub(r"^https?://[^/]+", "", answer.headers["location"]).partition("?")[0] == FORMER[address]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-cache"


def test_an_address_that_resembles_a_former_one_is_not_redirected(host: Host) -> None:
    for address in ("/gammal/mer/", "/gammalt/", "/sidaxhtml", "/ny/gammal/"):
        assert host.get(address).status == 404, address


@pytest.mark.parametrize("address", WITHOUT_SLASH)
def test_an_address_without_its_last_slash_redirects_to_the_page(host: Host, address: str) -> None:
    answer = host.get(address)
    assert answer.status == 301
    assert answer.headers["location"].endswith(WITHOUT_SLASH[address])


def test_security_txt_is_served_from_its_hidden_folder(host: Host) -> None:
    answer = host.get(f"/{SECURITY}")
    assert answer.body.decode() == (
        "Contact: mailto:alva@example.org\nExpires: 2027-06-30T23:59:59Z\n"
        "Canonical: https://lyktstad.example.org/.well-known/security.txt\n"
    )


def test_an_unchanged_page_is_not_sent_again(host: Host) -> None:
    tag = host.get("/om/").headers["etag"]
    answer = host.get("/om/", If_None_Match=tag)
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["cache-control"] == "no-cache"


def test_text_is_compressed_and_pictures_are_not(host: Host) -> None:
    for name, is_packed in {"index.html": True, "prov/fil.svg": True, "prov/fil.csv": True, "prov/fil.png": False}.items():
        answer = host.get(f"/{name}", Accept_Encoding="gzip")
        assert (answer.headers.get("content-encoding") == "gzip") is is_packed, name
        assert ("Accept-Encoding" in answer.headers.get("vary", "")) is is_packed, name


def test_the_settings_of_the_server_are_not_served(host: Host) -> None:
    assert host.get(f"/{HTACCESS}").status in (403, 404)


@pytest.mark.parametrize(
    ("asked", "headers", "leads_to"),
    [
        ("/?a=1", {"Host": "lyktstad.example.org"}, f"{ROOT}/?a=1"),
        ("/m%C3%B6te/", {"Host": "www.lyktstad.example.org"}, f"{ROOT}/m%C3%B6te/"),
        ("/", {"Host": "www.lyktstad.example.org", "X_Forwarded_Proto": "https"}, f"{ROOT}/"),
        ("/", {"Host": "lyktstad.example.org", "X_Forwarded_Proto": "https"}, None),
        ("/.well-known/acme-challenge/bevis", {"Host": "www.lyktstad.example.org"}, None),
    ],
)
def test_other_hosts_and_schemes_are_redirected_if_requested(
    host: Host, asked: str, headers: dict[str, str], leads_to: str | None
) -> None:
    answer = fetch(host.moving, asked, **headers)
    assert answer.status == (301 if leads_to else 200)
    # `%c3` and `%C3` are the same (RFC 3986 part 2.1).
    assert answer.headers.get("location", "").lower() == (leads_to or "").lower()


def test_other_hosts_are_not_redirected_by_default(host: Host) -> None:
    assert host.get("/", Host="www.lyktstad.example.org").status == 200


def test_the_example_server_of_the_guide_serves_the_site(published: Path, certificate: Path, tmp_path: Path) -> None:
    guide = (PROJECT / "docs" / "publicering.md").read_text("utf-8")
    [servers] = re.findall(r"```nginx\n(.*?)```", guide, re.DOTALL)
    plain, tls = find_ports(2)
    here = {
        r"listen \[::\]:.*": "",
        r"listen 80;": f"listen 127.0.0.1:{plain};",
        r"listen 443 ssl;": f"listen 127.0.0.1:{tls} ssl;",
        r"/etc/letsencrypt/live/lokalamalen.se/fullchain.pem": f"{certificate}/cert.pem",
        r"/etc/letsencrypt/live/lokalamalen.se/privkey.pem": f"{certificate}/key.pem",
        r"/etc/nginx/snippets/lokalamalen.conf": f"{published.parent}/site.nginx.conf",
        r"/srv/www/lokalamalen": str(published),
    }
    for written, ours in here.items():
        servers, count = re.subn(written, ours, servers)
        assert count, written
    with run_nginx(tmp_path, servers, plain):
        for port, over_tls, host in ((plain, False, "lokalamalen.se"), (tls, True, "www.lokalamalen.se")):
            answer = fetch(port, "/om/?a=1", over_tls=over_tls, Host=host)
            assert (answer.status, answer.headers["location"]) == (301, "https://lokalamalen.se/om/?a=1")
        answer = fetch(tls, "/om/", over_tls=True, Host="lokalamalen.se")
        assert (answer.status, answer.headers["strict-transport-security"]) == (200, "max-age=31536000")


def test_an_apache_without_optional_modules_serves_the_site(published: Path, tmp_path: Path) -> None:
    """A web host that lacks `mod_headers` and the others has fewer headers, and no page that fails."""
    [port] = find_ports(1)
    with run_apache(tmp_path, describe_apache_host(port, published), port, MODULES):
        for address in ("/", "/om/", "/data/goals.json", f"/{SECURITY}"):
            assert fetch(port, address).status == 200
        missing = fetch(port, "/finns-inte/")
        assert (missing.status, missing.body) == (404, (published / "404.html").read_bytes())
        old = fetch(port, "/gammal/")  # the page that leads on, which needs no server
        assert b'content="0; url=/om/"' in old.body


def test_every_rule_of_apache_is_within_a_condition_on_its_module() -> None:
    moves = Moves((("/gammal/", "/om/"),), ROOT, to_https=True, to_one_host=True)
    depth, found = 0, 0
    for line in write_htaccess(RULES, moves).splitlines():
        depth -= line == "</IfModule>"
        if line.strip() and not line.startswith(("#", "<IfModule ", "</IfModule>")):
            assert depth >= 1, line
            found += 1
        depth += line.startswith("<IfModule ")
    assert depth == 0
    assert found > 40
