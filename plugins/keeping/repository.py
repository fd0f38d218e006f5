"""Git, as a program that is run: one place, one fixed environment, and every answer of its that an editor may meet in Swedish.

In: a folder. Out: what git knows, as values; `Trouble` where it cannot. Called by the rest of `plugins.keeping`.
What lies in the folder is the work of many, and must not be able to run anything: no hook, alias, pager, editor, monitor or
signature program is started, none is asked for a password, and the words of its answers are the same in all languages.
Joining is ours (`plugins.keeping.join`); git never writes a half joined file.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

SECONDS: Final = 300
"""Longest time that git may take: it may be sending pictures over a slow line."""

_SETTINGS: Final = (
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "core.pager=cat",
    "core.quotePath=false",
    "core.askPass=",
    "core.editor=false",
    "core.safecrlf=false",
    "commit.gpgSign=false",
    "push.gpgSign=false",
    "protocol.ext.allow=never",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "push.recurseSubmodules=no",
    "fetch.prune=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "advice.detachedHead=false",
    "diff.external=",
    "log.showSignature=false",
    "core.logAllRefUpdates=true",
)
"""Settings that stand above all files of settings (git-config(1))."""

_KEPT: Final = (
    "PATH",
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "XDG_CONFIG_HOME",
)
"""What git and ssh need of the environment; of the rest nothing is passed on (GIT_DIR, GIT_EXTERNAL_DIFF and their like)."""
_KEPT_TOO: Final = (
    "SSH_AUTH_SOCK",
    "SSH_AGENT_PID",
    "USER",
    "LOGNAME",
    "USERNAME",
    "COMSPEC",
    "PATHEXT",
    "PROGRAMFILES",
    "PROGRAMDATA",
)
_PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


class Trouble(Exception):
    """What was asked for cannot be done; the text says why and what to do, in Swedish."""

    def __init__(self, message: str, code: str = "spara", details: str = "") -> None:
        super().__init__(message)
        self.code = code
        """What sort of trouble it is, for those who can go on without: `saknas`, `inget-arkiv`, `offline`, `efter`, ..."""
        self.details = details
        """The program's own words, for a developer."""


def environment(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment in which git runs."""
    kept = {name: given[name] for name in (*_KEPT, *_KEPT_TOO, *_PROXIES) if name in given}
    # Where a person or a server has settings and keys of its own.
    kept |= {
        name: given[name] for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_SSH", "GIT_SSH_COMMAND") if name in given
    }
    fixed = {
        "LC_ALL": "C",
        "LANGUAGE": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "GCM_INTERACTIVE": "never",
        "GIT_PAGER": "cat",
        "GIT_EDITOR": "false",
        "GIT_MERGE_AUTOEDIT": "no",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
    }
    return {**kept, **fixed}


def _has_person() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a saved state."""

    mode: str
    blob: str


class Repository:
    """The folder's history."""

    def __init__(self, folder: Path) -> None:
        self.top = folder  # where the question is asked from
        self.top = self._find_top()

    # ---- asking

    def run(
        self, *words: str, given: bytes | None = None, settings: Mapping[str, str] | None = None, may_fail: bool = False
    ) -> bytes:
        """Run git and return what it says on stdout; `Trouble` where it fails, or (`may_fail`) nothing."""
        command = ["git", "--no-pager"]
        for setting in _SETTINGS:
            command += ["-c", setting]
        try:
            done = subprocess.run(
                [*command, *words],
                cwd=self.top,
                env={**environment(), **(settings or {})},
                input=b"" if given is None else given,
                capture_output=True,
                check=False,
                timeout=SECONDS,
                start_new_session=not _has_person(),  # so that ssh finds no keyboard to ask at, and fails at once
            )
        except FileNotFoundError as error:
            raise Trouble(
                "Programmet som sparar och delar ändringar finns inte på den här datorn. Kör: python3 tasks.py doktor\n"
                "Det du har skrivit ligger kvar i filerna.",
                "saknas",
            ) from error
        except subprocess.TimeoutExpired as error:
            message = "Det tog för lång tid, så försöket avbröts. Inget har försvunnit. Försök igen om en stund."
            raise Trouble(message, "offline") from error
        if done.returncode and not may_fail:
            raise explain(done.stderr.decode("utf-8", "replace"))
        return b"" if done.returncode else done.stdout

    def ask(self, *words: str, may_fail: bool = False) -> str:
        """Return git's answer as text without its last line end."""
        return self.run(*words, may_fail=may_fail).decode("utf-8", "surrogateescape").rstrip("\n")

    def _find_top(self) -> Path:
        try:
            top = self.ask("rev-parse", "--show-toplevel")
        except Trouble as trouble:
            if trouble.code in ("saknas", "annans"):
                raise
            raise Trouble(
                "Den här mappen har ingen historik, så det finns inget att spara i. Det du har skrivit ligger kvar i filerna.\n"
                "Den som satte upp webbplatsen kan koppla mappen till den plats som ni delar.",
                "inget-arkiv",
            ) from None
        return Path(top)

    # ---- states

    @cached_property
    def folder(self) -> Path:
        """Return where the history itself lies."""
        return Path(self.ask("rev-parse", "--absolute-git-dir"))

    @property
    def head(self) -> str | None:
        """Return the last saved state; None where nothing has been saved yet."""
        return self.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}", may_fail=True) or None

    @cached_property
    def line(self) -> str:
        """Return the full name of the line of states that we work on."""
        name = self.ask("symbolic-ref", "--quiet", "HEAD", may_fail=True)
        if not name:
            raise Trouble(
                "Mappen visar ett äldre läge av webbplatsen, och där går det inte att spara.\n"
                "Be den som sköter programmet att ställa mappen på det nyaste läget. Det du har skrivit ligger kvar i filerna.",
                "aldre-lage",
            )
        return name

    def find(self, name: str) -> str | None:
        """Return the state of a name or the beginning of its id; None where there is none such."""
        return self.ask("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", may_fail=True) or None

    def parents(self, state: str) -> list[str]:
        """Return the states that one was made from."""
        return self.ask("rev-list", "--parents", "--max-count=1", state).split()[1:]

    def is_ancestor(self, old: str, new: str) -> bool:
        """Tell whether the state `old` is part of what led to `new`."""
        return old == new or self.ask("merge-base", old, new, may_fail=True) == old

    def common(self, one: str, other: str) -> str | None:
        """Return the newest state that led to both; None where they have nothing in common."""
        return self.ask("merge-base", one, other, may_fail=True) or None

    def files(self, state: str | None, below: str = "") -> dict[str, Entry]:
        """Return the files of a state by path from the top."""
        if state is None:
            return {}
        told = self.run("ls-tree", "-r", "-z", "--full-tree", state, *(["--", below] if below else []))
        files = {}
        for row in told.decode("utf-8", "surrogateescape").split("\0"):
            if row:
                words, _, path = row.partition("\t")
                mode, _, blob = words.split(" ")
                files[path] = Entry(mode, blob)
        return files

    def read(self, blobs: Sequence[str]) -> dict[str, bytes]:
        """Return the bytes of files by their id."""
        wanted = sorted(set(blobs))
        if not wanted:
            return {}
        told = self.run("cat-file", "--batch", given="".join(f"{blob}\n" for blob in wanted).encode())
        found: dict[str, bytes] = {}
        at = 0
        for blob in wanted:
            head, _, _ = told[at : at + 200].partition(b"\n")
            size = int(head.split()[2])
            begin = at + len(head) + 1
            found[blob] = told[begin : begin + size]
            at = begin + size + 1
        return found

    def write(self, data: bytes) -> str:
        """Keep a file's bytes and return their id."""
        return self.run("hash-object", "-w", "--stdin", "--no-filters", given=data).decode().strip()

    # ---- where it is shared

    @cached_property
    def remote(self) -> tuple[str, str] | None:
        """Return the place that the editors share, and the name of our line there; None where there is none."""
        name = self.line.removeprefix("refs/heads/")
        remotes = self.ask("remote").split()
        own = self.ask("config", "--get", f"branch.{name}.remote", may_fail=True)
        remote = own if own in remotes else "origin" if "origin" in remotes else remotes[0] if len(remotes) == 1 else ""
        if not remote:
            return None
        there = self.ask("config", "--get", f"branch.{name}.merge", may_fail=True) if own == remote else ""
        return remote, there or f"refs/heads/{name}"

    def fetch(self) -> str | None:
        """Bring what is shared and return its newest state; None where nothing is shared yet."""
        remote = self.remote
        if remote is None:
            return None
        name, there = remote
        track = f"refs/remotes/{name}/{there.removeprefix('refs/heads/')}"
        try:
            self.run("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", name, f"+{there}:{track}")
        except Trouble as trouble:
            if trouble.code == "tom":
                return None
            raise
        return self.find(track)

    @property
    def shared(self) -> str | None:
        """Return the newest shared state that we know of, without asking."""
        remote = self.remote
        return self.find(f"refs/remotes/{remote[0]}/{remote[1].removeprefix('refs/heads/')}") if remote else None

    def share(self, state: str) -> None:
        """Send a state to where it is shared; `Trouble` (`efter`) where somebody was before us."""
        remote = self.remote
        assert remote is not None
        name, there = remote
        self.run("push", "--quiet", "--no-verify", "--no-follow-tags", name, f"{state}:{there}")
        self.run("update-ref", f"refs/remotes/{name}/{there.removeprefix('refs/heads/')}", state)


_SAID: Final[Sequence[tuple[str, str, str]]] = (
    (r"couldn't find remote ref", "tom", "Där ni delar finns inget sparat än."),
    (
        r"\(fetch first\)|\(non-fast-forward\)|\(stale info\)|cannot lock ref|^(?=.*remote ref ).* is at",
        "efter",
        "Någon annan hann spara före dig. Kör: python3 tasks.py hamta",
    ),
    (
        (
            r"remote rejected|protected branch|pre-receive hook declined|GH\d{3}:|denied to|not allowed to push|HTTP 403"
            r"|You are not allowed"
        ),
        "nekad",
        (
            "Platsen som ni delar tog inte emot ändringen: du saknar rätt att skriva där, eller så är den låst.\n"
            "Be den som sköter programmet att ge dig rätt att dela. Allt du har sparat finns kvar på den här datorn."
        ),
    ),
    (
        (
            r"Permission denied \(publickey|Authentication failed|could not read (?:Username|Password)|invalid credentials"
            r"|HTTP 401|terminal prompts disabled|Permission denied, please try again"
        ),
        "inloggning",
        (
            "Den här datorn är inte inloggad där ni delar ändringar.\n"
            "Be den som sköter programmet att logga in den. Allt du har sparat finns kvar på den här datorn."
        ),
    ),
    (
        r"Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|SSL certificate problem|certificate verif",
        "okand-vard",
        (
            "Datorn känner inte igen platsen där ni delar ändringar, och skickar därför inget dit.\n"
            "Fråga den som sköter programmet: den måste kännas igen en första gång, eller så har den bytt nyckel."
        ),
    ),
    (
        (
            r"Could not resolve host|Name or service not known|Temporary failure in name resolution"
            r"|Connection (?:refused|timed out|reset)|Network is unreachable|No route to host|Failed to connect"
            r"|Couldn't connect|Operation timed out|early EOF|hung up|unable to access|Connection closed|Empty reply|RPC failed"
        ),
        "offline",
        (
            "Det går inte att nå platsen där ni delar ändringar. Är datorn uppkopplad?\n"
            "Allt du har sparat finns kvar på den här datorn. Försök igen om en stund."
        ),
    ),
    (
        (
            r"does not appear to be a git repository|Could not read from remote|Repository not found"
            r"|^(?=.*repository ).* not found|not exist"
        ),
        "borta",
        (
            "Platsen där ni delar ändringar finns inte längre, eller så får du inte läsa där.\n"
            "Be den som sköter programmet att se över adressen. Allt du har sparat finns kvar på den här datorn."
        ),
    ),
    (
        r"dubious ownership",
        "annans",
        (
            "Mappen tillhör en annan användare på datorn, och därför läser programmet inte dess historik.\n"
            "Be den som satte upp datorn att ge dig mappen, eller att lägga upp en egen kopia åt dig."
        ),
    ),
    (
        r"index\.lock|\.lock': File exists|another git process",
        "last",
        (
            "Ett annat program arbetar med historiken just nu, eller blev avbrutet mitt i.\n"
            "Stäng andra program som har mappen öppen och försök igen. Hjälper det inte: kör python3 tasks.py doktor"
        ),
    ),
    (
        r"No space left|Disk quota|write error|insufficient permission|Permission denied|Read-only file system",
        "disk",
        "Det går inte att skriva på disken: den är full, eller så saknas rättigheter. Inget har försvunnit.",
    ),
    (
        r"would be overwritten|not uptodate|local changes",
        "i-vagen",
        (
            "Programmets egna filer är ändrade på den här datorn, och samma filer är förnyade hos er andra.\n"
            "Be den som sköter programmet om hjälp. Inget är ändrat."
        ),
    ),
)
"""What git's words mean to an editor: pattern, code, sentences. The first that fits holds."""
_ANSWERS: Final = tuple((re.compile(said, re.IGNORECASE | re.MULTILINE), code, message) for said, code, message in _SAID)


def explain(said: str) -> Trouble:
    """Return what git's words on stderr mean, in Swedish and without a word of git's."""
    for pattern, code, message in _ANSWERS:
        if pattern.search(said):
            return Trouble(message, code, said)
    message = "Något gick fel när ändringarna skulle sparas eller hämtas. Allt du har skrivit ligger kvar i filerna."
    return Trouble(message, "okant", said)
