"""The drawings of a study's or a treatment's page: what was found, who responded, how studies were chosen and judged.

Comes in: `Evidence`, the names of topics, a language. Goes out: its sketches. Apart from the views, because files and embedded
pages show the same drawings without the page around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sitegen.charts.forest import Light, forest_sketch
from sitegen.charts.icons import icons_sketch
from sitegen.charts.lights import bias_bars, bias_lights
from sitegen.charts.network import network_sketch
from sitegen.charts.responses import responses_sketch
from sitegen.charts.selection import flow_sketch
from sitegen.charts.sketch import Sketch
from sitegen.evidence.gather import Evidence
from sitegen.evidence.model import BiasRow
from sitegen.evidence.responses import by_design
from sitegen.languages import ENGLISH, Language
from sitegen.messages import msg

__all__ = ["bias_id", "by_tool", "evidence_sketches", "icons_id", "lights_id"]

Name = Callable[[str], str]


def evidence_sketches(one: Evidence, name: Name, language: Language = ENGLISH) -> Iterator[Sketch]:
    """Those that there is something to draw for, each with the part of the page under which it stands."""
    for part, sketch in _drawn(one, name, language):
        if sketch is not None:
            yield replace(sketch, section=f"#synthesis-{part}")


def icons_id(topic: str, outcome: int, result: int) -> str:
    """The id of the drawing of one result of an outcome, both numbered from 1."""
    return f"{topic}-icons-{outcome}-{result}"


def bias_id(topic: str, tool: str) -> str:
    """The id of the bars of what was judged with one tool."""
    return f"{topic}-{tool or 'bias'}"


def lights_id(topic: str, tool: str) -> str:
    """The id of the lights of what was judged with one tool, study by study."""
    return f"{bias_id(topic, tool)}-lights"


def by_tool(rows: Sequence[BiasRow]) -> dict[str, list[BiasRow]]:
    """Judgements by the id of the tool, in the order of the studies."""
    found: dict[str, list[BiasRow]] = {}
    for row in rows:
        found.setdefault(row.tool.id if row.tool is not None else "", []).append(row)
    return found


def _drawn(one: Evidence, name: Name, language: Language) -> Iterator[tuple[str, Sketch | None]]:
    topic, found = one.scope.topic, "findings-by-outcome"
    for number, outcome in enumerate(one.outcomes, 1):
        for place, result in enumerate(outcome.results, 1):
            label = msg("{outcome}, {study}", outcome=outcome.label, study=name(result.study))
            yield found, icons_sketch(icons_id(topic, number, place), label, result.arms, name)
    lights = _lights(one.bias)
    difference, ratio = msg("Difference between arms, study by study"), msg("Risk ratio, study by study")
    yield found, forest_sketch(f"{topic}-difference", difference, "difference", one.outcomes, lights, name)
    yield found, forest_sketch(f"{topic}-ratio", ratio, "ratio", one.outcomes, lights, name)
    if one.network is not None:
        yield found, network_sketch(f"{topic}-network", msg("Who was compared with whom"), one.network, name)
    title = msg("Who had which result, treatment by treatment")
    yield "responses", responses_sketch(f"{topic}-responses", title, by_design(one.responses), name)
    for tool, rows in by_tool(one.bias).items():
        yield "risk-of-bias-table", bias_lights(lights_id(topic, tool), rows, name, language)
        yield "risk-of-bias-table", bias_bars(bias_id(topic, tool), rows)
    if one.flow is not None:
        yield "flow", flow_sketch(f"{topic}-flow", msg("Records, step by step"), one.flow, language)


def _lights(rows: Sequence[BiasRow]) -> dict[str, tuple[Light, ...]]:
    """Of each study its judgements in the order of the domains, the overall one last."""
    found = {}
    for row in rows:
        judged = [one for cell in row.cells for one in cell.judged] + ([row.overall] if row.overall is not None else [])
        found[row.study] = tuple(Light(one.judgement, one.fact.id) for one in judged if one.judgement is not None)
    return found
