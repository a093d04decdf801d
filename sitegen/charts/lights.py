"""Summary bars of the risk of bias: for each domain, how many studies were judged how.

Comes in: rows of judgements of one tool. Goes out: a `Sketch`, or None for fewer than two studies, where a bar would say
no more than the lights themselves.
"""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.charts.model import Cell
from sitegen.charts.sketch import Mark, Sketch, rect, text
from sitegen.evidence.model import BiasRow, Judged
from sitegen.instruments import BiasTool, Judgement
from sitegen.messages import declared, joined, msg

__all__ = ["bias_bars"]

WIDTH, ROW, HEAD = 400.0, 40.0, 4.0


def bias_bars(sketch_id: str, rows: Sequence[BiasRow]) -> Sketch | None:
    tool = rows[0].tool if rows else None
    if tool is None or len(rows) < 2:
        return None
    counted = _counted(rows)
    marks: list[Mark] = []
    for index, (domain, judged) in enumerate(counted):
        marks += _bar(domain, judged, tool, HEAD + ROW * index)
    names = [declared(judgement.name) for judgement in (*tool.judgements, *tool.unknown)]
    table = tuple(
        (
            Cell(domain),
            *(Cell(str(len(_of(judged, name))), formula=msg("count of “{name}”", name=name)) for name in names),
        )
        for domain, judged in counted
    )
    said = joined(
        "; ",
        [
            msg(
                "{domain}: {judged}",
                domain=d,
                judged=joined(
                    ", ",
                    [msg("{number} × {judgement}", number=len(_of(j, n)), judgement=n) for n in names if _of(j, n)],
                ),
            )
            for d, j in counted
        ],
    )
    facts = tuple(one.fact.id for _, judged in counted for one in judged)
    return Sketch(
        sketch_id, msg("Risk of bias by domain, {tool}", tool=tool.name), msg("Of {number} studies", number=len(rows)), msg("{said}.", said=said), WIDTH, HEAD + ROW * len(counted),
        tuple(marks), (msg("Domain"), *names), table, facts, None,
    )  # fmt: skip


def _counted(rows: Sequence[BiasRow]) -> list[tuple[str, list[Judged]]]:
    domains = dict.fromkeys(cell.domain for row in rows for cell in row.cells)
    found = [
        (d, [one for row in rows for cell in row.cells if cell.domain == d for one in cell.judged]) for d in domains
    ]
    overall = [row.overall for row in rows if row.overall is not None]
    return [*found, *([(msg("Overall"), overall)] if overall else [])]


def _of(judged: Sequence[Judged], name: str) -> list[Judged]:
    return [one for one in judged if one.judgement is not None and one.judgement.name == name]


def _bar(domain: str, judged: Sequence[Judged], tool: BiasTool, y: float) -> list[Mark]:
    marks = [text(0, y + 12, domain, "label", plain="name")]
    x, total = 0.0, len(judged)
    for judgement in (*tool.judgements, *tool.unknown):
        own = _of(judged, judgement.name)
        if own:
            width = WIDTH * len(own) / total
            marks += _piece(judgement, own, total, x, x + width, y)
            x += width
    return marks


def _piece(judgement: Judgement, own: Sequence[Judged], total: int, left: float, right: float, y: float) -> list[Mark]:
    formula = msg(
        "{number} of {total} judged {judgement}", number=len(own), total=total, judgement=declared(judgement.name)
    )
    return [
        rect(left, y + 17, right, y + 35, f"tile {judgement.tone}", formula=formula),
        text((left + right) / 2, y + 30, f"{judgement.sign} {len(own)}", "sign", anchor="middle", formula=formula),
    ]
