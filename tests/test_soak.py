"""A short version of each campaign, with a fixed seed; and the tables say what the last long ones found."""

from __future__ import annotations

from pathlib import Path

import pytest
from soak import table
from soak.campaigns import CAMPAIGNS
from soak.run import Campaign, Run
from soak.warm import warmed

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
    assert [row.failures for row in rows] == [0] * len(rows)
