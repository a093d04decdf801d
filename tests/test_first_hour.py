"""The first hour of README: from a PDF on the desk to a published page, each step a command."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pypdf")

REPORT = (
    "Electric ferries, a survey. This text was written as an example and describes no real market.",
    "The electric ferry market was valued at USD 310.0 million in 2024 and is projected to reach USD 497.0",
    "million by 2030, growing at a CAGR of 8.2% during the forecast period 2024 to 2030. The market is",
    "segmented by vessel into Passenger, Vehicle and Cargo. Passenger vessels accounted for 58.0% of sales in",
    "2024. North America is the largest region. Quieter harbours are a key driver of the market.",
    "Captains who have steered both kinds say that the silence takes a week to get used to and a day to love.",
    "Charging in a narrow harbour is a matter of timetable, and the timetable is a matter of tides. The yards",
    "build what the islands order, and the islands order what the ministry pays for. A small operator in the",
    "south has converted an old hull by hand. Nobody has yet counted the gulls that follow a boat without",
    "smoke, though two skippers swear that there are more of them than before the change.",
)


def pdf(lines: tuple[str, ...]) -> bytes:
    """One page with these lines."""
    drawn = "BT /F1 9 Tf 11 TL 40 780 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return (made + end).encode("latin-1")


def commands(root: Path) -> list[str]:
    part = (root / "README.md").read_text().partition("## A first hour\n")[2].partition("\n## ")[0]
    return re.findall(r"^    (\S.*)$", part, re.MULTILINE)


def test_from_a_pdf_to_a_published_page(root: Path, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(pdf(REPORT))
    folder, said = tmp_path, {}
    environment = {**os.environ, "PYTHONPATH": str(root)}
    for command in commands(root):
        tool, *arguments = shlex.split(command)
        if tool == "cd":
            folder /= arguments[0]
            continue
        assert tool == "sitegen"
        if arguments == ["check", "--strict"]:
            facts = folder / "content/facts/ferries.yaml"
            assert facts.read_text().count("\nstatus: draft\n") == 1
            facts.write_text(facts.read_text().replace("\nstatus: draft\n", "\n", 1))
        done = subprocess.run(
            [sys.executable, "-m", "sitegen.cli", *arguments],
            cwd=folder, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}\n{done.stderr}{done.stdout}"
        said[command] = done.stdout + done.stderr
    assert "7 drafts left out; 0 errors" in said["sitegen check"]
    assert "0 errors, 0 warnings" in said["sitegen check --strict"] and "drafts" not in said["sitegen check --strict"]
    rows = {row["id"]: row for row in json.loads((tmp_path / "www/data/facts.json").read_text())}
    assert rows["ferries/size-2024"]["amount"] == 310_000_000
    page = (tmp_path / "www/markets/electric-ferry/index.html").read_text()
    assert "USD 497.0 million" in page and 'data-fact="ferries/growth"' in page
    assert (tmp_path / "www/segments/passenger/index.html").is_file()


def test_what_is_no_readable_pdf_is_refused_with_a_sentence(root: Path, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.4\nnothing")
    done = subprocess.run(
        [sys.executable, "-m", "sitegen.cli", "seed", "add", "report.pdf", "--id", "report"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2 and "this PDF cannot be read" in done.stderr
    assert not (tmp_path / "seeds").exists()
