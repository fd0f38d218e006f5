"""Output is written as far as possible; failure to write it changes nothing else."""

from __future__ import annotations

import io
import json
import sys

import pytest

from plugins.commands.reporting.speak import say, show, show_json


class FullDisk(io.TextIOWrapper):
    """A stream that cannot be written to."""

    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [("utf-8", "Räksmörgås 🙂"), ("cp1252", "Räksmörgås ?"), ("cp437", "Räksmörgås ?"), ("ascii", "R?ksm?rg?s ?")],
)
def test_a_character_outside_the_encoding_is_replaced_but_kept_in_json(
    monkeypatch: pytest.MonkeyPatch, encoding: str, shown: str
) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding, newline="\n")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", out)
    said = "Räksmörgås 🙂"
    show(said)
    say(said)
    show_json(json.dumps({"message": said}, ensure_ascii=False))
    lines = out.buffer.getvalue().decode(encoding).splitlines()  # type: ignore[attr-defined]
    assert lines[:2] == [shown, shown]
    assert json.loads(lines[2]) == {"message": said}


@pytest.mark.parametrize("stream", [FullDisk(io.BytesIO()), None])
def test_a_stream_that_cannot_be_written_causes_no_failure(
    monkeypatch: pytest.MonkeyPatch, stream: io.TextIOWrapper | None
) -> None:
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stderr", stream)
    show("hej")
    say("hej")
    show_json('{"å": 1}')
