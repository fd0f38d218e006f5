"""Saving, fetching, history and undo, as two editors use them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.commands.keep.talk import Talk
from plugins.commands.runs.history import is_ancestor, is_shared, lies_in_history, pack_state, read_commit, read_line_days
from plugins.commands.translate import run_translate
from plugins.core.system.git import environment
from plugins.keeping import saving
from plugins.keeping.errors import explain
from plugins.keeping.repository import Repository
from plugins.keeping.saving import Archive
from tests.keeping.conftest import Desk, git

Desks = tuple[Desk, Desk]
Hear = Callable[[], str]


@pytest.mark.parametrize("answer", [None, ""])
def test_no_commit_is_named_if_git_answers_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str | None) -> None:
    """As where the system does not report how a process ended: it then counts as a success."""
    monkeypatch.setattr("plugins.commands.runs.history._ask", lambda *_, **__: answer)
    assert read_commit(tmp_path) is None


def test_a_change_is_saved_with_a_description_and_shared(desks: Desks, heard: Hear) -> None:
    anna, bertil = desks
    anna.change("mal/mal-1-ingen-hunger.md", "Torgskolan", "Parkskolan")
    anna.change("partner/partner.yaml", "- namn: Norra", "- namn: Nyföretaget\n  lokalt mål: 1\n  nivå: partner\n\n- namn: Norra")
    assert anna.save() == 0
    assert "Sparat. Ändrat: Ingen hunger; nytt: partnern Nyföretaget." in heard()
    assert git(anna.folder, "log", "-1", "--format=%an: %s") == "Anna Exempel: Ändrat: Ingen hunger; nytt: partnern Nyföretaget"
    assert bertil.fetch() == 0
    assert "Hämtat från dina kollegor: ändrat: Ingen hunger; nytt: partnern Nyföretaget." in heard()
    assert bertil.read("partner/partner.yaml") == anna.read("partner/partner.yaml")
    assert git(bertil.folder, "status", "--porcelain") == ""
    assert anna.save() == 0
    assert "inga nya ändringar" in heard()


def test_a_save_lists_and_reads_no_saved_state_twice(desks: Desks, heard: Hear, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of git is a process, and Windows is slow to start one."""
    asked: list[tuple[str, ...]] = []
    run = Repository.run

    def run_noted(self: Repository, *words: str, **more: Any) -> bytes:
        if words[0] in ("ls-tree", "cat-file"):
            asked.append((*words, more.get("given", b"").decode()))
        return run(self, *words, **more)

    monkeypatch.setattr(Repository, "run", run_noted)
    desks[0].change("fakta.yaml", "40", "50")
    assert desks[0].save() == 0
    assert "Sparat." in heard()
    assert {words[0] for words in asked} == {"ls-tree", "cat-file"}
    assert [words for words, times in Counter(asked).items() if times > 1] == []


def test_only_the_latest_states_are_kept_in_memory(desks: Desks, heard: Hear, monkeypatch: pytest.MonkeyPatch) -> None:
    """A history may have thousands."""
    anna, asked = desks[0], list[str]()
    for number in range(41, 47):
        anna.change("fakta.yaml", str(number - 1), str(number))
        assert anna.save() == 0
    repository = Repository(anna.folder)
    run = Repository.run
    monkeypatch.setattr(Repository, "run", lambda *given, **more: (asked.append(given[1]), run(*given, **more))[1])
    states = git(anna.folder, "log", "--format=%H").split()
    for state in states[:6]:
        (fact,) = [file for path, file in repository.files(state).items() if path.endswith("fakta.yaml")]
        assert len(repository.read_blobs([fact.blob])) == 1
    assert asked == ["ls-tree", "cat-file"] * 6
    repository.read_blobs([fact.blob])
    repository.files(states[5])
    assert len(asked) == 12
    repository.files(states[0])
    assert asked[12:] == ["ls-tree"]


def test_only_the_content_is_committed(desks: Desks, heard: Hear) -> None:
    anna, _ = desks
    (anna.folder / "program.txt").write_text("annat\n", "utf-8")
    (anna.folder / "nytt.txt").write_text("nytt\n", "utf-8")
    git(anna.folder, "add", "program.txt")
    anna.change("fakta.yaml", "40", "50")
    assert anna.save() == 0
    assert git(anna.folder, "show", "--name-only", "--format=") == "content/fakta.yaml"
    assert git(anna.folder, "status", "--porcelain") == "M  program.txt\n?? nytt.txt"


@pytest.mark.usefixtures("checked")
def test_a_change_with_errors_is_saved_but_not_shared(desks: Desks, heard: Hear) -> None:
    anna, bertil = desks
    anna.change("partner/partner.yaml", "nivå: vänföretag", "nivå: vänföretg")
    assert anna.save() == 1
    said = heard()
    assert "[okand-niva]" in said
    assert "inte delat: rätta felen först" in said
    assert git(anna.folder, "status", "--porcelain") == ""
    assert bertil.fetch() == 0
    assert "vänföretg" not in bertil.read("partner/partner.yaml")
    anna.change("partner/partner.yaml", "vänföretg", "vänföretag")
    assert anna.save() == 0
    assert "Delat" in heard()


def test_changes_to_different_records_and_fields_are_joined(desks: Desks, heard: Hear) -> None:
    anna, bertil = desks
    anna.change("partner/partner.yaml", "till: 2026-12-31", "till: 2027-12-31")
    anna.change("kontakter.yaml", "070-174 06 05", "070-174 06 06")
    bertil.change("partner/partner.yaml", "webbplats: https://www.example.org/", "webbplats: https://www.example.org/ny/")
    bertil.change("kontakter.yaml", "alva@example.org", "bo@example.org")
    assert anna.save() == 0
    assert bertil.save() == 0
    assert anna.fetch() == 0
    heard()
    for desk in desks:
        assert "till: 2027-12-31" in desk.read("partner/partner.yaml")
        assert "https://www.example.org/ny/" in desk.read("partner/partner.yaml")
        assert "070-174 06 06\n  e-post: bo@example.org" in desk.read("kontakter.yaml")


def test_both_versions_of_a_line_are_shown_and_one_is_chosen(desks: Desks, heard: Hear) -> None:
    anna, bertil = desks
    anna.change("fakta.yaml", "värde: 40", "värde: 50")
    bertil.change("fakta.yaml", "värde: 40", "värde: 60")
    assert anna.save() == 0
    before = bertil.read("fakta.yaml")
    heard()
    assert bertil.save() == 1
    said = heard()
    assert "content/fakta.yaml: frukostar, värde" in said
    assert "1. Ditt:\n        värde: 60" in said.replace("          ", "        ")
    assert "2. Anna Exempels:" in said
    assert "värde: 50" in said
    assert bertil.read("fakta.yaml") == before
    code = said.partition("--valj ")[2][:4]
    assert bertil.save(choose=f"{code}=2") == 0
    assert "värde: 50" in bertil.read("fakta.yaml")
    assert "värde: 60" in git(bertil.folder, "log", "-p", "--format=")
    assert anna.fetch() == 0
    assert anna.read("fakta.yaml") == bertil.read("fakta.yaml")


@pytest.mark.parametrize(("answer", "value"), [("1", "60"), ("2", "50")])
def test_an_editor_at_the_keyboard_is_asked_to_choose(
    desks: Desks, heard: Hear, monkeypatch: pytest.MonkeyPatch, answer: str, value: str
) -> None:
    anna, bertil = desks
    anna.change("fakta.yaml", "värde: 40", "värde: 50")
    bertil.change("fakta.yaml", "värde: 40", "värde: 60")
    assert anna.save() == 0
    answers = iter(["x\n", f"{answer}\n"])
    talk = Talk("hamta", {}, ask=lambda _question: next(answers))
    monkeypatch.setattr("plugins.commands.keep.task._talk", lambda _task, _choose: talk)
    assert bertil.fetch() == 0
    assert f"värde: {value}" in bertil.read("fakta.yaml")


def test_nothing_is_lost_when_two_editors_save_at_once(desks: Desks, heard: Hear, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another editor shares first, between our fetching and our sharing."""
    anna, bertil = desks
    push, done = Archive.push, []

    def late(archive: Archive) -> None:
        if not done:
            done.append(True)
            bertil.change("fakta.yaml", "värde: 40", "värde: 50")
            assert bertil.save() == 0
        push(archive)

    monkeypatch.setattr(Archive, "push", late)
    anna.change("kontakter.yaml", "070-174 06 05", "070-174 06 06")
    assert anna.save() == 0
    assert "värde: 50" in anna.read("fakta.yaml")
    assert bertil.fetch() == 0
    assert "070-174 06 06" in bertil.read("kontakter.yaml")


def test_an_update_of_the_program_is_fetched_and_local_changes_to_it_stay(desks: Desks, heard: Hear) -> None:
    anna, bertil = desks
    (anna.folder / "program.txt").write_text("ETT\n\ntvå\n\ntre\n", "utf-8")
    git(anna.folder, "commit", "--quiet", "-am", "Renew")
    git(anna.folder, "push", "--quiet")
    bertil.change("fakta.yaml", "värde: 40", "värde: 50")
    assert bertil.fetch() == 0
    assert "förnyelse av programmet" in heard()
    assert (bertil.folder / "program.txt").read_text("utf-8") == "ETT\n\ntvå\n\ntre\n"
    (anna.folder / "program.txt").write_text("ETT\n\ntvå\n\nTRE\n", "utf-8")
    git(anna.folder, "commit", "--quiet", "-am", "Renew")
    git(anna.folder, "push", "--quiet")
    (bertil.folder / "program.txt").write_text("mitt\n", "utf-8")
    assert bertil.fetch() == 1
    assert "Be den som sköter programmet" in heard()
    assert (bertil.folder / "program.txt").read_text("utf-8") == "mitt\n"


def test_a_change_to_a_renamed_page_follows_it(desks: Desks, heard: Hear) -> None:
    anna, bertil = desks
    (anna.content / "sidor/extra.md").rename(anna.content / "sidor/mer.md")
    assert anna.save() == 0
    bertil.change("sidor/extra.md", "status: publicerad", "uppdaterad: 2026-11-20\nstatus: publicerad")
    assert bertil.save() == 0
    heard()
    assert not (bertil.content / "sidor/extra.md").exists()
    assert "uppdaterad: 2026-11-20" in bertil.read("sidor/mer.md")


def test_a_page_removed_by_one_and_changed_by_another_is_a_conflict(desks: Desks, heard: Hear) -> None:
    anna, bertil = desks
    (anna.content / "sidor/extra.md").unlink()
    assert anna.save() == 0
    bertil.change("sidor/extra.md", "status: publicerad", "uppdaterad: 2026-11-20\nstatus: publicerad")
    heard()
    assert bertil.save() == 1
    assert "(borttaget)" in heard()
    assert bertil.save(choose="1") == 0
    assert "2026-11-20" in bertil.read("sidor/extra.md")


def test_the_history_lists_changed_records_and_a_change_can_be_undone(desks: Desks, heard: Hear) -> None:
    anna, _ = desks
    anna.change("fakta.yaml", "värde: 40", "värde: 50")
    assert anna.save() == 0
    code = git(anna.folder, "rev-parse", "--short=7", "HEAD")
    anna.change("partner/partner.yaml", "till: 2026-12-31", "till: 2027-12-31")
    assert anna.save() == 0
    heard()
    assert anna.history() == 0
    said = heard()
    assert said.index("Ändrat: Exempelbolaget AB") < said.index("Ändrat: frukostar")
    assert code in said
    assert anna.history("frukostar") == 0
    said = heard()
    assert "värde: 40 → 50" in said
    assert "Exempelbolaget" not in said
    anna.change("kontakter.yaml", "070-174 06 05", "070-174 06 06")  # not saved: must not be lost
    assert anna.undo(code) == 0
    assert "värde: 40" in anna.read("fakta.yaml")
    assert "070-174 06 06" in anna.read("kontakter.yaml")
    assert "till: 2027-12-31" in anna.read("partner/partner.yaml")
    assert anna.undo() == 0
    assert "värde: 50" in anna.read("fakta.yaml")
    heard()
    assert anna.undo("0000000") == 1
    assert "ingen sparad ändring med koden" in heard()


def test_a_change_that_was_changed_since_cannot_be_undone(desks: Desks, heard: Hear) -> None:
    anna, _ = desks
    anna.change("fakta.yaml", "värde: 40", "värde: 50")
    assert anna.save() == 0
    code = git(anna.folder, "rev-parse", "--short=7", "HEAD")
    anna.change("fakta.yaml", "värde: 50", "värde: 60")
    assert anna.save() == 0
    heard()
    assert anna.undo(code) == 1
    said = heard()
    assert "kan inte tas tillbaka" in said
    assert "nu: värde: 60" in said
    assert "värde: 60" in anna.read("fakta.yaml")


def test_a_merge_left_unfinished_by_another_program_is_finished(desks: Desks, heard: Hear) -> None:
    """The file has markers and an edit beside them: it is joined again, and its contents are kept in the history."""
    anna, bertil = desks
    leave_marks_beside_each_other(anna, bertil)
    assert bertil.save() == 0
    assert "värde: 60\n  enhet: frukostar varje dag" in bertil.read("fakta.yaml")
    assert "halvt sammanförda" in heard()
    assert "<<<<<<<" in git(bertil.folder, "log", "-p", "--all", "--format=")
    assert anna.fetch() == 0
    assert anna.read("fakta.yaml") == bertil.read("fakta.yaml")


def test_a_file_saved_while_such_a_merge_is_finished_is_not_lost(
    desks: Desks, heard: Hear, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna, bertil = desks
    leave_marks_beside_each_other(anna, bertil)
    plain = saving.write_tree

    def write(*arguments: Any) -> str:
        monkeypatch.setattr(saving, "write_tree", plain)
        bertil.write("sidor/om.md", f"{bertil.read('sidor/om.md').rstrip()}\n\nSparat just då.\n")
        return plain(*arguments)

    monkeypatch.setattr(saving, "write_tree", write)
    heard()
    assert bertil.save() == 1
    assert "ändrades just nu av någon annan" in heard()
    assert "Sparat just då." in bertil.read("sidor/om.md")
    assert bertil.save() == 0
    assert "Sparat just då." in bertil.read("sidor/om.md")
    assert "värde: 60\n  enhet: frukostar varje dag" in bertil.read("fakta.yaml")
    assert not git(bertil.folder, "status", "--porcelain")


def leave_half_joined(anna: Desk, bertil: Desk) -> None:
    """Let another program stop in the middle of a merge."""
    anna.change("fakta.yaml", "värde: 40", "värde: 50")
    assert anna.save() == 0
    bertil.change("fakta.yaml", "värde: 40", "värde: 60")
    git(bertil.folder, "commit", "--quiet", "-am", "x")
    git(bertil.folder, "fetch", "--quiet")
    with pytest.raises(Exception, match="1"):
        git(bertil.folder, "merge", "origin/main")


def test_unsaved_changes_in_other_files_are_kept_when_such_a_merge_is_finished(desks: Desks, heard: Hear) -> None:
    anna, bertil = desks
    bertil.write("sidor/om.md", f"{bertil.read('sidor/om.md').rstrip()}\n\nInte sparat än.\n")
    bertil.write("sidor/ny.md", bertil.read("sidor/om.md").replace("Om oss", "Något nytt"))
    leave_marks_beside_each_other(anna, bertil)
    assert bertil.save() == 0
    heard()
    assert "Inte sparat än." in bertil.read("sidor/om.md")
    assert "Något nytt" in bertil.read("sidor/ny.md")
    assert "värde: 60\n  enhet: frukostar varje dag" in bertil.read("fakta.yaml")
    assert not git(bertil.folder, "status", "--porcelain")


def leave_marks_beside_each_other(anna: Desk, bertil: Desk) -> None:
    """Do the same with adjacent lines of one file, where our merge finds no conflict."""
    anna.change("fakta.yaml", "enhet: frukostar om dagen", "enhet: frukostar varje dag")
    assert anna.save() == 0
    git(bertil.folder, "fetch", "--quiet")
    bertil.change("fakta.yaml", "värde: 40", "värde: 60")
    git(bertil.folder, "commit", "--quiet", "-m", "x", "--", "content/fakta.yaml")
    with pytest.raises(Exception, match="1"):
        git(bertil.folder, "merge", "origin/main")
    assert "<<<<<<<" in bertil.read("fakta.yaml")


def test_a_conflict_resolved_by_hand_and_added_to_git_is_kept(desks: Desks, heard: Hear) -> None:
    anna, bertil = desks
    leave_half_joined(anna, bertil)
    git(bertil.folder, "checkout", "--ours", "content/fakta.yaml")
    bertil.change("fakta.yaml", "värde: 60", "värde: 55")
    git(bertil.folder, "add", "content/fakta.yaml")
    assert bertil.save() == 0
    heard()
    assert "värde: 55" in bertil.read("fakta.yaml")
    assert not git(bertil.folder, "status", "--porcelain")
    assert anna.fetch() == 0
    assert "värde: 55" in anna.read("fakta.yaml")


@pytest.mark.parametrize("begun", ["rebase-merge", "CHERRY_PICK_HEAD", "sequencer"])
def test_nothing_is_saved_during_an_operation_of_another_program(desks: Desks, heard: Hear, begun: str) -> None:
    anna, _ = desks
    anna.change("fakta.yaml", "värde: 40", "värde: 50")
    before = git(anna.folder, "rev-parse", "HEAD")
    (anna.folder / ".git" / begun).mkdir()
    assert anna.save() == 1
    assert "Ett annat program har börjat sätta ihop ändringar" in heard()
    assert anna.undo() == 1
    assert git(anna.folder, "rev-parse", "HEAD") == before
    assert "värde: 50" in anna.read("fakta.yaml")


def test_a_change_is_saved_without_a_known_name_or_in_a_given_one(desks: Desks, heard: Hear) -> None:
    anna, _ = desks
    git(anna.folder, "config", "--unset", "user.name")
    git(anna.folder, "config", "--unset", "user.email")
    anna.change("fakta.yaml", "värde: 40", "värde: 50")
    assert anna.save() == 0
    assert "Ändringen sparas i namnet" in heard()
    anna.change("fakta.yaml", "värde: 50", "värde: 55")
    assert anna.save(by="Åsa Öberg") == 0
    assert git(anna.folder, "log", "-1", "--format=%an <%ae>").startswith("Åsa Öberg <")


def test_the_day_of_the_change_is_set_on_request(desks: Desks, heard: Hear) -> None:
    anna, _ = desks
    anna.change("mal/mal-1-ingen-hunger.md", "Torgskolan", "Parkskolan")
    assert anna.save(sets_updated=True) == 0
    assert "uppdaterad: 2026-11-22" in anna.read("mal/mal-1-ingen-hunger.md")
    assert "Dagen är satt i ”Ingen hunger”" in heard()


def test_a_missing_shared_place_branch_or_program_is_reported(
    desks: Desks, heard: Hear, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    anna, bertil = desks
    anna.change("fakta.yaml", "värde: 40", "värde: 50")
    (anna.folder.parent / "plats").rename(anna.folder.parent / "borta")
    assert anna.save() == 1
    assert "sparat på den här datorn, men inte delat" in heard()
    git(bertil.folder, "remote", "set-url", "origin", "https://127.0.0.1:9/x")
    assert bertil.fetch() == 1
    assert "Är datorn uppkopplad?" in heard()
    git(bertil.folder, "remote", "remove", "origin")
    bertil.change("fakta.yaml", "värde: 40", "värde: 50")
    assert bertil.save() == 0
    assert "bara på den här datorn" in heard()
    git(bertil.folder, "checkout", "--quiet", "--detach")
    assert bertil.save() == 1
    assert "äldre läge" in heard()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert anna.save() == 1
    assert "finns inte på den här datorn" in heard()


def test_a_folder_without_a_history_is_reported(tmp_path: Path, heard: Hear) -> None:
    lone = Desk(tmp_path / "ensam")
    lone.write("webbplats.yaml", "namn: x\n")
    assert lone.save() == 1
    assert "ingen historik" in heard()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("! [rejected] main -> main (fetch first)", "efter"),
        ("remote: error: GH006: Protected branch update failed\n ! [remote rejected]", "nekad"),
        ("git@example.org: Permission denied (publickey).\nfatal: Could not read from remote repository.", "inloggning"),
        ("fatal: could not read Username for 'https://example.org': terminal prompts disabled", "inloggning"),
        ("fatal: unable to access 'https://example.org/': Could not resolve host: example.org", "offline"),
        ("Host key verification failed.\nfatal: Could not read from remote repository.", "okand-vard"),
        ("fatal: detected dubious ownership in repository at '/x'", "annans"),
        ("fatal: detected dubious ownership in repository at '/x'\nfatal: Could not read from remote repository.", "annans"),
        ("remote: fatal: unable to write: No space left on device\n ! [remote rejected] x (unpacker error)", "nekad"),
        ("fatal: Unable to create '/x/.git/index.lock': File exists.", "last"),
        ("error: cannot lock ref 'refs/heads/main': is at 1f2e but expected 3c4d", "efter"),
        ("fatal: cannot lock ref 'HEAD': Unable to create '/x/.git/HEAD.lock': File exists.", "last"),
        ("remote: error: cannot lock ref 'refs/heads/main': Unable to create 'main.lock': File exists.", "efter"),
        ("Another git process seems to be running in this repository", "last"),
        ("fatal: something nobody has seen", "okant"),
    ],
)
def test_messages_of_git_are_explained(said: str, code: str) -> None:
    error = explain(said)
    assert error.code == code
    assert "git" not in str(error).casefold().replace("giltig", "")


def test_no_hook_or_program_of_the_folder_is_run(desks: Desks, heard: Hear, tmp_path: Path) -> None:
    anna, _ = desks
    ran = tmp_path / "ran"
    hook = anna.folder / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    for name in ("pre-commit", "reference-transaction", "post-index-change", "pre-push", "post-checkout"):
        hook.with_name(name).write_text(f"#!/bin/sh\ntouch {ran}\n", "utf-8")
        hook.with_name(name).chmod(0o755)
    git(anna.folder, "config", "core.fsmonitor", f"touch {ran}")
    git(anna.folder, "config", "alias.log", f"!touch {ran}")
    anna.write(".gitattributes", "*.yaml diff=evil merge=evil filter=evil\n")
    git(anna.folder, "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "add", "--all")
    git(anna.folder, "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "commit", "--quiet", "-m", "x")
    anna.change("fakta.yaml", "värde: 40", "värde: 50")
    anna.save()
    anna.history("frukostar")
    anna.undo()
    assert not ran.exists()
    assert "GIT_DIR" not in environment({"GIT_DIR": "/x", "PATH": "/bin"})


def test_the_list_of_removed_things_is_not_an_update_of_the_program(desks: Desks, heard: Hear) -> None:
    anna, bertil = desks
    (anna.folder / "borttaget.yaml").write_text("- namn: kok.jpg\n", "utf-8")
    git(anna.folder, "add", "borttaget.yaml")
    git(anna.folder, "commit", "--quiet", "-m", "Take away")
    git(anna.folder, "push", "--quiet")
    assert bertil.fetch() == 0
    message = heard()
    assert "listan över det som är borttaget från webbplatsen är ändrad (borttaget.yaml)" in message
    assert "förnyelse" not in message


def test_the_settings_of_the_folder_do_not_affect_what_is_read_before_a_delivery(
    desks: Desks, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    anna, _ = desks
    head = git(anna.folder, "rev-parse", "HEAD")
    ran = tmp_path / "ran"
    git(anna.folder, "config", "core.fsmonitor", f"touch {ran}")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert read_commit(anna.content) == head
    assert lies_in_history(anna.content)
    assert is_shared(anna.content)
    assert is_ancestor(anna.content, head, head)
    assert not is_ancestor(anna.content, "0" * 40, head)
    assert read_line_days(anna.content / "fakta.yaml")
    assert pack_state(anna.content, head)
    assert pack_state(anna.content, "0" * 40) is None
    anna.change("fakta.yaml", "värde: 40", "värde: 50")
    assert read_commit(anna.content) is None
    assert not ran.exists()


def test_line_ends_changed_by_git_are_ignored(desks: Desks, heard: Hear) -> None:
    anna, bertil = desks
    git(bertil.folder, "config", "core.autocrlf", "true")
    data = (bertil.content / "fakta.yaml").read_bytes().replace(b"\n", b"\r\n").replace(b": 40", b": 60")
    (bertil.content / "fakta.yaml").write_bytes(data)
    anna.change("fakta.yaml", "enhet: frukostar om dagen", "enhet: frukostar varje dag")
    assert anna.save() == 0
    assert bertil.save() == 0
    assert anna.fetch() == 0
    heard()
    assert "värde: 60\n  enhet: frukostar varje dag" in anna.read("fakta.yaml")
    assert b"\r" not in (anna.content / "fakta.yaml").read_bytes()


def test_a_record_under_a_new_name_is_the_same_record(desks: Desks, heard: Hear) -> None:
    anna, _ = desks
    anna.change("partner/partner.yaml", "namn: Norra & Södra", "namn: Östra & Västra")
    anna.change("fakta.yaml", "id: frukostar", "id: morgonmal")
    assert anna.save() == 0
    said = heard()
    assert "bytt namn: " in said.casefold()
    assert "Norra & Södra till Östra & Västra" in said
    assert "frukostar till morgonmal" in said
    assert "nytt:" not in said
    assert "borttaget:" not in said
    anna.change("partner/partner.yaml", "till: 2026-12-31", "till: 2027-12-31")
    assert anna.save() == 0
    heard()
    for name in ("Östra & Västra", "Norra & Södra"):
        assert anna.history(name) == 0
        assert "namn: Norra & Södra → Östra & Västra" in heard()


def test_a_record_in_place_of_another_is_new(desks: Desks, heard: Hear) -> None:
    anna, _ = desks
    anna.write("fakta.yaml", "- id: sangar\n  värde: 7\n  enhet: sängar\n  avser: 2024\n  källa: Kommunen\n")
    assert anna.save() == 0
    said = heard()
    assert "Nytt: uppgiften sangar; borttaget: uppgiften frukostar" in said


def test_a_contact_is_found_by_its_name(desks: Desks, heard: Hear) -> None:
    anna, _ = desks
    anna.change("kontakter.yaml", "070-174 06 05", "070-174 06 06")
    assert anna.save() == 0
    heard()
    name = anna.read("kontakter.yaml").partition("namn: ")[2].partition("\n")[0]
    assert anna.history(name) == 0
    assert "070-174 06 06" in heard()


def test_updating_a_translation_shows_how_the_original_has_changed_since(
    desks: Desks, capsys: pytest.CaptureFixture[str]
) -> None:
    anna, _ = desks
    anna.change("webbplats.yaml", "språk: sv", "språk: [sv, en]")
    head = "---\ntitel: About us\nsammanfattning: Who we are.\nstatus: publicerad\n---\n"
    anna.write("sidor/om.en.md", f"{head}We are an association.\n\n## History\n\nFood.\n")
    assert run_translate("sidor/om.en.md", None, anna.options, is_same=False) == 0
    assert anna.save() == 0
    anna.change("sidor/om.md", "Vi är en förening.", "Vi är en liten förening.")
    capsys.readouterr()
    assert run_translate("sidor/om.en.md", None, anna.options, is_same=False) == 0
    assert "före  Vi är en förening.\n  nu    Vi är en liten förening." in capsys.readouterr().out
