"""A short version of each campaign, with a fixed seed; and the tables say what the last long ones found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from soak import table
from soak.campaigns import CAMPAIGNS
from soak.fields import BOUND, free_fields, planted_fields
from soak.run import Campaign, Run
from soak.sites import planted
from soak.warm import warmed

from sitegen.loading import examine

_SEED = 20261122


@pytest.mark.parametrize("campaign", CAMPAIGNS, ids=[one.name for one in CAMPAIGNS])
def test_a_short_campaign_finds_nothing(campaign: Campaign, tmp_path: Path) -> None:
    run = Run(campaign.name, _SEED, tmp_path, campaign.short, thorough=False)
    with warmed():
        campaign.attack(run)
    assert run.tried == campaign.short
    assert run.failures == []


def test_the_tables_are_those_of_the_last_campaigns() -> None:
    rows = table.read()
    assert {row.name for row in rows} == {one.name for one in CAMPAIGNS}
    assert table.readme_table(rows) in table.README.read_text()
    assert table.page_table(rows) in table.PAGE.read_text()
    said = table.in_spanish(rows)
    assert table.page_table(said, table.HEAD) in table.SPANISH.read_text()
    assert all(one.promise != other.promise and one.case != other.case for one, other in zip(rows, said, strict=True))
    assert [row.failures for row in rows] == [0] * len(rows)


def test_every_field_that_may_hold_any_text_is_planted() -> None:
    files, _ = planted(lambda name: "marked " + name.translate(str.maketrans("0123", "abcd")))
    assert examine(files).problems == ()
    spoken, _ = planted(lambda name: "marked " + name.translate(str.maketrans("0123", "abcd")), spoken=True)
    assert examine(spoken).problems == ()
    assert free_fields() - planted_fields(files, "marked") - planted_fields(spoken, "marked") == set(BOUND)


@pytest.mark.parametrize("field", sorted(BOUND))
def test_a_field_that_is_bound_refuses_a_payload(field: str) -> None:
    files, _ = planted(lambda name: "marked " + name.translate(str.maketrans("0123", "abcd")))
    kind, *steps = re.split(r"\.|(?=\[\])", field)
    path = next(
        path
        for path in files
        if path.startswith((f"content/{kind}", "content/decisions/") if kind == "decision" else f"content/{kind}")
    )
    value = whole = yaml.safe_load(files[path])
    for step in steps[:-1]:
        value = value[0] if step == "[]" else value.setdefault(step, [""])
    value[0 if steps[-1] == "[]" else steps[-1]] = "<script>pwned(1)</script>"
    assert examine({**files, path: yaml.safe_dump(whole).encode()}).problems
