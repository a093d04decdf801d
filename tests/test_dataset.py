"""Every export, read back by a reader that is not ours, equals the facts."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.request import urlopen

import bibtexparser
import openpyxl
import pytest
import rispy
from frictionless import Package, system, validate
from hypothesis import given
from hypothesis import strategies as st
from served import served as at_an_address

from sitegen import leaves
from sitegen.audit.model import Dossier, Finding
from sitegen.build import build
from sitegen.dataset.database import VIEWS
from sitegen.dataset.files import VERSIONED, dataset_files, document_files, market_files
from sitegen.dataset.model import Table
from sitegen.dataset.tables import counts, tables
from sitegen.dataset.workbook import workbooks
from sitegen.evidence.references import reference_files
from sitegen.exports import csv_cell, csv_text, exports
from sitegen.loading import load

Row = dict[str, object]
BASE = "https://example.org/atlas/"


@pytest.fixture(scope="module")
def loaded(root: Path) -> tuple[Dossier, tuple[Finding, ...]]:
    found = load(root)
    assert found.dossier is not None
    return found.dossier, found.findings


@pytest.fixture(scope="module")
def made(loaded: tuple[Dossier, tuple[Finding, ...]]) -> tuple[Table, ...]:
    return tables(*loaded)


def test_rows_are_counted_as_they_are_made(
    loaded: tuple[Dossier, tuple[Finding, ...]], made: tuple[Table, ...]
) -> None:
    assert counts(*loaded) == {one.name: len(one.rows) for one in made if one.public}


@pytest.fixture(scope="module")
def files(loaded: tuple[Dossier, tuple[Finding, ...]]) -> dict[str, bytes]:
    dossier, findings = loaded
    others = (*exports(dossier, findings), *reference_files(dossier.graph))
    markets = dict.fromkeys(one.market for one in dossier.estimates)
    own = [output for market in markets for output in market_files(market, dossier, dossier.derived)]
    outputs = (*others, *dataset_files(dossier, findings, others, BASE, "2026-11-22"), *own)
    assert len({output.path for output in outputs}) == len(outputs)
    return {output.path: output.data for output in outputs}


@pytest.fixture
def parted(
    loaded: tuple[Dossier, tuple[Finding, ...]], monkeypatch: pytest.MonkeyPatch
) -> tuple[Dossier, dict[str, bytes]]:
    """The files of a site whose facts are too many for one file."""
    dossier, findings = loaded
    monkeypatch.setattr(leaves, "_WHOLE", len(dossier.graph.facts) - 1)
    others = (*exports(dossier, findings), *reference_files(dossier.graph))
    own = [output for seed in dossier.graph.seeds for output in document_files(seed, dossier)]
    outputs = (*others, *dataset_files(dossier, findings, others, BASE, "2026-11-22"), *own)
    return dossier, {output.path: output.data for output in outputs}


@pytest.fixture(scope="module")
def facts(files: dict[str, bytes]) -> dict[str, Row]:
    return {row["id"]: row for row in json.loads(files["data/facts.json"])}


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def as_text(value: object) -> str:
    """What a member of facts.json is in a cell of text."""
    if isinstance(value, list):
        return "; ".join(str(item) for item in value)
    if isinstance(value, dict):
        return f"{value['token']} of {value['of']}" if "token" in value else json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def same(cell: str, value: object) -> bool:
    if isinstance(value, bool):
        return cell == ("true" if value else "false")
    if isinstance(value, int | float):
        return float(cell) == value
    return csv_text(cell) == as_text(value)


def test_facts_as_csv_are_the_facts(files: dict[str, bytes], facts: dict[str, Row]) -> None:
    rows = read_csv(files["data/facts.csv"])
    assert [row["id"] for row in rows] == list(facts)
    said = 0
    for row in rows:
        told = facts[row["id"]]
        assert set(told) - {"method"} <= set(row), "a member of facts.json has no column"
        for name, cell in row.items():
            assert same(cell, told.get(name)), (row["id"], name, cell)
            said += bool(cell)
    assert said > 10 * len(rows)


@pytest.mark.parametrize("name", ["estimates", "sizes", "sources", "topics"])
def test_a_table_as_csv_is_the_same_as_json(files: dict[str, bytes], name: str) -> None:
    rows, objects = read_csv(files[f"data/{name}.csv"]), json.loads(files[f"data/{name}.json"])
    assert len(rows) == len(objects) > 0
    for row, one in zip(rows, objects, strict=True):
        assert {key for key, cell in row.items() if cell} == set(one)
        assert all(same(row[key], value) for key, value in one.items())


def test_findings_as_csv_are_the_findings(files: dict[str, bytes]) -> None:
    rows, objects = read_csv(files["data/findings.csv"]), json.loads(files["data/findings.json"])
    assert [row["id"] for row in rows] == [one["id"] for one in objects] and rows
    for row, one in zip(rows, objects, strict=True):
        for key in ("rule", "severity", "state", "about", "message", "convention", "page", "facts"):
            assert same(row[key], one[key])
        assert row["reason"] == ((one["decision"] or {}).get("reason") or "")
        shown = "; ".join(f"{number['label']}: {number['value']}" for number in one["numbers"])
        assert same(row["numbers"], shown)


def test_estimates_say_what_their_facts_say(files: dict[str, bytes], facts: dict[str, Row]) -> None:
    for one in json.loads(files["data/estimates.json"]):
        for name in ("start", "end"):
            if f"{name}_fact" in one:
                fact = facts[one[f"{name}_fact"]]
                assert (one[f"{name}_value"], one[f"{name}_amount"]) == (fact["value"], fact["amount"])
        if "growth_fact" in one:
            assert one["growth_percent"] == facts[one["growth_fact"]]["amount"]
        implied = facts.get(f"derived/{one['id']}/implied-cagr", {})
        assert one.get("implied_percent") == implied.get("amount")
    for size in json.loads(files["data/sizes.json"]):
        assert (size["value"], size["amount"]) == (facts[size["fact"]]["value"], facts[size["fact"]]["amount"])


def test_each_market_has_its_own_rows(files: dict[str, bytes]) -> None:
    every = read_csv(files["data/estimates.csv"])
    own = [row for path, data in files.items() if path.endswith("/estimates.csv") and path.startswith("markets/") for row in read_csv(data)]  # fmt: skip
    assert sorted(own, key=str) == sorted(every, key=str)
    for path in (path for path in files if path.startswith("markets/") and path.endswith(".json")):
        said = json.loads(files[path])
        assert {row["market"] for row in (*said["estimates"], *said["sizes"])} == {path.split("/")[1]}


@pytest.fixture
def opened(files: dict[str, bytes]) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(files["data/facts.sqlite"])
    yield connection
    connection.close()


def test_the_database_holds_every_table_whole(opened: sqlite3.Connection, made: tuple[Table, ...]) -> None:
    for one in made:
        columns = ", ".join(f'"{name}"' for name in one.names)
        rows = opened.execute(f'SELECT {columns} FROM "{one.name}"').fetchall()
        assert sorted(rows, key=repr) == sorted((tuple(row) for row in one.rows), key=repr)
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("view", [name for name, _, _ in VIEWS])
def test_a_view_answers(opened: sqlite3.Connection, view: str) -> None:
    rows = opened.execute(f'SELECT * FROM "{view}"').fetchall()
    assert rows or view == "findings_without_decision"


def test_the_view_of_derived_values_names_their_inputs(opened: sqlite3.Connection, facts: dict[str, Row]) -> None:
    for name, joined in opened.execute("SELECT id, from_values FROM derived_values"):
        inputs = facts[name]["inputs"]
        assert isinstance(inputs, list)
        printed = [str(facts[one]["value"]) for one in dict.fromkeys(inputs) if "value" in facts[one]]
        assert sorted((joined or "").split("; ")) == sorted("; ".join(printed).split("; "))


def test_the_description_for_datasette_names_every_table_view_and_column(
    files: dict[str, bytes], opened: sqlite3.Connection
) -> None:
    told = json.loads(files["data/datasette.json"])["databases"]["facts"]["tables"]
    there = opened.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    assert set(told) == {name for name, _ in there}
    for name in (name for name, kind in there if kind == "table"):
        columns = {row[1] for row in opened.execute(f'PRAGMA table_info("{name}")')}
        assert set(told[name]["columns"]) == columns


def packed(files: dict[str, bytes], folder: Path) -> Path:
    for path, data in files.items():
        if path.startswith(VERSIONED):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
    return folder / VERSIONED / "datapackage.json"


def test_the_package_validates_and_notices_what_is_wrong(files: dict[str, bytes], tmp_path: Path) -> None:
    package = packed(files, tmp_path)
    with system.use_context(trusted=True):
        assert validate(str(package)).valid
        sizes = package.with_name("sizes.csv")
        text = sizes.read_text("utf-8")
        sizes.write_text(text.replace("stated", "st4ted", 1), "utf-8", newline="")
        assert "hash-count" in {code for row in validate(str(package)).flatten(["type"]) for code in row}
    said = json.loads(package.read_bytes())
    assert said["licenses"] and all("licence" in source for source in said["sources"])
    units = {
        f["name"]: f.get("unit")
        for r in said["resources"]
        if r["name"] == "estimates-csv"
        for f in r["schema"]["fields"]
    }
    assert units["growth_percent"] == "% a year"


def test_versioned_addresses_hold_the_same_bytes(files: dict[str, bytes]) -> None:
    versioned = {path.removeprefix(VERSIONED): data for path, data in files.items() if path.startswith(VERSIONED)}
    assert {"facts.json", "facts.csv", "facts.sqlite", "findings.csv", "datapackage.json"} <= set(versioned)
    assert all(files[f"data/{name}"] == data for name, data in versioned.items())


def test_sources_read_back_as_bibtex_ris_and_csl(
    files: dict[str, bytes], loaded: tuple[Dossier, tuple[Finding, ...]]
) -> None:
    seeds = loaded[0].graph.seeds
    entries = bibtexparser.parse_string(files["data/sources.bib"].decode())
    assert not entries.failed_blocks
    assert {entry.key for entry in entries.entries} == set(seeds)
    ris = rispy.loads(files["data/sources.ris"].decode())
    csl = json.loads(files["data/sources.csl.json"])
    assert [entry["id"] for entry in ris] == [item["id"] for item in csl] == list(seeds)
    for seed, entry, item in zip(seeds.values(), ris, csl, strict=True):
        title = seed.record.title if seed.record.title != "not stated" else seed.record.label
        assert entry["title"] == item["title"] == title
        assert ("publisher" in item) == (seed.record.publisher != "not stated")
        assert entry["urls"] == [item["URL"]] == [f"{BASE}sources/{seed.id}/"]


def test_references_of_documents_read_back(files: dict[str, bytes]) -> None:
    for path in (path for path in files if path.startswith("data/references/") and path.endswith(".bib")):
        entries = bibtexparser.parse_string(files[path].decode())
        csl = json.loads(files[path.removesuffix("bib") + "json"])
        ris = rispy.loads(files[path.removesuffix("bib") + "ris"].decode())
        assert not entries.failed_blocks and len(entries.entries) == len(csl) == len(ris) > 0
        for entry, item, other in zip(entries.entries, csl, ris, strict=True):
            assert entry.key == item["id"] == other["id"]
            assert other.get("title") == item.get("title")


def test_linked_data_describes_files_that_are_there(files: dict[str, bytes]) -> None:
    said = json.loads(files["data/dataset.jsonld"])
    assert said["@type"] == "Dataset" and said["license"] and said["dateModified"] == "2026-11-22"
    assert {one["contentUrl"].removeprefix(BASE) for one in said["distribution"]} <= set(files)


def test_a_workbook_has_numbers_as_numbers_and_no_formula(
    loaded: tuple[Dossier, tuple[Finding, ...]], made: tuple[Table, ...]
) -> None:
    dossier, _ = loaded
    books = workbooks(dossier, made, "2026-11-22")
    assert books == workbooks(dossier, made, "2026-11-22")
    estimates = next(one for one in made if one.name == "estimates")
    assert len(books) == len({row[1] for row in estimates.rows})
    for one in books:
        book = openpyxl.load_workbook(io.BytesIO(one.data))
        assert book.sheetnames == ["Estimates", "Sizes", "Segments", "Companies", "Findings", "Sources"]
        own = [list(row) for row in estimates.rows if one.path == f"markets/{row[1]}/estimates.xlsx"]
        header, *rows = [[cell.value for cell in row] for row in book["Estimates"].iter_rows()]
        assert header == list(estimates.names) and rows == own
        for sheet in book:
            assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        with zipfile.ZipFile(io.BytesIO(one.data)) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@given(st.text(alphabet="'=+-@\t\r＝＋－＠ab1,\"\n ") | st.text())
def test_no_cell_runs_as_a_formula_and_every_text_comes_back(text: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([csv_cell(text)])
    (row,) = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    assert csv_text(row[0]) == text


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The small site at an address of its own, and its folder."""
    folder = shutil.copytree(Path(__file__).parent / "data/small", tmp_path_factory.mktemp("data") / "small")
    (folder / "public").mkdir()
    with at_an_address(folder / "public") as address:
        assert build(folder, folder / "public", base_url=address).published
        yield address, folder / "public"


def examples(site: Path) -> list[tuple[str, str]]:
    page = (site / "data/index.html").read_text()
    found = re.findall(r'data-language="(\w+)" tabindex="0"><code>(.*?)</code>', page, re.DOTALL)
    return [(language, unescape(code)) for language, code in found]


def test_every_example_of_the_page_of_the_data_runs(served: tuple[str, Path], tmp_path: Path) -> None:
    address, site = served
    shown = examples(site)
    assert {language for language, _ in shown} == {"shell", "python", "steps"} and len(shown) == 7
    for language, code in shown:
        for link in re.findall(rf"{address}[\w./-]+", code):
            with urlopen(link, timeout=30) as answer:
                assert answer.status == 200
        if language == "steps" or ("sqlite3 " in code and not shutil.which("sqlite3")):
            continue
        command = ["bash", "-euc", code] if language == "shell" else [sys.executable, "-c", code]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{code}\n{done.stderr}"
        assert "heat-pumps" in done.stdout or "market size" in done.stdout or "frictionless" in code
    names = [name for name in (site / "data").glob("*") if name.is_file() and name.name != "index.html"]
    page = (site / "data/index.html").read_text()
    assert [name.name for name in names if name.name not in page] == []


def test_the_facts_of_all_documents_are_those_of_the_whole(
    parted: tuple[Dossier, dict[str, bytes]], facts: dict[str, Row]
) -> None:
    dossier, files = parted
    parts = [json.loads(files[f"data/sources/{seed}.json"]) for seed in dossier.graph.seeds]
    assert {row["id"]: row for rows in parts for row in rows} == facts
    assert sum(map(len, parts)) == len(facts), "no row stands twice"


def test_too_many_facts_for_one_file_stand_in_one_for_each_document(
    parted: tuple[Dossier, dict[str, bytes]], tmp_path: Path
) -> None:
    _, files = parted
    gone = {f"{name}.{kind}" for name in ("facts", "sizes") for kind in ("csv", "json")} | {
        "facts.sqlite",
        "datasette.json",
    }
    assert not gone & {path.removeprefix("data/") for path in files}
    sources = read_csv(files["data/sources.csv"])
    assert all(row["data"] in files and row["data"].replace(".csv", ".json") in files for row in sources)
    package = packed(files, tmp_path)
    with system.use_context(trusted=True):
        checked = validate(str(package))
        assert checked.valid, checked.flatten(["type", "message"])
        (resource,) = [one for one in Package(str(package)).resources if one.name == "facts-csv"]
        rows = resource.read_rows()
    assert len(rows) == sum(len(read_csv(files[row["data"]])) for row in sources)


def test_of_a_large_site_pages_and_lists_lead_to_files_that_are_there(
    tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaves, "_WHOLE", 10)
    for name in ("content", "seeds"):
        shutil.copytree(root / "tests/data/heat-pumps" / name, tmp_path / name)
    assert build(tmp_path, tmp_path / "public", strict=True).published
    found = sorted((tmp_path / "public").rglob("*.html")), sorted((tmp_path / "public").rglob("*.md"))
    names = re.compile(r"(?:\.\./)*data/[\w./-]+\.(?:csv|json|sqlite)")
    for page in [path for several in found for path in several] + [tmp_path / "public/llms.txt"]:
        for name in names.findall(page.read_text("utf-8")):
            assert (page.parent / name).is_file() or (tmp_path / "public" / name).is_file(), (page, name)
    told = (tmp_path / "public/data/index.html").read_text("utf-8")
    assert "facts.sqlite" not in told and "estimates.csv" in told
    assert 'href="../data/#facts"' in (tmp_path / "public/facts/index.html").read_text("utf-8")
