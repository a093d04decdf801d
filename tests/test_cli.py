"""Exit statuses, messages, and what each command writes."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.schema import schemas


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sitegen.cli", *arguments], capture_output=True, text=True, check=False, **options
    )  # type: ignore[call-overload,no-any-return]


def test_check_is_fine_on_fine_content_and_writes_nothing(small: Path) -> None:
    before = sorted(small.rglob("*"))
    done = run("check", "--root", str(small))
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        done.stdout == "11 facts proved by their quotes, from 1 document, on 2 topics; 0 errors, 0 warnings, 1 note\n"
    )
    assert sorted(small.rglob("*")) == before


def test_check_fails_on_an_error_and_prints_it(small: Path) -> None:
    facts = small / "content/facts/pumps-a.yaml"
    facts.write_text(facts.read_text().replace("410.0 million\n  quote", "411.0 million\n  quote"))
    done = run("check", "--root", str(small))
    assert done.returncode == 1
    assert "content/facts/pumps-a.yaml:6:10: error[value-not-in-quote]" in done.stderr
    assert "the quote says 410.0 million" in done.stderr
    as_json = json.loads(run("check", "--root", str(small), "--format", "json").stdout)
    assert as_json["problems"][0]["line"] == 6


def test_a_wrong_call_exits_with_2(small: Path) -> None:
    assert run("chek").returncode == 2
    assert run("check", "--no-such-option").returncode == 2
    assert run("seed", "add", str(small / "nothing.txt"), "--id", "x").returncode == 2


def test_a_missing_site_is_an_error_of_the_content_with_a_hint(tmp_path: Path) -> None:
    done = run("check", "--root", str(tmp_path))
    assert done.returncode == 1
    assert "content/site.yaml" in done.stderr and "--root DIR" in done.stderr


def test_an_output_that_cannot_be_written_exits_with_3(small: Path) -> None:
    (small / "file").write_text("")
    done = run("build", "--root", str(small), "--output", str(small / "file" / "public"))
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_build_writes_the_site(small: Path) -> None:
    done = run("build", "--root", str(small))
    assert done.returncode == 0
    assert (small / "public/markets/heat-pumps/index.html").is_file()


def test_seed_add_registers_a_text_once(small: Path, tmp_path: Path) -> None:
    text = tmp_path / "report.txt"
    text.write_text("The pump market grew again, as everybody had expected.\n")
    arguments = ("seed", "add", str(text), "--root", str(small), "--id", "pumps-b", "--label", "Pumps B: more")
    assert run(*arguments).returncode == 0
    record = (small / "seeds/pumps-b.yaml").read_text()
    assert 'label: "Pumps B: more"' in record
    assert "publisher: not stated" in record
    assert hashlib.sha256(text.read_bytes()).hexdigest() in record
    assert run("check", "--root", str(small)).returncode == 0
    text.write_text("Another text altogether stands here now.\n")
    done = run(*arguments)
    assert done.returncode == 2
    assert "record of another text" in done.stderr


@pytest.mark.parametrize("kind", schemas())
def test_schema_prints_each_kind(kind: str) -> None:
    done = run("schema", kind)
    assert json.loads(done.stdout)["$schema"].startswith("https://json-schema.org/")


def test_help_names_every_command() -> None:
    said = run("--help").stdout
    assert all(f"  {command} " in said for command in ("build", "check", "schema", "seed", "serve"))


def test_check_fits_into_a_gigabyte(small: Path) -> None:
    if shutil.which("prlimit") is None:
        pytest.skip("prlimit is not on this machine")
    done = subprocess.run(
        ["prlimit", "--as=1000000000", sys.executable, "-m", "sitegen.cli", "check", "--root", str(small)], check=False
    )
    assert done.returncode == 0
