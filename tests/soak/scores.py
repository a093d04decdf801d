"""How many of the faults that `sabotage` put into each module the tests noticed, and why the others need not be.

Apart from `sabotage`, which runs tests, so that a test of the figures runs none.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from soak.run import ROOT
from soak.table import PAGE, README, SPANISH, lay

__all__ = ["HEADS", "Score", "answers", "page_table", "read", "readme_table", "write"]

RESULTS = ROOT / "tests/soak/sabotage.json"
SURVIVORS = ROOT / "tests/soak/survivors.json"
"""Why no test can notice a fault, or need not → the faults of which that is true."""
HEADS = {
    PAGE: "In the module | Faults | Noticed | Of a hundred | Seed",
    SPANISH: "En el módulo | Fallos | Notados | De cada cien | Semilla",
}


@dataclass(frozen=True)
class Score:
    """What became of a module's faults."""

    target: str
    faults: int
    tried: int
    noticed: int
    seed: int
    survivors: tuple[str, ...]

    @property
    def share(self) -> str:
        return f"{100 * self.noticed / max(1, self.tried):.1f}%"


def answers() -> Mapping[str, str]:
    """Fault → why it survives."""
    grouped = json.loads(SURVIVORS.read_text("utf-8")) if SURVIVORS.is_file() else {}
    return {fault: why for why, faults in grouped.items() for fault in faults}


def read() -> list[Score]:
    rows = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else []
    return [Score(**{**row, "survivors": tuple(row["survivors"])}) for row in rows]


def write(rows: Sequence[Score]) -> None:
    """Renew the rows of these modules, keep those of others."""
    kept = {one.target: one for one in read()} | {one.target: one for one in rows}
    ordered = [kept[name] for name in sorted(kept)]
    said = json.dumps([asdict(one) for one in ordered], indent=1, ensure_ascii=False)
    RESULTS.write_text(f"{said}\n", "utf-8")
    lay(README, readme_table(ordered))
    for path, head in HEADS.items():
        lay(path, page_table(ordered, head))


def readme_table(rows: Sequence[Score]) -> str:
    head = "| module | faults | tried | noticed | score | survivors that are explained | seed |\n|---|--:|--:|--:|--:|--:|--:|\n"
    known = answers()
    return head + "".join(
        f"| `{one.target}` | {one.faults} | {one.tried} | {one.noticed} | {one.share} | "
        f"{sum(name in known for name in one.survivors)} of {len(one.survivors)} | {one.seed} |\n"
        for one in rows
    )


def page_table(rows: Sequence[Score], head: str) -> str:
    return f"| {head} |\n|---|--:|--:|--:|--:|\n" + "".join(
        f"| `{one.target}` | {{plain:{one.tried}}} | {{plain:{one.noticed}}} | {{plain:{one.share}}} | {{plain:{one.seed}}} |\n"
        for one in rows
    )
