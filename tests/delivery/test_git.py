"""Delivery to a branch of a real bare repository, as for GitHub Pages."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.delivery import git as module
from plugins.delivery.fault import DeliveryFault, TargetMisread
from plugins.delivery.git import GitBranch
from plugins.delivery.target import GitTarget
from tests.delivery.sites import ONE, THREE, TWO, make_site, send, write_files

PAGES = "pages"


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Prov", "-c", "user.email=prov@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", *identity, "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.strip()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a remote of its own."""
    git(tmp_path, "init", "--quiet", "--bare", "shared.git")
    git(tmp_path, "init", "--quiet", "project")
    folder = tmp_path / "project"
    (folder / "content").mkdir()
    (folder / "content" / "a.md").write_text("a", "utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "Content")
    git(folder, "remote", "add", "origin", str(tmp_path / "shared.git"))
    return folder


def branch(project: Path, remote: str = "origin") -> GitBranch:
    return GitBranch(GitTarget(remote, PAGES), project / "content")


def files(project: Path) -> dict[str, str]:
    shared = project.parent / "shared.git"
    names = [name for name in git(shared, "ls-tree", "-r", "-z", "--name-only", PAGES).split("\0") if name]
    return {name: git(shared, "show", f"{PAGES}:{name}") for name in names}


def pages(project: Path) -> dict[str, str]:
    return {name: text for name, text in files(project).items() if not name.startswith(".")}


def test_a_site_is_a_single_commit_without_removed_files_and_the_project_is_unchanged(tmp_path: Path, project: Path) -> None:
    def state() -> list[str]:
        return sorted(path.relative_to(project).as_posix() for path in project.rglob("*"))

    before = state()
    send(branch(project), make_site(tmp_path / "one", ONE))
    assert pages(project) == ONE
    assert files(project)[".nojekyll"] == ""
    send(branch(project), make_site(tmp_path / "two", TWO))
    assert pages(project) == {**TWO, "theme/a.css": ONE["theme/a.css"]}
    shared = tmp_path / "shared.git"
    assert git(shared, "rev-list", "--count", PAGES) == "1"
    assert not send(branch(project), tmp_path / "two").is_done
    assert state() == before


def test_foreign_files_stay_and_a_remote_may_be_a_path(tmp_path: Path, project: Path) -> None:
    shared = tmp_path / "shared.git"
    git(tmp_path, "init", "--quiet", "theirs")
    (tmp_path / "theirs" / "CNAME").write_text("malen.example.org", "utf-8")
    git(tmp_path / "theirs", "add", "--all")
    git(tmp_path / "theirs", "commit", "--quiet", "-m", "Name")
    git(tmp_path / "theirs", "push", "--quiet", str(shared), f"HEAD:refs/heads/{PAGES}")
    outside = tmp_path / "outside"
    outside.mkdir()
    place = GitBranch(GitTarget(str(shared), PAGES), outside)
    send(place, make_site(tmp_path / "one", ONE))
    assert pages(project) == {**ONE, "CNAME": "malen.example.org"}


@pytest.mark.parametrize("is_newer", [False, True])
def test_a_branch_with_the_project_is_never_replaced_by_the_site(tmp_path: Path, project: Path, is_newer: bool) -> None:
    git(project, "push", "--quiet", "origin", f"HEAD:refs/heads/{PAGES}")
    if is_newer:
        git(project, "commit", "--quiet", "--allow-empty", "-m", "Newer")
        git(project, "push", "--quiet", "origin", f"HEAD:refs/heads/{PAGES}")
        git(project, "reset", "--quiet", "--hard", "HEAD~1")
    before = git(tmp_path / "shared.git", "rev-parse", PAGES)
    with pytest.raises(TargetMisread, match=r"är inte en plats för den färdiga webbplatsen.*\n.*git:origin#pages"):
        send(branch(project), make_site(tmp_path / "one", ONE))
    assert git(tmp_path / "shared.git", "rev-parse", PAGES) == before


def test_a_slower_delivery_does_not_overwrite_a_faster_one(tmp_path: Path, project: Path) -> None:
    send(branch(project), make_site(tmp_path / "one", ONE))
    slow = branch(project)
    slow.read_listing([])
    send(branch(project), make_site(tmp_path / "two", TWO))
    with pytest.raises(
        DeliveryFault, match=r"Någon annan hann lägga ut en nyare version på ”origin#pages”\. Inget är ändrat där\."
    ):
        send(slow, make_site(tmp_path / "three", THREE))
    assert pages(project)["index.html"] == TWO["index.html"]


class Overtaken(GitBranch):
    """A branch that somebody else changes after its state has been read."""

    def __init__(self, project: Path, change: Callable[[], object]) -> None:
        super().__init__(GitTarget("origin", PAGES), project / "content")
        self.changes = [change]

    def _git(self, *words: str, **given: Any) -> bytes:
        answer = super()._git(*words, **given)
        if words[0] == "ls-remote":
            self.changes.pop()()
        return answer


def test_a_delivery_made_during_the_comparison_is_noticed(tmp_path: Path, project: Path) -> None:
    one, two, three = (make_site(tmp_path / name, files) for name, files in (("one", ONE), ("two", TWO), ("three", THREE)))
    send(branch(project), one)
    send(Overtaken(project, lambda: send(branch(project), two)), three)
    assert pages(project).items() >= THREE.items()
    gone = Overtaken(project, lambda: git(tmp_path / "shared.git", "update-ref", "-d", f"refs/heads/{PAGES}"))
    with pytest.raises(DeliveryFault, match=r"Någon annan hann.*Kör samma kommando igen"):
        send(gone, two)


@pytest.mark.parametrize("lies", ["ny", "index.html/deras.txt"])
def test_a_foreign_file_and_a_folder_of_the_same_name_are_reported(tmp_path: Path, project: Path, lies: str) -> None:
    theirs = tmp_path / "theirs"
    git(tmp_path, "init", "--quiet", "theirs")
    write_files(theirs, {lies: "precious"})
    git(theirs, "add", "--all")
    git(theirs, "commit", "--quiet", "-m", "Theirs")
    git(theirs, "push", "--quiet", str(tmp_path / "shared.git"), f"HEAD:refs/heads/{PAGES}")
    two = make_site(tmp_path / "two", TWO)
    with pytest.raises(DeliveryFault, match=f"”{lies.partition('/')[0]}”"):
        send(branch(project), two)
    assert files(project) == {lies: "precious"}
    if lies == "ny":
        send(branch(project), two, is_first=True)
        assert pages(project) == TWO
    else:
        with pytest.raises(DeliveryFault, match="en mapp som inte är vår"):
            send(branch(project), two, is_first=True)
        assert files(project) == {lies: "precious"}


def test_a_refusal_by_the_server_is_not_reported_as_a_faster_delivery(tmp_path: Path, project: Path) -> None:
    one, shared = make_site(tmp_path / "one", ONE), tmp_path / "shared.git"
    hook = shared / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    with pytest.raises(DeliveryFault, match="har en regel som säger nej"):
        send(branch(project), one)
    hook.unlink()
    git(project, "push", "--quiet", "origin", f"HEAD:refs/heads/{PAGES}/gammal")
    with pytest.raises(DeliveryFault, match="Välj ett annat namn efter #"):
        send(branch(project), one)
    git(project, "checkout", "--quiet", "-b", "egen")
    with pytest.raises(DeliveryFault, match="en mapp som någon arbetar i"):
        send(GitBranch(GitTarget(str(project), "egen"), tmp_path), one)


def test_a_missing_or_unreachable_remote_is_reported(tmp_path: Path, project: Path) -> None:
    one = make_site(tmp_path / "one", ONE)
    for remote in ("nowhere", str(tmp_path / "nowhere.git"), "https://127.0.0.1:1/x.git"):
        with pytest.raises(DeliveryFault, match=r"finns inte|svarar inte") as raised:
            send(branch(project, remote), one)
        assert remote in str(raised.value)


def test_a_folder_in_place_of_our_file_is_reported_by_its_name(tmp_path: Path, project: Path) -> None:
    send(branch(project), make_site(tmp_path / "one", ONE))
    git(tmp_path, "clone", "--quiet", "--branch", PAGES, str(tmp_path / "shared.git"), "theirs")
    theirs = tmp_path / "theirs"
    (theirs / "om/index.html").unlink()
    write_files(theirs / "om/index.html", {"a": "precious"})
    git(theirs, "add", "--all")
    git(theirs, "commit", "--quiet", "-m", "x")
    git(theirs, "push", "--quiet", "origin", PAGES)
    with pytest.raises(DeliveryFault, match=r"Mappen ”om/index\.html” är inte vår"):
        send(branch(project), make_site(tmp_path / "two", TWO))
    assert files(project)["om/index.html/a"] == "precious"


def test_a_delivery_interrupted_while_cleaning_up_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_files(tmp_path / "work", {"repository/config": "x"})
    remove, stops = shutil.rmtree, iter([True])

    def stop(path: Path, **options: bool) -> None:
        if next(stops, False):
            raise KeyboardInterrupt
        remove(path, **options)

    monkeypatch.setattr(module.shutil, "rmtree", stop)
    with pytest.raises(KeyboardInterrupt):
        module._remove(folder)
    assert not folder.exists()


NO_WAY_IN = "fatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand so on."
LOCKED = "remote: error: cannot lock ref 'refs/heads/pages': Unable to create '/x/refs/heads/pages.lock': File exists."
ANSWERS = {
    "remote: error: denying non-fast-forward refs/heads/pages (you should pull first)\n"
    " ! [remote rejected] 1f2e -> pages (non-fast-forward)\nerror: failed to push some refs": "har en regel som säger nej",
    " ! [rejected] 1f2e -> pages (stale info)\nerror: failed to push some refs": "Någon annan hann",
    "remote: error: cannot lock ref 'refs/heads/pages': reference already exists": "Någon annan hann",
    "remote: error: cannot lock ref 'refs/heads/pages': is at 1f2e but expected 3c4d\n"
    " ! [remote rejected] 1f2e -> pages (failed to update ref)": "Någon annan hann",
    f"{LOCKED}\nremote: Another git process seems to be running in this repository\n"
    " ! [remote rejected] 1f2e -> pages (failed to update ref)": "ta bort filen som slutar på .lock",
    "remote: fatal: unable to write loose object file: No space left on device\n"
    " ! [remote rejected] 1f2e -> pages (unpacker error)": "Utrymmet på ”origin#pages” är slut",
    "fatal: unable to write loose object file: No space left on device": "Disken är full",
    "remote: error: insufficient permission for adding an object to repository database ./objects\n"
    " ! [remote rejected] 1f2e -> pages (unpacker error)": "släpper inte in dig",
    f"fatal: detected dubious ownership in repository at '/x'\n{NO_WAY_IN}": "tillhör en annan användare",
    f"fatal: invalid gitfile format: /x\n{NO_WAY_IN}": "finns inte",
    f"git@example.org: Permission denied (publickey).\n{NO_WAY_IN}": "släpper inte in dig",
    "fatal: unable to access 'https://example.org/': The requested URL returned error: 403": "släpper inte in dig",
    "error: index file ./objects/pack/pack-477444039288e513.idx is too small\n"
    "fatal: git upload-pack: not our ref 44c749c0696fbd8f": "Svaret var: ”fatal: git upload-pack: not our ref",
    "remote: error: refusing to do so\n ! [remote rejected] 1f2e -> pages (something new)\n"
    "error: failed to push some refs": "Svaret var: ”remote: error: refusing to do so”",
}


@pytest.mark.parametrize("said", ANSWERS)
def test_answers_of_git_are_explained(project: Path, said: str) -> None:
    assert ANSWERS[said] in str(branch(project)._fault(said))


@pytest.mark.parametrize("theirs", ["file", "link"])
def test_a_foreign_file_or_link_in_place_of_our_folder_is_reported_and_nothing_is_changed(
    tmp_path: Path, project: Path, theirs: str
) -> None:
    send(branch(project), make_site(tmp_path / "one", ONE))
    git(tmp_path, "clone", "--quiet", "--branch", PAGES, str(tmp_path / "shared.git"), "theirs")
    folder = tmp_path / "theirs"
    shutil.rmtree(folder / "om")
    if theirs == "file":
        (folder / "om").write_text("precious", "utf-8")
    else:
        (folder / "om").symlink_to("bilder")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "x")
    git(folder, "push", "--quiet", "origin", PAGES)
    before = files(project)
    said = "skulle skriva över: ”om”" if theirs == "file" else "en länk som inte är vår: ”om”"
    with pytest.raises(DeliveryFault, match=said):
        send(branch(project), make_site(tmp_path / "two", TWO))
    assert files(project) == before


def test_changed_and_removed_files_are_restored(tmp_path: Path, project: Path) -> None:
    one = make_site(tmp_path / "one", ONE)
    send(branch(project), one)
    git(tmp_path, "clone", "--quiet", "--branch", PAGES, str(tmp_path / "shared.git"), "theirs")
    folder = tmp_path / "theirs"
    (folder / "om/index.html").write_text(ONE["om/index.html"].replace("om", "mo"), "utf-8")
    (folder / "theme/a.css").unlink()
    (folder / "bilder/å ä [1].jpg").chmod(0o755)
    write_files(folder, {"deras.txt": "precious"})
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "x")
    git(folder, "push", "--quiet", "origin", PAGES)
    outcome = send(branch(project), one)
    assert outcome.restored == ("bilder/å ä [1].jpg", "om/index.html", "theme/a.css")
    assert pages(project) == {**ONE, "deras.txt": "precious"}
    assert not send(branch(project), one).is_done
