"""Fixtures: the repository, sites built from it, a browser, and cases that are files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from served import served

from sitegen.build import build

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
OWN = ("http://localhost", "data:", "blob:")
"""How the addresses begin that a page may ask for."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-expected", action="store_true", help="rewrite the reports that cases expect (never in CI)"
    )


@dataclass(frozen=True)
class Case:
    """A case file: files laid over the small site, and the report that `check` must print."""

    path: Path

    @property
    def files(self) -> dict[str, bytes]:
        return {name: data for name, data in self._parts() if name != "report"}

    @property
    def report(self) -> str:
        return dict(self._parts())["report"].decode("utf-8")

    def _parts(self) -> list[tuple[str, bytes]]:
        pieces = self.path.read_bytes().split(b"=== ")[1:]
        return [(head.decode(), body) for head, _, body in (piece.partition(b"\n") for piece in pieces)]

    def rewrite(self, report: str) -> None:
        data = self.path.read_bytes()
        self.path.write_bytes(data[: data.rindex(b"=== report\n")] + b"=== report\n" + report.encode())


_LONG = {"test_workflows", "test_wheel"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes a minute comes first: last, it would keep one worker busy while the others have nothing left."""
    items.sort(key=lambda item: item.path.stem not in _LONG)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        cases = sorted((DATA / "invalid").glob("*.case"))
        metafunc.parametrize("case", [Case(path) for path in cases], ids=[path.stem for path in cases])


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A fresh copy of the small site."""
    return shutil.copytree(DATA / "small", tmp_path / "small")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real content, built: the folder that holds content/, seeds/ and public/."""
    folder = tmp_path_factory.mktemp("real")
    for name in ("content", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    built = build(folder, folder / "public")
    assert built.published, built.summary
    return folder


@pytest.fixture(scope="session")
def heat_pumps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second site, on another subject, in euros, tonnes and decimal commas, built likewise."""
    folder = shutil.copytree(DATA / "heat-pumps", tmp_path_factory.mktemp("second") / "heat-pumps")
    built = build(folder, folder / "public", strict=True)
    assert built.published, built.summary
    return folder


@pytest.fixture(scope="session")
def address(real: Path) -> Iterator[str]:
    """Where the built real site is served."""
    with served(real / "public") as there:
        yield there


@pytest.fixture
def quiet(page: Page) -> Iterator[Page]:
    """A page on which nothing may go wrong: no error, no violation of the policy, no request to elsewhere."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(OWN) else said.append(request.url))
    yield page
    assert said == []


def chromium() -> str | None:
    named = os.environ.get("SITEGEN_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    path = chromium()
    if path is None:
        if os.environ.get("SITEGEN_REQUIRE_BROWSER"):
            pytest.fail("SITEGEN_REQUIRE_BROWSER is set and there is no Chromium")
        pytest.skip("NO CHROMIUM ON THIS MACHINE: nothing of what readers see in a browser was tested")
    from playwright.sync_api import expect

    expect.set_options(timeout=20_000)  # a busy machine draws late
    flags = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update"
    return {"executable_path": path, "args": [f"--{flag}" for flag in f"{flags} disable-sync".split()]}


@pytest.fixture
def texts(root: Path) -> dict[str, str]:
    """The documents' full texts by seed; skips where they are not at hand."""
    found = {path.stem: path.read_text("utf-8") for path in sorted((root / "seeds" / "documents").glob("*.txt"))}
    if not found:
        pytest.skip("seeds/documents/ holds no texts: see seeds/README.md")
    return found
