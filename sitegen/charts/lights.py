"""The risk of bias as lights, study by study, and as summary bars: for each domain, how many studies were judged how.

Comes in: rows of judgements of one tool. Goes out: a `Sketch`, or None where there is nothing to draw: bars of fewer than two
studies would say no more than the lights themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sitegen.charts.model import Cell
from sitegen.charts.sketch import Mark, Sketch, lines_of, rect, text
from sitegen.evidence.model import BiasRow, Judged
from sitegen.instruments import BiasTool, Judgement
from sitegen.languages import ENGLISH, Language
from sitegen.messages import declared, joined, msg

__all__ = ["bias_bars", "bias_lights"]

WIDTH, ROW, HEAD = 400.0, 40.0, 4.0
# Of the lights: where their columns begin, how tall a light is, a line of a name, and the letters that fit one.
_NAMES, _TILE, _LINE, _LETTERS, _WHOLE = 150.0, 22.0, 15.0, 19, 52


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


def bias_lights(
    sketch_id: str, rows: Sequence[BiasRow], name: Callable[[str], str], language: Language = ENGLISH
) -> Sketch | None:
    """A row a study, a column a domain, numbered as the list below the lights names them; the overall judgement last."""
    tool = rows[0].tool if rows else None
    if tool is None:
        return None
    domains = list(dict.fromkeys(cell.domain for row in rows for cell in row.cells))
    wide = (WIDTH - _NAMES) / (len(domains) + 1)
    heads = [str(number) for number in range(1, len(domains) + 1)]
    marks = [
        text(_NAMES + wide * (place + 0.5), 14, head, "tick", anchor="middle", plain="number of the domain")
        for place, head in enumerate([*heads, "Σ"])
    ]
    y = 24.0
    for row in rows:
        own, y = _study(row, name(row.study), domains, y, wide)
        marks += own
    for number, domain in zip([*heads, "Σ"], [*domains, msg("Overall")], strict=True):
        for place, words in enumerate(lines_of(language.of(domain), _WHOLE)):
            y += _LINE
            marks += [text(0, y, number, "muted", plain="number of the domain")] if place == 0 else []
            marks.append(text(18, y, words, "muted", plain="name"))
    said = [
        msg(
            "{study}: {judged}",
            study=name(row.study),
            judged=joined(", ", [joined(" ", [d, _names(j)]) for d, j in _lit(row, domains)]),
        )
        for row in rows
    ]
    table = tuple(
        (Cell(name(row.study), plain="name"), *(_told(judged) for _, judged in _lit(row, domains))) for row in rows
    )
    facts = tuple(one.fact.id for row in rows for _, judged in _lit(row, domains) for one in judged)
    return Sketch(
        sketch_id, msg("Risk of bias, study by study, {tool}", tool=tool.name), msg("As the review judged, domain by domain"),
        msg("{said}.", said=joined("; ", said)), WIDTH, y + 8, tuple(marks), (msg("Study"), *domains, msg("Overall")), table, facts, None,
    )  # fmt: skip


def _lit(row: BiasRow, domains: Sequence[str]) -> list[tuple[str, Sequence[Judged]]]:
    """The judgements of a study, domain by domain, the overall one last."""
    by_domain = {cell.domain: cell.judged for cell in row.cells}
    overall = (row.overall,) if row.overall is not None else ()
    return [*((domain, by_domain.get(domain, ())) for domain in domains), (msg("Overall"), overall)]


def _study(row: BiasRow, name: str, domains: Sequence[str], y: float, wide: float) -> tuple[list[Mark], float]:
    """The marks of a study, and where the next begins. Several judgements of one domain share its place."""
    words = lines_of(name, _LETTERS)
    marks = [text(0, y + 16 + _LINE * place, one, "label", plain="name") for place, one in enumerate(words)]
    for place, (_, judged) in enumerate(_lit(row, domains)):
        left, each = _NAMES + wide * place + 2, (wide - 4) / max(1, len(judged))
        for number, one in enumerate(judged or (None,)):
            found = one.judgement if one is not None else None
            tone, sign = (found.tone, found.sign) if found is not None else ("unknown", "?" if one is not None else "–")
            start, said = left + each * number, {"fact": one.fact.id} if one is not None else {"plain": "not stated"}
            marks.append(rect(start, y, start + each, y + _TILE, f"tile {tone}", **said))
            marks.append(text(start + each / 2, y + 15, sign, "sign", anchor="middle", **said))
    return marks, y + max(_TILE, _LINE * len(words)) + 8


def _names(judged: Sequence[Judged]) -> str:
    return ", ".join(one.fact.value for one in judged) or msg("not stated")


def _told(judged: Sequence[Judged]) -> Cell:
    return Cell(_names(judged), fact=" ".join(one.fact.id for one in judged))
