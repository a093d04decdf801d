"""What drafts of reviews hold as evidence: outcomes, judgements, references and authors, against keys written by hand."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import DATA, Case
from test_extract import cli

from sitegen.extract.arms import told_outcomes
from sitegen.extract.boxes import FLOW
from sitegen.extract.context import Context
from sitegen.extract.draft import Draft, Entry, draft
from sitegen.extract.measures import MEASURES, declaration
from sitegen.extract.pipeline import extract
from sitegen.quantities import parse

REVIEWS = [case for path in sorted((DATA / "extract").glob("*.case")) if "facts" in (case := Case(path)).files]


def plain(said: object) -> str:
    return re.sub(r"[^\w/.]+", " ", str(said)).lower().strip()


def drafted(text: str) -> Draft:
    return draft(extract(text), Context())


def pair(entry: Entry) -> str:
    quantity = parse(entry.value)
    return f"{quantity.low:f}/{quantity.total:f}" if quantity.total is not None else entry.value


def told(made: Draft) -> dict[str, list[object]]:
    """The evidence of a draft in the form of a key."""
    of = {
        name: [entry for entry in made.entries if entry.measure == name] for name in {e.measure for e in made.entries}
    }
    return {
        "outcomes": sorted({pair(entry) for entry in [*of.get("outcome", []), *of.get("response", [])]}),
        "bias": [[entry.about.replace("-", " "), plain(entry.by), plain(entry.value)] for entry in of.get("risk of bias", [])],
        "certainty": [[plain(entry.by), plain(entry.value)] for entry in of.get("certainty", [])],
        "dois": [re.sub(r".*?(?=10\.\d)", "", doi) for e in of.get("reference", []) if (doi := dict(e.record).get("doi"))],
        "authors": [name for entry in of.get("authors", []) for name in entry.members],
    }  # fmt: skip


def wanted(key: dict[str, Any]) -> dict[str, list[object]]:
    judged = {name: [[plain(part) for part in row] for row in key[name]] for name in ("bias", "certainty")}
    return {**key, **judged, "outcomes": sorted(set(key["outcomes"]))}


@pytest.mark.parametrize("review", REVIEWS, ids=lambda review: review.path.stem)
def test_the_evidence_of_every_review_is_drafted_and_nothing_else(review: Case) -> None:
    key = wanted(yaml.safe_load(review.files["facts"]))
    got = told(drafted(review.files["text"].decode()))
    for name, rows in key.items():
        assert Counter(map(str, got[name])) == Counter(map(str, rows)), name


def test_there_are_reviews_with_evidence() -> None:
    keys = [yaml.safe_load(review.files["facts"]) for review in REVIEWS]
    assert len(keys) >= 9
    assert sum(len(key["outcomes"]) for key in keys) >= 45
    assert sum(len(key["bias"]) for key in keys) >= 35


SEARCH = "Walking for back pain: a systematic review\n\nWe searched PubMed, Embase and Scopus in March 2021.\n\n"


@pytest.mark.parametrize(
    ("said", "boxes"),
    [
        ("The search retrieved 2,431 citations (PubMed 1,200, Embase 900, Scopus 331), of which 540 were duplicates; 1,891 titles and abstracts were screened, 1,780 were excluded, 111 full texts were retrieved, 95 were excluded with reasons, and 16 trials were included in the review.", {"identified": 2431, "duplicates_removed": 540, "screened": 1891, "excluded_screening": 1780, "full_text": 111, "excluded_full_text": 95, "included": 16}),
        ("Of 812 records identified, 640 remained after deduplication. Title and abstract screening left 72 for full-text review, and 12 studies fulfilled the criteria.", {"identified": 812, "screened": 640, "full_text": 72, "included": 12}),
        ("We identified 4,102 potentially relevant records, removed 1,003 duplicates, and excluded a further 2,980 on title and abstract. The remaining 119 were read in full. Seventeen studies (23 reports) met the inclusion criteria.", {"identified": 4102, "duplicates_removed": 1003, "excluded_screening": 2980, "full_text": 119, "included": 17}),
        ("Database searching produced 950 hits and hand searching 14. 120 duplicates were discarded, leaving 844 for screening. We could not obtain two of the 60 full texts. Fifty-eight were assessed; 41 were excluded and 17 were included.", {"identified": 950, "other_sources": 14, "duplicates_removed": 120, "screened": 844, "not_retrieved": 2, "sought": 60, "full_text": 58, "excluded_full_text": 41, "included": 17}),
        ("After duplicates were removed, 2,870 articles were screened, of which 2,790 were excluded. Eighty full-text articles were assessed for eligibility, and 61 were excluded, leaving 19 studies in the qualitative synthesis and 11 in the meta-analysis.", {"screened": 2870, "excluded_screening": 2790, "full_text": 80, "excluded_full_text": 61, "included": 19}),
        ("Records identified from: Databases (n = 1,020), Registers (n = 40). Duplicate records removed (n = 300). Records screened (n = 760). Reports sought for retrieval (n = 70). Reports not retrieved (n = 3). Reports assessed for eligibility (n = 67). Studies included in review (n = 17).", {"identified": 1020, "other_sources": 40, "duplicates_removed": 300, "screened": 760, "sought": 70, "not_retrieved": 3, "full_text": 67, "included": 17}),
        ("The search gave 1,050 hits; after de-duplication 800 were left. Two of us read the titles and abstracts and kept 64. Sixteen of these 64 could be included.", {"identified": 1050, "screened": 800, "full_text": 64, "included": 16}),
        ("The database search yielded 500 records, reduced to 410 after removing duplicates. 350 were eliminated by title or abstract. 60 papers went to full-text reading and 44 of these were excluded.", {"identified": 500, "screened": 410, "excluded_screening": 350, "full_text": 60, "excluded_full_text": 44}),
        ("From 640 references we took 45 into full-text assessment and finally nine into the analysis. An earlier review had found 30 trials.", {"identified": 640, "full_text": 45, "included": 9}),
    ],
)  # fmt: skip
def test_the_flow_in_the_words_of_many(said: str, boxes: dict[str, int]) -> None:
    found = [item for item in extract(f"{SEARCH}{said}\n").found if item.measure in FLOW and not item.by]
    assert {FLOW[item.measure]: int(item.mention.amount) for item in found if item.mention} == boxes
    assert len(found) == len(boxes)


def test_parts_of_a_step_are_parts_where_they_add_up() -> None:
    text = f"{SEARCH}We found 300 records. 90 full texts were assessed and 83 excluded: no control (n = 30), no pain outcome (n = 41), other (n = 12)."
    parts = [(e.value, e.by) for e in drafted(text).entries if e.measure == "full texts excluded" and e.by]
    assert parts == [("30", "no control"), ("41", "no pain outcome"), ("12", "other")]
    assert not [e for e in drafted(text.replace("41", "40")).entries if e.measure == "full texts excluded" and e.by]


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("Infection occurred in 97 of 1520 patients (6.4%) in the early group and in 171 of 1542 (11.1%) in the late group.", ["97 of 1520 patients", "171 of 1542"]),
        ("Relapse was seen in 8,412 (78.3%) of 10,744 children.", ["8412/10744"]),
        ("More women stopped smoking (31/210 v 18/205).", ["31/210", "18/205"]),
        ("Twelve of 40 visited widows were no longer lonely, against five of 38 on the waiting list.", ["Twelve of 40", "five of 38"]),
        ("Retention was more common: 212 out of 1311 patients.", ["212/1311"]),
        ("Nineteen of 22 studies (86%) were done in Europe.", []),
        ("Six of 11 trials had a high risk of bias in the control group.", []),
        ("Of 91 articles, 60 of 91 (66%) were excluded.", []),
        ("The search ended on 3/2019 and 12 of 40 domains were rated.", []),
        ("The score was 7 of 10 points.", []),
    ],
)  # fmt: skip
def test_outcomes_that_sentences_count(said: str, values: list[str]) -> None:
    extraction = extract(f"{SEARCH}We screened 300 records and included 20 trials. {said}\n")
    assert [e.value for e in draft(extraction, Context()).entries if e.measure == "outcome"] == values


def test_what_a_sentence_names_is_kept_with_its_count() -> None:
    document = extract(
        f"{SEARCH}Infection occurred in 9 of 46 patients in the early removal group and in 11 of 45 in the late group."
    ).document
    assert [(item.by, item.of) for item in told_outcomes(document)] == [
        ("Infection", "early removal"),
        ("Infection", "late"),
    ]


REVIEW = """Walking for back pain: a systematic review

Ann Lee and Bo Ray

We searched PubMed, Embase and Scopus until 16 January 2023. The search found 940 records, and the trial registers another 20. Removing 118 duplicates left 842 records for screening, and 812 were excluded. Of 30 reports assessed in full, 23 were excluded: no control group (n = 13) and no pain outcome (n = 10). Seven trials were included.

Table 1. Risk of bias
Trial | Randomisation | Missing data | Overall
Adler 2011 | Low | High | High
Bose 2015 | Low | Low | Low

Pain returned in 12 of 40 people in the walking group and in 20 of 41 in the rest group. Falls were seen in 3/40 against 2/41.

References
1. Adler K, Bo T. Walking and pain. J Pain. 2011;4(1):1-9. https://doi.org/10.1000/jp\\(11\\)4
"""


@pytest.fixture
def reviewed(small: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The small site with what a review's measures need, and the review registered; (root, text)."""
    text = tmp_path / "walking.txt"
    text.write_text(REVIEW)
    site = small / "content/site.yaml"
    declared = "\n".join(declaration(["eligibility", *MEASURES]))
    known = yaml.safe_load(site.read_text())["measures"]
    lines = [part for part in re.split(r"\n(?=  \S)", declared) if part.split(":")[0].strip().strip("'\"") not in known]
    site.write_text(site.read_text().replace("\nmeasures:\n", "\nmeasures:\n" + "\n".join(lines) + "\n", 1))
    seed = cli("seed", "add", str(text), "--root", str(small), "--id", "walking", "--kind", "systematic review")
    assert seed.returncode == 0, seed.stderr
    return small, text


def test_a_draft_of_a_review_passes_check_and_adds_up(reviewed: tuple[Path, Path]) -> None:
    root, text = reviewed
    done = cli("extract", str(text), "--root", str(root), "--write")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    path = root / "content/facts/walking.yaml"
    written = path.read_text()
    assert "about: walking\n" in written
    assert "# `subject: walking` in seeds/walking.yaml" in written
    assert "by: other sources\n" in written  # what the registers gave was screened with the rest
    assert "# - id: outcome\n" in written and "#   of: (the arm)\n" in written  # 3/40 and 2/41 of no named arm
    path.write_text(written.replace("status: draft\n", ""))
    said = json.loads(cli("check", "--root", str(root), "--format", "json").stdout)
    assert {problem["rule"] for problem in said["problems"]} <= {"unknown-reference"}
    assert not [finding for finding in said["findings"] if finding["severity"] == "warning"]


def test_measures_that_a_site_lacks_are_named_once(small: Path, tmp_path: Path) -> None:
    text = tmp_path / "walking.txt"
    text.write_text(REVIEW)
    made = cli("extract", str(text), "--root", str(small))
    head = made.stdout.partition("\nfacts:")[0]
    assert head.count("risk of bias:") == 1
    assert "#     role: flow-identified" in head
    assert "to declare in site.yaml" in made.stderr
    steps = [
        line[4:].rstrip(":") for line in head.splitlines() if line.startswith("#   ") and not line.startswith("#     ")
    ]
    flow = [step for step in steps if step in FLOW]
    assert flow == [name for name in MEASURES if name in flow]  # in the order in which pages draw them


def test_the_review_loop_shows_what_differs_and_no_more(reviewed: tuple[Path, Path]) -> None:
    root, text = reviewed
    cli("extract", str(text), "--root", str(root), "--write")
    path = root / "content/facts/walking.yaml"
    written = path.read_text()
    # An editor moves a fact to another topic, renames one, names a study otherwise: nothing of it is news.
    edited = written.replace("- id: included\n  about: walking", "- id: trials\n  about: back-pain", 1)
    edited = edited.replace("about: adler-2011", "about: adler").replace(
        "doi: https://doi.org/10.1000/jp(11)4", "doi: 10.1000/jp(11)4"
    )
    path.write_text(edited)
    again = cli("extract", str(text), "--root", str(root)).stdout
    assert "0 new, 0 changed, 0 no longer found" in again
    # A digit and a day are changed, a fact is deleted, one is of a document that says so no more.
    edited = edited.replace("value: 812\n", "value: 811\n").replace(
        "value: 16 January 2023\n", "value: 15 January 2023\n"
    )
    start = edited.index("# confidence", edited.index("- id: records-screened") - 60)
    edited = edited[:start] + edited[edited.index("# confidence", start + 5) :]
    edited += "- id: sought\n  about: walking\n  measure: full texts assessed\n  value: 31 papers\n  quote: we ordered 31 papers\n"
    path.write_text(edited)
    lines = cli("extract", str(text), "--root", str(root)).stdout.splitlines()
    assert sorted(line[0] for line in lines[1:]) == ["+", "-", "~", "~"]
    assert any(line.startswith("+ records-screened: records screened 842 records") for line in lines)
    assert any(line.startswith("~ records-excluded: records excluded 811 → 812") for line in lines)
    assert any(line.startswith("~ search-date: search date 15 January 2023 → 16 January 2023") for line in lines)
    assert "- sought: full texts assessed 31 papers" in lines
    pasted = yaml.safe_load(cli("extract", str(text), "--root", str(root), "--new").stdout)
    assert [fact["id"] for fact in pasted] == ["records-screened", "search-date", "records-excluded"]
    assert "a draft still" in cli("extract", str(text), "--root", str(root), "--write").stderr


def test_a_site_with_errors_is_said(reviewed: tuple[Path, Path]) -> None:
    root, text = reviewed
    (root / "content/site.yaml").write_text("title: [\n")
    done = cli("extract", str(text), "--root", str(root), "--write")
    assert done.returncode == 2
    assert "the site's content has errors" in done.stderr


TABLES = {
    "two heads": (
        "Table 2. Mortality\n| | Walking | | Rest | |\n|---|---|---|---|---|\n| Study | Events | Total | Events | Total |\n| Adler 2011 | 4 | 50 | 6 | 52 |\n| Total | 14 | 170 | 15 | 170 |",
        [("adler-2011", "Mortality", "walking", "4/50"), ("adler-2011", "Mortality", "rest", "6/52"), ("walking", "Mortality", "walking", "14/170"), ("walking", "Mortality", "rest", "15/170")],
    ),
    "a forest plot": (
        "Fig 2. Forest plot of falls\nStudy or Subgroup | Experimental Events | Experimental Total | Control Events | Control Total | Weight\nAdler 2011 | 4 | 50 | 6 | 52 | 30.1%\nBose 2015 | 10 | 120 | 9 | 118 | 69.9%\nTotal (95% CI) | | 170 | | 170 | 100%",
        [("adler-2011", "falls", "experimental", "4/50"), ("adler-2011", "falls", "control", "6/52"), ("bose-2015", "falls", "experimental", "10/120"), ("bose-2015", "falls", "control", "9/118")],
    ),
    "a row of sizes": (
        "Table 3. Outcomes at six months\nOutcome\tWalking\tRest\nParticipants, n\t120\t118\nDeath, n (%)\t10 (8.3)\t14 (11.9)\nAge, mean (SD)\t61 (8.3)\t60 (9.1)",
        [("walking", "Death", "walking", "10/120"), ("walking", "Death", "rest", "14/118")],
    ),
    "scores and baselines": (
        "Table 4. Quality scores (PEDro)\nStudy | Score | Rank\nAdler 2011 | 7/10 | 2\nBose 2015 | 6/10 | 3\n\nTable 5. Baseline characteristics\nItem | Walking | Rest\nWomen | 12/40 | 13/41",
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_outcomes(name: str) -> None:
    table, wanted_rows = TABLES[name]
    # What a table says of the review itself is about its seed; here that is the slug of the title.
    entries = drafted(
        f"Walking: a systematic review\n\nWe searched PubMed and Embase. We screened 300 records and included 20 trials.\n\n{table}\n"
    ).entries
    rows = [
        (e.about.removesuffix("-a-systematic-review"), e.by, e.of, pair(e)) for e in entries if e.measure == "outcome"
    ]
    assert rows == wanted_rows


@pytest.mark.parametrize(
    ("said", "judged"),
    [
        ("Table 1. Included studies\nStudy | Country | N | Risk of bias\nAdler 2011 | Chile | 120 | Low\nCole et al. 2019 | Kenya | 77 | Some concerns", [("adler-2011", "Risk of bias", "Low"), ("cole-2019", "Risk of bias", "Some concerns")]),
        ("Table 4. ROBINS-I\nStudy | Confounding | Overall\nAdler 2011 | Serious | Serious\nBose 2015 | Low | Moderate", [("adler-2011", "Confounding", "Serious"), ("adler-2011", "Overall", "Serious"), ("bose-2015", "Confounding", "Low"), ("bose-2015", "Overall", "Moderate")]),
        ("Adler 2011\n\nBias | Authors' judgement | Support for judgement\nAllocation concealment | Unclear risk | Not described\nBlinding | High risk | Open label", [("adler-2011", "Allocation concealment", "Unclear risk"), ("adler-2011", "Blinding", "High risk")]),
        ("Table 2 | Risk of bias in included trials\nTrial | Randomisation | Overall\nAdler 2011 | Low | Low\nBose 2015 | High | High", [("adler-2011", "Randomisation", "Low"), ("adler-2011", "Overall", "Low"), ("bose-2015", "Randomisation", "High"), ("bose-2015", "Overall", "High")]),
        ("Table 7. Prices\nItem | Demand | Supply\nKettles | Low | High\nPots | High | Low", []),
    ],
)  # fmt: skip
def test_tables_of_judgements(said: str, judged: list[tuple[str, str, str]]) -> None:
    entries = drafted(f"{SEARCH}We screened 300 records and included 20 trials.\n\n{said}\n").entries
    assert [(e.about, e.by, e.value) for e in entries if e.measure == "risk of bias"] == judged


@pytest.mark.parametrize(
    ("line", "record"),
    [
        ("1. Lee A, Ray BC. Walking and pain. J Pain. 2018 Mar;4(2):1-9. doi: 10.1000/a1", "authors title journal year volume issue pages doi"),
        ("1. Lee, A.; Ray, B.C. Walking and pain. J. Pain 2018, 4, 1–9. https://doi.org/10.1000/a1", "authors title journal year volume pages doi"),
        ("Lee, A., and Ray, B. (2018). Walking and pain. J. Pain 4:19. doi: 10.1000/a1", "authors year title journal volume pages doi"),
        ("[1] A. Lee, B. Ray, Walking and pain, J. Pain 12 (2019) 1-9. https://doi.org/10.1000/a1", "authors title journal volume year pages doi"),
        ("Lee 2018 {published data only}\nLee A, Ray BC. Walking and pain. J Pain 2018;4(2):1-9. [DOI: 10.1000/a1]", "authors title journal year volume issue pages doi"),
    ],
)  # fmt: skip
def test_references_in_the_styles_of_many(line: str, record: str) -> None:
    made = drafted(f"{SEARCH}We screened 300 records and included 20 trials.\n\nReferences\n{line}\n")
    found = [entry.record for entry in made.entries if entry.measure == "reference"]
    assert [" ".join(name for name, _ in pieces) for pieces in found] == [record]
    assert dict(found[0])["doi"].endswith("10.1000/a1")
