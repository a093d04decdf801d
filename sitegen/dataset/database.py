"""The tables as one SQLite file, with the views an analyst would want, and Datasette's description of both.

Comes in: tables. Goes out: the file's bytes, the same for the same tables, and the description. Apart, because only
here is SQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from sitegen.dataset.model import Column, Table

__all__ = ["VIEWS", "database", "description"]

_TYPES = {"string": "TEXT", "number": "REAL", "integer": "INTEGER", "boolean": "INTEGER"}

# Name, what it answers, its query. Plain SQL, so that it can be copied and changed.
VIEWS: tuple[tuple[str, str, str], ...] = (
    (
        "market_estimates", "How big is each market, how fast does it grow, who says so?",
        """SELECT e.market, t.name AS market_name, s.label AS source, e.start_year, e.start_value, e.end_year, e.end_value,
  e.growth, round(e.implied_percent, 2) AS implied_percent, round(e.implied_percent - e.growth_percent, 2) AS gap
FROM estimates e JOIN topics t ON t.id = e.market JOIN sources s ON s.id = e.seed
ORDER BY e.market, e.start_year, e.seed""",
    ),
    (
        "sizes_side_by_side", "In which years do documents state sizes of one market, and how far apart are they?",
        """SELECT market, year, unit, count(DISTINCT seed) AS documents, min(amount) AS smallest, max(amount) AS largest,
  round(max(amount) / min(amount), 2) AS ratio
FROM sizes WHERE kind <> 'restated' AND amount > 0
GROUP BY market, year, unit HAVING count(DISTINCT seed) > 1 ORDER BY market, year""",
    ),
    (
        "disputed_facts", "Which stated values take part in a finding that fails?",
        """SELECT f.id, f.measure, f."when", f.value, n.rule, n.message, n.decision
FROM facts f JOIN finding_facts x ON x.fact = f.id JOIN findings n ON n.id = x.finding
WHERE n.state = 'fails' ORDER BY f.id, n.id""",
    ),
    (
        "findings_without_decision", "What has nobody answered yet?",
        "SELECT id, rule, state, about, message FROM findings WHERE decision IS NULL ORDER BY rule, id",
    ),
    (
        "shares", "What share of what does each document give?",
        """SELECT coalesce(f."of", '') AS within, f.about, f.by, f.value, f.amount, f."when", f.seed
FROM facts f WHERE f.unit = '%' AND f.kind = 'quantity' AND f.measure LIKE '%share%' ORDER BY 1, 2, f.seed""",
    ),
    (
        "derived_values", "What did we compute, and from which printed values?",
        """SELECT d.id, d.measure, d."when", d.value, d.formula, group_concat(f.value, '; ') AS from_values
FROM facts d JOIN derived_inputs i ON i.derived = d.id JOIN facts f ON f.id = i.fact
WHERE d.kind = 'derived' GROUP BY d.id ORDER BY d.id""",
    ),
    (
        "facts_of_sources", "How many facts of which kind came from which document?",
        """SELECT s.id AS seed, s.label, s.licence, f.kind, count(*) AS facts
FROM sources s JOIN facts f ON f.seed = s.id GROUP BY s.id, f.kind ORDER BY s.id, f.kind""",
    ),
)  # fmt: skip


def database(tables: Sequence[Table]) -> bytes:
    """A whole SQLite file. It is made in memory and in one order, so equal tables give equal bytes."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("PRAGMA page_size = 4096")
        with connection:
            for made in tables:
                connection.execute(_create(made))
                marks = ", ".join("?" * len(made.columns))
                connection.executemany(f"INSERT INTO {_name(made.name)} VALUES ({marks})", made.rows)
            for made in tables:
                for column in made.columns:
                    if column.to and column.name not in made.key[:1]:
                        index = _name(f"{made.name}_{column.name}")
                        connection.execute(f"CREATE INDEX {index} ON {_name(made.name)} ({_name(column.name)})")
            for name, _, query in VIEWS:
                connection.execute(f"CREATE VIEW {_name(name)} AS {query}")
        connection.execute("VACUUM")
        return bytes(connection.serialize())


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _create(made: Table) -> str:
    lines = [_line(column) for column in made.columns]
    lines.append(f"PRIMARY KEY ({', '.join(_name(name) for name in made.key)})")
    lines += [
        f"FOREIGN KEY ({_name(column.name)}) REFERENCES {_name(column.to.partition('.')[0])} ({_name(column.to.partition('.')[2])})"
        for column in made.columns
        if column.to
    ]
    return f"CREATE TABLE {_name(made.name)} (\n  " + ",\n  ".join(lines) + "\n) WITHOUT ROWID"


def _line(column: Column) -> str:
    bounds = f" CHECK ({_name(column.name)} IN (0, 1))" if column.type == "boolean" else ""
    return f"{_name(column.name)} {_TYPES[column.type]}{bounds}"


def description(title: str, about: str, licence: str, home: str, tables: Sequence[Table]) -> dict[str, object]:
    """Datasette's metadata: `datasette facts.sqlite --metadata datasette.json`. `home` is the site, or nothing."""
    shown: dict[str, object] = {
        made.name: {
            "title": made.title, "description": made.meaning,
            "columns": {c.name: c.meaning + (f" ({c.unit})" if c.unit else "") for c in made.columns},
        }
        for made in tables
    }  # fmt: skip
    shown |= {name: {"title": name.replace("_", " ").capitalize(), "description": asked} for name, asked, _ in VIEWS}
    found: dict[str, object] = {"title": title, "description": about}
    if licence:
        found["license"] = licence
    if home:
        found |= {"source": title, "source_url": home}
    return found | {"databases": {"facts": {"title": title, "description": about, "tables": shown}}}
