"""How to take the data away: examples for the tools that people have, printed on the page of the data and run by the tests.

Comes in: the site's address. Goes out: examples. Apart, so that what readers copy and what tests run is one text.
"""

from __future__ import annotations

from sitegen.values import valueclass

__all__ = ["LOCAL", "Usage", "usages"]

LOCAL = "http://localhost:8000/"
"""Where `sitegen serve` shows a site: the address in examples of a site that names none."""


@valueclass(frozen=True, slots=True)
class Usage:
    """`language` is shell, python or steps; `steps` are for a person, one a line."""

    tool: str
    language: str
    says: str
    code: str


_EXAMPLES = (
    Usage(
        "curl", "shell", "Fetch a table, and look at its first rows.",
        "curl -sSfO {root}data/v1/estimates.csv\nhead -n 3 estimates.csv",
    ),
    Usage(
        "SQLite", "shell", "One file with every table and a few views: who says what of each market?",
        "curl -sSfO {root}data/v1/facts.sqlite\nsqlite3 -header facts.sqlite 'SELECT * FROM market_estimates'",
    ),
    Usage(
        "Datasette", "steps", "Browse the same file, with what each column means.",
        "curl -sSfO {root}data/v1/facts.sqlite\ncurl -sSfO {root}data/v1/datasette.json\n"
        "datasette facts.sqlite --metadata datasette.json",
    ),
    Usage(
        "pandas", "python", "How far apart are the documents, market by market and year by year?",
        "import pandas as pd\n\n"
        'sizes = pd.read_csv("{root}data/v1/sizes.csv")\n'
        'told = sizes[sizes["kind"].isin(["stated", "forecast"])]\n'
        'apart = told.groupby(["market", "year"])["amount"].agg(["count", "min", "max"])\n'
        "print(apart)",
    ),
    Usage(
        "DuckDB", "python", "SQL over the CSV file, without a database.",
        "from urllib.request import urlretrieve\n\nimport duckdb\n\n"
        'urlretrieve("{root}data/v1/facts.csv", "facts.csv")\n'
        "print(duckdb.sql(\"SELECT measure, count(*) AS facts FROM 'facts.csv' GROUP BY measure ORDER BY facts DESC, measure\"))",
    ),
    Usage(
        "Frictionless", "python", "Check that what arrived is what was published: types, keys, references, hashes.",
        'from frictionless import validate\n\nreport = validate("{root}data/v1/datapackage.json")\nassert report.valid, report',
    ),
    Usage(
        "Excel", "steps", "A table that can be refreshed: Data, From Web. In the editor of the query:",
        'Csv.Document(Web.Contents("{root}data/v1/estimates.csv"), [Delimiter = ",", Encoding = 65001])',
    ),
)  # fmt: skip


_OF_ALL = ("facts.sqlite", "facts.csv", "sizes.csv")


def usages(base_url: str, *, whole: bool = True) -> tuple[Usage, ...]:
    """The examples with the site's own address in them; without `whole`, those that need no file with all facts."""
    root = base_url.rstrip("/") + "/" if base_url else LOCAL
    fitting = [one for one in _EXAMPLES if whole or not any(name in one.code for name in _OF_ALL)]
    return tuple(Usage(one.tool, one.language, one.says, one.code.replace("{root}", root)) for one in fitting)
