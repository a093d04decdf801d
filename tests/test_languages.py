"""A site in several languages: complete catalogues, the same facts at the same addresses, and nothing that pretends to be translated."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections import Counter
from decimal import Decimal
from functools import partial
from pathlib import Path

import messages
import pytest
import yaml
from babel.messages.pofile import read_po
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from sitegen import formats
from sitegen.build import build
from sitegen.charts.sketch import lines_of, shortened
from sitegen.cli import cli
from sitegen.languages import ENGLISH, Language, catalogue, is_foreign, languages_of
from sitegen.literals import in_script, in_template
from sitegen.loading import load
from sitegen.markup import spoken
from sitegen.messages import (
    Foreign,
    Mixed,
    PerLanguage,
    as_printed,
    capitalised,
    counted,
    joined,
    made,
    msg,
    parts_of,
    sliced,
)

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "templates/locale"
PLACE = re.compile(r"\{(\w+)\}")
TAGS = re.compile(r"<[^>]*>")


def sources(tag: str) -> tuple[bytes, ...]:
    path = LOCALE / f"{tag}.po"
    return (path.read_bytes(),) if path.is_file() else ()


SPANISH = Language("es", "es/", "en", catalogue("es", sources))


@pytest.mark.parametrize("tag", sorted(path.stem for path in LOCALE.glob("*.po")))
def test_a_catalogue_has_every_message_of_the_program_and_no_other(tag: str) -> None:
    """`make messages` adds what is missing and takes away what is stale; a person translates."""
    known = {one.id: one.string for one in messages.catalogue(tag) if one.id}
    wanted = set(messages.found())
    assert set(known) == wanted
    assert [one for one, said in known.items() if not (all(said) if isinstance(said, tuple) else said)] == []
    assert (LOCALE / f"{tag}.po").read_text("utf-8") == messages.written(messages.renewed(tag))


@pytest.mark.parametrize("tag", sorted(path.stem for path in LOCALE.glob("*.po")))
def test_a_translation_has_the_places_and_tags_of_its_message(tag: str) -> None:
    for one in messages.catalogue(tag):
        if not one.id:
            continue
        pairs = zip(one.id, one.string, strict=True) if isinstance(one.id, tuple) else [(one.id, one.string)]
        for message, said in pairs:
            assert Counter(PLACE.findall(message)) == Counter(PLACE.findall(said)), message
            plain = [re.sub(r'title="[^"]*"', "", tag) for tag in TAGS.findall(message)]
            assert Counter(plain) == Counter(re.sub(r'title="[^"]*"', "", tag) for tag in TAGS.findall(said)), message
            assert (message[:1] == " ", message[-1:] == " ") == (said[:1] == " ", said[-1:] == " "), message


# Page by page


def pages(public: Path) -> dict[str, str]:
    found = {path.relative_to(public).as_posix(): path for path in public.rglob("*.html")}
    return {name: path.read_text("utf-8") for name, path in found.items()}


def body(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def marks(page: str) -> Counter[str]:
    """The facts that parts of a page name. Where several stand in one part, their order may be that of names."""
    return Counter(" ".join(sorted(ids.split())) for ids in re.findall(r'\bdata-fact="([^"]*)"', body(page)))


def test_every_page_stands_in_both_languages_with_the_same_facts(real: Path) -> None:
    everything = pages(real / "public")
    english = {name: text for name, text in everything.items() if not name.startswith("es/")}
    assert {f"es/{name}" for name in english if name != "404.html"} == everything.keys() - english.keys()
    for name, page in english.items():
        if name == "404.html":
            continue
        other = everything[f"es/{name}"]
        assert '<html lang="en" dir="ltr">' in page and '<html lang="es" dir="ltr">' in other
        assert marks(page) == marks(other), name
        # Headings of prose have the anchors of their own words.
        if 'class="prose"' not in page:
            ids = [Counter(re.findall(r'\bid="([^"]*)"', body(one))) for one in (page, other)]
            assert ids[0] == ids[1], name
        assert page.count("data-derived=") == other.count("data-derived="), name
        # Quotes stay as printed, and say their language.
        quotes = [sorted(re.findall(r"<q[^>]*>(.*?)</q>", body(one))) for one in (page, other)]
        assert quotes[0] == quotes[1], name


def test_each_page_leads_to_itself_in_the_other_language(real: Path) -> None:
    public = real / "public"
    for name, page in pages(public).items():
        if name == "404.html" or "embed/" in name:
            continue
        there = re.findall(r'<a href="([^"]*)" lang="(\w+)" hreflang="\w+"( aria-current="true")?>', page)
        assert [tag for _, tag, _ in there] == ["en", "es"], name
        own = "es" if name.startswith("es/") else "en"
        assert [tag for _, tag, current in there if current] == [own]
        for href, tag, _ in there:
            found = (
                (public / name).parent.joinpath(href, "index.html").resolve().relative_to(public.resolve()).as_posix()
            )
            assert found.removeprefix("es/") == name.removeprefix("es/") and found.startswith("es/") is (tag == "es")


def test_numbers_have_the_form_of_the_language_and_stated_values_stay_as_printed(real: Path) -> None:
    page = (real / "public/es/markets/infantile-spasms-therapeutics/index.html").read_text("utf-8")
    assert "mil\xa0millones USD" in page or "mil millones USD" in page
    assert "USD 257.5 million" in page
    assert re.search(r">13,4 veces<", page)
    assert (
        SPANISH.of(formats.day("2026-11-22")) == "22 de noviembre de 2026"
        and SPANISH.of(formats.day("unknown")) == "día desconocido"
    )


def test_scripts_search_and_charts_speak_the_language(real: Path) -> None:
    public = real / "public"
    scripts = "\n".join(path.read_text("utf-8") for path in public.glob("assets/*.js"))
    assert '"Copied"' in scripts and '"Copiado"' in scripts and "msg(" not in scripts and "msg`" not in scripts
    rows = json.loads((public / "es/data/search/topics.json").read_text("utf-8"))["rows"]
    assert ["Mercado", "Mercado de la terapia intratecal"] in [row[:2] for row in rows]
    chart = json.loads((public / "es/data/charts/intrathecal-therapy-forecast.json").read_text("utf-8"))
    assert chart["title"].startswith("Mercado de la terapia intratecal") and "previsión" in chart["text"]
    assert not list((public / "es").rglob("*.csv"))


def test_feeds_and_the_list_for_machines_stand_in_each_language(bilingual: Path) -> None:
    site = bilingual / "content/site.yaml"
    site.write_text(site.read_text() + "base_url: https://example.org/pumps/\n")
    assert build(bilingual, bilingual / "public").published
    public, base = bilingual / "public", "https://example.org/pumps"
    for folder, tag, other, elsewhere in (("", "en", "ar", "ar/"), ("ar/", "ar", "en", "")):
        atom = (public / f"{folder}changes/feed.xml").read_text("utf-8")
        assert (
            f'xml:lang="{tag}"' in atom
            and f'rel="self" type="application/atom+xml" href="{base}/{folder}changes/feed.xml"' in atom
        )
        assert f'hreflang="{other}" href="{base}/{elsewhere}changes/feed.xml"' in atom
        feed = json.loads((public / f"{folder}changes/feed.json").read_text("utf-8"))
        assert feed["language"] == tag and feed["feed_url"] == f"{base}/{folder}changes/feed.json"
        page = (public / f"{folder}changes/index.html").read_text("utf-8")
        assert (
            f'<link rel="alternate" type="application/atom+xml" hreflang="{tag}"' in page and 'href="feed.xml">' in page
        )
        listed = (public / f"{folder}llms.txt").read_text("utf-8")
        assert f"{base}/{elsewhere}llms.txt" in listed
        links = re.findall(r"\]\((\S+?)\)", listed)
        assert links and all(link.startswith(f"{base}/{folder}") for link in links)
        assert any("/ar/" in link for link in links) is (tag == "ar")
        assert f'type="text/plain" hreflang="{tag}"' in (public / f"{folder}index.html").read_text("utf-8")


def test_a_page_of_prose_has_a_file_in_each_language(bilingual: Path) -> None:
    pages = bilingual / "content/pages"
    front = "---\ntitle: {0}\ndescription: {0}.\n---\n\n"
    pages.mkdir(exist_ok=True)
    (pages / "terms.md").write_text(front.format("Terms") + "Our terms.\n")
    (pages / "terms.ar.md").write_text(front.format("شروط") + "شروطنا.\n", "utf-8")
    assert build(bilingual, bilingual / "public").published
    english, arabic = ((bilingual / f"public/{folder}terms/index.html").read_text("utf-8") for folder in ("", "ar/"))
    assert "Our terms." in english and "شروطنا." in arabic and "Our terms." not in arabic
    assert not (bilingual / "public/terms.ar").exists()
    # It is held to what prose is held to, and a language that the site has not is a mistake.
    (pages / "terms.ar.md").write_text(front.format("شروط") + "11 {heat-survey/none}\n", "utf-8")
    (pages / "terms.pl.md").write_text(front.format("Warunki") + "Warunki.\n")
    (pages / "alone.ar.md").write_text(front.format("x") + "x\n")
    found = {(one.rule, one.place.path.rpartition("/")[2]) for one in load(bilingual).problems}
    assert found >= {("unknown-reference", "terms.ar.md"), ("file-name", "terms.pl.md"), ("file-name", "alone.ar.md")}


# One language


def test_a_site_in_english_alone_is_as_it_always_was(heat_pumps: Path) -> None:
    page = (heat_pumps / "public/index.html").read_text("utf-8")
    assert "hreflang" not in page and 'class="languages"' not in page and 'class="fallback"' not in page
    assert ENGLISH.is_source and ENGLISH.of("text") == "text"


@pytest.fixture
def bilingual(heat_pumps: Path, tmp_path: Path) -> Path:
    """The second site with a further language, a catalogue of its own and one translated label."""
    folder = tmp_path / "site"
    for name in ("content", "seeds"):
        (folder / name).mkdir(parents=True)
        for path in sorted((heat_pumps / name).rglob("*")):
            if path.is_file():
                target = folder / path.relative_to(heat_pumps)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
    site = folder / "content/site.yaml"
    site.write_text(site.read_text().replace("language: en\n", "languages:\n- en\n- ar\n", 1), "utf-8")
    (folder / "templates/locale").mkdir(parents=True)
    own = 'msgid ""\nmsgstr ""\n"Language: ar\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Sources"\nmsgstr "المصادر"\n'
    (folder / "templates/locale/ar.po").write_text(own, "utf-8")
    return folder


def test_a_site_adds_a_language_of_its_own_and_from_right_to_left(bilingual: Path) -> None:
    done = build(bilingual, bilingual / "public")
    assert done.published, done.summary
    page = (bilingual / "public/ar/index.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in page and "<h2>المصادر</h2>" in page
    # What has no translation says its language, and the page says so.
    market = (bilingual / "public/ar/markets/heat-pumps/index.html").read_text("utf-8")
    assert len(re.findall(r'<span lang="en" dir="auto">', body(market))) > 5 and 'class="fallback"' in market
    assert 'class="fallback"' not in (bilingual / "public/markets/heat-pumps/index.html").read_text("utf-8")
    assert 'class="fallback"' in page and 'lang="en"' in body(page)
    assert '<html lang="en" dir="ltr">' in (bilingual / "public/index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"ar": "مضخات"}, "there is no text in `en`"),
        ({"en": "Heat pumps", "fr": "Pompes"}, "`fr` is none of the languages of the site: en, ar"),
        ({"en": "Heat pumps", "arabic!": "x"}, "is no language tag"),
    ],
)
def test_texts_per_language_are_those_of_the_site(bilingual: Path, said: dict[str, str], problem: str) -> None:
    path = next(iter(sorted((bilingual / "content/topics").rglob("*.yaml"))))
    value = yaml.safe_load(path.read_text("utf-8"))
    path.write_text(yaml.safe_dump({**value, "name": said}, allow_unicode=True), "utf-8")
    told = [one.message for one in load(bilingual).problems]
    assert any(problem in one for one in told), told


def test_a_site_says_one_language_or_several(bilingual: Path) -> None:
    site = bilingual / "content/site.yaml"
    site.write_text(site.read_text("utf-8") + "language: en\n", "utf-8")
    assert any("either `language` or `languages`" in one.message for one in load(bilingual).problems)


# Texts that remember


def test_a_text_is_its_english_form_and_can_be_said_again() -> None:
    text = msg("{number} of 100 with {topic}", number=3, topic=PerLanguage.given("Morphine", {"es": "Morfina"}))
    assert text == "3 of 100 with Morphine" and SPANISH.of(text) == "3 de 100 con Morfina"
    assert SPANISH.of(counted("{number} fact", "{number} facts", 1)) == "1 hecho"
    assert SPANISH.of(counted("{number} fact", "{number} facts", 2)) == "2 hechos"
    both = joined("; ", [msg("Sources"), msg("Findings")])
    assert both == "Sources; Findings" and SPANISH.of(both) == "Fuentes; Hallazgos"
    assert [SPANISH.of(one) for one in parts_of(both)] == ["Fuentes", "Hallazgos"]
    assert SPANISH.of(made(capitalised, msg("year"))) == "Año"


def test_what_a_document_prints_stays_known_as_its_own_words() -> None:
    value = as_printed("nearly 42%", "en")
    assert value == "nearly 42%" and as_printed("9/46", "en") == "9/46"
    said = SPANISH.of(msg("{measure}: {value}", measure=msg("Sources"), value=value))
    assert said == "Fuentes: nearly 42%" and isinstance(said, Mixed)
    assert spoken(said) == 'Fuentes: <span lang="en" dir="auto">nearly 42%</span>'
    assert spoken(said, "tspan") == 'Fuentes: <tspan lang="en">nearly 42%</tspan>'
    # Nothing is missing there, so that no page says so; on a page of its own language it is a text as any other.
    assert not is_foreign(said) and Language("en", "en/", "es").of(value) == "nearly 42%"
    formula = SPANISH.of(joined("", [value, " × (1 + ", as_printed("6.7%", "en"), ")^2"]))
    assert spoken(formula) == '<span lang="en" dir="auto">nearly 42%</span> × (1 + 6.7%)^2'
    assert spoken(sliced(said, 0, 15)) == 'Fuentes: <span lang="en" dir="auto">nearly</span>'
    assert (
        spoken(SPANISH.of(shortened(joined("", ["Dice ", value]), 12)))
        == 'Dice <span lang="en" dir="auto">nearly</span>…'
    )
    assert lines_of(said, 15) == ("Fuentes: nearly", "42%")
    assert spoken(lines_of(said, 15)[1]) == '<span lang="en" dir="auto">42%</span>'


def test_a_script_chooses_among_all_forms_of_a_language() -> None:
    """Browsers know the rules of CLDR; the catalogue has the forms."""
    polish = (
        'msgid ""\nmsgstr ""\n"Language: pl\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n\n'
        'msgid "{length} hit"\nmsgid_plural "{length} hits"\n'
        'msgstr[0] "{length} trafienie"\nmsgstr[1] "{length} trafienia"\nmsgstr[2] "{length} trafień"\n'
    ).encode()
    (language,) = languages_of(["pl"], lambda _: (polish,))
    script = "say(counted(kept.length)`${kept.length} hit|${kept.length} hits`)"
    said = in_script(script, language)
    forms = dict(re.findall(r"(\w+): `\$\{kept\.length\} (\w+)`", said))
    assert forms == {"one": "trafienie", "few": "trafienia", "many": "trafień", "other": "trafień"}
    assert said.endswith('[new Intl.PluralRules("pl").select(kept.length)])')
    assert in_script(script, ENGLISH) == (
        'say(({ one: `${kept.length} hit`, other: `${kept.length} hits` })[new Intl.PluralRules("en").select(kept.length)])'
    )


def test_a_text_without_a_translation_is_known_to_be_foreign() -> None:
    text = SPANISH.of(PerLanguage.given("Heat", {"de": "Wärme"}))
    assert isinstance(text, Foreign) and text.language == "en" and is_foreign({"a": (text,)})
    assert not is_foreign(SPANISH.of(PerLanguage.given("Heat", {"es": "Calor"})))


@given(st.decimals(min_value=Decimal("-1e12"), max_value=Decimal("1e13"), places=2))
def test_a_number_keeps_its_digits_in_every_language(number: Decimal) -> None:
    english, spanish = formats.percent(number), SPANISH.of(formats.percent(number))
    assert re.sub(r"\D", "", english) == re.sub(r"\D", "", spanish) and spanish.count(",") == 1


@pytest.mark.parametrize(("unit", "english", "spanish"), [
    ("USD", "USD 4.026 billion", "4,026 mil millones USD"),
    ("tonnes", "4.026 billion tonnes", "4,026 mil millones tonnes"),
    ("", "4.026 billion", "4,026 mil millones"),
    ("MW", "4.026 billion MW", "4,026 mil millones MW"),
    ("SGD", "SGD 4.026 billion", "4,026 mil millones SGD"),
])  # fmt: skip
def test_a_currency_stands_where_its_language_writes_it_and_a_unit_behind(
    unit: str, english: str, spanish: str
) -> None:
    found = formats.money(Decimal(4026000000), unit)
    assert (str(found), SPANISH.of(found)) == (english, spanish)


def test_marked_texts_of_templates_and_scripts() -> None:
    template = '<p title="{% trans %}Sources{% endtrans %}">{% trans %}Part of {{ link(view.parent) }}{% endtrans %}</p>{{ _("Forecast") }}{{ a | spoken }}'
    assert (
        in_template(template, ENGLISH)
        == '<p title="Sources">Part of {{ link(view.parent) }}</p>{{ "Forecast" }}{{ a }}'
    )
    assert (
        in_template(template, SPANISH)
        == '<p title="Fuentes">Parte de {{ link(view.parent) }}</p>{{ "Previsión" }}{{ a | spoken }}'
    )
    script = 'say(msg("Copied")); show(msg`${one.label} was added.`)'
    assert in_script(script, ENGLISH) == 'say("Copied"); show(`${one.label} was added.`)'
    assert in_script(script, SPANISH) == 'say("Copiado"); show(`Se añadió ${one.label}.`)'


def test_a_sites_own_messages_stand_before_ours() -> None:
    own = b'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Sources"\nmsgstr "Documentos"\n'
    assert read_po(io.BytesIO(own)) is not None
    (language,) = languages_of(["es"], lambda tag: (*sources(tag), own))
    assert language.of(msg("Sources")) == "Documentos" and language.of(msg("Findings")) == "Hallazgos"
    assert language.prefix == "" and not language.is_source


def test_a_language_without_a_catalogue_is_said_kindly_and_gets_one(heat_pumps: Path, tmp_path: Path) -> None:
    """The recipe of README: `check` says what is missing, `new catalogue` begins it, and pages speak what is filled in."""
    folder = tmp_path / "site"
    for name in ("content", "seeds"):
        shutil.copytree(heat_pumps / name, folder / name)
    site = folder / "content/site.yaml"
    site.write_text(site.read_text().replace("language: en\n", "language: pl\n", 1), "utf-8")
    run = partial(CliRunner().invoke, cli)
    checked = run(["check", "--strict", "--root", str(folder)])
    assert checked.exit_code == 0 and "note[no-catalogue]" in checked.output
    assert "sitegen new catalogue pl" in checked.output
    made = run(["new", "catalogue", "pl", "--root", str(folder)])
    assert made.exit_code == 0 and made.output == "wrote templates/locale/pl.po\n"
    path = folder / "templates/locale/pl.po"
    known = read_po(io.BytesIO(path.read_bytes()), locale="pl")
    assert {one.id for one in known if one.id} == {one.id for one in messages.catalogue("es") if one.id}
    assert known.num_plurals == 3 and not any(one.string for one in known if isinstance(one.id, str) and one.id)
    path.write_text(
        path.read_text("utf-8").replace('msgid "Sources"\nmsgstr ""', 'msgid "Sources"\nmsgstr "Źródła"'), "utf-8"
    )
    assert "no-catalogue" not in run(["check", "--root", str(folder)]).output
    assert build(folder, folder / "public").published
    page = (folder / "public/index.html").read_text("utf-8")
    assert '<html lang="pl" dir="ltr">' in page and "Źródła" in page and "Search" in page
    for name, said in (
        ("pl", "is there already"),
        ("es", "pages speak `es` already"),
        ("Polish", "is no language tag"),
    ):
        refused = run(["new", "catalogue", name, "--root", str(folder)])
        assert refused.exit_code == 2 and said in refused.output, refused.output


def test_what_scripts_load_speaks_the_language_of_a_site_that_has_only_one(root: Path, tmp_path: Path) -> None:
    site = Path(shutil.copytree(root / "tests/data/heat-pumps", tmp_path / "site"))
    settings = site / "content/site.yaml"
    settings.write_text(settings.read_text().replace("language: en\n", "language: es\n", 1))
    assert build(site, site / "public").published
    data = site / "public/data"
    assert {row[0] for row in json.loads((data / "search/facts-1.json").read_text())["rows"]} == {"Hecho"}
    kinds = {row[0] for row in json.loads((data / "search/topics.json").read_text())["rows"]}
    assert "Fuente" in kinds and "Source" not in kinds
    assert "TCAC implícita" in json.loads((data / "explorer/index.json").read_text())["measures"]


def test_a_site_in_one_language_that_is_not_english_speaks_it_and_marks_what_documents_print(
    heat_pumps: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    for name in ("content", "seeds"):
        shutil.copytree(heat_pumps / name, folder / name)
    site = folder / "content/site.yaml"
    site.write_text(site.read_text().replace("language: en\n", "languages:\n- es\n", 1), "utf-8")
    done = build(folder, folder / "public")
    assert done.published and not done.problems
    market = (folder / "public/markets/heat-pumps/index.html").read_text("utf-8")
    assert '<html lang="es" dir="ltr">' in market and "hreflang" not in market and "fallback" not in market
    assert '<span lang="de" dir="auto">1.250,5 Millionen EUR</span>' in market and "Estimaciones lado a lado" in market
    assert '<span lang="en" dir="auto">EUR 2.4 billion</span>' in market
    scripts = "\n".join(path.read_text("utf-8") for path in (folder / "public/assets").glob("*.js"))
    assert '"Copiado"' in scripts and '"Copied"' not in scripts
    assert not (folder / "public/es").exists() and "Páginas" in (folder / "public/llms.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Content of an unknown day"), ("es", "Contenido del día desconocido")]
)
def test_a_day_that_is_not_known_is_said_in_words(language: str, said: str, heat_pumps: Path, tmp_path: Path) -> None:
    for name in ("content", "seeds"):
        shutil.copytree(heat_pumps / name, tmp_path / name)
    site = tmp_path / "content/site.yaml"
    site.write_text(site.read_text().replace("language: en\n", f"language: {language}\n", 1), "utf-8")
    assert build(tmp_path, tmp_path / "public").published
    assert said in (tmp_path / "public/index.html").read_text("utf-8")
