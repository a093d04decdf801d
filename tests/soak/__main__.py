"""`python -m soak [NAME …] [--budget SECONDS] [--seed N] [--only CASE] [--write]`: campaigns, and the table of their figures."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from soak import table
from soak.campaigns import CAMPAIGNS
from soak.run import Run, box
from soak.warm import warmed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(one.name for one in CAMPAIGNS))
    parser.add_argument("--budget", type=float, default=600, metavar="SECONDS", help="for all campaigns together")
    parser.add_argument("--cases", type=int, metavar="N", help="of each campaign, instead of a budget")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", type=int, metavar="CASE", help="do one case of one campaign")
    parser.add_argument("--write", action="store_true", help="renew tests/soak/README.md and the page of the site")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(1_000_000)
    chosen = [one for one in CAMPAIGNS if not given.names or one.name in given.names]
    print(f"seed {seed}, {given.budget:.0f} s", flush=True)
    rows = []
    for campaign in chosen:
        seconds = given.budget * campaign.weight / sum(one.weight for one in chosen)
        with tempfile.TemporaryDirectory(prefix=f"soak-{campaign.name}-", dir=box()) as folder, warmed():
            until = None if campaign.whole or given.cases else seconds
            run = Run(campaign.name, seed, Path(folder), given.cases, until, given.only)
            campaign.attack(run)
        print(f"{campaign.name}: {table.said(run)}", *run.failures, sep="\n  ", flush=True)
        rows.append(table.row(campaign, run))
    if given.write:
        table.write(rows)
    return 1 if any(row.failures for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
