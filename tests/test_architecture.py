"""The house stands as README draws it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "sitegen"
MODULES = sorted(
    path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".") for path in PACKAGE.rglob("*.py")
)
TOP_LEVEL = {
    "pyproject.toml",
    "README.md",
    "content",
    "templates",
    "sitegen",
    "seeds",
    "tests",
    "Makefile",
    "LICENSE",
    "CHANGELOG.md",
    "requirements.lock",
    "requirements-dev.lock",
}


def source(module: str) -> ast.Module:
    path = PACKAGE.parent / (module.replace(".", "/") + ".py")
    return ast.parse(path.read_text())


def imports(module: str) -> set[str]:
    """The modules of ours that one imports, type-only and late imports included."""
    found = set()
    for node in ast.walk(source(module)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sitegen"):
            base = node.module or ""
            found |= {name for alias in node.names if (name := f"{base}.{alias.name}") in MODULES} or {base}
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name in MODULES}
    return {name if name in MODULES else f"{name}.__init__" for name in found}


def test_the_top_level_holds_what_it_may(root: Path) -> None:
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files"], capture_output=True, text=True, check=False
    ).stdout.split("\n")
    names = {line.split("/")[0] for line in listed if line}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


def test_no_imports_run_in_a_circle() -> None:
    graph = {module: imports(module) for module in MODULES}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " → ".join((*path, module))
        if module not in done:
            for other in sorted(graph.get(module, ())):
                visit(other, (*path, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


@pytest.mark.parametrize("module", [module for module in MODULES if not module.endswith("__init__")])
def test_every_module_says_what_it_is_for_and_what_it_offers(module: str) -> None:
    tree = source(module)
    assert ast.get_docstring(tree)
    names = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert "__all__" in names


def test_every_module_imports_alone() -> None:
    # One process, that forgets our modules before each: starting two hundred would take minutes.
    code = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    for ours in [one for one in sys.modules if one.partition('.')[0] == 'sitegen']: del sys.modules[ours]\n"
        "    importlib.import_module(name)\n"
    )
    names = [module.removesuffix(".__init__") for module in MODULES]
    subprocess.run([sys.executable, "-W", "error", "-c", code, *names], check=True)


def test_the_module_table_of_readme_is_the_code(root: Path) -> None:
    table = set(re.findall(r"^\| `([a-z_/]+)` \|", (root / "README.md").read_text(), re.MULTILINE))
    code = {m.removeprefix("sitegen.").split(".")[0] for m in MODULES if m != "sitegen.__init__"}
    packages = {name for name in code if (PACKAGE / name).is_dir()}
    assert table == {f"{name}/" if name in packages else name for name in code}


def test_files_and_functions_hold_one_idea_each() -> None:
    for module in MODULES:
        tree = source(module)
        path = PACKAGE.parent / (module.replace(".", "/") + ".py")
        assert len(path.read_text().splitlines()) <= 420, module
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno <= 70, f"{module}.{node.name}"


EFFECTS = {
    "open content": (
        {"read_bytes", "read_text"},
        {
            "sources",
            "assets",
            "registry",
            "scaffold",
            "cli",
            "terminal",
            "authoring",
            "serve",
            "live",
            "staging",
            "memo",
            "shards",
        },
    ),
    "write": (
        {"write_bytes", "write_text", "rename", "mkdir"},
        {"publish", "registry", "writing", "authoring", "staging"},
    ),
    "environment": ({"environ"}, {"history", "terminal"}),
    "run": ({"Popen", "check_output"}, set()),
}


@pytest.mark.parametrize("effect", EFFECTS)
def test_effects_happen_in_named_places(effect: str) -> None:
    names, allowed = EFFECTS[effect]
    for module in MODULES:
        used = {node.attr for node in ast.walk(source(module)) if isinstance(node, ast.Attribute)} & names
        assert not used or module.split(".")[-1] in allowed, f"{module} uses {used}"


def test_nothing_asks_the_clock() -> None:
    for module in MODULES:
        for node in ast.walk(source(module)):
            if isinstance(node, ast.Attribute):
                asked = node.attr in {"now", "today", "utcnow"}
                assert not asked or module == "sitegen.hosting", module  # `health`, which is about today


def test_check_imports_no_heavy_library(root: Path) -> None:
    code = (
        "import sys; sys.argv = ['sitegen', 'check', '--root', sys.argv[1]]\n"
        "from sitegen.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted(set(sys.modules) & {'plotly', 'scipy', 'numpy', 'pandas', 'jinja2', 'babel'}))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(root)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
