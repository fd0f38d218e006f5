"""Real web servers (nginx and Apache from Debian's packages) on loopback, with settings in temporary folders, without root."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

TIMEOUT = 10.0
"""Seconds that a server may take to start."""
MODULES = ("mpm_event", "authz_core", "dir")
"""The modules that Apache needs in any case; real hosts load more."""
MORE_MODULES = ("alias", "deflate", "filter", "headers", "mime", "rewrite", "socache_shmcb", "ssl")


@dataclass(frozen=True)
class Answer:
    """A server's response."""

    status: int
    headers: Mapping[str, str]
    """By name in lower case; the values of a repeated header are joined by ` + `."""
    body: bytes


def fetch(port: int, path: str, *, over_tls: bool = False, **headers: str) -> Answer:
    """Request a path without normalising it; names in `headers` have `_` for hyphens."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # the certificate is self-signed
    line = (
        http.client.HTTPSConnection("127.0.0.1", port, timeout=TIMEOUT, context=context)
        if over_tls
        else http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    )
    try:
        line.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        found: dict[str, str] = {}
        for name, value in answer.getheaders():
            found[name.lower()] = f"{found[name.lower()]} + {value}" if name.lower() in found else value
        return Answer(answer.status, found, answer.read())
    finally:
        line.close()


def find_program(*names: str) -> str:
    """Return the path of a program of the system. Without it, the tests fail in CI and are skipped elsewhere."""
    folders = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])  # often not in a user's `PATH`
    found = next(filter(None, (shutil.which(name, path=folders) for name in names)), None)
    if found:
        return found
    message = f"{names[0]} was not found: .ci/run says which package has it"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def find_ports(count: int) -> list[int]:
    """Return ports that are free now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def make_certificate(folder: Path) -> None:
    """Write a self-signed certificate for HTTPS: `key.pem` and `cert.pem`."""
    command = [find_program("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2"]
    subprocess.run([*command, "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True)


@contextmanager
def run_server(command: list[str], port: int, said: Path) -> Iterator[None]:
    """Run a server in the foreground for the duration of the context; its output goes to `said`."""
    with said.open("wb") as words:
        process = subprocess.Popen(command, stdout=words, stderr=words, stdin=subprocess.DEVNULL)
        try:
            _wait_for(process, port, said)
            yield
        finally:
            process.terminate()
            process.wait(TIMEOUT)


def _wait_for(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail(f"the server did not begin:\n{said.read_text('utf-8', errors='replace')}")


@contextmanager
def run_nginx(folder: Path, servers: str, port: int) -> Iterator[None]:
    """Run nginx with these `server { … }` blocks."""
    program = find_program("nginx")
    user = "user root;\n" if os.geteuid() == 0 else ""
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"{user}daemon off;\nworker_processes 1;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{ }}\n"
        f"http {{\naccess_log off;\n{temporary}{servers}}}\n",
        "utf-8",
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    tried = subprocess.run([*command, "-t"], capture_output=True, encoding="utf-8", check=False)
    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr, tried.stderr
    with run_server(command, port, folder / "nginx.txt"):
        yield


@contextmanager
def run_apache(folder: Path, hosts: str, port: int, modules: tuple[str, ...] = MODULES + MORE_MODULES) -> Iterator[None]:
    """Run Apache with these virtual hosts, and otherwise without configuration."""
    program = find_program("apache2", "httpd")
    user = "User nobody\nGroup nogroup\n" if os.geteuid() == 0 else ""
    loaded = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in modules)
    kinds = "TypesConfig /dev/null\n" if "mime" in modules else ""
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nServerName localhost\nPidFile {folder}/apache.pid\nErrorLog {folder}/apache-errors.txt\n"
        f"{loaded}{user}{kinds}StartServers 1\nMaxRequestWorkers 25\n{hosts}",
        "utf-8",
    )
    with run_server([program, "-d", str(folder), "-f", str(folder / "apache.conf"), "-DFOREGROUND"], port, folder / "apache.txt"):
        yield


def describe_apache_host(port: int, root: Path, options: str = "None", more: str = "", overrides: str = "FileInfo") -> str:
    """Return a virtual host as a careful hosting company would configure it."""
    return (
        f"Listen 127.0.0.1:{port}\n<VirtualHost 127.0.0.1:{port}>\nDocumentRoot {root}\n{more}"
        '<Files ".ht*">\nRequire all denied\n</Files>\n'
        f"<Directory {root}>\nRequire all granted\nOptions {options}\nAllowOverride {overrides}\n</Directory>\n</VirtualHost>\n"
    )
