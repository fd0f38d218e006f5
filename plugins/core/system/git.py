"""Run git, always in the same fixed environment.

Takes arguments for git and a folder; returns the completed process. Raises `FileNotFoundError` if git is not installed, and
`subprocess.TimeoutExpired` if it takes too long. Called by `keeping.repository`, `delivery.git` and `commands.runs.history`.

The contents of the folder come from many people and must not be able to run anything: hooks, aliases, pager, editor, file system
monitor and signing are disabled, nobody is asked for a password, and messages are always in English.
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
"""The longest time for a git command, which may be sending pictures over a slow connection."""

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
"""Settings that override all configuration files (git-config(1))."""
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
"""Environment variables that git and ssh need; GIT_DIR, GIT_EXTERNAL_DIFF and the like are not passed on."""
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
"""How git's credential helpers are found (gitcredentials(7))."""
_CERTIFICATES: Final = ("GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""Where a machine has its trusted certificates."""
_PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


def environment(given: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment in which git runs."""
    kept = {name: given[name] for name in (*_KEPT, *_KEPT_TOO, *_KEEPERS, *_CERTIFICATES, *_PROXIES) if name in given}
    # configuration and keys of a person or a server
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
    """Run git in a folder; `settings` are additional environment variables."""
    is_alone = not _has_person()  # without a terminal ssh cannot ask for a password, and fails at once
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
        except BaseException:  # a timeout, or a request to stop
            end_program(process, is_alone=is_alone)
            raise
        return subprocess.CompletedProcess(command, process.returncode, out, said)
