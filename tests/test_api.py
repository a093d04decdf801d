"""The stable interface: a dozen names, lazily; tables that are data frames where pandas is; references that are the code's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from references import api_reference, template_reference

import sitegen
from sitegen import api


def test_every_name_is_there_and_says_what_it_gives() -> None:
    assert set(sitegen.__all__) - {"__version__"} == set(api.__all__)
    assert len(api.__all__) == 12
    for name in api.__all__:
        assert getattr(sitegen, name) is getattr(api, name)
        assert getattr(api, name).__doc__
    assert callable(sitegen.audit) and sitegen.audit.__name__ == "sitegen.audit"  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="no attribute 'lod'"):
        sitegen.lod  # noqa: B018


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    code = "import sitegen, sys; print(sorted(name for name in sys.modules if name.startswith('sitegen')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['sitegen']\n"


def test_help_imports_neither_stages_nor_libraries() -> None:
    code = (
        "import sys; sys.argv = ['sitegen', '--help']\nfrom sitegen.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        "print(sorted(set(sys.modules) & {'pandas', 'numpy', 'pydantic', 'jinja2', 'yaml', 'plotly', 'sitegen.loading', 'sitegen.build', 'sitegen.api'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_tables_are_data_frames(heat_pumps: Path) -> None:
    pandas = pytest.importorskip("pandas")
    site = sitegen.load(heat_pumps)
    facts, findings = sitegen.fact_table(site), sitegen.finding_table(site)
    assert isinstance(facts, pandas.DataFrame)
    sizes = facts[(facts.measure == "turnover") & (facts.about == "heat-pumps")].set_index("id").amount
    assert sizes["alpine-outlook/turnover-2024"] == 1_250_500_000
    assert set(findings.rule) == {one.rule for one in sitegen.audited(site) if one.state != "exact"}
    assert set(sitegen.estimate_table(site).seed) == {"alpine-outlook", "valley-survey"}
    assert sitegen.derived_table(site).formula.str.len().min() > 0


def test_tables_are_rows_where_there_is_no_pandas(heat_pumps: Path) -> None:
    code = (
        "import sys; sys.modules['pandas'] = None\nimport sitegen\n"
        "rows = sitegen.fact_table(sitegen.load(sys.argv[1]))\nprint(type(rows).__name__, len(rows), rows[0]['id'])"
    )
    done = subprocess.run([sys.executable, "-c", code, heat_pumps], capture_output=True, text=True, check=True)
    assert done.stdout == "list 33 alpine-outlook/turnover-2024\n"


def test_quotes_and_quantities_are_read_as_everywhere(heat_pumps: Path) -> None:
    text = (heat_pumps / "seeds/documents/valley-survey.txt").read_text()
    document = sitegen.fingerprint(text)
    (place,) = sitegen.places("worth EUR 2.4 billion in 2024", document)
    assert place[1] - place[0] == 6
    assert sitegen.places("worth EUR 2.5 billion in 2024", document) == ()
    read = sitegen.quantity("1.250,5 Millionen EUR", "comma")
    assert (read.amount, read.unit) == (1_250_500_000, "EUR")


def test_a_site_is_examined_in_memory_and_built(small: Path) -> None:
    files = {path.relative_to(small).as_posix(): path.read_bytes() for path in small.rglob("*") if path.is_file()}
    assert sitegen.examine(files).problems == ()
    assert sitegen.build_site(small, small / "out", strict=True).published
    assert (small / "out/index.html").is_file()
    assert "growth-arithmetic" in {rule.name for rule in sitegen.rules()}


@pytest.mark.parametrize(
    ("path", "made"), [("sitegen/API.md", api_reference), ("templates/README.md", template_reference)]
)
def test_references_in_all_cases_are_the_code(root: Path, request: pytest.FixtureRequest, path: str, made) -> None:  # type: ignore[no-untyped-def]
    text = made()
    if request.config.getoption("--rewrite-expected"):
        (root / path).write_text(text, "utf-8")
    assert (root / path).read_text("utf-8") == text
