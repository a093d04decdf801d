"""Layouts in which reports come: raw HTML, text tables, run-in heads, diagrams, tables of parts, numbers of other countries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sitegen.extract.columns import parts
from sitegen.extract.firms import names_among
from sitegen.extract.inputs import read_text
from sitegen.extract.layout import clauses
from sitegen.extract.mentions import dates, money, percents
from sitegen.extract.model import Document, Found, Frame
from sitegen.extract.normal import normalise
from sitegen.extract.pipeline import extract
from sitegen.extract.publishers import publisher
from sitegen.extract.summary import summary
from sitegen.extract.table import MARKET, REVIEW

ROWS = {row.name: row for row in (*MARKET, *REVIEW)}


def read(text: str) -> Document:
    normal = normalise(text)
    return replace(Document(normal, clauses(normal.text)), frame=Frame("market", None, "Felt", "Global", ""))


def said(name: str, text: str) -> list[tuple[str, Found]]:
    document = read(text)
    return [(document.normal.text[slice(*(item.value or item.spans[0]))], item) for item in ROWS[name].find(document)]


def test_html_as_text_is_lines_items_and_cells() -> None:
    normal = normalise(
        "<nav>Home</nav><h2>Makers</h2><ul><li>Acme &amp; Bolt</li><li>Zeta</li></ul><td>5</td><td>6</td>"
    )
    assert normal.text.split("\n")[1:] == ["# Makers", "- Acme & Bolt", "- Zeta", "5 | 6 | "]
    start = normal.text.index("Acme")
    assert normal.printed(start, start + 11) == "Acme & Bolt"
    assert normal.verbatim(start, start + 11) == "Acme &amp; Bolt"


def test_words_that_a_line_cut_are_whole_and_dots_are_columns() -> None:
    assert normalise("a mar-\nket of felt").text == "a market of felt"
    assert normalise("Screened ........ 517").text == "Screened\t517"
    assert normalise("Spain      684").text == "Spain\t684"


@pytest.mark.parametrize(
    ("text", "amount"), [("EUR 1.294,5 million", "1294.5"), ("EUR 1,294.5 million", "1294.5"), ("INR 41,800 crore", "41800"), ("€ 10,7 bn", "10.7")]
)  # fmt: skip
def test_numbers_of_either_form(text: str, amount: str) -> None:
    assert [item.amount for item in money(text)] == [amount]


def test_rates_fall_and_have_decimal_commas() -> None:
    assert [item.amount for item in percents("from -1.8% to 7,3 %, 5-6%")] == ["-1.8", "7.3", "5"]


@pytest.mark.parametrize("text", ["15.02.2024 Acme", "2024-02-15 Acme", "15 February 2024", "Feb 15, 2024"])
def test_days_in_every_form(text: str) -> None:
    assert [(item.first, item.month, item.day) for item in dates(text)] == [(2024, 2, 15)]


@pytest.mark.parametrize("text", ["Dec-2023 a", "12 / 2023 a", "2023, December: a", "2023-12 a"])
def test_months_in_every_form(text: str) -> None:
    assert [(item.first, item.month) for item in dates(text)] == [(2023, 12)]


def test_headings_that_run_into_their_line() -> None:
    labels = [
        (clause.kind, clause.label or clause.text.strip())
        for clause in clauses("4. Suppliers. Acme AS, Bolt Ltd.\nWhere. Fife leads. Kent trails.")
    ]
    assert labels == [
        ("field", "Suppliers"),
        ("heading", "Where."),
        ("sentence", "Fife leads."),
        ("sentence", "Kent trails."),
    ]


def test_a_diagram_of_study_selection() -> None:
    text = "Databases (n = 7,944)\nDuplicate records (n = 2,671)\nRecords screened (n = 5,273) --> Records excluded (n = 5,011)\nStudies included in review (n = 43)"
    assert [(item.measure, value) for value, item in said("flow", text)] == [
        ("records identified", "7,944"), ("duplicates removed", "2,671"), ("records screened", "5,273"), ("records excluded", "5,011"), ("studies included", "43"),
    ]  # fmt: skip


def test_a_table_of_parts_has_members_and_shares() -> None:
    text = "| Product | Share |\n|---|---|\n| Loden | 61% |\n| Tweed | 39% |"
    assert [[row[0][2] for row in table.rows] for table in parts(read(text))] == [["Loden", "Tweed"]]
    assert [(value, item.about.name) for value, item in said("tabled-shares", text)] == [
        ("61%", "Loden"),
        ("39%", "Tweed"),
    ]
    assert not said("tabled-shares", text.replace("Share", "CAGR"))


def test_a_table_of_places_in_one_year() -> None:
    found = said("tabled-sizes", "Region | 2022, € bn\nEurope | 10.4\nAsia | 3.0")
    assert [(value, item.about.name, item.first) for value, item in found] == [
        ("10.4", "Europe", 2022),
        ("3.0", "Asia", 2022),
    ]


@pytest.mark.parametrize(
    ("text", "by", "name"),
    [
        ("The wool segment is largest by revenue. It is also set for the quickest rise of all.", "growth", "wool"),
        ("Regions covered: Europe (largest), Asia", "size", "Europe"),
        ("Africa, where six ports opened, sells little but its sales grow faster than any other.", "growth", "Africa"),
    ],
)
def test_whose_rank_it_is(text: str, by: str, name: str) -> None:
    assert (by, name) in [(item.by, item.about.name) for _, item in said("ranks", text)]


def test_names_of_firms_are_no_shares_and_no_places() -> None:
    document = read("34%, Acme AS, Europe, the market")
    spans = [(0, 3), (5, 12), (14, 20), (22, 32)]
    assert names_among(document, spans) == [(5, 12)]


@pytest.mark.parametrize(
    "text",
    [
        "Felt sales\n\nSales rose.\n\nThe Quill Bureau, Leeds",
        "Felt sales\nThe Quill Bureau | Fact sheet | 2nd half\n\nSales rose.",
        "Felt sales\n\nThe Quill Bureau has carried out the survey.",
        "Felt sales\n\nPublisher\tThe Quill Bureau",
    ],
)
def test_publishers_that_only_sign(text: str) -> None:
    assert publisher(text, "Felt sales").removeprefix("The ") == "Quill Bureau"


def test_sums_of_a_document_have_one_currency() -> None:
    row = summary(
        extract(
            "Felt sales in Chad\n\nFelt sales in Chad were worth £2 billion in 2023 and will be worth £3 billion in 2029, growth of 7.0% a year from 2023 to 2029. "
            "Our world edition has felt sales of $90 billion in 2023 and $120 billion in 2030."
        )
    )
    assert (row["forecast_value"]["amount"], row["forecast_value"]["currency"], row["cagr"]["percent"]) == (
        3,
        "GBP",
        7.0,
    )


def test_a_web_page_keeps_its_title_and_its_table() -> None:
    page = "<html><head><title>x</title></head><body><h1>Felt Outlook</h1><p>Felt is made of wool, as everybody who has seen it made knows.</p><table><tr><td>Base year</td><td>2023</td></tr></table></body></html>"
    text = read_text(page.encode(), "felt.html")
    assert text.startswith("Felt Outlook") or "# Felt Outlook" in text
    assert "Base year | 2023" in text


def test_that_nobody_responded_is_a_count() -> None:
    assert [value for value, _ in said("responses", "With felt there was no clinical or measured response.")] == [
        "no clinical or measured response"
    ]
    assert not said("responses", "We found no response rate in it.")
