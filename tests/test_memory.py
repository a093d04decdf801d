"""What is remembered from load to load changes nothing of what a load finds."""

from __future__ import annotations

from pathlib import Path
from random import Random

from soak.mutants import mutate

from sitegen import sources
from sitegen.loading import Loaded, examine
from sitegen.memory import Memory, Same


def told(loaded: Loaded) -> tuple[object, ...]:
    """A load with its orders, which equal mappings do not compare."""
    graph = loaded.graph
    indexes = (graph.facts, graph.facts_about, graph.facts_touching, graph.facts_by_seed) if graph is not None else ()
    return loaded, [list(index.items()) for index in indexes]


def test_a_load_that_remembers_finds_what_one_without_memory_finds(root: Path) -> None:
    small, _ = sources.read(root / "tests/data/small")
    random, memory = Random(7), Memory()
    states = [small]
    graphs = 0
    for _ in range(120):
        # An editor goes on from the last state, mends it, or goes back to an earlier one.
        states.append(mutate(random, random.choice([states[-1], small, small, random.choice(states)]))[0])
        remembered = examine(states[-1], memory=memory, built="2026-11-22")
        memory.turn()
        assert told(remembered) == told(examine(states[-1], built="2026-11-22"))
        graphs += remembered.graph is not None
    assert graphs > 60


def test_a_value_is_made_again_once_two_loads_did_without_it() -> None:
    memory, made = Memory(), []
    key = Same("a text")
    for asked in (True, True, False, True, False, False, True):
        if asked:
            memory.get(key, lambda: made.append(1))
        memory.turn()
    assert len(made) == 3
    assert key != Same("".join(["a ", "text"])) and key == Same(key._value)
