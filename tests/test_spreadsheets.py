"""What a spreadsheet makes of our tables: LibreOffice opens a CSV file and a workbook whose every text begins as a formula."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from soak.canaries import FORMULAS
from soak.sites import lay, planted

from sitegen.dataset.model import Column, Table, csv_bytes
from sitegen.delivery.extras import extras
from sitegen.loading import examine
from sitegen.messages import msg
from sitegen.preparing import prepare


def test_no_text_of_ours_is_a_formula_there(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("NO LIBREOFFICE ON THIS MACHINE: what a spreadsheet makes of our tables was not tested")
    given = iter(FORMULAS * 20)
    letters = str.maketrans("0123 ", "abcd-")
    files, used = planted(lambda name: name if name == "page body" else f"{next(given)} x{name.translate(letters)}")
    prepared = prepare(lay(files, tmp_path / "site"), examine(files))
    made = {one.path: one.data for one in (*prepared.everything(), *extras(prepared, (), compress=False))}
    for path in ("data/facts.csv", "markets/pumps/estimates.xlsx"):
        (tmp_path / Path(path).name).write_bytes(made[path])
    sheets = [tmp_path / "facts.csv", tmp_path / "estimates.xlsx"]
    command = [
        office,
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
        tmp_path,
    ]
    subprocess.run([*command, *sheets], check=True, capture_output=True, timeout=300)
    for name in ("facts", "estimates"):
        shown = (tmp_path / f"{name}.fods").read_text("utf-8")
        # A workbook's truth values are shown by functions without an argument; nothing else is computed.
        assert set(re.findall(r'table:formula="([^"]*)"', shown)) <= {"of:=TRUE()", "of:=FALSE()"}
        assert 'office:value-type="float"' in shown
        assert any(text.split()[-1] in shown for text in used.values())


def test_a_text_that_remembers_its_message_is_no_formula_either() -> None:
    """What is computed has such texts: "-0.96 percentage points" begins as a formula does."""
    cells = (msg("{gap} percentage points", gap="-0.96"), "-x", -0.96, None, True)
    table = Table("x", "X", "All.", ("a",), tuple(Column(name, "string", "A text.") for name in "abcde"), (cells,))
    assert csv_bytes(table).decode().splitlines()[1] == "'-0.96 percentage points,'-x,-0.96,,true"
