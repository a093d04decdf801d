"""What drafts of reviews hold as evidence: outcomes, judgements, references and authors, against keys written by hand."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
import yaml
from conftest import DATA, Case

from sitegen.extract.arms import told_outcomes
from sitegen.extract.boxes import FLOW
from sitegen.extract.context import Context
from sitegen.extract.draft import Draft, Entry, draft
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
