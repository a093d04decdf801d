"""What machines read says what readers read: a Markdown twin of each page, and llms.txt."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest
from crawl import NUMERAL, crawl, target_of
from markdown_it import MarkdownIt

from sitegen.build import build
from sitegen.outputs import Output
from sitegen.twins import twin

BASE = "https://example.org/pumps/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = shutil.copytree(Path(__file__).parent / "data/small", tmp_path_factory.mktemp("twins") / "small")
    assert build(folder, folder / "public", base_url=BASE).published
    return folder / "public"


class Read(HTMLParser):
    """The text of `<main>` as a reader has it; what is drawn or handled is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inside = self.silent = 0

    def handle_starttag(self, tag: str, _: object) -> None:
        self.inside += tag == "main"
        self.silent += tag in {"svg", "script", "button", "select", "label", "output"}

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "main"
        self.silent -= tag in {"svg", "script", "button", "select", "label", "output"}

    def handle_data(self, data: str) -> None:
        if self.inside and not self.silent:
            self.words += re.findall(r"\w+", data)


def words_of(markdown: str) -> list[str]:
    """The words that an independent reader of Markdown finds."""
    reader = Read()
    reader.inside = 1
    reader.feed(MarkdownIt("commonmark", {"html": False}).enable("table").enable("strikethrough").render(markdown))
    return reader.words


def test_each_page_has_a_twin_that_says_the_same_in_the_same_order(site: Path) -> None:
    pages = [path for path in site.rglob("*.html") if path.name != "404.html" and "embed" not in path.parts]
    assert len(pages) == len(list(site.rglob("index.md"))) > 20
    for path in pages:
        reader = Read()
        reader.feed(path.read_text())
        assert words_of(path.with_name("index.md").read_text()) == reader.words, path
        assert 'type="text/markdown" href="index.md"' in path.read_text()


def test_links_of_twins_lead_where_those_of_pages_lead(site: Path) -> None:
    pages = crawl(site)
    for path in site.rglob("index.md"):
        name = path.relative_to(site).as_posix()
        tokens = [
            child for token in MarkdownIt().enable("table").parse(path.read_text()) for child in token.children or ()
        ]
        links = {str(token.attrs["href"]) for token in tokens if token.type == "link_open"}
        assert links <= set(pages[name.removesuffix("md") + "html"].links)
        for link in links:
            found = target_of(link, name)
            assert found is None or (site / found[0]).is_file(), (name, link)


def test_llms_txt_leads_to_every_twin(site: Path) -> None:
    text = (site / "llms.txt").read_text()
    assert text.startswith("# Heat pumps in Northland\n\n> A small site for tests.\n")
    links = re.findall(rf"\]\({re.escape(BASE)}([^)]*)\)", text)
    assert sorted(links) == sorted(path.relative_to(site).as_posix() for path in site.rglob("index.md"))
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Markets",
        "## Regions",
        "## Pages",
        "## Optional",
    ]


def test_markup_of_content_stays_text() -> None:
    page = b"<html><main><h1>A</h1><p>1 * 2 * 3 [x](y) `z` &lt;b&gt; a_b_c</p><table><tr><th>K</th></tr><tr><td>a|b<p>c</p></td></tr></table></main></html>"
    text = twin(Output("x/index.html", page)).data.decode()
    assert text == "# A\n\n1 \\* 2 \\* 3 \\[x\\](y) \\`z\\` \\<b\\> a\\_b\\_c\n\n| K |\n| --- |\n| a\\|b; c |\n"
    assert NUMERAL.findall(text) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p><a class="m" href="a_b/#c*d">x_y</a> <a>none</a></p>', r"[x\_y](a_b/#c*d) none"),
        ("<p>a<label>b<svg><g>c</g></svg> d<input></label> e <button>f</button></p>", "a e"),
        ("<p><span>a</span><span>b</span><svg><g/></svg><span>c</span></p>", "a; bc"),
        ("<p><code>a_b | &lt;c&gt; `d`</code></p>", "`a_b | <c> 'd'`"),
        ("<pre><code>a *b*\n  &amp;c</code></pre>", "```\na *b*\n  &c\n```"),
    ],
)
def test_lines_say_what_stands_in_them(body: str, said: str) -> None:
    assert twin(Output("x/index.html", f"<main>{body}</main>".encode())).data.decode() == said + "\n"
