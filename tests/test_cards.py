"""Pictures for links elsewhere: drawn when asked for, named by the pages that have one."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sitegen.build import build
from sitegen.cards import HEIGHT, WIDTH, Card, card_svg, cards, picture
from sitegen.loading import load
from sitegen.preparing import prepare

URL = "https://example.org/atlas/"
MARKET = "markets/infantile-spasms-therapeutics/"


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_every_market_and_review_has_a_picture_that_says_its_numbers(root: Path) -> None:
    material = prepare(root, load(root), URL, cards=True).material
    drawn = {one.path: one.data.decode() for one in cards(material, lambda svg: svg.encode())}
    assert set(drawn) == {
        f"cards/{name}.png"
        for name in (
            "infantile-spasms-therapeutics", "intrathecal-therapy", "intrathecal-therapy-south-korea", "refractory-spasms-review"
        )
    }  # fmt: skip
    said = [
        element.text
        for element in ET.fromstring(drawn["cards/infantile-spasms-therapeutics.png"]).iter()
        if element.text
    ]
    assert "USD 257.5 million" in said and "USD 3.20 billion" in said and "13.4 times apart in 2024" in said
    assert "2024, Infantile spasms report A, growing 6.7% a year" in said


def test_a_picture_is_a_png_of_the_size_that_networks_show() -> None:
    card = Card("A site", "Market", "A <market> & more", (("EUR 1", "2024, A & B"),), "", "", "From A.")
    drawn = picture(card_svg(card))
    assert size_of(drawn) == (WIDTH, HEIGHT)
    assert drawn == picture(card_svg(card))


def test_long_names_and_texts_stay_within_the_picture() -> None:
    card = Card("S" * 200, "Review", "Very long words of a name " * 9, (), "", "Words of a summary. " * 40, "F" * 200)
    root = ET.fromstring(card_svg(card))
    texts = root.findall("{http://www.w3.org/2000/svg}text")
    assert texts and all(0 < float(one.get("y", "0")) <= HEIGHT - 20 for one in texts)
    assert all(len(one.text or "") <= 95 for one in texts)


def test_only_a_build_with_cards_and_an_address_names_pictures(small: Path) -> None:
    assert build(small, small / "public", base_url=URL).published
    assert "og:image" not in "".join(page.read_text() for page in (small / "public").rglob("*.html"))
    assert build(small, small / "public", base_url=URL, cards=True).published
    named = {
        found
        for page in (small / "public").rglob("*.html")
        for found in re.findall(r'property="og:image" content="([^"]+)"', page.read_text())
    }
    drawn = {path.relative_to(small / "public").as_posix() for path in (small / "public/cards").iterdir()}
    assert drawn and named == {URL + path for path in drawn}
    page = (small / "public/markets/heat-pumps/index.html").read_text()
    assert '<meta name="twitter:card" content="summary_large_image">' in page


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from sitegen.problems import EnvironmentFailure

    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(EnvironmentFailure, match="sitegen\\[cards\\]"):
        picture("<svg/>")
