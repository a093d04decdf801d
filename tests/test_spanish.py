"""Our own site in Spanish: no English of ours is left on its pages, and what documents say in English is marked so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from crawl import VOID

ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "is",
        "are",
        "was",
        "were",
        "with",
        "from",
        "by",
        "for",
        "which",
        "that",
        "this",
        "these",
        "those",
        "its",
        "their",
        "not",
        "been",
        "have",
        "has",
        "had",
        "it",
        "at",
        "or",
        "an",
        "if",
        "than",
        "what",
        "who",
        "when",
        "where",
        "how",
        "each",
        "every",
        "into",
        "between",
        "only",
        "also",
        "can",
        "may",
        "be",
        "does",
        "did",
        "will",
        "would",
        "there",
        "they",
        "them",
        "we",
        "our",
    ]
)
"""Words that bind English sentences together, and that are no words of Spanish."""

WORD = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-])")
# What stands between quotation marks or backticks is named, not said.
NAMED = re.compile(r"«[^»]*»|“[^”]*”|`[^`]*`")
SHOWN = ("title", "aria-label", "alt", "placeholder")


@dataclass
class Page(HTMLParser):
    """What a page says in Spanish, by its own account: texts, and the attributes that readers meet."""

    texts: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    marked: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        language = said.get("lang") or (self.stack[-1][1] if self.stack else "")
        if language == "es":
            self.attributes += [said[name] or "" for name in SHOWN if said.get(name)]
            if tag == "meta" and said.get("name") == "description":
                self.attributes.append(said.get("content") or "")
        if tag not in VOID:
            self.stack.append((tag, language))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        del tag
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        if not self.stack or not data.strip() or {tag for tag, _ in self.stack} & {"script", "style", "code", "pre"}:
            return
        if self.stack[-1][1] == "es":
            self.texts.append(" ".join(data.split()))
        else:
            self.marked += 1


def words_of(text: str, names: re.Pattern[str]) -> list[str]:
    """The English words of a text that bind sentences, names and what is named left out."""
    bare = names.sub(" ", NAMED.sub(" ", text))
    return [word for word in WORD.findall(bare) if not word.isupper() and word.lower() in ENGLISH]


@pytest.fixture(scope="module")
def names(root: Path) -> re.Pattern[str]:
    """Names of topics that are the same in every language, and others that documents and people have."""
    found = {"Web of Science", "Manuel André Virú-Loza and Adrian V. Hernandez"}
    for path in (root / "content/topics").rglob("*.yaml"):
        name = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["name"]
        if isinstance(name, str):
            found.add(name)
    return re.compile("|".join(re.escape(name) for name in sorted(found, key=len, reverse=True)))


@pytest.fixture(scope="module")
def pages(real: Path) -> dict[str, Page]:
    found = {}
    for path in sorted((real / "public/es").rglob("*.html")):
        page = found[path.relative_to(real / "public").as_posix()] = Page()
        page.feed(path.read_text("utf-8"))
    return found


def test_no_english_is_left_unmarked_on_spanish_pages(pages: dict[str, Page], names: re.Pattern[str]) -> None:
    assert len(pages) > 300 and sum(page.marked for page in pages.values()) > 10_000
    left = {text: path for path, page in pages.items() for text in page.texts if words_of(text, names)}
    assert not left, "\n".join(f"{path}: {text[:160]}" for text, path in list(left.items())[:20])


def test_no_english_sentence_is_left_in_what_is_read_aloud(pages: dict[str, Page], names: re.Pattern[str]) -> None:
    # An attribute cannot mark the values that it names, so that a word or two of a document may stand in it.
    left = {text: path for path, page in pages.items() for text in page.attributes if len(words_of(text, names)) > 3}
    assert not left, "\n".join(f"{path}: {text[:160]}" for text, path in list(left.items())[:20])


def test_no_page_falls_back(real: Path) -> None:
    paths = sorted((real / "public/es").rglob("*.html"))
    assert paths and not [path for path in paths if 'class="fallback"' in path.read_text("utf-8")]


def test_the_finder_finds_english() -> None:
    page = Page()
    page.feed('<html lang="es"><p>Dicho <span lang="en">of it</span> «the quote» <b>none of these</b></p></html>')
    nothing = re.compile("Bank of England")
    assert [words_of(text, nothing) for text in page.texts] == [[], [], ["of", "these"]] and page.marked == 1
    assert words_of("Web of the Bank of England y percent-of-count", nothing) == ["of", "the"]


def test_both_guides_run_the_same_commands(root: Path) -> None:
    blocks = [
        re.findall(
            r"^```.*?^```$",
            (root / f"content/pages/editors-guide{tag}.md").read_text("utf-8"),
            re.DOTALL | re.MULTILINE,
        )
        for tag in ("", ".es")
    ]
    assert len(blocks[0]) > 5 and blocks[0] == blocks[1]


def test_a_billion_is_said_in_spanish(real: Path) -> None:
    """`3.20 billion` stays as printed; where we tell of it, the page says how much that is."""
    page = (real / "public/es/markets/infantile-spasms-therapeutics/index.html").read_text("utf-8")
    told = re.sub(r"<[^>]*>", "", page[page.index('<div class="lead">') :]).replace("\xa0", " ")
    assert "USD 3.20 billion (3,2 mil millones USD)" in told and "USD 257.5 million (" not in told
    english = (real / "public/markets/infantile-spasms-therapeutics/index.html").read_text("utf-8")
    assert "in the words of this language" in page and "in the words of this language" not in english


def test_no_style_has_words(root: Path) -> None:
    """What styles write is in no catalogue: they take it from attributes."""
    for path in sorted((root / "templates/assets/css").rglob("*.css")):
        assert not re.findall(r'content:\s*"[^"]*[A-Za-z]{2}[^"]*"', path.read_text("utf-8")), path.name
