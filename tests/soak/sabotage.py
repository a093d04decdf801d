"""`python -m soak.sabotage [MODULE …] [--cases N | --budget SECONDS] [--seed N] [--only TEXT] [--again] [--write]`: would the tests notice a small fault?

Every fault of a module (`operators`) is one case; the seed says in which order they are tried. The tests are collected once, each is
run once to see which lines it runs, and each fault is put into a fork of that process, where the tests that run its line are
run, the cheapest first, until one fails. A fault that they all pass survives, and must be answered in survivors.json.
"""

from __future__ import annotations

import argparse
import functools
import gc
import os
import random as chance
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import coverage
import pytest

from soak import scores
from soak.operators import Fault, faults
from soak.run import ROOT, box
from soak.scores import Score

__all__ = ["TARGETS", "everything"]

TARGETS = {
    "quantities": ("quantities.py",),
    "seeds": ("seeds.py",),
    "audit": tuple(f"audit/{path.name}" for path in sorted((ROOT / "sitegen/audit").glob("*.py"))),
}


def everything(target: str) -> list[Fault]:
    """Every fault of a module, or of each module of a package."""
    return [fault for name in TARGETS[target] for fault in faults(ROOT / "sitegen" / name)]


_TESTS = (
    "quantities", "seeds", "tokens", "audit", "entailment", "validate", "estimates", "align", "documents", "evidence", "upgrades",
    "extract_recognisers", "markup", "quantity_words", "seed_quotes",
)  # fmt: skip
_DEAREST, _LONGEST, _MOST = 0.5, 45, 4 << 30
"""Seconds of the processor: tests that take longer are left out, faults that take longer do not end, which is noticed; and so are
those that would fill so many bytes."""


def _codes(code: CodeType, name: str = "") -> Iterator[tuple[str, CodeType]]:
    """The outermost functions of a module, by name; those of its classes with them."""
    for one in code.co_consts:
        if isinstance(one, CodeType) and not one.co_name.startswith("<"):
            if one.co_flags & 1:
                yield f"{name}{one.co_name}", one
            else:
                yield from _codes(one, f"{one.co_name}.")


class _Known:
    """What faults are put into: looked for once, as there are a million values to look through."""

    def __init__(self, files: Sequence[str]) -> None:
        gc.unfreeze()  # to load a site freezes what is there, which nobody would find then
        values = gc.get_objects()
        self.caches = [one for one in values if isinstance(one, functools._lru_cache_wrapper)]
        self.functions = [one for one in values if isinstance(one, FunctionType) and one.__code__.co_filename in files]


def _spoil(fault: Fault, known: _Known) -> None:
    """Put the fault into this process: other code into the functions that exist, other values under the names that others hold."""
    name = ".".join(fault.path.relative_to(ROOT).with_suffix("").parts)
    module, code = sys.modules[name], fault.code
    if fault.function:
        new = dict(_codes(code))[fault.function]
        for one in known.functions:
            old = (one.__code__.co_filename, one.__code__.co_qualname, one.__code__.co_firstlineno)
            if old == (str(fault.path), fault.function, new.co_firstlineno):
                one.__code__ = new
    else:
        _rename(module, code)
    for cache in known.caches:
        cache.cache_clear()


def _fits(fault: Fault, known: _Known) -> bool:
    try:
        _spoil(fault, known)
    except Exception:
        return False
    return True


def _rename(module: ModuleType, code: CodeType) -> None:
    """The values that stand in the module, made again with the fault, wherever the old ones were taken to."""
    space: dict[str, Any] = {key: value for key, value in vars(module).items() if key.startswith("__")}
    exec(code, space)
    for name, new in space.items():
        old = vars(module).get(name)
        if name.startswith("__") or isinstance(new, type | FunctionType | ModuleType) or old is new:
            continue
        for other in [one for key, one in sys.modules.items() if key.startswith(("sitegen", "test_"))]:
            for key, value in list(vars(other).items()):
                if value is old:
                    setattr(other, key, new)


class _Sabotage:
    """The plugin: it runs the collected tests in its own way."""

    def __init__(self, given: argparse.Namespace, seed: int, lines: coverage.Coverage, folder: Path) -> None:
        self.box = folder
        """Where tests lay their files: emptied of those of each fork."""
        self.given, self.seed, self.lines = given, seed, lines
        self.rows: list[Score] = []
        self.answers = scores.answers()
        self.noticed = Counter[pytest.Item]()
        self.before = {row.target: row for row in scores.read()}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        cost = self._measure(session)
        self.lines.stop()
        self.known = _Known([str(ROOT / "sitegen" / name) for target in self.given.targets for name in TARGETS[target]])
        cost = self._steady(cost)
        for target in self.given.targets:
            drawn = everything(target)
            chance.Random(f"{self.seed} {target}").shuffle(drawn)
            began, survivors, tried = time.monotonic(), list[Fault](), 0
            for fault in drawn:
                if time.monotonic() - began > self.given.budget or tried == self.given.cases:
                    break
                if self.given.only not in fault.key or (self.given.again and not self._survived(target, fault)):
                    continue
                tried += 1
                tests = self._running(fault, cost)
                # Those that noticed others first: most faults are noticed by few tests.
                if not self._tried(fault, sorted(tests, key=lambda one: (cost[one] + 0.02) / (1 + self.noticed[one]))):
                    survivors.append(fault)
                    print(f"  survives {len(tests)} tests: {fault.line}: {fault.key}", flush=True)
            self._tell(target, len(drawn), tried, survivors)
        return True

    def _survived(self, target: str, fault: Fault) -> bool:
        return target in self.before and fault.key in self.before[target].survivors

    def _running(self, fault: Fault, cost: dict[pytest.Item, float]) -> list[pytest.Item]:
        """The tests that come by; where the line has run before any did, those that come by anywhere in the module."""
        lines = self.lines.get_data().contexts_by_lineno(str(fault.path))
        names = {name for line in fault.lines for name in lines.get(line, ())}
        if not fault.function or "" in names:
            names = {name for found in lines.values() for name in found}
        return [one for one in cost if one.nodeid in names]

    def _measure(self, session: pytest.Session) -> dict[pytest.Item, float]:
        """Every test once: what it costs, and, in `lines`, where it comes by. Those that fail by themselves are left out."""
        cost = {}
        for item, after in zip(session.items, [*session.items[1:], session.items[-1]], strict=True):
            self.lines.switch_context(item.nodeid)
            began = time.process_time()
            if all(one.passed for one in _run(item, after)):
                cost[item] = time.process_time() - began
        chosen = {one: took for one, took in cost.items() if took < _DEAREST}
        print(f"{len(chosen)} tests of {len(session.items)}, {sum(chosen.values()):.0f} s", flush=True)
        return chosen

    def _steady(self, cost: dict[pytest.Item, float]) -> dict[pytest.Item, float]:
        """The control: the tests that pass in a fork without any fault."""
        tests = list(cost)
        failing = set(self._failing(None, tests, until=len(tests)))
        for number in failing:
            print("  fails in a fork:", tests[number].nodeid)
        print(f"{len(tests) - len(failing)} of them pass in a fork too", flush=True)
        return {item: cost[item] for number, item in enumerate(tests) if number not in failing}

    def _tried(self, fault: Fault, tests: Sequence[pytest.Item]) -> bool:
        failing = self._failing(fault, tests, until=1) if tests else []
        if failing and failing[0] >= 0:
            self.noticed[tests[failing[0]]] += 1
        return bool(failing)

    def _failing(self, fault: Fault | None, tests: Sequence[pytest.Item], until: int) -> list[int]:
        """The numbers of the first failing tests in a fork with the fault; [-1] where it fails on the way, or does not end."""
        reader, writer = os.pipe()
        kept = set(self.box.iterdir())
        child = os.fork()
        if child == 0:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
            os.dup2(null, 2)
            try:
                resource.setrlimit(resource.RLIMIT_CPU, (_LONGEST, _LONGEST + 1))
                resource.setrlimit(resource.RLIMIT_AS, (_MOST, _MOST))
                if fault is not None and not _fits(fault, self.known):
                    os.write(writer, b"-1\n")  # a module that cannot even be loaded with it
                    os._exit(0)
                tests[0].session._setupstate.teardown_exact(tests[0])
                for number, (item, after) in enumerate(zip(tests, [*tests[1:], tests[-1]], strict=True)):
                    if any(one.failed for one in _run(item, after)):
                        os.write(writer, f"{number}\n".encode())
                        until -= 1
                    if not until:
                        break
                os._exit(0)
            except BaseException:
                os.write(writer, f"{traceback.format_exc()}\n".encode())
                os._exit(2)
        os.close(writer)

        with os.fdopen(reader) as pipe:
            said = pipe.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        for left in set(self.box.iterdir()) - kept:
            shutil.rmtree(left)
        if status > 0:
            raise SystemExit(said)
        # Killed by its limit of time: it does not end.
        return [*map(int, said.split()), *([-1] if status else [])]

    def _tell(self, target: str, whole: int, tried: int, survivors: list[Fault]) -> None:
        names = tuple(sorted(fault.key for fault in survivors))
        if self.given.again:
            # The others were noticed before, by tests that are still there.
            tried = self.before[target].tried
        row = Score(target, whole, tried, tried - len(names), self.seed, names)
        print(f"{target}: {tried} of {whole} faults, {row.noticed} noticed ({row.share})", flush=True)
        for name in names:
            if name not in self.answers:
                print(f"  not answered: {name}")
        self.rows.append(row)


def _run(item: pytest.Item, after: pytest.Item) -> list[pytest.TestReport]:
    """One test; what the session holds is kept, as another follows."""
    from _pytest.runner import runtestprotocol

    return runtestprotocol(item, log=False, nextitem=after)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m soak.sabotage", description=__doc__)
    parser.add_argument("targets", nargs="*", default=list(TARGETS))
    parser.add_argument("--budget", type=float, default=10**6, metavar="SECONDS", help="for each module")
    parser.add_argument("--cases", type=int, default=-1, metavar="N", help="faults of each module")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", default="", metavar="TEXT", help="faults whose name has this")
    parser.add_argument("--again", action="store_true", help="the survivors of the last run that was written")
    parser.add_argument("--write", action="store_true", help="renew sabotage.json and the tables")
    given = parser.parse_args()
    if given.write and (given.only or given.cases >= 0):
        parser.error("--write is for a whole run, or for what survived the last one")
    seed = given.seed if given.seed is not None else chance.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}", flush=True)
    looked_at = [str(ROOT / "sitegen" / name) for target in given.targets for name in TARGETS[target]]
    lines = coverage.Coverage(data_file=None, include=looked_at, messages=False, config_file=False)
    folder = tempfile.TemporaryDirectory(prefix="soak-sabotage-", dir=box())
    plugin = _Sabotage(given, seed, lines, Path(folder.name) / "tests")
    lines.start()
    options = [
        "-q",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:faulthandler",
        f"--basetemp={plugin.box}",
        "--no-header",
    ]
    status = pytest.main([*options, *(f"tests/test_{name}.py" for name in _TESTS)], plugins=[plugin])
    folder.cleanup()
    if given.write:
        scores.write(plugin.rows)
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
