"""Puts a text below a pull request, or into the one issue about health: the one that stands is updated, none is repeated.

Knows GitHub and GitLab by the variables that their runners set. Only the standard library, so that a job with a token that
may write runs nothing else.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

TITLE = "Health of the site"


def ask(method: str, url: str, headers: dict[str, str], body: object = None) -> tuple[object, str]:
    """The answer as data, and the address of the next page or nothing."""
    data = None if body is None else json.dumps(body).encode("utf-8")
    request = Request(url, data, {**headers, "Content-Type": "application/json"}, method=method)
    with urlopen(request, timeout=60) as reply:
        links = [part.split(";") for part in (reply.headers.get("Link") or "").split(",")]
        following = [part[0].strip(" <>") for part in links if 'rel="next"' in "".join(part[1:])]
        text = reply.read()
    return (json.loads(text) if text else None), (following[0] if following else "")


def every(url: str, headers: dict[str, str]) -> Iterator[dict[str, object]]:
    """Every item of a list, page by page."""
    while url:
        items, url = ask("GET", url, headers)
        assert isinstance(items, list)
        yield from items


def place(kind: str, text: str) -> tuple[str, str, dict[str, str], str, str, dict[str, str]]:
    """(the list, where a new one is made, headers, where one is updated, by which method, what is sent)."""
    env = os.environ
    if "GITHUB_ACTIONS" in env or "GH_TOKEN" in env:
        root = f"{env.get('GITHUB_API_URL', 'https://api.github.com')}/repos/{env['REPOSITORY']}"
        headers = {"Authorization": f"Bearer {env['GH_TOKEN']}", "Accept": "application/vnd.github+json"}
        if kind == "comment":
            made = f"{root}/issues/{int(env['NUMBER'])}/comments"
            return f"{made}?per_page=100", made, headers, f"{root}/issues/comments/{{id}}", "PATCH", {"body": text}
        return (
            f"{root}/issues?state=open&per_page=100",
            f"{root}/issues",
            headers,
            f"{root}/issues/{{number}}",
            "PATCH",
            {"title": TITLE, "body": text},
        )
    root = f"{env['CI_API_V4_URL']}/projects/{quote(env['CI_PROJECT_ID'], safe='')}"
    headers = {"PRIVATE-TOKEN": env["COMMENT_TOKEN"]}
    if kind == "comment":
        made = f"{root}/merge_requests/{int(env['CI_MERGE_REQUEST_IID'])}/notes"
        return f"{made}?per_page=100", made, headers, f"{made}/{{id}}", "PUT", {"body": text}
    return (
        f"{root}/issues?state=opened&per_page=100",
        f"{root}/issues",
        headers,
        f"{root}/issues/{{iid}}",
        "PUT",
        {"title": TITLE, "description": text},
    )


def main(kind: str, file: Path) -> None:
    text = file.read_text("utf-8")[:60_000]
    mark = text.partition("\n")[0]
    listed, made, headers, update, method, body = place(kind, text)
    for item in every(listed, headers):
        if str(item.get("body") or item.get("description") or "").startswith(mark):
            ask(method, update.format_map(item), headers, body)
            print(f"updated {item.get('html_url', item.get('id'))}")
            return
    ask("POST", made, headers, body)
    print("posted")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
