"""The one table of file name endings: what editors mean by each, and what we do with it.

What is published as it is where a page links to it has a table of its own (`core/intake/published.yaml`), and so have web hosts
(`publishing/hosts/rules.yaml`). What a file really is, its bytes say (`core/intake/formats.py`).
"""

from __future__ import annotations

from typing import Final

PLAIN_TEXTS: Final = (".md", ".markdown", ".mdown", ".txt")
"""Texts of pages, as editors may name them."""
RECORDS: Final = (".yaml", ".yml")
"""Lists of records."""
WORD_PROCESSED: Final = (".docx", ".doc", ".odt", ".rtf", ".pages")
"""Texts that only a program can open."""
SPREADSHEETS: Final = (".xlsx", ".csv")
"""Lists that somebody keeps elsewhere."""
PAGE_ENDINGS: Final = (*PLAIN_TEXTS, *WORD_PROCESSED)
"""What a page may come as."""
LIST_ENDINGS: Final = (*RECORDS, ".txt", *SPREADSHEETS)
"""What a list may come as."""
SHOWN_PICTURES: Final = (".svg", ".png", ".webp", ".jpg")
"""Pictures as the site has them."""
PICTURE_ENDINGS: Final = (
    *SHOWN_PICTURES, ".jpeg", ".gif", ".avif", ".heic", ".eps", ".ai", ".tif", ".tiff", ".bmp", ".pdf",
)  # fmt: skip
"""Of logos and pictures, and of documents that visitors fetch."""
