"""Extraction as a whole: summaries, drafts that `check` accepts, the review loop, coverage, and no input that breaks it."""

from __future__ import annotations

import cProfile
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sitegen import sources
from sitegen.canonical import canonical
from sitegen.edits import scalar
from sitegen.extract.command import covered, run
from sitegen.extract.compare import compare
from sitegen.extract.context import Context
from sitegen.extract.draft import draft
from sitegen.extract.inputs import UnreadableInput, read_text
from sitegen.extract.pipeline import extract
from sitegen.extract.quotes import Quoter
from sitegen.extract.summary import summary
from sitegen.extract.writing import as_yaml
from sitegen.tokens import tokenise

REPORT = """Smart Kettle Market Report (2024-2030)

The global smart kettle market was valued at USD 5.25 billion in 2023 and is projected to reach USD 9.10 billion by 2030, growing at a CAGR of 8.2% from 2024 to 2030. The steel segment accounted for 61.5% of the market in 2023. Rising demand for connected homes drives the market.
North America held the largest share of the market, while Asia Pacific is the fastest-growing region. The U.S. market was worth USD 1.90 billion in 2023.

By Material: Steel, Glass, Plastic
By Channel: Online, Offline
Regions covered: North America: U.S., Canada; Europe: Germany, France; Asia Pacific: China, Japan

Key players include Acme Appliances Inc., Bolt Kitchen Ltd. and Zeta. The glass segment is worth US$ XX billion.

Base Year | 2023
Forecast Period | 2024-2030
Historical Data | 2019-2022

In May 2023, Acme Appliances Inc. launched a kettle.
"""


FILLER = "Buyers ask for quiet machines that last, and for somebody near who mends them when they do not. " * 12
"""So long that every fact may be quoted."""


def cli(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sitegen.cli", *arguments], capture_output=True, text=True, check=False
    )


def test_the_summary_of_a_report() -> None:
    row = summary(extract(REPORT))
    assert (row["kind"], row["market"], row["geography"], row["base_year"]) == (
        "market",
        "Smart Kettle",
        "Global",
        2023,
    )
    assert row["base_value"] == {"amount": 5.25, "magnitude": "billion", "year": 2023, "currency": "USD"}
    assert row["forecast_value"] == {"amount": 9.1, "magnitude": "billion", "year": 2030, "currency": "USD"}
    assert row["cagr"] == {"percent": 8.2, "start": 2024, "end": 2030}
    assert (row["largest_region"], row["fastest_region"]) == ("North America", "Asia Pacific")
    assert row["segments"] == {"material": ["Steel", "Glass", "Plastic"], "channel": ["Online", "Offline"]}
    assert row["companies"] == ["Acme Appliances Inc.", "Bolt Kitchen Ltd.", "Zeta"]
    assert [item["date"] for item in row["developments"]] == ["2023-05"]
    assert row["checks"] == {"implied_cagr": 8.17, "stated_cagr_consistent": True}


def test_the_layout_does_not_matter() -> None:
    wanted = summary(extract(REPORT))
    line = summary(extract(" ".join(REPORT.split())))
    for name in ("base_value", "forecast_value", "cagr", "market", "geography"):
        assert line[name] == wanted[name], name
    look_alike = REPORT.replace("market", "mаrket").replace("e", "е", 20)  # Cyrillic а and е
    assert summary(extract(look_alike))["base_value"] == wanted["base_value"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The farmers market opens on Tuesdays from 9 a.m. to 3 p.m. with apples and 12 kinds of bread.",
        "Shares of Acme Corp. rose 5% after quarterly revenue of $3.2 billion, up from $2.9 billion in 2022. The stock market closed higher.",
        "The housing market cooled in May. The median price fell 3% to $412,000 in 2023 from $425,000 in 2022.",
        "We surveyed 1,200 pupils in 2018; asthma was found in 9.1% of them and had grown by 2% annually.",
    ],
)
def test_a_text_that_is_no_report_yields_nothing(text: str) -> None:
    extraction = extract(text)
    assert extraction.document.frame.kind == "none"
    assert draft(extraction, Context()).entries == ()
    assert summary(extraction)["kind"] == "none"


def test_figures_that_contradict_each_other_are_both_kept() -> None:
    text = "The pump market was worth USD 5.2 billion in 2023 and will reach USD 9 billion by 2030 at a CAGR of 8.2%. The pump market was worth USD 5.7 billion in 2023."
    made = draft(extract(text), Context())
    assert [entry.value for entry in made.entries if entry.measure == "market size" and entry.when == "2023"] == [
        "USD 5.2 billion",
        "USD 5.7 billion",
    ]


@pytest.mark.parametrize(("said", "value", "needs"), [
    ("Sales of pumps at Acme were USD 0.4 billion in 2023.", "USD 0.4 billion", "somebody who says what it is of: for the same thing stands `USD 5.2 billion`"),
    ("The pump market was worth USD 5.7 billion in 2023.", "USD 5.7 billion", ""),
    ("The pump market was worth USD 7.8 billion in 2023.", "USD 7.8 billion", ""),
    ("The pump market was worth USD 7.9 billion in 2023.", "USD 7.9 billion", "somebody who says what it is of: for the same thing stands `USD 5.2 billion`"),
    ("The pump market shipped 3,000 tonnes in 2023.", "3,000 tonnes", ""),
    ("Demand for pumps will grow at a CAGR of 12.5% from 2023 to 2030.", "12.5%", "somebody who says what it is of: for the same thing stands `8.2%`"),
    ("The pump market grew at a CAGR of 4.1% from 2019 to 2023.", "4.1%", ""),
])  # fmt: skip
def test_what_rivals_a_surer_value_of_the_same_thing_and_time_waits_for_a_person(
    said: str, value: str, needs: str
) -> None:
    text = f"The pump market was worth USD 5.2 billion in 2023 and will reach USD 9 billion by 2030 at a CAGR of 8.2% from 2023 to 2030. {said} {FILLER}"
    made = draft(extract(text), Context())
    assert [entry.needs for entry in made.entries if entry.value == value] == [needs]
    assert [entry.needs for entry in made.entries if entry.value in {"USD 5.2 billion", "USD 9 billion", "8.2%"}] == [
        ""
    ] * 3
    assert (f"it needs {needs}" in as_yaml(made)) == bool(needs)


def test_a_list_that_is_part_of_a_longer_one_waits_for_a_person() -> None:
    text = f"{REPORT}\nLeading companies: Acme Appliances Inc., Zeta\n{FILLER}"
    made = [entry for entry in draft(extract(text), Context()).entries if entry.measure == "companies"]
    assert [(len(entry.members), entry.needs) for entry in made] == [
        (3, ""), (2, "somebody who says whether it names all: another list names 3"),
    ]  # fmt: skip


def test_placeholders_are_refused_and_said() -> None:
    made = draft(extract(REPORT), Context())
    assert not any("XX" in entry.value for entry in made.entries)
    assert any("US$ XX billion" in reason for reason in made.left_out)


@pytest.fixture
def site(small: Path, tmp_path: Path) -> Path:
    """The small site with our report registered, and every topic that its draft names."""
    text = tmp_path / "kettles.txt"
    text.write_text(REPORT)
    assert cli("seed", "add", str(text), "--root", str(small), "--id", "kettles").returncode == 0
    return small


def test_an_accepted_draft_passes_check(site: Path) -> None:
    text = site / "seeds/documents/kettles.txt"
    done = cli("extract", str(text), "--root", str(site), "--write")
    assert done.returncode == 0, done.stderr
    path = site / "content/facts/kettles.yaml"
    written = path.read_text()
    assert written.startswith("# yaml-language-server: $schema=../../.schema/facts.json\n")
    assert canonical(written) == written
    assert "status: draft\n" in written
    assert "drafts left out" in cli("check", "--root", str(site)).stdout
    path.write_text(written.replace("status: draft\n", ""))
    problems = json.loads(cli("check", "--root", str(site), "--format", "json").stdout)["problems"]
    # Topics are an editor's to make; whatever else a check can say of a fact, it must not say of a draft.
    assert {problem["rule"] for problem in problems} <= {"unknown-reference"}
    assert len(yaml.safe_load(written)["facts"]) >= 8


def test_an_existing_file_is_compared_and_never_overwritten(site: Path) -> None:
    text = site / "seeds/documents/kettles.txt"
    cli("extract", str(text), "--root", str(site), "--write")
    path = site / "content/facts/kettles.yaml"
    changed = path.read_text().replace("value: USD 9.10 billion", "value: USD 9.20 billion")
    head, _, tail = changed.partition("# confidence")
    changed = (
        head
        + "# confidence"
        + tail.replace("- id: base-year\n", "- id: base\n").replace("value: 2023\n", "value: 2022\n")
    )
    path.write_text(changed)
    done = cli("extract", str(text), "--root", str(site), "--write")
    assert path.read_text() == changed
    assert done.returncode == 0
    assert "~ size-2030: market size 2030 USD 9.20 billion → 2030 USD 9.10 billion" in done.stdout
    assert "nothing was written" in done.stderr


def test_a_draft_compared_with_itself_differs_in_nothing(site: Path) -> None:
    text = (site / "seeds/documents/kettles.txt").read_text()
    cli("extract", str(site / "seeds/documents/kettles.txt"), "--root", str(site), "--write")
    result = run(sources.read(site)[0], text, "kettles")
    assert result.exists
    assert "0 new, 0 changed, 0 no longer found" in result.difference
    assert compare(result.draft, ()).same == 0


def test_json_is_one_object_and_nothing_is_written(site: Path) -> None:
    before = sorted(site.rglob("*"))
    done = cli("extract", str(site / "seeds/documents/kettles.txt"), "--root", str(site), "--format", "json")
    row = json.loads(done.stdout)
    assert row["summary"]["base_value"]["amount"] == 5.25
    assert all(fact["quote"] and 0 < fact["confidence"] <= 1 for fact in row["facts"])
    assert sorted(site.rglob("*")) == before


def test_extract_works_without_a_site_and_says_what_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text("It rained in May.")
    done = cli("extract", str(path), "--root", str(tmp_path))
    assert (done.returncode, done.stdout) == (0, "")
    assert "no report" in done.stderr
    assert cli("extract", str(path), "--root", str(tmp_path), "--write").returncode == 2


def test_coverage_lists_what_no_fact_touches(small: Path, site: Path) -> None:
    done = cli("seed", "coverage", "kettles", "--root", str(site))
    assert "5.25" in done.stdout and "0 of" in done.stdout
    without, at_hand = covered(
        {path: data for path, data in sources.read(small)[0].items() if "/documents/" not in path}, "kettles"
    )
    with_text, _ = covered(sources.read(small)[0], "kettles")
    assert not at_hand and without.gaps[-1].kind in {"figure", "stretch"}
    # Positions tell as many figures as the text does, whether anybody has it or not.
    assert (without.figures, without.bare) == (with_text.figures, with_text.bare)
    assert any(gap.kind == "stretch" and "figures" in gap.text for gap in without.gaps)
    assert cli("seed", "coverage", "nothing", "--root", str(site)).returncode == 2


def test_every_quote_of_a_draft_stands_where_it_says() -> None:
    made = draft(extract(REPORT), Context())
    tokens = tokenise(REPORT).words
    for entry in made.entries:
        for quote in entry.quotes:
            found = tokenise(quote.text).words
            assert 3 <= len(found) <= 15
            assert tokens[quote.token : quote.token + len(found)] == found


@given(st.text(max_size=60))
@example("yes")
@example("0\t0")
@example("a: b")
@example(" #x")
@example("2024-03-05")
@example("1_000")
@example("\x85\u2028")
def test_scalars_are_read_back_as_they_are(text: str) -> None:
    if text.strip() and max(text) < "\ud800":
        assert yaml.load(f"key: {scalar(text)}", Loader=yaml.BaseLoader)["key"] == text


NAMES = st.sampled_from(["smart kettle", "garden tools", "lithium battery", "cloud storage"])
SUMS = st.decimals(min_value="1.1", max_value="89.9", places=2)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    name=NAMES, low=SUMS, rate=st.decimals(min_value="0.5", max_value="39.9", places=1), first=st.integers(2018, 2024), years=st.integers(4, 9),
    sign=st.sampled_from(["USD ", "US$ ", "$", "€", "£"]), scale=st.sampled_from(["million", "billion", "Mn", "Bn"]),
    phrase=st.sampled_from([
        "The global {name} market was valued at {a} in {y} and is projected to reach {b} by {z}, at a CAGR of {r}% from {y} to {z}.",
        "The {name} market size is expected to grow from {a} in {y} to {b} by {z}, at a compound annual growth rate of {r} percent during {y}-{z}.",
        "In {y}, the {name} market stood at {a}. By {z} it should reach {b}; the CAGR ({y}-{z}) is {r}%.",
        "{Name} Market\nMarket Size ({y}) | {a}\nMarket Size ({z}) | {b}\nCAGR ({y}–{z}) | {r} %",
        "Growing at a CAGR of {r}% between {y} and {z}, the worldwide {name} industry will be worth {b} by {z}, up from {a} in {y}.",
        "{Name} Market\n{y}: {a}. {z}: {b}. CAGR from {y} to {z}: {r}%. ",
    ]),
)  # fmt: skip
def test_phrasings_currencies_magnitudes_and_periods(
    name: str, low: object, rate: object, first: int, years: int, sign: str, scale: str, phrase: str
) -> None:
    high = f"{float(str(low)) + 5:.2f}"
    text = phrase.format(
        name=name,
        Name=name.title(),
        a=f"{sign}{low} {scale}",
        b=f"{sign}{high} {scale}",
        y=first,
        z=first + years,
        r=rate,
    )
    row = summary(extract(text))
    assert row["kind"] == "market", text
    assert (row["base_value"]["amount"], row["base_value"]["year"]) == (float(str(low)), first), text
    assert (row["forecast_value"]["amount"], row["forecast_value"]["year"]) == (float(high), first + years), text
    assert row["cagr"] == {"percent": float(str(rate)), "start": first, "end": first + years}, text
    assert row["market"].lower() == name, text


WORDS = st.sampled_from(
    [
        "the",
        "market",
        "USD",
        "5",
        "billion",
        "2024",
        "CAGR",
        "of",
        "6.7%",
        "(",
        ")",
        "|",
        "\n",
        "\t",
        "By",
        "Type:",
        ",",
        ";",
        "and",
        "segment",
        "largest",
        "North",
        "America",
        "in",
        "2019-2030",
        "Inc.",
        "records",
        "n/N",
        "9/46",
        "US$",
        "XX",
        "-",
        "forecast",
        "period",
        "et",
        "al.",
        "10.1/x",
        "<sup>2</sup>",
        "**",
        "а",
        "\u2009",
        "PubMed",
        "searched",
        "duplicates",
    ]
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.one_of(
        st.text(max_size=400),
        st.lists(WORDS, max_size=80).map(" ".join),
        st.binary(max_size=300).map(lambda data: read_text(b"x" + data)),
    )
)
def test_no_input_raises(text: str) -> None:
    extraction = extract(text)
    made = draft(extraction, Context())
    json.dumps(summary(extraction))
    assert yaml.load(as_yaml(made), Loader=yaml.BaseLoader)["facts"] is not None


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "(",
        ",",
        "1 ",
        "USD ",
        "By ",
        "the market ",
        "A. ",
        "|",
        "\t|\n",
        "North America, ",
        "9/46 ",
        "2024-2030 ",
        "x and ",
        "Key players include ",
    ],
)
def test_no_repetition_runs_away(piece: str) -> None:
    """Twice the text is about twice the work, counted in calls: no clock, and a pattern that runs away never returns."""
    work = [calls(piece * (size // len(piece))) for size in (10_000, 20_000)]
    assert work[1] <= 2.6 * work[0] + 2_000
    draft(extract(piece * (60_000 // len(piece))), Context())


def test_a_long_document_is_linear_work() -> None:
    """The seconds that a megabyte takes are measured by tests/benchmarks/extract.py --long."""
    work = [calls(megabytes(size)) for size in (20_000, 40_000, 80_000)]
    assert work[1] <= 2.3 * work[0] and work[2] <= 2.3 * work[1]


def megabytes(size: int) -> str:
    parts = [
        REPORT.replace("5.25", f"{index}.25").replace("smart kettle", f"smart kettle{index}")
        for index in range(1, size // len(REPORT) + 2)
    ]
    return "\n".join(parts)[:size]


def calls(text: str) -> int:
    """How many calls of functions written in Python the extraction of a text makes."""
    profile = cProfile.Profile(builtins=False)
    profile.runcall(lambda: draft(extract(text), Context()))
    return sum(entry.callcount for entry in profile.getstats() if not isinstance(entry.code, str))


def test_a_quote_is_widened_until_it_stands_once() -> None:
    text = "One is worth USD 5 billion in 2023. Two is worth USD 5 billion in 2024."
    quoter = Quoter(text)
    (quote,) = quoter.cut([(text.rindex("USD"), text.rindex("USD") + len("USD 5 billion"))])
    assert quote.place == 0 and "2024" in quote.text


def test_web_pages_and_broken_files(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    page = f"<!DOCTYPE html><html><body><nav>Home</nav><article><h1>Smart Kettle Market</h1><p>{REPORT.split(chr(10))[2]}</p></article></body></html>"
    assert summary(extract(read_text(page.encode(), "page.html")))["base_value"]["amount"] == 5.25
    with pytest.raises(UnreadableInput):
        read_text(b"%PDF-1.7 broken", "report.pdf")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7 broken")
    assert cli("extract", str(tmp_path / "a.pdf"), "--root", str(tmp_path)).returncode == 2
    shutil.rmtree(tmp_path, ignore_errors=True)
