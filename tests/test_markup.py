"""Prose becomes safe HTML, and its references become facts."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from sitegen import markup
from sitegen.markup import coded
from sitegen.messages import Foreign


def show(fact: str) -> Markup:
    return Markup(f"<b>{fact}</b>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Worth {a-seed/a-fact} now.", "<p>Worth <b>a-seed/a-fact</b> now.</p>\n"),
        ("{plain:15} pages", '<p><span data-plain="prose">15</span> pages</p>\n'),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;\n"),
        ("a `{a/b}` stays", '<p>a <code data-plain="code">{a/b}</code> stays</p>\n'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](//evil.example/)", "<p>[x](//evil.example/)</p>\n"),
        ("[x](data:text/html,x)", "<p>[x](data:text/html,x)</p>\n"),
        ("[x](../markets/)", '<p><a href="../markets/">x</a></p>\n'),
        ("[x](https://example.org/)", '<p><a href="https://example.org/" rel="noopener nofollow ugc">x</a></p>\n'),
        ("## Two words", '<h2 id="two-words">Two words</h2>\n'),
    ],
)
def test_prose_is_rendered(text: str, expected: str) -> None:
    found = str(markup.prose(text, show))
    assert expected in found or expected.removeprefix("<p>") in found or found == f"<p>{expected.strip()}</p>\n"
    assert "<script" not in found


@pytest.mark.parametrize(("above", "group"), [
    ("## Two words\n\n", ' role="group" aria-labelledby="two-words"'),
    ("", ""),
])  # fmt: skip
def test_a_table_scrolls_by_itself_and_is_called_as_the_heading_above_it(above: str, group: str) -> None:
    found = str(markup.prose(f"{above}| a |\n|--:|\n| b |\n\nEnd.", show))
    table = '<table>\n<thead>\n<tr>\n<th class="align-right">a</th>\n</tr>\n</thead>\n'
    assert f'<div class="frame" tabindex="0"{group}>\n{table}' in found
    assert found.endswith("</table>\n</div>\n<p>End.</p>\n")


def test_images_are_not_fetched() -> None:
    assert "<img" not in markup.prose("![x](https://example.org/x.png)", show)


def test_references_have_their_place() -> None:
    assert markup.references("One.\nTwo {a/b} and {c/d}.") == (("a/b", 1, 4), ("c/d", 1, 14))


@pytest.mark.parametrize(("text", "shown"), [
    ("As printed, or `not stated`", "As printed, or <code>not stated</code>"),
    ("`a < b` & `c`", "<code>a &lt; b</code> &amp; <code>c</code>"),
    ("one ` alone", "one ` alone"), ("none", "none"), ("", ""),
    (Foreign.of("so `x`", "en"), '<span lang="en" dir="auto">so <code>x</code></span>'),
])  # fmt: skip
def test_what_stands_between_backquotes_is_code(text: str, shown: str) -> None:
    assert coded(text) == shown
