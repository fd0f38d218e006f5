"""Blocks: texts shown on several pages."""

from __future__ import annotations

from typing import ClassVar

from plugins.core.kinds.annotations import Status, Title
from plugins.core.models.model import field
from plugins.core.pages import PageModel
from plugins.core.shelf import Shelf


class Block(PageModel):
    """A text with a heading; references use the name of its file."""

    CALLED: ClassVar[str] = "blocket"
    HEADED_BY: ClassVar[str] = "title"

    title: Title = field("rubrik", "Blockets rubrik.", required=True, may_be_unknown=False)
    status: Status = field("status", "", default="publicerad", may_be_unknown=False)


SHELVES = (Shelf("block/*.md", Block, "page", "Block, texter på flera sidor", speaks_of_site=True),)
