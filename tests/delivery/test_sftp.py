"""Delivery to a real OpenSSH server on loopback, by the system's own sftp."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

import pytest

from plugins.core.outputs import JOURNAL, LOCK
from plugins.delivery import sftp as module
from plugins.delivery.engine import DeliveryProgress, deliver, try_delivery
from plugins.delivery.fault import DeliveryFault
from plugins.delivery.place import OnDone, Operation
from plugins.delivery.sftp import SftpFolder
from plugins.delivery.sftp_answers import explain
from plugins.delivery.target import SftpTarget
from tests.delivery.sites import ONE, STRANGERS, THREE, TWO, find_faults, make_site, public, read_tree, request, send, write_files

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
PROGRAMS = SSHD and shutil.which("sftp") and shutil.which("ssh-keygen")


@dataclass(frozen=True)
class Server:
    """An SSH server of the test, with keys, and what a client needs to log in."""

    home: Path
    port: int

    def options(self, key: str = "client", known: str = "known_hosts") -> Sequence[str]:
        """Return the options of sftp that replace a user's own settings."""
        settings = self.home / f"{key}-{known}.conf"
        settings.write_text(
            f'UserKnownHostsFile "{self.home / known}"\nGlobalKnownHostsFile none\nIdentitiesOnly yes\n'
            f'IdentityAgent none\nIdentityFile "{self.home / key}"\nControlPath "{self.home / key[0]}{known[0]}%p"\n'
            "KexAlgorithms curve25519-sha256\n",  # the default resists future machines, but takes ten times as long
            "utf-8",
        )
        return ["-F", str(settings)]

    @contextlib.contextmanager
    def keep_connection(self) -> Iterator[None]:
        """Share one connection between all logins, as making one takes ten times as long as using it."""
        words = ["ssh", *self.options(), "-M", "-N", "-p", str(self.port), "127.0.0.1"]
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL)
        try:
            wait_until((self.home / f"ck{self.port}").exists)  # a socket, whose path must be short
            yield
        finally:
            process.terminate()
            process.wait(10)

    def folder(self, path: Path | str, **options: str) -> SftpFolder:
        return SftpFolder(SftpTarget("127.0.0.1", str(path), None, self.port), self.options(**options))


def wait_until(is_there: Callable[[], bool]) -> None:
    """Wait for a condition that another process makes true."""
    end = time.monotonic() + 60
    while not is_there():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start sshd once for all tests here."""
    if not PROGRAMS:
        assert "CI" not in os.environ, "sshd and sftp are missing"
        pytest.skip("sshd and sftp are not installed")
    home = tmp_path_factory.mktemp("sshd")
    for name in ("host", "client", "stranger"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / name)], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (home / "sshd.conf").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {home / 'host'}\nPidFile none\nStrictModes no\n"
        f"AuthorizedKeysFile {home / 'client.pub'}\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\n"
        "Subsystem sftp internal-sftp\nSubsystem older internal-sftp -P posix-rename\n",
        "utf-8",
    )
    name = f"[127.0.0.1]:{port} "
    (home / "known_hosts").write_text(name + (home / "host.pub").read_text("utf-8"), "utf-8")
    shutil.copy(home / "known_hosts", home / "hosts_too")
    (home / "changed").write_text(name + (home / "stranger.pub").read_text("utf-8"), "utf-8")
    (home / "unknown").touch()
    with contextlib.suppress(PermissionError):  # only a server run by root needs it
        Path("/run/sshd").mkdir(exist_ok=True)
    process = subprocess.Popen([str(SSHD), "-D", "-f", str(home / "sshd.conf"), "-E", str(home / "log")])

    def answers() -> bool:
        with socket.socket() as trial:
            return trial.connect_ex(("127.0.0.1", port)) == 0

    try:
        wait_until(answers)
        server = Server(home, port)
        with server.keep_connection():
            yield server
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_files(tmp_path / "min webb [å]", STRANGERS)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("sites")
    return {name: make_site(folder / name, files) for name, files in (("one", ONE), ("two", TWO), ("three", THREE))}


def test_a_site_is_sent_and_then_only_what_differs_while_a_reader_reads(
    server: Server, sites: dict[str, Path], root: Path
) -> None:
    send(server.folder(root), sites["one"])
    assert public(read_tree(root)) == ONE
    faults: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            for path in ("index.html", "om/index.html", "bilder/å ä [1].jpg", "data/goals.json"):
                try:
                    text = (root / path).read_text("utf-8")
                except FileNotFoundError:
                    faults.append(f"{path} is not there")
                    continue
                needed = [line[1:] for line in text.splitlines() if line.startswith("/theme/")]
                faults.extend(f"{path} needs {name}" for name in needed if not (root / name).exists())
                if not text.endswith("</html>"):
                    faults.append(f"half of {path}")
            time.sleep(0.001)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        place = server.folder(root)
        outcome = send(place, sites["two"])
        assert outcome.difference.new
        assert public(read_tree(root)) == {**TWO, "theme/a.css": ONE["theme/a.css"]}
        assert not send(place, sites["two"]).is_done
        send(place, sites["three"])
    finally:
        done.set()
        reader.join()
    assert faults == []
    assert public(read_tree(root)) == {**THREE, "theme/b.css": TWO["theme/b.css"]}
    assert {path: text for path, text in read_tree(root).items() if path in STRANGERS} == STRANGERS
    assert not (root / LOCK).exists()


def test_a_path_may_be_relative_to_the_login_folder(server: Server, sites: dict[str, Path], root: Path) -> None:
    """As in sftp's own addresses; an absolute path is tried first."""
    relative = "/" + os.path.relpath(root, Path.home()).replace("../", "../")
    send(server.folder(relative, known="hosts_too"), sites["one"])  # by a new connection each time
    assert public(read_tree(root)) == ONE


def test_progress_is_reported_step_by_step_and_files_are_readable_by_the_web_server(
    server: Server, sites: dict[str, Path], root: Path, tmp_path: Path
) -> None:
    shut = shutil.copytree(sites["one"], tmp_path / "shut")
    (shut / "index.html").chmod(0o600)
    progress: list[DeliveryProgress] = []
    deliver(server.folder(root), request(shut), progress.append)
    assert len({far.done for far in progress}) == len(progress) == len(ONE)
    assert progress == sorted(progress, key=lambda far: far.done)
    assert progress[-1].done == progress[-1].whole > 0
    assert (root / "index.html").stat().st_mode & 0o777 == 0o644


def test_a_server_that_cannot_rename_over_a_file_is_supported(server: Server, sites: dict[str, Path], root: Path) -> None:
    """Such as some that are not OpenSSH: here the same one without `posix-rename@openssh.com`."""
    older = SftpFolder(server.folder(root).target, [*server.options(), "-s", "older"])
    send(older, sites["one"])
    send(older, sites["two"])
    assert public(read_tree(root)) == {**TWO, "theme/a.css": ONE["theme/a.css"]}
    assert not (root / JOURNAL).exists()
    assert older.read(["index.html"])["index.html"].decode() == TWO["index.html"]


def test_names_that_sftp_could_misread_are_sent(server: Server, root: Path, tmp_path: Path) -> None:
    names = ["-r/index.html", "-x.html", '"a".html', "a b*/?.html", "#x.html", "!x.html", "~/x.html", "é/é.html"]
    odd = make_site(tmp_path / "odd", {**ONE, **dict.fromkeys(names, "odd</html>")})
    for site in (odd, make_site(tmp_path / "plain", ONE), odd):
        send(server.folder(root), site)
        assert not send(server.folder(root), site).is_done
        assert public(read_tree(root)).keys() == ONE.keys() | (names if site == odd else [])


@pytest.mark.parametrize("language", ["C", "POSIX", "sv_SE.ISO-8859-1"])
def test_names_are_read_and_sent_correctly_in_any_locale(
    server: Server, sites: dict[str, Path], root: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    (root / "åt").mkdir()
    assert server.folder(root).read_listing(["", "åt"]).names.keys() == {"", "åt"}
    for name in ("one", "two"):
        send(server.folder(root), sites[name])
    assert not send(server.folder(root), sites["two"]).is_done
    assert public(read_tree(root)) == {**TWO, "theme/a.css": ONE["theme/a.css"]}


def test_changed_and_removed_files_are_restored(server: Server, sites: dict[str, Path], root: Path) -> None:
    place = server.folder(root)
    send(place, sites["one"])
    (root / "om/index.html").write_text("by hand", "utf-8")
    shutil.rmtree(root / "bilder")
    (root / "theme/a.css").unlink()
    outcome = send(place, sites["one"])
    assert outcome.restored == ("bilder/å ä [1].jpg", "om/index.html", "theme/a.css")
    assert public(read_tree(root)) == ONE
    assert not send(place, sites["one"]).is_done


def test_a_large_site_is_not_checked_page_by_page(
    server: Server, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path / "large", {**ONE, **{f"sida/{number}/index.html": "x" for number in range(300)}})
    place = server.folder(root)
    send(place, site)
    asked: list[str] = []
    run = SftpFolder._run

    def count(self: SftpFolder, commands: Sequence[str], hear: Callable[[str], object]) -> Any:
        asked.extend(commands)
        return run(self, commands, hear)

    monkeypatch.setattr(SftpFolder, "_run", count)
    (root / "index.html").unlink()
    assert send(place, site).restored == ("index.html",)
    assert sum(command.startswith("-ls") for command in asked) < 100


# ---- what goes wrong


def refuse(place: SftpFolder, source: Path) -> str:
    with pytest.raises(DeliveryFault) as raised:
        send(place, source)
    return str(raised.value)


def test_a_wrong_key_host_path_or_port_is_reported_in_swedish_with_what_to_do(
    server: Server, sites: dict[str, Path], root: Path
) -> None:
    one = sites["one"]
    assert "släpper inte in du med den här datorns nyckel" in refuse(server.folder(root, key="stranger"), one)
    assert "aldrig talat med servern 127.0.0.1" in refuse(server.folder(root, known="unknown"), one)
    assert "visar en annan nyckel än förra gången" in refuse(server.folder(root, known="changed"), one)
    assert f"Mappen ”{root}/nowhere” finns inte på servern" in refuse(server.folder(root / "nowhere"), one)
    place = server.folder(root)
    place.target = replace(place.target, port=1)
    assert "tar inte emot på porten 1" in refuse(place, one)
    assert public(read_tree(root)) == {}


def test_a_missing_sftp_program_is_reported_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, sites: dict[str, Path]
) -> None:
    monkeypatch.setattr(module.shutil, "which", lambda _: None)
    message = refuse(SftpFolder(SftpTarget("example.org", "/www")), sites["one"])
    assert "Valfria funktioner" in message
    assert "openssh-client" in message


ANSWERS = {
    "ssh: Could not resolve hostname webb.example.org: Name or service not known": "finns inte, eller så saknar datorn nät",
    "ssh: connect to host 192.0.2.1 port 22: Connection timed out": "svarar inte",
    "WARNING: UNPROTECTED PRIVATE KEY FILE!\nPermission denied (publickey).": "chmod 600",
    "anna@example.org: Permission denied (publickey,password).": "Prova sedan: sftp -P 2222 anna@example.org",
    "subsystem request failed on channel 0\nConnection closed": "har inget sftp",
    'dest open "/www/x": Permission denied': "Användaren ”anna” får inte skriva",
    'write remote "/www/x": No space left on device': "Utrymmet på servern example.org är slut",
    'write remote "/www/x": Failure': "Oftast är utrymmet slut",
    "Connection reset by 192.0.2.1 port 22\nConnection closed": "bröts. Kör samma kommando igen, så skickas resten",
    "client_loop: send disconnect: Broken pipe": "bröts",
    "something new": "sftp svarar: ”something new”",
}


@pytest.mark.parametrize("said", ANSWERS)
def test_answers_of_openssh_are_explained(said: str) -> None:
    assert ANSWERS[said] in explain(said, SftpTarget("example.org", "/www", "anna", 2222))


# ---- broken off


class Breaking(SftpFolder):
    """A place on a server to which the connection is lost, or whose client is killed, after some operations."""

    share = 0.0
    is_dead = False

    def perform(self, operations: Sequence[Operation], on_done: OnDone) -> None:
        """Run the first operations, then stop as a killed sftp does."""
        super().perform(operations[: int(len(operations) * self.share)], on_done)
        self.is_dead = True
        raise KeyboardInterrupt

    def free_lock(self) -> None:
        """Leave the lock in place."""
        if not self.is_dead:
            super().free_lock()


@pytest.mark.parametrize("share", [0.4, 0.7, 0.95])
def test_a_killed_transfer_is_completed_by_the_next(server: Server, sites: dict[str, Path], root: Path, share: float) -> None:
    send(server.folder(root), sites["one"])
    place = Breaking(server.folder(root).target, server.options())
    place.share = share
    with pytest.raises(KeyboardInterrupt):
        send(place, sites["two"])
    assert (root / JOURNAL).exists()
    assert (root / LOCK).exists()
    assert list(find_faults(read_tree(root))) == []
    send(server.folder(root), sites["three"])
    left = {path: text for path, text in public(read_tree(root)).items() if not path.startswith("theme/")}
    assert left == {path: text for path, text in THREE.items() if not path.startswith("theme/")}
    assert list(find_faults(read_tree(root))) == []
    assert not (root / JOURNAL).exists()


def test_an_sftp_program_killed_during_a_transfer_is_reported_as_a_lost_connection(
    server: Server, sites: dict[str, Path], root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The real program is killed while it sends a file that takes half a minute at its limited speed."""
    send(server.folder(root), sites["one"])
    big = make_site(tmp_path / "big", {**TWO, "film.mp4": "x" * 4_000_000})
    killed: list[int] = []

    class Killed(subprocess.Popen[str]):
        def __init__(self, *words: Any, **options: Any) -> None:
            super().__init__(*words, **options)
            if self.stdout is not None:
                self.stdout = self.kill_at(self.stdout, "film.mp4")  # type: ignore[assignment]  # lines are all that is read

        def kill_at(self, lines: IO[str], name: str) -> Iterator[str]:
            with lines:
                for line in lines:
                    if name in line and not killed:
                        self.kill()
                        killed.append(self.pid)
                    yield line

    monkeypatch.setattr(module.subprocess, "Popen", Killed)
    slow = SftpFolder(server.folder(root).target, [*server.options(), "-l", "1000"])
    message = refuse(slow, big)
    assert killed
    assert "Kör samma kommando igen, så skickas resten" in message
    assert list(find_faults(read_tree(root))) == []
    send(server.folder(root), sites["two"])
    assert public(read_tree(root)).items() >= TWO.items()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_is_reported(server: Server, sites: dict[str, Path], root: Path) -> None:
    root.chmod(0o555)
    try:
        assert "får inte skriva" in refuse(server.folder(root), sites["one"])
    finally:
        root.chmod(0o755)


def test_a_foreign_file_in_place_of_our_folder_leaves_the_published_site_unchanged(
    server: Server, sites: dict[str, Path], root: Path
) -> None:
    send(server.folder(root), sites["one"])
    (root / "ny").write_text("somebody's", "utf-8")
    with pytest.raises(DeliveryFault):
        send(server.folder(root), sites["two"])
    assert list(find_faults(read_tree(root))) == []
    assert (root / "ny").read_text("utf-8") == "somebody's"
    assert not (root / LOCK).exists()


@pytest.mark.parametrize("theirs", ["file", "link", "file behind a link"])
def test_a_foreign_file_or_link_in_place_of_our_folder_is_reported_and_nothing_is_changed(
    server: Server, sites: dict[str, Path], root: Path, tmp_path: Path, theirs: str
) -> None:
    send(server.folder(root), sites["one"])
    away = write_files(tmp_path / "originals", {"index.html": "precious"})
    shutil.rmtree(root / "om")
    if theirs == "file":
        (root / "om").write_text("precious", "utf-8")
    else:
        (root / "om").symlink_to(away if theirs == "link" else away / "index.html")
    before = read_tree(root)
    message = refuse(server.folder(root), sites["two"])
    assert ("skulle skriva över: ”om”" if theirs == "file" else "en länk som inte är vår: ”om”") in message
    assert read_tree(root) == before
    assert read_tree(away) == {"index.html": "precious"}


def test_the_server_is_asked_about_names_that_differ_only_in_case(server: Server, sites: dict[str, Path], root: Path) -> None:
    write_files(root, {"INDEX.html": "precious", "Bilder/Å Ä [1].jpg": "precious"})
    send(server.folder(root), sites["one"])
    assert public(read_tree(root)).items() >= {**ONE, "INDEX.html": "precious", "Bilder/Å Ä [1].jpg": "precious"}.items()
    place = server.folder(root)
    assert place.find_existing(["INDEX.HTML", "INDEX.html", "Bilder", "bilder/x"]) == {"INDEX.html", "Bilder"}


def test_the_type_of_an_entry_is_known_whatever_its_name(server: Server, root: Path) -> None:
    names = ["å ä.txt", " x", "x ", "a -> b", '"a"', "Nov 28 21:38 y", "*", "-l", "\\"]
    (root / "åt [1] höger").mkdir()
    for name in names:
        (root / "åt [1] höger" / name).touch()
    (root / "länk").symlink_to("åt [1] höger")
    found = server.folder(root).read_listing(["", "åt [1] höger", "länk", "nowhere", "cgi-bin/form.pl"])
    assert found.names.keys() == {"", "åt [1] höger", "länk"}
    assert {name: found.type_of(name) for name in ("cgi-bin", "länk", "åt [1] höger")} == {
        "cgi-bin": "folder",
        "länk": "link",
        "åt [1] höger": "folder",
    }
    assert found.names["åt [1] höger"] == found.names["länk"] == dict.fromkeys(names, "file")


def test_a_lock_released_while_its_owner_is_read_is_taken(server: Server, sites: dict[str, Path], root: Path) -> None:
    other = server.folder(root)
    assert other.take_lock(request(sites["one"], "there").owner, None) is None

    class Late(SftpFolder):
        """Reads who has the lock only when it has been released."""

        def read(self, paths: Iterable[str]) -> Mapping[str, bytes]:
            other.free_lock()
            return super().read(paths)

    place = server.folder(root)
    assert send(Late(place.target, place.options), sites["one"]).is_done
    assert public(read_tree(root)) == ONE


def test_a_folder_that_cannot_be_created_is_reported_with_the_likely_cause(
    server: Server, sites: dict[str, Path], root: Path
) -> None:
    shutil.rmtree(root / ".well-known")
    (root / ".well-known").write_text("somebody's", "utf-8")
    message = refuse(server.folder(root), sites["one"])
    assert "kunde inte skapa en mapp" in message
    assert "en fil med mappens namn som inte är vår" in message
    assert (root / ".well-known").read_text("utf-8") == "somebody's"


def test_a_full_server_is_not_reported_as_another_delivery(server: Server, sites: dict[str, Path], root: Path) -> None:
    """A lock takes hardly any space and the name of its owner some: the lock is made, and the name is not written."""
    place = server.folder(root)

    class Full(SftpFolder):
        def _run_there(self, commands: Sequence[str], *given: Any, **options: Any) -> Any:
            full = [f"{command}/x" if command.startswith("put ") else command for command in commands]
            return super()._run_there(full, *given, **options)

    message = refuse(Full(place.target, place.options), sites["one"])
    assert "Någon annan" not in message
    assert not (root / LOCK).exists()


@pytest.mark.parametrize("inside", [{}, {"a": "precious"}])
def test_a_folder_in_place_of_our_file_is_reported_by_its_name(
    server: Server, sites: dict[str, Path], root: Path, inside: Mapping[str, str]
) -> None:
    send(server.folder(root), sites["one"])
    (root / "om/index.html").unlink()
    (root / "om/index.html").mkdir()
    write_files(root / "om/index.html", inside)
    assert server.folder(root).read(["om/index.html", "gammal.html"]).keys() == {"gammal.html"}
    assert "Mappen ”om/index.html” är inte vår" in refuse(server.folder(root), sites["two"])
    shutil.rmtree(root / "om/index.html")
    send(server.folder(root), sites["two"])
    assert public(read_tree(root)).items() >= TWO.items()


def test_foreign_locks_and_foreign_files_are_respected(server: Server, sites: dict[str, Path], root: Path) -> None:
    write_files(root, {"index.html": "precious"})
    assert "--forsta" in refuse(server.folder(root), sites["one"])
    with pytest.raises(DeliveryFault, match="--forsta"):
        try_delivery(server.folder(root), request(sites["one"]))
    other = request(sites["one"], "there").owner
    assert server.folder(root).take_lock(other, None) is None
    assert "Alva på datorn Fyren" in refuse(server.folder(root), sites["one"])
    assert server.folder(root).take_lock(request(sites["one"]).owner, other) is None
    assert read_tree(root)["index.html"] == "precious"
