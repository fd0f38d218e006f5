"""Git, as a program that is run: one place and one fixed environment, whoever asks.

In: words for git, and a folder. Out: what it has said; `FileNotFoundError` where it is not there, `subprocess.TimeoutExpired`
where it takes too long. Called by `keeping.repository`, `delivery.git` and `commands.runs.history`.
What lies in the folder is the work of many, and must not be able to run anything: no hook, alias, pager, editor, monitor or
signature program is started, none is asked for a password, and the words of its answers are the same in all languages.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from plugins.core.system.programs import end_program

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
_PROGRAM: Final = ("git", "--no-pager", *(word for setting in _SETTINGS for word in ("-c", setting)))

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
_KEEPERS: Final = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "GNUPGHOME", "KRB5CCNAME")
"""How the programs that keep passwords for git find them (gitcredentials(7))."""
_CERTIFICATES: Final = ("GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""Where a machine has those that it trusts."""
_PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def environment(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment in which git runs."""
    kept = {name: given[name] for name in (*_KEPT, *_KEPT_TOO, *_KEEPERS, *_CERTIFICATES, *_PROXIES) if name in given}
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


def run_git(
    words: Sequence[str],
    folder: Path,
    *,
    given: bytes = b"",
    settings: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
) -> subprocess.CompletedProcess[bytes]:
    """Run git in a folder; `settings` are further variables of its environment."""
    is_alone = not _has_person()  # so that ssh finds no keyboard to ask at, and fails at once
    command = [*_PROGRAM, *words]
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**environment(), **(settings or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=is_alone,
    ) as process:
        try:
            out, said = process.communicate(given, seconds)
        except BaseException:  # too long, or we are asked to stop
            end_program(process, is_alone=is_alone)
            raise
        return subprocess.CompletedProcess(command, process.returncode, out, said)
