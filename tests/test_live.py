"""The site follows its content: quickly, never blank, and to this machine only."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from sitegen.assets import serving_tools, template_folders
from sitegen.build import build
from sitegen.editing import Editor, pieces_of
from sitegen.live import LiveSite
from sitegen.seeds import fingerprint
from sitegen.serve import make_live_server
from sitegen.tokens import words
from sitegen.watch import watch

FACTS = "content/facts/pumps-a.yaml"
PAGE = "markets/heat-pumps/index.html"


def change(site: Path, old: str, new: str, path: str = FACTS) -> None:
    text = (site / path).read_text()
    assert old in text
    (site / path).write_text(text.replace(old, new, 1))


def test_what_is_served_is_what_a_build_writes(small: Path) -> None:
    site = LiveSite(small)
    assert build(small, small / "public").published
    for path in (small / "public").rglob("*"):
        if path.is_file():
            assert site.output(path.relative_to(small / "public").as_posix()) == path.read_bytes(), path


@pytest.fixture
def bilingual(small: Path) -> Path:
    """The small site, in Spanish too, with one text translated."""
    site = small / "content/site.yaml"
    site.write_text(site.read_text().replace("language: en\n", "languages:\n- en\n- es\n", 1))
    change(
        small,
        "statement: Dear electricity",
        "statement:\n    es: La electricidad cara frena las ventas.\n    en: Dear electricity",
    )
    return small


def test_pages_of_every_language_are_served_as_a_build_writes_them(bilingual: Path) -> None:
    site = LiveSite(bilingual)
    # A page alone needs no other, in any language: neither do the files that it fetches.
    page = site.output(f"es/{PAGE}")
    assert page and b'<html lang="es"' in page and b"La electricidad cara" in page
    fetched = re.findall(r'(?:href|src)="((?:\.\./)+assets/[^"]+)"', page.decode())
    assert fetched and all(site.output(one.replace("../", "")) for one in fetched)
    assert site._state is not None and not site._state.whole
    assert build(bilingual, bilingual / "public").published
    paths = [path for path in (bilingual / "public").rglob("*") if path.is_file()]
    assert len([path for path in paths if "es" in path.relative_to(bilingual / "public").parts]) > 50
    for path in paths:
        assert site.output(path.relative_to(bilingual / "public").as_posix()) == path.read_bytes(), path


def test_an_edit_of_a_translation_is_followed(bilingual: Path) -> None:
    site = LiveSite(bilingual)
    before, english = site.output(f"es/{PAGE}"), site.output(PAGE)
    change(bilingual, "La electricidad cara", "La corriente cara")
    site.reload()
    after = site.output(f"es/{PAGE}")
    assert before and after and b"La corriente cara" in after and b"La electricidad" not in after
    assert site.output(PAGE) == english
    # A number that no quote has is a mistake in a translation, too, and the site stays as it was.
    change(bilingual, "La corriente cara", "La corriente un 77 % más cara")
    site.reload()
    (problem,) = site.news().problems
    assert problem["path"] == FACTS and "un 77 %" in str(problem["text"]) and site.output(f"es/{PAGE}") == after


def test_a_form_has_a_field_for_each_language_and_changes_that_alone(bilingual: Path) -> None:
    editor = Editor(LiveSite(bilingual))
    shown = editor.show("facts/pumps-a")[1]
    name, form = next((name, one) for name, one in dict(shown["facts"]).items() if "statement.es" in one)  # type: ignore[call-overload]
    assert form["statement.es"] == "La electricidad cara frena las ventas." and form["statement.en"].startswith("Dear")
    before = (bilingual / FACTS).read_text()
    body = {"digest": shown["digest"], "values": {"statement.es": "La corriente cara frena las ventas."}}
    assert editor.save(f"fact/pumps-a/{name}", json.dumps(body).encode())[0] == 200
    assert (bilingual / FACTS).read_text() == before.replace("La electricidad", "La corriente")
    digest = dict(editor.show("facts/pumps-a")[1])["digest"]
    for values, status in (
        ({"statement.fr": "Oui."}, 400),
        ({"value.es": "9"}, 400),
        ({"statement.en": None}, 422),
        ({"statement": "One."}, 422),
    ):
        said = editor.save(f"fact/pumps-a/{name}", json.dumps({"digest": digest, "values": values}).encode())
        assert said[0] == status, said


def test_an_edit_is_followed_and_a_broken_file_never_blanks_the_site(small: Path) -> None:
    site = LiveSite(small)
    before = site.output(PAGE)
    assert before and b"EUR 410.0 million" in before
    change(small, "measure: CAGR", "measure: [")
    site.reload()
    news = site.news()
    assert news.problems[0]["path"] == FACTS
    assert "content/facts/pumps-a.yaml:" in str(news.problems[0]["text"])
    assert news.good == 1 and site.output(PAGE) == before
    change(small, "measure: [", "measure: CAGR")
    change(small, "statement: Dear electricity", "statement: Costly electricity")
    site.reload()
    after = site.output(PAGE)
    assert site.news().problems == () and site.news().good == 2
    assert after and b"Costly electricity" in after


def test_a_reload_without_a_change_is_no_news(small: Path) -> None:
    site = LiveSite(small)
    site.reload()
    assert (site.news().number, site.news().good) == (1, 1)


def test_a_site_that_cannot_be_built_yet_says_so_and_mends(small: Path) -> None:
    good = (small / FACTS).read_text()
    (small / FACTS).write_text("facts: [")
    site = LiveSite(small)
    assert b"cannot be built yet" in (site.output(PAGE) or b"")
    (small / FACTS).write_text(good)
    site.reload()
    assert b"EUR 410.0 million" in (site.output(PAGE) or b"")


def test_a_fault_in_a_template_is_a_problem_and_the_page_stays(small: Path) -> None:
    site = LiveSite(small)
    before = site.output(PAGE)
    (small / "templates/pages").mkdir(parents=True)
    (small / "templates/pages/topic.html").write_text("{{ view.nothing }}")
    site.reload()
    assert site.output(PAGE) == before
    assert [p["path"] for p in site.news().problems] == ["templates/pages/topic.html"]
    (small / "templates/pages/topic.html").unlink()
    site.reload()
    assert site.output(PAGE) == before and site.news().problems == ()


class Client:
    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.putrequest(method, path, skip_host=True)
        data = json.dumps(body).encode() if body is not None else b""
        sent = {
            "Host": f"localhost:{self.port}",
            "Content-Length": str(len(data)),
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        for name, value in sent.items():
            connection.putheader(name, value)
        connection.endheaders(data)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()

    def post(self, what: str, body: object, token: str, **headers: str) -> tuple[int, dict[str, object]]:
        origin = {
            "Origin": f"http://localhost:{self.port}",
            "Content_Type": "application/json",
            "X_Sitegen_Token": token,
        }
        status, _, data = self.ask("POST", f"/~live/edit/{what}", body, **{**origin, **headers})
        return status, json.loads(data) if data.startswith(b"{") else {}


def running(site: Path, *, edit: bool) -> Iterator[Client]:
    live = LiveSite(site)
    server = make_live_server(live, 0, serving_tools(template_folders(site)), Editor(live) if edit else None)
    stop = Event()
    Thread(target=watch, args=(site, live.reload, stop), kwargs={"poll": False}, daemon=True).start()
    with server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield Client(server.server_address[1])
        stop.set()
        server.shutdown()


@pytest.fixture
def client(small: Path) -> Iterator[Client]:
    yield from running(small, edit=False)


@pytest.fixture
def editor(small: Path) -> Iterator[Client]:
    yield from running(small, edit=True)


def test_pages_carry_what_follows_edits_and_stay_within_their_policy(client: Client) -> None:
    status, headers, body = client.ask("GET", "/markets/heat-pumps/")
    assert status == 200 and headers["Content-Type"] == "text/html; charset=utf-8"
    assert b'<script type="module" src="/~live/live.js"></script>' in body and b"edit.js" not in body
    assert "Access-Control-Allow-Origin" not in headers
    for name in ("live.js", "live.css"):
        assert client.ask("GET", f"/~live/{name}")[0] == 200
    assert client.ask("GET", "/markets/heat-pumps")[1]["Location"] == "/markets/heat-pumps/"
    assert client.ask("GET", "/nothing/")[0] == 404
    assert json.loads(client.ask("GET", "/data/facts.json")[2])


@pytest.mark.parametrize("path", ["/../seeds/pumps-a.yaml", "/%2e%2e/seeds/pumps-a.yaml", "/..%2fseeds%2fpumps-a.yaml", "//etc/passwd", "/%00", "/%ff", "/~live/../content/site.yaml", "/content/site.yaml"])  # fmt: skip
def test_nothing_but_the_site_is_served(client: Client, path: str) -> None:
    status, _, body = client.ask("GET", path)
    assert status in {400, 404}
    assert b"sha256" not in body and b"root:" not in body and b"takes:" not in body


@pytest.mark.parametrize("headers", [
    {"Host": "evil.example"}, {"Host": ""}, {"Host": "localhost.evil.example"}, {"Host": "["},
    {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://localhost:1"},
])  # fmt: skip
def test_foreign_hosts_and_origins_are_refused(client: Client, headers: dict[str, str]) -> None:
    for path in ("/", "/~live/events", "/~live/edit/facts/pumps-a"):
        assert client.ask("GET", path, **headers)[0] == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "POST"])
def test_other_methods_are_refused(client: Client, method: str) -> None:
    assert client.ask(method, "/")[0] in {405, 501}


def events(port: int) -> Iterator[dict[str, object]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/~live/events", headers={"Host": f"localhost:{port}"})
    answer = connection.getresponse()
    for line in answer:
        if line.startswith(b"data: "):
            yield json.loads(line.removeprefix(b"data: "))


def test_news_of_a_saved_file_arrives_within_a_second(small: Path, client: Client) -> None:
    news = events(client.port)
    assert next(news)["problems"] == []
    time.sleep(0.7)  # until the system watches
    begun = time.monotonic()
    change(small, "EUR 410.0 million\n  quote", "EUR 411.0 million\n  quote")
    told = next(news)
    assert time.monotonic() - begun < 1
    assert told["good"] == 1 and "value-not-in-quote" in str(told["problems"])
    change(small, "EUR 411.0 million\n  quote", "EUR 410.0 million\n  quote")
    assert next(news)["problems"] == []


def test_polling_sees_changes_too(small: Path) -> None:
    seen, stop = Event(), Event()
    thread = Thread(target=watch, args=(small, seen.set, stop), kwargs={"poll": True}, daemon=True)
    thread.start()
    time.sleep(0.3)
    change(small, "measure: CAGR", "measure:  CAGR")
    assert seen.wait(3)
    stop.set()
    thread.join(3)
    assert not thread.is_alive()


def many(folder: Path, markets: int) -> None:
    """A site of `markets` markets in twenty documents, four facts each."""
    (folder / "content/facts").mkdir(parents=True)
    (folder / "content/topics/market").mkdir(parents=True)
    (folder / "seeds").mkdir()
    small = Path(__file__).parent / "data/small/content/site.yaml"
    (folder / "content/site.yaml").write_text(small.read_text())
    for number in range(20):
        lines, facts = [], ["facts:"]
        for market in range(number, markets, 20):
            (folder / f"content/topics/market/m-{market}.yaml").write_text(f"name: Market {market}\n")
            lines.append(
                f"The market {market} was worth USD {market + 1}.5 million in 2023 and reaches USD {market + 9}.5 million in 2030, or {market % 9 + 1}.5% a year in all; its base year is 2023 in market {market}."
            )
            for name, said, value, when, quote in (
                (
                    "size",
                    "market size",
                    f"USD {market + 1}.5 million",
                    "2023",
                    f"market {market} was worth USD {market + 1}.5 million in 2023",
                ),
                (
                    "end",
                    "market size",
                    f"USD {market + 9}.5 million",
                    "2030",
                    f"reaches USD {market + 9}.5 million in 2030, or {market % 9 + 1}.5%",
                ),
                ("base", "base year", "2023", "", f"base year is 2023 in market {market}"),
            ):
                facts.append(
                    f"- id: {name}-{market}\n  about: m-{market}\n  measure: {said}\n  value: {value}\n  quote: {quote}"
                )
                facts += [f"  when: {when}"] if when else []
        filler = " ".join(f"word{number}x{index}" for index in range(60 * markets // 20))
        text = "\n".join(lines) + "\n" + filler + "\n"
        (folder / f"content/facts/s-{number}.yaml").write_text("\n".join(facts) + "\n")
        (folder / f"seeds/s-{number}.fingerprint").write_text(fingerprint(words(text)).dumps())
        record = "label: S\ntitle: S\npublisher: P\nkind: k\npublished: 2023\nlicence: none\nwords: 1000\n"
        (folder / f"seeds/s-{number}.yaml").write_text(
            record + f"sha256: {hashlib.sha256(text.encode()).hexdigest()}\n"
        )


def test_at_three_hundred_markets_the_page_in_view_follows_each_edit(tmp_path: Path) -> None:
    many(tmp_path, 300)
    site = LiveSite(tmp_path)
    assert [p["text"] for p in site.news().problems][:3] == []
    assert b"USD 8.5 million" in (site.output("markets/m-7/index.html") or b"")
    for number in range(3):
        change(
            tmp_path,
            f"measure: market size\n  value: USD {7 + 1}.5",
            f"note: Edited {number}.\n  measure: market size\n  value: USD {7 + 1}.5",
            "content/facts/s-7.yaml",
        )
        site.reload()
        page = site.output("markets/m-7/index.html") or b""
        assert f"Edited {number}." in page.decode()
        change(tmp_path, f"note: Edited {number}.\n  ", "", "content/facts/s-7.yaml")


def state(client: Client) -> dict[str, object]:
    status, _, data = client.ask("GET", "/~live/edit/facts/pumps-a")
    assert status == 200
    found: dict[str, object] = json.loads(data)
    return found


def test_saving_a_form_changes_the_lines_of_its_fields(small: Path, editor: Client) -> None:
    known = state(editor)
    before = (small / FACTS).read_text()
    body = {"digest": known["digest"], "values": {"note": "Said in the first line.", "value": "nearly 70%"}}
    status, said = editor.post("fact/pumps-a/share-air", body, str(known["token"]))
    assert (status, said["message"]) == (200, f"saved {FACTS}")
    after = (small / FACTS).read_text()
    assert [line for line in after.split("\n") if line not in before.split("\n")] == ["  note: Said in the first line."]
    assert after.replace("  note: Said in the first line.\n", "") == before


def test_a_correction_adds_its_reason_and_nothing_else(small: Path, editor: Client) -> None:
    known = state(editor)
    before = {path: path.read_bytes() for path in small.rglob("*.yaml")}
    body = {
        "digest": known["digest"], "values": {"value": "70%", "quote": "nearly 70% of sales in 2023"},
        "reason": {"name": "2026-11-22-share", "text": "The qualifier: it was ours"},
    }  # fmt: skip
    assert editor.post("fact/pumps-a/share-air", body, str(known["token"]))[0] == 200
    after = {path: path.read_bytes() for path in small.rglob("*.yaml")}
    changed = {path.relative_to(small).as_posix() for path in after if after[path] != before.get(path)}
    assert changed == {FACTS, "content/changes/2026-11-22-share.yaml"}
    assert 'reason: "The qualifier: it was ours"' in (small / "content/changes/2026-11-22-share.yaml").read_text()


def test_an_edit_that_the_checks_refuse_is_not_saved(small: Path, editor: Client) -> None:
    known = state(editor)
    before = (small / FACTS).read_bytes()
    body = {"digest": known["digest"], "values": {"value": "nearly 71%"}}
    status, said = editor.post("fact/pumps-a/share-air", body, str(known["token"]))
    assert status == 422 and "value-not-in-quote" in json.dumps(said["problems"])
    assert (small / FACTS).read_bytes() == before


def test_an_edit_made_meanwhile_is_never_overwritten(small: Path, editor: Client) -> None:
    known = state(editor)
    change(small, "Dear electricity", "Costly electricity")
    before = (small / FACTS).read_bytes()
    status, said = editor.post(
        "fact/pumps-a/share-air", {"digest": known["digest"], "values": {"note": "x"}}, str(known["token"])
    )
    assert status == 409 and "changed meanwhile" in str(said["message"])
    assert (small / FACTS).read_bytes() == before


@pytest.mark.parametrize(("headers", "token", "status"), [
    ({}, "wrong", 403), ({"Origin": "http://evil.example"}, "", 403), ({"Content_Type": "text/plain"}, "", 403),
    ({"Content_Length": "999999"}, "", 413), ({"Host": "evil.example"}, "", 403),
])  # fmt: skip
def test_only_a_page_of_this_run_may_save(
    small: Path, editor: Client, headers: dict[str, str], token: str, status: int
) -> None:
    known = state(editor)
    before = (small / FACTS).read_bytes()
    body = {"digest": known["digest"], "values": {"note": "x"}}
    assert editor.post("fact/pumps-a/share-air", body, token or str(known["token"]), **headers)[0] == status
    assert (small / FACTS).read_bytes() == before


def test_without_edit_nothing_can_be_saved(client: Client) -> None:
    assert client.ask("GET", "/~live/edit/facts/pumps-a")[0] == 404
    assert client.post("fact/pumps-a/share-air", {}, "x")[0] == 405


@pytest.mark.parametrize("body", [[], {"digest": 1, "values": {}}, {"digest": "x"}, {"digest": "x", "values": {"nosuch": "y"}}, {"digest": "x", "values": {"note": 3}}])  # fmt: skip
def test_a_malformed_form_is_refused(editor: Client, body: object) -> None:
    assert editor.post("fact/pumps-a/share-air", body, str(state(editor)["token"]))[0] == 400


def test_a_selection_becomes_a_quote_and_a_fact(small: Path, editor: Client) -> None:
    known = state(editor)
    text = str(known["text"])
    start = text.index("held nearly 70% of sales") + 2  # in the middle of a word
    status, said = editor.post(
        "pick/pumps-a", {"start": start, "end": start + len("ld nearly 70% of sal")}, str(known["token"])
    )
    assert (status, said) == (
        200,
        {"quote": "held nearly 70% of sales", "place": "", "value": "nearly 70%", "words": 5},
    )
    values = {
        "id": "air-again",
        "about": "heat-pumps",
        "measure": "share",
        "value": "nearly 70%",
        "quote": said["quote"],
    }
    before = (small / FACTS).read_text()
    assert editor.post("new/pumps-a", {"digest": known["digest"], "values": values}, str(known["token"]))[0] == 200
    after = (small / FACTS).read_text()
    added = "- id: air-again\n  about: heat-pumps\n  measure: share\n  value: nearly 70%\n  quote: held nearly 70% of sales\n"
    assert after.replace(added, "") == before
    assert before.index("share-air") < after.index("air-again") < after.index("segments-source")


def test_a_selection_that_is_no_quote_is_told(editor: Client) -> None:
    known = state(editor)
    for start, end, said in ((0, 4, "1 words"), (0, 500, "words; a quote has 3 to 15"), (0, 0, "no word")):
        status, answer = editor.post("pick/pumps-a", {"start": start, "end": end}, str(known["token"]))
        assert status == 422 and said in str(answer["message"])


@pytest.mark.parametrize(("value", "pieces"), [
    ("around USD 381.2 million", ("around", "381.2", "USD … million")), ("6.7%", ("", "6.7", "…%")),
    ("2 to 4 per 10,000", ("", "2 to 4 per 10,000", "…")), ("under one year", ("under", "one year", "…")),
])  # fmt: skip
def test_a_value_is_shown_in_its_pieces(value: str, pieces: tuple[str, str, str]) -> None:
    found = pieces_of(value)
    assert (found["qualifier"], found["number"], found["unit"]) == pieces
    assert " ".join([found["qualifier"], found["unit"].replace("…", found["number"])]).strip() == value
