"""Headings without contents are found on a built page; others are not."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from plugins.core.texts.bare_headings import is_bare
from plugins.publishing.written_headings import find_written
from plugins.site.rooms import KNOWN_PAGES
from tests.flow.trial import Trial

BARE = {
    "the next heading of its level": "<h2>Ljus</h2><h2>Lamm</h2><p>x</p>",
    "a heading of a higher level": "<h2>Vila</h2><h3>Ljus</h3><h2>Lamm</h2><p>x</p>",
    "the end of the page": "<p>x</p><h2>Ljus</h2>",
    "the end of its section": "<section><h2>Ljus</h2></section><p>x</p>",
    "a section of its level": "<h2>Ljus</h2><section><h2>Lamm</h2><p>x</p></section>",
    "an element without words": '<h2>Ljus</h2><p class="buttons">\n</p><div></div><hr><h2>Lamm</h2><p>x</p>',
    "a fixed space and a sign without width": "<h2>Ljus</h2><p>&nbsp;&#8203;</p><h2>Lamm</h2><p>x</p>",
    "a comment": "<h2>Ljus</h2><!-- x --><h2>Lamm</h2><p>x</p>",
    "a script": '<h2>Ljus</h2><script type="application/json">{}</script><h2>Lamm</h2><p>x</p>',
    "an empty fold": "<details><summary><h3>Ljus</h3></summary></details><p>x</p>",
    "an empty list item": "<ul><li><h3>Ljus</h3></li><li><h3>Lamm</h3><p>x</p></li></ul>",
    "a visually hidden heading": '<section><h2 class="visually-hidden">Ljus</h2></section><p>x</p>',
}
HONEST = {
    "words": "<h2>Ljus</h2><p>x</p>",
    "words in no paragraph": "<h2>Ljus</h2>x<h2>Lamm</h2>x",
    "only a picture": '<h2>Ljus</h2><figure><img src="/a.png" alt=""></figure><h2>Lamm</h2><p>x</p>',
    "a drawing": "<h2>Ljus</h2><svg></svg>",
    "a list": "<h2>Ljus</h2><ul><li>x</li></ul>",
    "a table": "<h2>Ljus</h2><table><tr><td>x</td></tr></table>",
    "a form": '<h2>Ljus</h2><form><input name="x"></form>',
    "details": "<h2>Ljus</h2><details><summary>x</summary></details>",
    "a fold": "<details><summary><h3>Ljus</h3></summary><p>x</p></details>",
    "a list that waits for a script": "<h2>Ljus</h2><ol hidden></ol>",
    "headings within one another": "<h2>Ljus</h2><h3>Lamm</h3><h4>Låga</h4><p>x</p>",
    "a section": "<h2>Ljus</h2><section><p>x</p></section><section><h3>Lamm</h3><p>x</p></section>",
    "a header around it": "<section><header><h2>Ljus</h2></header><p>x</p></section>",
    "a visually hidden heading over a list": '<nav><h2 class="visually-hidden">Ljus</h2><ul><li>x</li></ul></nav>',
    "cards that are links": '<li><h3><a href="/a/">Ljus</a></h3></li><li><a href="/b/"><h3>Lamm</h3></a></li>',
    "only a title": "<header><h1>Ljus</h1></header>",
    "a heading that is hidden itself": "<h2 hidden>Ljus</h2><h2>Lamm</h2><p>x</p>",
}


@pytest.mark.parametrize("over", BARE)
def test_a_heading_without_contents_is_found(over: str) -> None:
    assert find(BARE[over]) == ["Ljus"]


@pytest.mark.parametrize("over", HONEST)
def test_a_heading_with_contents_is_not_reported(over: str) -> None:
    assert find(HONEST[over]) == []


def find(markup: str) -> list[str]:
    """Return the bare headings of a page with this body."""
    body = LexborHTMLParser(f"<!doctype html><html><body>{markup}</body></html>").body
    assert body is not None
    return [" ".join(heading.text().split()) for heading in body.css("h1, h2, h3, h4, h5, h6") if is_bare(heading)]


WRITTEN = """---
titel: Ljus
---
## Ljus

x

## **Ljus** och [mörker](/om/) {#a}

```
## Ljus
```

Ljus
----

{block:ljus}

## Ljus {fakta:a} ##
"""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ljus", [(4, True), (14, False), (19, False)]),
        ("Ljus och mörker", [(8, True), (19, False)]),
        ("Ljus 7\N{NO-BREAK SPACE}000", [(19, False)]),
        ("Lamm", []),
        ("Lju", []),
    ],
)
def test_a_heading_on_a_page_is_traced_to_the_lines_where_it_is_written(words: str, found: list[tuple[int, bool]]) -> None:
    assert [(one.line, one.has_words) for one in find_written(WRITTEN, words)] == found


@pytest.mark.parametrize(
    ("markup", "text", "line"),
    [
        ("", "## Ljus\n\nx\n\n## Ljus\n\n## Lamm\n\nx\n", 10),
        ("", "## Ljus\n\n## Lamm\n\nx\n\n## Ljus\n\nx\n", 6),
        ("<h2>Ljus</h2><p>x</p>", "## Ljus\n\nx\n\n## *Ljus*\n\n## Lamm\n\nx\n", 10),
    ],
    ids=["the second heading", "the first heading", "one in another text"],
)
def test_a_heading_without_contents_is_reported_at_its_line(
    trial: Trial, monkeypatch: pytest.MonkeyPatch, markup: str, text: str, line: int
) -> None:
    """The check of texts has let the heading pass, as it does if its contents disappear on their way to the page."""
    monkeypatch.setattr("plugins.core.texts.headings.find_bare", lambda *_, **__: ())
    page = trial.content / "sidor" / "om.md"
    head = "---\ntitel: Om oss\nsammanfattning: Vilka vi är.\nstatus: publicerad\n---\n"
    page.write_text(head + text, "utf-8")
    trial.edit("theme/templates/page.html", "{{ ending(view) }}", f"{{{{ ending(view) }}}}{markup}")
    lines = [row for row in trial.run().stdout.split("\n") if "Under rubriken ”Ljus” på sidan /om/ står ingenting." in row]
    assert [row.partition("om.md:")[2].partition(":")[0] for row in lines] == [str(line)]


@pytest.mark.parametrize("end", ["## Natt", "## Ring\n\n### Natt\n\n---", "## Ring\n\n### [Om oss](/om/)"])
def test_a_known_page_may_end_with_a_heading_if_the_site_adds_contents_below_its_text(trial: Trial, end: str) -> None:
    for known in KNOWN_PAGES:
        if known.below != "nothing":
            head = f"---\ntitel: Sidan {known.name}\nsammanfattning: Om lampan i {known.name}.\nstatus: publicerad\n---\n"
            (trial.content / "sidor" / f"{known.name}.md").write_text(f"{head}\nVi finns här för alla.\n\n{end}\n", "utf-8")
    for task in ("check", "build"):
        result = trial.run(task)
        assert result.status == 0, result.said
