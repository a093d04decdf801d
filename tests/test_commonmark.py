"""CommonMark's own examples on our Markdown, with raw HTML off: the same but where we differ on purpose (`make checker`)."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from crawl import MARKDOWN_TAGS
from markupsafe import Markup

from sitegen.markup import prose

_CURLY = str.maketrans("“”‘’«»", '""\'\'""')


class _Pieces(HTMLParser):
    """What HTML says, without what we add to it on purpose: anchors of headings, marks of numerals, `rel`, fine typography."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[object] = []
        self.tags: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        own = {"id", "rel", "data-plain"}
        self.found.append(
            (tag, sorted((name, (value or "").translate(_CURLY)) for name, value in attrs if name not in own))
        )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"hr", "br"}:
            self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        said = re.sub(
            r"\s+", " ", data.translate(_CURLY).replace("…", "...").replace("–", "--").replace("—", "---")
        ).strip()
        if said:
            self.found.append(said)


def _examples(root: Path) -> list[tuple[str, str]]:
    path = root / ".cache/checker/node_modules/commonmark-spec/spec.txt"
    if not path.is_file():
        if os.environ.get("SITEGEN_REQUIRE_CHECKER"):
            pytest.fail("SITEGEN_REQUIRE_CHECKER is set and the examples of CommonMark are not there")
        pytest.skip("NO EXAMPLES OF COMMONMARK (make checker): nothing was tested of how Markdown is read")
    found = re.findall(r"(?ms)^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", path.read_text("utf-8"))
    return [(one.replace("→", "\t"), other.replace("→", "\t")) for one, other in found]


def test_the_examples_of_commonmark_hold_but_for_raw_html_and_images(root: Path) -> None:
    same, apart, wrong = 0, 0, []
    for text, expected in _examples(root):
        wanted, found = _Pieces(expected), _Pieces(str(prose(text, lambda _: Markup(""))))
        assert found.tags <= MARKDOWN_TAGS, (text, found.tags)
        # The example shows raw HTML, an image, or a link of a scheme that we do not follow: nothing of it gets through.
        ours = (
            "<" in text
            or "![" in text
            or wanted.tags - MARKDOWN_TAGS
            or re.search(r'href="(?!https?:|mailto:|[^:"]*"|[/#?])', expected)
        )
        if found.found == wanted.found:
            same += 1
        elif ours:
            apart += 1
        else:
            wrong.append((text, wanted.found, found.found))
    assert wrong == []
    print(f"CommonMark: {same} examples the same, {apart} with raw HTML, images or other schemes shown as text")
    assert same + apart > 600 and same > 500
