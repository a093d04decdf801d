"""What the campaigns found, as a table: in tests/soak/README.md, and on a page of the site. Written by the campaigns alone."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import yaml

from soak.run import ROOT, Campaign, Run

__all__ = [
    "HEAD",
    "PAGE",
    "README",
    "RESULTS",
    "SPANISH",
    "Row",
    "in_spanish",
    "lay",
    "page_table",
    "read",
    "readme_table",
    "row",
    "said",
    "write",
]

RESULTS = ROOT / "tests/soak/results.json"
README = ROOT / "tests/soak/README.md"
PAGE = ROOT / "content/pages/promises.md"
SPANISH = ROOT / "content/pages/promises.es.md"
_SAID = Path(__file__).parent / "spanish.yaml"


@dataclass(frozen=True)
class Row:
    """One campaign's figures."""

    name: str
    promise: str
    case: str
    tried: int
    failures: int
    seed: int
    counts: dict[str, int]
    dearest: float


def row(campaign: Campaign, run: Run) -> Row:
    counts = dict(sorted(run.counts.items()))
    return Row(
        campaign.name,
        campaign.promise,
        campaign.case,
        run.tried,
        len(run.failures),
        run.seed,
        counts,
        round(run.worst, 1),
    )


def said(run: Run) -> str:
    counts = ", ".join(f"{name} {number}" for name, number in sorted(run.counts.items()))
    return f"{run.tried} cases, {len(run.failures)} failures; {counts}"


def read() -> list[Row]:
    return [Row(**one) for one in json.loads(RESULTS.read_text())] if RESULTS.is_file() else []


def write(rows: Sequence[Row]) -> None:
    """Renew the rows of these campaigns, keep those of others."""
    kept = {one.name: one for one in read()} | {one.name: one for one in rows}
    ordered = [kept[name] for name in sorted(kept)]
    RESULTS.write_text(json.dumps([asdict(one) for one in ordered], indent=1) + "\n")
    tables = (
        (README, readme_table(ordered)),
        (PAGE, page_table(ordered)),
        (SPANISH, page_table(in_spanish(ordered), HEAD)),
    )
    for path, table in tables:
        lay(path, table)


def lay(path: Path, table: str) -> None:
    """Put a table in the place of the one that stands there, known by its head."""
    head = re.escape(table.partition("\n")[0])
    path.write_text(re.sub(rf"(?m)^{head}\n(\|.*\n)+", lambda _: table, path.read_text(), count=1))


def readme_table(rows: Sequence[Row]) -> str:
    head = "| campaign | promise | a case | cases | failures | seed | what happened |\n|---|---|---|--:|--:|--:|---|\n"
    return head + "".join(
        f"| `{one.name}` | {one.promise} | {one.case} | {one.tried} | {one.failures} | {one.seed} | "
        f"{', '.join(f'{name}: {number}' for name, number in one.counts.items())} |\n"
        for one in rows
    )


HEAD = "Prometemos que | Un caso es | Casos | Fallos | Semilla"


def in_spanish(rows: Sequence[Row]) -> list[Row]:
    """The rows as the Spanish page tells them; a campaign that nobody has translated yet stays as it is."""
    said = yaml.safe_load(_SAID.read_text("utf-8"))
    return [replace(one, **said.get(one.name, {})) for one in rows]


def page_table(rows: Sequence[Row], head: str = "We promise that | A case is | Cases | Failures | Seed") -> str:
    return f"| {head} |\n|---|---|--:|--:|--:|\n" + "".join(
        f"| {one.promise} | {one.case} | {{plain:{one.tried}}} | {{plain:{one.failures}}} | {{plain:{one.seed}}} |\n"
        for one in rows
    )
