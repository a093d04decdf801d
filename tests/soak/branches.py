"""`python -m soak.branches REPORT`: how many branches of the program its tests ran, as a line of README.md here; fails below 95 %.

`make coverage` makes the report. Apart from coverage's own sum, in which lines count as well.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from soak.table import README

__all__ = ["LINE", "NEEDED", "line"]

NEEDED = 95
LINE = re.compile(r"(?m)^Branches of `sitegen/` that the tests run: (\d+) of (\d+), (\d+\.\d)%\.$")


def line(covered: int, branches: int) -> str:
    return f"Branches of `sitegen/` that the tests run: {covered} of {branches}, {100 * covered / branches:.1f}%."


def main(report: Path) -> int:
    totals = json.loads(report.read_text("utf-8"))["totals"]
    covered, branches = totals["covered_branches"], totals["num_branches"]
    print(line(covered, branches))
    README.write_text(LINE.sub(line(covered, branches), README.read_text("utf-8")), "utf-8")
    return int(100 * covered < NEEDED * branches)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
