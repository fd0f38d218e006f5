"""Archives of content are unpacked without what could reach outside their folder, by any Python."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

from plugins.core.files.unpack import unpack


def test_only_plain_files_within_the_folder_are_written(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, sort in (("sidor", tarfile.DIRTYPE), ("sidor/om.md", tarfile.REGTYPE), ("../ute.md", tarfile.REGTYPE),
                           ("/ute.md", tarfile.REGTYPE), ("sidor/lank.md", tarfile.SYMTYPE)):  # fmt: skip
            member = tarfile.TarInfo(name)
            member.type, member.linkname = sort, "../../ute.md"
            member.size = 3 if sort == tarfile.REGTYPE else 0
            archive.addfile(member, io.BytesIO(b"Hej"))
    packed.seek(0)
    with tarfile.open(fileobj=packed) as archive:
        unpack(archive, tmp_path / "content")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "content",
        "content/sidor",
        "content/sidor/om.md",
    ]
    assert (tmp_path / "content" / "sidor" / "om.md").read_text("utf-8") == "Hej"
