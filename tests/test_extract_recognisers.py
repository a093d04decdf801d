"""Each recogniser alone, on sentences of ours: what it must find, and the traps it must not fall into."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sitegen.extract import mentions
from sitegen.extract.layout import clauses
from sitegen.extract.model import Document, Found, Frame
from sitegen.extract.normal import normalise
from sitegen.extract.pipeline import extract
from sitegen.extract.publishers import publisher
from sitegen.extract.table import MARKET, REVIEW

ROWS = {row.name: row for row in (*MARKET, *REVIEW)}


def read(text: str, geography: str = "Global") -> Document:
    normal = normalise(text)
    document = Document(normal, clauses(normal.text))
    return replace(document, frame=Frame("market", None, "Heat Pumps", geography, ""))


def found(name: str, text: str, geography: str = "Global") -> list[Found]:
    return ROWS[name].find(read(text, geography))


def shown(text: str, items: list[Found]) -> list[str]:
    normal = normalise(text)
    return [normal.printed(*(item.value or item.spans[0])) for item in items]


def test_every_recogniser_has_a_name_of_its_own_and_an_example() -> None:
    assert len(ROWS) == len(MARKET) + len(REVIEW)
    assert all(row.example for row in ROWS.values())


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("The market was valued at USD 5.2 billion in 2023 and will reach USD 9 billion by 2030.", [2023, 2030]),
        (
            "In 2023 the market stood at USD 5.2 billion. For 2024 it shows USD 6 billion, and by 2032 it should exceed USD 9 billion.",
            [2023, 2024, 2032],
        ),
        ("Sales should climb from USD 611 million in 2019 to USD 702 million by 2025.", [2019, 2025]),
        ("Value in 2024 EUR 81.5 Million Sales Forecast in 2030 EUR 99.2 Million Base Year 2024", [2024, 2030]),
        ("2022: around USD 31.4 billion.", [2022]),
        ("| 2026E | US$ 71.4 Bn |\n| 2033F | US$ 99.3 Bn |", [2026, 2033]),
    ],
)
def test_sums_are_bound_to_their_years(text: str, years: list[int]) -> None:
    assert [item.first for item in found("sizes", text)] == years


def test_whose_size_it_is() -> None:
    text = "The global market was worth USD 9 billion in 2023. The U.S. market was worth USD 3 billion in 2023. The residential segment was valued at USD 4 billion in 2023."
    assert [(item.about.kind, item.about.name) for item in found("sizes", text)] == [
        ("market", ""),
        ("place", "U.S."),
        ("segment", "residential"),
    ]


def test_another_market_in_the_same_text_keeps_its_own_figures() -> None:
    (item,) = found("sizes", "The solar panel market was valued at USD 70 billion in 2023.")
    assert (item.about.kind, item.about.name) == ("other market", "solar panel")


@pytest.mark.parametrize(
    "text",
    [
        "The government set aside USD 200 million for the market in 2021.",
        "The company invested USD 3 billion in 2022 in the industry.",
        "Price: US$ 4,950 in 2023",
        "The market will grow by USD 2.1 billion during 2024-2028.",
        "Market growth 2024-2028: USD 2.1 billion",
        "The market was worth US$ XX billion in 2023.",
    ],
)
def test_sums_that_are_no_sizes(text: str) -> None:
    assert found("sizes", text) == []


def test_an_increment_is_kept_apart() -> None:
    for text in (
        "The market is set to grow by USD 2.1 billion during 2024-2028.",
        "Market growth 2024-2028: USD 2.1 billion",
    ):
        (item,) = found("increments", text)
        assert (item.first, item.last) == (2024, 2028), text


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("at a CAGR of 6.1% from 2024 to 2030", (2024, 2030)),
        ("the CAGR (2021-2029) is 11.4%", (2021, 2029)),
        ("its compound annual growth rate (CAGR) is 9.4%", (0, 0)),
        ("a CAGR of 3.90% through 2028", (0, 2028)),
        ("2.71 %\nCAGR (2017-2023)", (2017, 2023)),
        ("CAGR (%) | 18.3 %", (0, 0)),
    ],
)
def test_rates_with_their_periods(text: str, period: tuple[int, int]) -> None:
    (item,) = found("growth-rates", text)
    assert (item.first, item.last) == period


def test_a_past_rate_says_so_and_a_share_is_no_rate() -> None:
    past, ahead = found(
        "growth-rates",
        "The market grew at a CAGR of 4.2% from 2019 to 2023. It will grow at a CAGR of 5.5% from 2024 to 2030.",
    )
    assert (past.by, ahead.by) == ("past", "")
    assert found("growth-rates", "Hospitals accounted for 42% of the market.") == []


def test_shares() -> None:
    (item,) = found("shares", "In 2024, the hospital segment accounted for nearly 42% of the market.")
    assert (item.first, item.about.kind) == (2024, "segment")


def test_periods_by_their_words() -> None:
    text = "Base Year | 2023\nHistorical Data | 2019-2022\nForecast Period | 2024-2030\nYears studied | 2019 - 2030"
    assert [item.first for item in found("base-years", text)] == [2023]
    assert [(item.measure, item.first, item.last) for item in found("periods", text)] == [
        ("historical period", 2019, 2022), ("forecast period", 2024, 2030), ("reporting period", 2019, 2030),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("North America held the largest share of the market.", [("size", "place", "North America")]),
        ("Asia Pacific is the fastest-growing region of the market.", [("growth", "place", "Asia Pacific")]),
        ("Largest Market | Europe", [("size", "place", "Europe")]),
        ("Fastest Growing Segment | Ground source", [("growth", "segment", "Ground source")]),
        ("The residential segment accounted for the largest share.", [("size", "segment", "residential")]),
        ("Stroke is the leading cause of death.", []),
        ("Its fleet is the largest in the world.", []),
    ],
)
def test_ranks(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(item.by, item.about.kind, item.about.name) for item in found("ranks", text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "By Form: Powder, Liquid, Gel",
        "By Form\n- Powder\n- Liquid\n- Gel",
        "Based on form, the market is segmented into powder, liquid, and gel.",
        "The market is segmented by form (powder, liquid, and gel).",
        "(By Form: Powder, Liquid, Gel; By Region)",
        "Segments\n  Form: powder; liquid; gel",
    ],
)
def test_segmentations_in_all_layouts(text: str) -> None:
    (item,) = found("segmentations", text)
    assert item.by == "form"
    assert [name.lower() for name in shown_members(text, item)] == ["powder", "liquid", "gel"]


def shown_members(text: str, item: Found) -> list[str]:
    return [normalise(text).printed(*span) for span in item.members]


def test_countries_stand_under_their_regions() -> None:
    text = "Regions covered: North America: U.S., Canada; Europe: Germany, France, Rest of Europe; Asia Pacific: China, Japan"
    items = found("place-lists", text)
    assert [(item.measure, item.of, shown_members(text, item)) for item in items] == [
        ("regions", "", ["North America", "Europe", "Asia Pacific"]),
        ("countries", "North America", ["U.S.", "Canada"]),
        ("countries", "Europe", ["Germany", "France", "Rest of Europe"]),
        ("countries", "Asia Pacific", ["China", "Japan"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Key players include Acme Corp., Bolt Ltd. and Zeta.",
        "Key Players | Acme Corp., Bolt Ltd., Zeta",
        "The top manufacturers\n1. Acme Corp.\n2. Bolt Ltd.\n3. Zeta",
        "The leading vendors in the heat pump market are Acme Corp., Bolt Ltd., Zeta, among others.",
    ],
)
def test_companies_in_all_layouts(text: str) -> None:
    (item,) = found("company-lists", text)
    assert shown_members(text, item) == ["Acme Corp.", "Bolt Ltd.", "Zeta"]


def test_developments_are_dated_deeds() -> None:
    text = "In May 2023, Acme launched a pump. Published May, 2024. The market grew in May 2023."
    assert shown(text, found("developments", text)) == ["May 2023"]


def test_the_flow_of_a_review() -> None:
    text = (
        "The search retrieved 3,412 records; after removal of 812 duplicates, 2,600 titles and abstracts were screened. "
        "We assessed 143 full texts, of which 112 were excluded, and 31 trials met the inclusion criteria."
    )
    assert [(item.measure, item.mention.amount if item.mention else "") for item in found("flow", text)] == [
        ("records identified", "3412"), ("duplicates removed", "812"), ("records screened", "2600"),
        ("full texts assessed", "143"), ("full texts excluded", "112"), ("studies included", "31"),
    ]  # fmt: skip


def test_what_a_review_says_of_itself() -> None:
    text = "We searched MEDLINE, Embase and CENTRAL from inception to 12 January 2019 (PROSPERO CRD42018094567). The primary outcome was sleep quality. A total of 2,834 participants took part in 31 trials."
    assert shown_members(text, found("databases", text)[0]) == ["MEDLINE", "Embase", "CENTRAL"]
    assert shown(text, found("registrations", text)) == ["CRD42018094567"]
    assert shown(text, found("primary-outcomes", text)) == ["sleep quality"]
    assert shown(text, found("participants", text)) == ["2,834 participants"]


def test_tables_of_evidence() -> None:
    text = "Outcome\tDiet\tControl\nFree of pain\t9/46 (19.6%)\t0/45 (0.0%)\nDays to relief\t46\t45"
    items = found("outcomes", text)
    assert list(zip(shown(text, items), [item.of for item in items], strict=True)) == [
        ("9/46", "Diet"), ("19.6%", "Diet"), ("0/45", "Control"), ("0.0%", "Control"), ("46", "Diet"), ("45", "Control"),
    ]  # fmt: skip
    text = "Study\tDomain\tRisk of bias\nDoe et al. (2020)\tMissing outcome data\tLow\n\tOverall\tSome concerns"
    assert shown(text, found("bias-judgements", text)) == ["Low", "Some concerns"]


def test_a_rank_that_is_denied_is_none_and_a_setting_is_no_subject() -> None:
    assert found("ranks", "Asia Pacific may not lead the market.") == []
    assert [
        item.about.name for item in found("ranks", "In Latin America, Brazil and Mexico are the leading buyers.")
    ] == [
        "Brazil",
        "Mexico",
    ]


def test_members_that_stand_one_a_line_below_their_dimension() -> None:
    text = "Segments covered\n\nBy Material (USD Million, 2020-2030)\nSteel\nGlass\n\nSales Channel\n  Online\n  Retail\n\nOutlook\nA sentence that ends the list."
    items = {item.by: [text[a:b] for a, b in item.members] for item in found("segmentations", text)}
    assert items == {"material": ["Steel", "Glass"], "sales channel": ["Online", "Retail"]}
    assert found("segmentations", "Contents\nIntroduction\nMethods\nResults") == []


def test_regions_one_a_line() -> None:
    (item,) = found("place-lists", "Regions Covered\n  North America\n  Europe\n  Rest of the World\n\nNext")
    assert len(item.members) == 3


def test_a_table_whose_columns_are_years() -> None:
    text = "Indicator\t2023\t2030\nMarket value (EUR million)\t96.0\t1,171.2\nGrowth (%)\t3.1\t4.2"
    assert [(i.mention.amount, i.mention.magnitude, i.mention.unit, i.first) for i in found("tabled-sizes", text) if i.mention] == [
        ("96.0", "million", "EUR", 2023), ("1171.2", "million", "EUR", 2030),
    ]  # fmt: skip
    assert found("tabled-sizes", "Employees\t2023\t2030\nPeople (million)\t9\t11") == []


@pytest.mark.parametrize(
    ("text", "responses", "studies"),
    [
        ("Only one of nine patients responded to it.", ["one of nine patients"], []),
        ("Two children became seizure-free.", ["Two children"], []),
        ("A response rate of 60%, but only in two patients.", ["two patients"], []),
        ("We found three RCTs comparing walking and rest.", [], ["three RCTs"]),
        ("Of nine patients, all were men. Two patients left.", [], []),
        ("A guideline of 2019 lists three drugs.", [], []),
    ],
)
def test_who_responded_and_how_many_trials_there_are(text: str, responses: list[str], studies: list[str]) -> None:
    assert shown(text, found("responses", text)) == responses
    assert shown(text, found("study-counts", text)) == studies


def test_a_trial_is_named_by_the_mark_of_its_reference() -> None:
    text = "In this trial two patients responded.<sup>7</sup>\n\n## References\n\n7. Doe AB. A trial of rest. *J Rest.* 2013;3:1-2."
    (item,) = found("responses", text)
    assert (item.about.kind, item.about.name) == ("study", "Doe")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("# A title: a review\n\nAnn Lee,<sup>1</sup> Bo van Ray,<sup>2</sup> Çelik Ö. Dunn<sup>1</sup>\n\nWe searched.", ["Ann Lee", "Bo van Ray", "Çelik Ö. Dunn"]),
        ("A title of a review\nAuthors: Lee A, Ray BC\n", ["Lee A", "Ray BC"]),
        ("A title of a review\nNew York, January 2024\nThe text begins.", []),
    ],
)  # fmt: skip
def test_authors(text: str, names: list[str]) -> None:
    normal = normalise(text)
    found_ = [normal.printed(*span) for item in found("authors", text) for span in item.members]
    assert found_ == names


def test_eligibility_and_attributes_of_the_report() -> None:
    text = "We included only randomised trials in adults. Nine full texts were assessed for eligibility."
    assert len(found("eligibility", text)) == 1
    table = "Unit | USD Million\nCustomization Option | Available on request\nBase Year | 2023"
    assert [(item.measure, item.by) for item in found("report-attributes", table)] == [
        ("currency and unit", ""), ("report attribute", "customization option"),
    ]  # fmt: skip


def test_plain_questions_say_what_they_ask() -> None:
    text = "How big is the pump market? It is big. Who are the key players? Nobody. Why do we sleep? Who knows."
    assert [item.by for item in found("questions", text)] == ["size", "companies", ""]


def test_a_period_told_by_its_length() -> None:
    assert [(p.first, p.last) for p in mentions.periods("over the five years to 2028")] == [(2023, 2028)]
    assert [y.first for y in mentions.years("over the five years to 2028")] == [2028]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Boards are the mainstay of sales, although panels grow fastest.", [("growth", "panels"), ("size", "Boards")]),
        ("Growth will be highest in the Middle East.", [("growth", "Middle East")]),
        ("By region it is Europe that buys most of the market.", [("size", "Europe")]),
        ("Austria is the largest market, France the fastest growing.", [("growth", "France"), ("size", "Austria")]),
        ("LED lamps held the highest revenue share.", [("size", "LED lamps")]),
        ("Trainers, cheap and portable, are where market growth is quickest.", [("growth", "Trainers")]),
    ],
)
def test_whoever_holds_a_rank_is_the_subject_or_what_it_leads_to(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(item.by, item.about.name) for item in found("ranks", text)] == expected


def test_a_table_whose_scale_stands_above_it_and_whose_rows_are_places() -> None:
    text = "Revenue (US$ bn)\nYear | 2021 | 2024\nWorld | 2.31 | 2.88\nof which China | 0.92 | 1.22"
    items = found("tabled-sizes", text)
    assert [(item.about.kind, item.about.name, item.first, item.mention and item.mention.unit) for item in items] == [
        ("market", "", 2021, "USD"), ("market", "", 2024, "USD"), ("place", "China", 2021, "USD"), ("place", "China", 2024, "USD"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("So reckons Terroir Metrics, a Bordeaux consultancy.", "Terroir Metrics"),
        ("It rose, data of the Yangtze Timber Council show.", "Yangtze Timber Council"),
        ("\u00a9 2024 Meridian Lamp Research. All rights reserved.", "Meridian Lamp Research"),
        ("KeyChord, the Leeds-based trade analyst, publishes this title.", "KeyChord"),
        ("Acme Pumps Ltd. opened a plant in May 2023.", ""),
    ],
)
def test_a_publisher_is_known_by_what_it_does(text: str, name: str) -> None:
    assert publisher(text, "") == name


def test_a_size_and_a_rate_that_agree_are_sure_and_a_place_they_share_is_where_the_market_is() -> None:
    text = "Kettles in Norway: a look\nShops in Norway took EUR 100 million in 2020. That is 161.05 million euros in 2030, at a CAGR of 4.88%."
    extraction = extract(text)
    assert [item.agreed for item in extraction.of("market size")] == [True, True]
    assert extraction.document.frame.geography == "Norway"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("FY2023/24", 0, 2024),
        ("2023-24", 0, 2024),
        ("FY24-FY30", 2024, 2030),
        ("2023-24 to 2029-30", 2024, 2030),
        ("2019-23", 2019, 2023),
    ],
)
def test_years_of_accounts_are_years_and_make_periods(text: str, first: int, last: int) -> None:
    periods = mentions.periods(text)
    assert [(item.first, item.last) for item in periods] == ([(first, last)] if first else [])
    assert first or [item.first for item in mentions.years(text)] == [last]
