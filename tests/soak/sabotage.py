"""`python -m soak.sabotage [--budget SECONDS] [--seed N] [--write]`: would the tests notice? One small fault at a time in the trust core.

A fault is a comparison turned, a bound moved, a condition negated, a sign or an arithmetic operation changed, a constant off by
one, a return value lost. The tests of the module run on a copy of the package that has it; a fault that they pass survives.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random as chance
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from soak.run import ROOT

__all__ = ["Fault", "faults"]

_TARGETS = {
    "quantities.py": ("test_quantities.py", "test_entailment.py", "test_validate.py"),
    "seeds.py": ("test_seeds.py", "test_entailment.py", "test_validate.py"),
    "audit": ("test_audit.py", "test_validate.py", "test_real_content.py"),
    "documents.py": ("test_documents.py", "test_blocks.py", "test_validate.py"),
    "publish.py": ("test_publish.py", "test_hardening.py"),
}
_COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_COMPUTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Pow: ast.Mult,
}


@dataclass(frozen=True)
class Fault:
    path: Path
    line: int
    what: str
    text: str
    """The whole module with the fault."""


def faults(path: Path) -> Iterator[Fault]:
    """Every fault of a module, one at a time."""
    tree = ast.parse(path.read_text())
    for number, node in enumerate(ast.walk(tree)):
        for what in _changes(node):
            changed = copy.deepcopy(tree)
            spot = next(one for place, one in enumerate(ast.walk(changed)) if place == number)
            _apply(spot)
            ast.fix_missing_locations(changed)
            yield Fault(
                path,
                getattr(node, "lineno", 0),
                f"{what} in `{ast.unparse(node).splitlines()[0][:90]}`",
                ast.unparse(changed),
            )


def _changes(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
        return ["comparison turned"]
    if isinstance(node, ast.BoolOp):
        return ["`and` and `or` exchanged"]
    if isinstance(node, ast.BinOp) and type(node.op) in _COMPUTED and not isinstance(node.left, ast.Constant):
        return ["operation changed"]
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        return ["condition negated"]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        return ["sign dropped"]
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return ["constant plus one"]
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        return ["result lost"]
    if isinstance(node, ast.Break | ast.Continue):
        return ["jump exchanged"]
    return []


def _apply(node: ast.AST) -> None:
    if isinstance(node, ast.Compare):
        node.ops[0] = _COMPARED[type(node.ops[0])]()
    elif isinstance(node, ast.BoolOp):
        node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    elif isinstance(node, ast.BinOp):
        node.op = _COMPUTED[type(node.op)]()
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        node.test = ast.UnaryOp(ast.Not(), node.test)
    elif isinstance(node, ast.UnaryOp):
        node.op = ast.UAdd() if isinstance(node.op, ast.USub) else node.op
        if isinstance(node.op, ast.Not):
            node.operand = ast.UnaryOp(ast.Not(), node.operand)
    elif isinstance(node, ast.Constant):
        node.value += 1  # type: ignore[operator]
    elif isinstance(node, ast.Return):
        node.value = ast.Constant(None)
    elif isinstance(node, ast.Break | ast.Continue):
        node.__class__ = ast.Continue if isinstance(node, ast.Break) else ast.Break  # type: ignore[assignment]


def _modules(target: str) -> list[Path]:
    path = ROOT / "sitegen" / target
    return (
        [path]
        if path.is_file()
        else sorted(one for one in path.glob("*.py") if one.name not in {"__init__.py", "table.py"})
    )


def _noticed(fault: Fault, package: Path, tests: tuple[str, ...]) -> bool:
    """Whether a test fails, or none ends, where the package has this fault."""
    spoilt = package / "sitegen" / fault.path.relative_to(ROOT / "sitegen")
    whole = spoilt.read_text()
    spoilt.write_text(fault.text)
    command = [
        sys.executable,
        "-c",
        "import sys, pytest; sys.exit(pytest.main())",
        "-x",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
    ]
    try:
        for test in tests:
            done = subprocess.run(
                [*command, f"tests/{test}"], cwd=ROOT, capture_output=True, check=False, timeout=120,
                env={**os.environ, "PYTHONPATH": str(package), "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            )  # fmt: skip
            if done.returncode > 2:
                raise SystemExit(f"{test} cannot be run: {done.stdout.decode()[-500:]}")
            if done.returncode != 0:
                return True
        return False
    except subprocess.TimeoutExpired:
        return True
    finally:
        spoilt.write_text(whole)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m soak.sabotage", description=__doc__)
    parser.add_argument("targets", nargs="*", default=list(_TARGETS))
    parser.add_argument("--budget", type=float, default=600, metavar="SECONDS", help="for each target")
    parser.add_argument("--seed", type=int, default=None)
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else chance.SystemRandom().randrange(1_000_000)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="sabotage-") as folder:
        package = Path(folder)
        shutil.copytree(ROOT / "sitegen", package / "sitegen", ignore=shutil.ignore_patterns("__pycache__"))
        (package / "templates").symlink_to(ROOT / "templates")
        for target in given.targets:
            everything = [fault for path in _modules(target) for fault in faults(path)]
            chance.Random(f"{seed} {target}").shuffle(everything)
            began, tried, survivors = time.monotonic(), 0, []
            for fault in everything:
                if time.monotonic() - began > given.budget:
                    break
                tried += 1
                if not _noticed(fault, package, _TARGETS[target]):
                    survivors.append(fault)
                    print(f"  survives: {fault.path.name}:{fault.line}: {fault.what}", flush=True)
            share = f"{(tried - len(survivors)) / tried:.0%}" if tried else "none tried"
            print(
                f"{target}: {tried} of {len(everything)} faults, {tried - len(survivors)} noticed ({share})", flush=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
