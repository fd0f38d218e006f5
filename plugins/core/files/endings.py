"""Tables of file name extensions: what editors mean by each, and what the program does with it.

Files that are published unchanged if a page links to them have a table of their own (`core/intake/published.yaml`), and so do web
hosts (`publishing/hosts/rules.yaml`). The real format of a file is determined from its contents (`core/intake/formats.py`).
"""

from __future__ import annotations

from typing import Final

PLAIN_TEXTS: Final = (".md", ".markdown", ".mdown", ".txt")
"""Texts of pages, under the names that editors may give them."""
RECORDS: Final = (".yaml", ".yml")
"""Lists of records."""
WORD_PROCESSED: Final = (".docx", ".doc", ".odt", ".rtf", ".pages")
"""Texts that can only be opened by a word processor."""
SPREADSHEETS: Final = (".xlsx", ".csv")
"""Lists kept in a spreadsheet."""
PAGE_ENDINGS: Final = (*PLAIN_TEXTS, *WORD_PROCESSED)
"""Extensions with which a page may arrive."""
LIST_ENDINGS: Final = (*RECORDS, ".txt", *SPREADSHEETS)
"""Extensions with which a list may arrive."""
SHOWN_PICTURES: Final = (".svg", ".png", ".webp", ".jpg")
"""Pictures as published on the site."""
PICTURE_ENDINGS: Final = (
    *SHOWN_PICTURES, ".jpeg", ".gif", ".avif", ".heic", ".eps", ".ai", ".tif", ".tiff", ".bmp", ".pdf",
)  # fmt: skip
"""Logos, pictures, and documents for download."""
