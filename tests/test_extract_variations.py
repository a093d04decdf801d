"""The same thing said in many ways: sentences that a publisher of any manner could write, in one invented report."""

from __future__ import annotations

from typing import Any

import pytest

from sitegen.extract.pipeline import extract
from sitegen.extract.summary import summary

HEAD = (
    "Walking Pad Market\n\nThe global walking pad market was valued at USD 1.25 billion in 2023 and is projected to reach USD 2.10 billion"
    " by 2030, at a CAGR of 7.7% from 2024 to 2030.\n\n"
)


def row(text: str, head: str = HEAD) -> dict[str, Any]:
    return summary(extract(f"{head}{text}\n"))


def plain(name: Any) -> str:
    return str(name).lower().removeprefix("the ").removesuffix("s")


LARGEST = [
    ("Foldable models make up well over half of all sales.", "Foldable models"),
    ("With a 44% slice of revenue, foldable models sit at the top of the table.", "foldable models"),
    ("No segment earns more than foldable models.", "foldable models"),
    ("Foldable models outsell every other type.", "Foldable models"),
    ("Nothing sells as well as foldable models, which bring in 44% of revenue.", "foldable models"),
    ("The lead belongs to foldable models, with 44% of revenue.", "foldable models"),
    ("It is the foldable models that bring in the most money.", "foldable models"),
    ("Foldable models came out on top in 2023.", "Foldable models"),
    ("Of the three types, foldable models are the biggest.", "foldable models"),
    ("Among end users, households dominated in 2023.", "households"),
    ("Households, at 61% of demand, remain the backbone of the market.", "Households"),
    ("Households account for the lion's share.", "Households"),
    ("The household segment is by far the largest.", "household"),
    ("Demand comes chiefly from households (61%).", "households"),
    ("Most of the money is spent by households.", "households"),
    ("The category with the highest turnover is foldable models.", "foldable models"),
    ("Biggest slice: foldable models (44%).", "foldable models"),
    ("Foldable models ranked number one with 44%.", "Foldable models"),
    ("The top spot goes to foldable models.", "foldable models"),
    ("Foldable models held pole position at 44% of the market.", "Foldable models"),
    ("In terms of type, foldable models were in the lead, with manual models trailing.", "foldable models"),
    ("By type, foldable models captured 44.1%, the highest share, in 2023.", "foldable models"),
    ("Foldable models generated the highest revenue of USD 0.55 billion in 2023.", "Foldable models"),
    ("Foldable models (44%) lead, followed by manual models (31%) and others.", "Foldable models"),
    ("The market is dominated by foldable models.", "foldable models"),
    ("The foldable segment led the market and accounted for 44.1% of the global revenue in 2023.", "foldable"),
    ("Foldable models are the sales leader.", "Foldable models"),
    ("Foldable models are the commonest type.", "Foldable models"),
    ("In 2023 foldable models took the crown.", "foldable models"),
]

FASTEST = [
    ("Online stores are expanding faster than any other channel.", "Online stores"),
    ("The quickest gains are seen in online stores.", "online stores"),
    ("Online stores will see the steepest rise.", "Online stores"),
    ("Online stores are where sales rise most steeply.", "Online stores"),
    ("Online stores are set to outpace all other channels.", "Online stores"),
    ("The channel growing at the fastest clip is online stores.", "online stores"),
    ("Growth is strongest in online stores.", "online stores"),
    ("Growth is highest for online stores, at 9.1% a year.", "online stores"),
    ("Online stores lead the growth table with 9.1% a year.", "Online stores"),
    ("Online stores, the fastest mover, add 9.1% a year.", "Online stores"),
    ("No channel grows as fast as online stores.", "online stores"),
    ("Fastest riser: online stores (9.1%).", "online stores"),
    ("The online segment is poised to witness the fastest growth.", "online"),
    ("The online segment is expected to grow at the highest CAGR over the forecast period.", "online"),
    ("Online stores are likely to register the fastest CAGR of 9.1% from 2024 to 2030.", "Online stores"),
    ("The most rapid expansion is anticipated in online stores.", "online stores"),
    ("Online stores show the most dynamic development.", "Online stores"),
    ("The sharpest increase will come from online stores.", "online stores"),
]

LARGEST_PLACE = [
    ("More is sold in Germany than anywhere else.", "Germany"),
    ("Nowhere is demand greater than in Germany.", "Germany"),
    ("Germany buys more walking pads than any other country.", "Germany"),
    ("Germany is home to the largest market.", "Germany"),
    ("The biggest buyer is Germany, with 31% of sales.", "Germany"),
]

FASTEST_PLACE = [
    ("Sales rise fastest in India.", "India"),
    ("India is where sales rise fastest.", "India"),
    ("The fastest growth is forecast for India.", "India"),
    ("India will be the growth leader.", "India"),
]

DIMENSIONS = [
    (
        "The market is split by drive into manual, motorised and hybrid models.",
        {"drive": ["manual", "motorised", "hybrid"]},
    ),
    (
        "By drive, three kinds are told apart: manual, motorised and hybrid.",
        {"drive": ["manual", "motorised", "hybrid"]},
    ),
    (
        "The report distinguishes three drives: manual, motorised and hybrid.",
        {"drive": ["manual", "motorised", "hybrid"]},
    ),
    (
        "Products covered are manual pads, motorised pads and hybrid pads.",
        {"product": ["manual pads", "motorised pads", "hybrid pads"]},
    ),
    (
        "End users include households, offices, hotels and clinics.",
        {"end user": ["households", "offices", "hotels", "clinics"]},
    ),
    (
        "Three product types are covered: manual, motorised and hybrid.",
        {"product type": ["manual", "motorised", "hybrid"]},
    ),
    ("Buyers fall into households, offices and clinics.", {"buyer": ["households", "offices", "clinics"]}),
    (
        "On the basis of drive, the market has been bifurcated into manual and motorised.",
        {"drive": ["manual", "motorised"]},
    ),
    (
        "The market is segmented by drive (manual, motorised), user (household, office) and region.",
        {"drive": ["manual", "motorised"], "user": ["household", "office"]},
    ),
    (
        "Segments by sales channel are online, specialist stores and hypermarkets.",
        {"sales channel": ["online", "specialist stores", "hypermarkets"]},
    ),
    (
        "It is sold through three channels: online, specialist stores and hypermarkets.",
        {"channel": ["online", "specialist stores", "hypermarkets"]},
    ),
    (
        "Distribution channels covered: online; specialist stores; hypermarkets.",
        {"distribution channel": ["online", "specialist stores", "hypermarkets"]},
    ),
    (
        "We look at four applications, namely homes, offices, hotels and clinics.",
        {"application": ["homes", "offices", "hotels", "clinics"]},
    ),
    (
        "The applications considered are homes, offices, hotels and clinics.",
        {"application": ["homes", "offices", "hotels", "clinics"]},
    ),
]

PUBLISHERS = [
    ("-- Larkmoor Research", "Larkmoor Research"),
    ("Yours, the analysts of Larkmoor", "Larkmoor"),
    ("Larkmoor | London | info@larkmoor.example", "Larkmoor"),
    ("About Larkmoor\nLarkmoor is a market research company based in Leeds.", "Larkmoor"),
    ("The numbers are Larkmoor's own.", "Larkmoor"),
    ("All figures: Larkmoor, May 2024", "Larkmoor"),
    ("Data by Larkmoor Insight", "Larkmoor Insight"),
    ("(c) Larkmoor 2024", "Larkmoor"),
    ("Contact the author at Larkmoor Research, London.", "Larkmoor Research"),
    ("Larkmoor's analysts expect more.", "Larkmoor"),
    ("A study released this week by Larkmoor shows it.", "Larkmoor"),
]

SIZES = [
    "Runners and office workers laid down USD 1.25 billion for walking pads in 2023. By 2030 they will part with USD 2.10 billion, 7.7% more each year.",
    "In 2023 the world bought walking pads for 1.25 billion dollars; in 2030 it will be 2.10 billion dollars. That is a compound 7.7% a year.",
    "Some $1.25bn changed hands for walking pads in 2023. We see $2.10bn in 2030 (CAGR 2023-2030: 7.7%).",
    "Walking pads: $1.25bn (2023) -> $2.10bn (2030), +7.7% p.a.",
    "2023 | USD 1.25 bn\n2030 | USD 2.10 bn\nCAGR | 7.7%",
    "From a base of USD 1.25 billion (2023), walking pads head for USD 2.10 billion (2030) at 7.7% compounded.",
    "The walking pad trade turned over EUR 1.25 billion in 2023. A further seven years on, in 2030, it should turn over EUR 2.10 billion: a gain of 7.7% each year.",
    "Total spend on walking pads, 2023: USD 1,250 million. Total spend, 2030: USD 2,100 million. Annual growth: 7.7%.",
    "A market of USD 1.25 billion in 2023; a market of USD 2.10 billion in 2030; 7.7 per cent a year in between.",
    "The walking pad market closed 2023 at USD 1.25 billion and is on course for USD 2.10 billion in 2030, a CAGR of 7.7%.",
    "Revenue from walking pads crossed USD 1.25 billion in 2023. Expect USD 2.10 billion by 2030 as the market compounds at 7.7%.",
    "Valued at USD 1.25 billion in 2023, the walking pad market will hit USD 2.10 billion by the close of 2030, on a 7.7% CAGR.",
    "The walking pad market will be worth USD 2.10 billion in 2030, from USD 1.25 billion in 2023 (7.7% CAGR).",
    "The market for walking pads, which stood at USD 1.25 billion in 2023, is seen at USD 2.10 billion in 2030, so 7.7% annually.",
    "Year | Market value, USD million\n2023 | 1,250\n2030 | 2,100\n\nCAGR 2023-2030: 7.7%",
    "The walking pad market is a USD 1.25 billion business today (2023). It will be a USD 2.10 billion one by 2030, growing 7.7% a year.",
    "Makers of walking pads took in USD 1.25 billion in 2023 and are forecast to take in USD 2.10 billion in 2030, i.e. 7.7% p.a.",
    "Walking pads are worth USD 1.25 billion a year (2023). In 2030: USD 2.10 billion. CAGR: 7.7%.",
    "Demand: USD 1.25bn in 2023, rising 7.7% annually to USD 2.10bn in 2030.",
]


@pytest.mark.parametrize(
    ("field", "text", "wanted"),
    [
        (field, text, wanted)
        for field, rows in (
            ("largest_segment", LARGEST),
            ("fastest_segment", FASTEST),
            ("largest_region", LARGEST_PLACE),
            ("fastest_region", FASTEST_PLACE),
            ("publisher", PUBLISHERS),
        )
        for text, wanted in rows
    ],
)
def test_a_rank_or_a_publisher_is_known_in_whatever_words(field: str, text: str, wanted: str) -> None:
    got = row(text)[field]
    assert [plain(name) for name in (got if isinstance(got, list) else [got])] == [plain(wanted)]


@pytest.mark.parametrize(("text", "wanted"), DIMENSIONS)
def test_a_dimension_is_known_in_whatever_words(text: str, wanted: dict[str, list[str]]) -> None:
    got = {plain(name): [plain(member) for member in members] for name, members in row(text)["segments"].items()}
    assert got == {plain(name): [plain(member) for member in members] for name, members in wanted.items()}


@pytest.mark.parametrize("text", SIZES)
def test_sizes_are_known_whatever_words_of_trade_stand_beside_them(text: str) -> None:
    found = row(text, "Walking Pads: World Outlook\n\n")
    scales = {"million": 10**6, "billion": 10**9}
    told = [found[field] for field in ("base_value", "forecast_value")]
    assert [(round(one["amount"] * scales[one["magnitude"]]), one["year"]) for one in told] == [
        (1_250_000_000, 2023),
        (2_100_000_000, 2030),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Growth is led by India.",
        "China opened more offices in 2023 than any other country.",
        "Lead times for steel lengthened to 11 weeks.",
        "Walking pads are mats, belts and motors.",
        "Our figures come from customs data, store visits and interviews.",
        "Sensors are finding their way from the biggest offices into ordinary homes.",
    ],
)
def test_what_only_looks_like_a_rank_or_a_list_is_left_alone(text: str) -> None:
    found = row(text)
    assert not any(
        found[field] for field in ("largest_segment", "fastest_segment", "largest_region", "segments", "developments")
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Regional analysis\n\nEurope leads. Asia Pacific will expand fastest. North America is mature. Africa is small.",
            {"Europe", "Asia Pacific", "North America", "Africa"},
        ),
        (
            "Where it is used\n\nNorth America sold most in 2023. Europe came second. Asia Pacific catches up.",
            {"North America", "Europe", "Asia Pacific"},
        ),
        (
            "Geographic outlook\n\nNorth America\n\nGyms buy in spring.\n\nEurope\n\nOffices buy late.\n\nAsia Pacific\n\nHomes are small.",
            {"North America", "Europe", "Asia Pacific"},
        ),
    ],
)
def test_regions_are_those_that_a_section_goes_through(text: str, wanted: set[str]) -> None:
    assert wanted <= set(row(text)["regions"])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Based on drive, the manual segment led in 2023. The motorised segment grows. The report also studies the hybrid segment.",
            {"drive": ["manual", "motorised", "hybrid"]},
        ),
        ("By user, a distinction is made between offices, gyms and homes.", {"user": ["offices", "gyms", "homes"]}),
        (
            "The market is segmented by drive into manual and motorised; by user into offices and gyms.",
            {"drive": ["manual", "motorised"], "user": ["offices", "gyms"]},
        ),
        ("By belt they use three classes: narrow, medium and wide.", {"belt": ["narrow", "medium", "wide"]}),
    ],
)
def test_dimensions_told_in_turn_or_after_a_verb_are_known(text: str, wanted: dict[str, list[str]]) -> None:
    assert row(text)["segments"] == wanted


@pytest.mark.parametrize(
    ("text", "largest", "fastest"),
    [
        (
            "By drive, motorised pads led with 63.5% of sales in 2023; manual pads are projected to expand at a 9.1% CAGR.",
            "motorised pads",
            "manual pads",
        ),
        (
            "By user, offices accounted for 48% of revenue in 2023, while gyms are set to grow at 11% a year.",
            "offices",
            "gyms",
        ),
    ],
)
def test_a_takeaway_ranks_by_its_form(text: str, largest: str, fastest: str) -> None:
    found = row(text)
    assert (found["largest_segment"], found["fastest_segment"]) == ([largest], [fastest])


@pytest.mark.parametrize(
    "text",
    [
        "Labor makes up two thirds of the operating cost.",
        "Gym chains that once owned the greater part of their machines now lease.",
        "The majority stake went to a fund.",
        "The user-led movement grows.",
    ],
)
def test_parts_of_something_else_than_a_market_rank_nobody(text: str) -> None:
    assert not row(text)["largest_segment"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "By drive, motorised pads make up 71% of sales; manual pads are a distant second. Hybrid pads and folding pads complete the picture.",
            {"drive": ["motorised pads", "manual pads", "Hybrid pads", "folding pads"]},
        ),
        (
            "Looked at by user type, offices absorb most of the money, ahead of homes and gyms.",
            {"user type": ["offices", "homes", "gyms"]},
        ),
        (
            "Steel is by far the dominant material: about 71% of spending in 2023. Aluminium follows, mostly for light pads, then plastics, and then wood and bamboo.",
            {"material": ["Steel", "Aluminium", "plastics", "wood and bamboo"]},
        ),
        (
            "By belt, rubber led with 58.2% of revenue in 2023, while fabric is advancing at a 12.9% CAGR through 2030.",
            {"belt": ["rubber", "fabric"]},
        ),
        (
            "Pads come in three drives. Motorised is the most common, hybrid the newest, manual the cheapest.",
            {"drives": ["Motorised", "hybrid", "manual"]},
        ),
        (
            "User insights\n\nOffices held 46% of the market in 2023. Homes are expected to grow fastest, at 9.1% a year. The rest goes to gyms and clinics.",
            {"User": ["Offices", "Homes", "gyms", "clinics"]},
        ),
        (
            "The channel is shifting. Shops still account for 70% of turnover; web stores come second and are growing at 12% a year.",
            {"channel": ["Shops", "web stores"]},
        ),
    ],
)
def test_a_dimension_is_known_by_who_holds_what_of_it(text: str, wanted: dict[str, list[str]]) -> None:
    got = {name.lower(): members for name, members in row(text)["segments"].items()}
    assert got == {name.lower(): members for name, members in wanted.items()}


@pytest.mark.parametrize(
    "text",
    [
        "By 2030, offices lead with 40% and homes follow.",
        "By region, Europe led. Steel makers in Germany hold most of the trade, followed by those in Italy.",
        "By contrast, prices fell by 4%, while costs rose at 9% a year.",
        "Prices fell for three years. Steel was the most expensive metal, aluminium the cheapest.",
        "The price is falling. Analysts lead with doubts; makers follow.",
    ],
)
def test_what_a_paragraph_tells_of_no_dimension_is_left_alone(text: str) -> None:
    assert not row(text)["segments"]


DRIVES = "By drive: manual, motorised\n\n"
USERS = "By user: homes, offices, gyms\n\n"


@pytest.mark.parametrize(
    ("text", "field", "wanted"),
    [
        (f"{DRIVES}Motorised pads grow faster than manual ones.", "fastest_segment", ["motorised"]),
        (f"{DRIVES}Manual pads will expand more slowly than motorised pads.", "fastest_segment", ["motorised"]),
        (f"{DRIVES}The manual segment is larger than the motorised one.", "largest_segment", ["manual"]),
        (f"{DRIVES}Motorised pads are heavier than manual ones.", "largest_segment", None),
        (
            "By drive: manual, motorised, hybrid\n\nMotorised pads grow faster than manual ones.",
            "fastest_segment",
            None,
        ),
        (f"{USERS}Offices took 46%, homes 31% and gyms 23% in 2023.", "largest_segment", ["offices"]),
        (f"{USERS}Offices (46%) and homes (31%) buy the pads.", "largest_segment", ["offices"]),
        (f"{USERS}Offices took 36% of revenue in 2023 and homes 21%.", "largest_segment", None),
        ("Walking pads go mainly to offices (46%), with homes (31%) behind.", "largest_segment", ["offices"]),
        ("Offices buy more pads than homes and gyms together.", "largest_segment", ["Offices"]),
        ("The largest part of sales comes from offices.", "largest_segment", ["offices"]),
        ("Web channels overtook shops in 2022. They are now the largest sales channel.", "largest_segment", ["Web"]),
        ("Ships carry about four fifths of world trade by volume.", "largest_segment", None),
        ("Hybrid pads, although they start small, should post the fastest CAGR.", "fastest_segment", ["Hybrid pads"]),
        ("Growth by country\n\nIn our list India tops the table.", "fastest_region", "India"),
        ("Asia Pacific grows fastest, with Korea and Japan in the lead.", "largest_region", None),
    ],
)
def test_ranks_of_two_of_shares_and_of_prose(text: str, field: str, wanted: object) -> None:
    assert row(text)[field] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The carriers Helm Re, Rück Alpen AG and Mera Re stand behind most covers.",
        "Specialised agencies such as Helm Re, Rück Alpen AG and Mera Re place them.",
        "Companies\n\nAmong the companies covered are Helm Re, Rück Alpen AG and Mera Re.",
    ],
)
def test_firms_are_known_by_what_the_sentence_calls_them(text: str) -> None:
    assert row(text)["companies"] == ["Helm Re", "Rück Alpen AG", "Mera Re"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("By belt material the authors distinguish rubber, fabric and cork.", {"belt material": ["rubber", "fabric", "cork"]}),
        ("By user class, sales are recorded for homes, offices and gyms.", {"user class": ["homes", "offices", "gyms"]}),
        ("By drive\n\nWe break the market down into manual pads, motorised pads and hybrid pads.", {"drive": ["manual pads", "motorised pads", "hybrid pads"]}),
        (
            "Segments:\nDrive (Manual, Motorised)\nEnd User (Homes & Flats, Offices, Gyms & Clubs)",
            {"drive": ["Manual", "Motorised"], "end user": ["Homes & Flats", "Offices", "Gyms & Clubs"]},
        ),
        (
            "Insights into the Rubber Belt Material Segment\n\nRubber is projected to hold 43% of the revenue in 2025, ahead of fabric and cork.",
            {"material": ["Rubber", "fabric", "cork"]},
        ),
        (
            "By use: Walking, Running & Sprinting, Rehabilitation, Dog Training\n\nThe walking, running & sprinting segment held 61%.",
            {"use": ["Walking, Running & Sprinting", "Rehabilitation", "Dog Training"]},
        ),
        ("Sales by user, 2023\n\nHomes: 61%\nOffices: 30%\nGyms: 9%", {"user": ["Homes", "Offices", "Gyms"]}),
        ("Sources: association returns; customs data; company reports.", {}),
        ("Browse Adjacent Markets: Fitness Machines & Massage Chairs", {}),
        ("By Designation: C-level - 45%, Director-level - 30%, Others - 25%", {}),
    ],
)  # fmt: skip
def test_dimensions_in_the_manners_of_publishers(text: str, wanted: dict[str, list[str]]) -> None:
    got = {name.lower(): members for name, members in row(text)["segments"].items()}
    # What a heading calls "Belt Material" may begin with the member or with the dimension.
    assert {name.split()[-1]: members for name, members in got.items()} == {
        name.split()[-1]: members for name, members in wanted.items()
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Some of the 12 companies featured in this report include:\nAcme Group, Inc.\nBolt AG\nZeta Works Ltd.\nYork Pads Corporation",
            ["Acme Group, Inc.", "Bolt AG", "Zeta Works Ltd.", "York Pads Corporation"],
        ),
        (
            "The following are the leading companies. They hold most of the market.\n- Acme\n- Bolt and Daughters, Inc.\n- Zeta Works",
            ["Acme", "Bolt and Daughters, Inc.", "Zeta Works"],
        ),
        ("Sixty firms make pads. Among them are Acme, Bolt and Zeta; the rest are tiny.", ["Acme", "Bolt", "Zeta"]),
        ("Companies Profiled | Acme Company, Bolt, Incorporated, Chr. Zeta (York), Iota Inc.", ["Acme Company", "Bolt, Incorporated", "Chr. Zeta", "Iota Inc."]),
        ("Key players: Vedan Vietnam, European Pads, Acme Ltd.", ["Vedan Vietnam", "European Pads", "Acme Ltd."]),
    ],
)  # fmt: skip
def test_companies_in_the_manners_of_publishers(text: str, wanted: list[str]) -> None:
    assert [name.split(" (")[0].rstrip(".") for name in row(text)["companies"]] == [name.rstrip(".") for name in wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The study divides the country into four regions: North, East, South and West.", ["North", "East", "South", "West"]),
        (
            "Regions/Countries: World; Canada; Japan; Europe (France; Italy); Asia-Pacific; Rest of World.",
            ["Canada", "Japan", "Europe", "Asia-Pacific", "Rest of World"],
        ),
        (
            "Geographies covered: North America, Europe, Asia Pacific.\n\nBuyers in India and Southeast Asia wait.",
            ["North America", "Europe", "Asia Pacific"],
        ),
        ("Regions\n- North India\n- South India\n- East and Northeast India", ["North India", "South India", "East and Northeast India"]),
    ],
)  # fmt: skip
def test_regions_in_the_manners_of_publishers(text: str, wanted: list[str]) -> None:
    assert row(text)["regions"] == wanted


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("TREADMILLS & TRAINERS\nIssue 12, May 2024\n\nPads find their feet", "Pads find their feet"),
        ("Department for Leisure and Sport\nUpdated June 2024\n\nWalking pads in figures", "Walking pads in figures"),
        ("Walking Pad Market Size, Share and Trends by Drive, User, and Region, 2024-2030", None),
    ],
)
def test_a_title_is_no_masthead(head: str, title: str | None) -> None:
    found = row("", f"{head}\n\n{HEAD.split(chr(10), 2)[2]}")
    assert found["title"] == (title or head)


def test_an_office_publishes_and_a_place_confines() -> None:
    text = "Department for Leisure and Sport\n\nWalking pads\n\nThe Canadian walking pad market was worth CAD 40 million in 2023 and will be worth CAD 60 million in 2029, 7.0% a year."
    found = row("", text)
    assert (found["publisher"], found["geography"]) == ("Department for Leisure and Sport", "Canada")


BARE = "Walking Pads: World Outlook\n\n"


@pytest.mark.parametrize(
    ("text", "base", "forecast"),
    [
        (
            "In 2023, shops sold more walking pads. Turnover of the market was EUR 1.25 billion (2022: EUR 1.16 billion). It will be EUR 2.10 billion in 2030, 7.7% more each year.",
            (1.25, 2023),
            (2.1, 2030),
        ),
        ("Sales hit $1.25bn in 2023 (from $0.9bn in 2020). By 2030 the market should reach $2.1bn, a 7.7% CAGR.", (1.25, 2023), (2.1, 2030)),
        (
            "The walking pad market in 2024 is estimated at USD 1.35 billion, growing from 2023 value of USD 1.25 billion with 2030 projections showing USD 2.1 billion, growing at 7.7% CAGR over 2024-2030.",
            (1.25, 2023),
            (2.1, 2030),
        ),
        ("Sales (USD billion)\n\t2021\t2022\t2023\t2024e\t2030f\nWorld market\t1.08\t1.16\t1.25\t1.35\t2.10\n\nCAGR 2023-2030: 7.7%", (1.25, 2023), (2.1, 2030)),
    ],
)  # fmt: skip
def test_the_base_is_told_from_history_and_from_the_year_after(
    text: str, base: tuple[float, int], forecast: tuple[float, int]
) -> None:
    found = row(text, BARE)
    assert [(found[field]["amount"], found[field]["year"]) for field in ("base_value", "forecast_value")] == [
        base,
        forecast,
    ]


def test_a_sum_of_today_has_no_year_of_the_forecast() -> None:
    found = row(
        "The market is estimated to grow from USD 1.25 billion in the current year to USD 2.63 billion by 2035, at a CAGR of 7.7%.",
        BARE,
    )
    assert (found["base_value"]["year"], found["forecast_value"]["year"]) == (None, 2035)


@pytest.mark.parametrize(
    ("text", "field", "wanted"),
    [
        ("The east is the smallest region, but is expected to log the fastest growth.", "fastest_region", "east"),
        ("The south is the largest region, ahead of the west (31%). The north is third.", "regions", ["south", "west", "north"]),
        ("Offices were once the largest user, but have been overtaken by homes.", "largest_segment", None),
        ("Imports came above all from China (83%).", "largest_region", None),
        ("The market was worth 1.25 billion US dollars in 2023 (CAGR 7.7%).", "largest_region", None),
        ("Which product types are covered?\nFoldable, rigid and under-desk pads.", "segments", {"product types": ["Foldable", "rigid", "under-desk"]}),
        ("Which end user will grow fastest?\nClinics.", "fastest_segment", ["Clinics"]),
        ("Which region leads, and which grows fastest?\nEurope leads; Asia grows fastest.", "fastest_region", "Asia"),
        ("The revenue of Germany rises with organic pads as the main outlet.", "largest_region", None),
        ("Sales in the USA are led by private label.", "largest_segment", None),
        ("Both lead packers to replace the market's pads.", "largest_segment", None),
        ("Europe accounts for a major share of the market.", "largest_region", None),
        ("The clinical segment is projected to be the faster-growing segment.", "fastest_segment", ["clinical"]),
        ("Acme is the best-selling brand, followed by Bolt and Zeta.", "companies", ["Acme", "Bolt", "Zeta"]),
        (
            "Competition\n\nAcme Ltd.\nAcme, founded in 2014, is based in York.\n\nBolt A/S\nFounded in 1998, Bolt has its seat in Aarhus.\n\nOthers",
            "companies",
            ["Acme Ltd.", "Bolt A/S"],
        ),
    ],
)  # fmt: skip
def test_ranks_and_lists_of_prose_and_questions(text: str, field: str, wanted: object) -> None:
    assert (row(text)[field] or None) == wanted


def test_a_round_of_money_is_no_report_though_it_tells_of_a_market() -> None:
    head = "Padsmith raises $22m to bring treadmills to every desk\n\n"
    assert row(HEAD.split("\n\n", 1)[1], head)["kind"] == "none"


def test_a_rate_has_the_years_of_its_own_sizes_and_not_of_the_title() -> None:
    text = (
        "Walking Pad Market Report - Global Forecast 2024-2033\n\nThe walking pad market will grow from $1.25 billion in 2023 to $1.35 billion in 2024 at a CAGR of 8.0%. "
        "It will grow to $1.81 billion in 2028 at a CAGR of 7.6%. The growth in the forecast period can be attributed to wellness."
    )
    assert row("", text)["cagr"] == {"percent": 7.6, "start": 2024, "end": 2028}


def test_hollow_bullets_and_section_marks_stand_deeper() -> None:
    text = (
        "Walking Pad Product Outlook (Revenue, USD Million, 2018 - 2030)\n- Foldable\n- Rigid\n"
        "Walking Pad Regional Outlook (Revenue, USD Million, 2018 - 2030)\n- North America\no U.S.\no Canada\n- Europe\no Germany\n- Asia Pacific\n"
    )
    found = row(text)
    assert found["segments"] == {"product": ["Foldable", "Rigid"]}
    assert found["regions"] == ["North America", "Europe", "Asia Pacific"]
    assert found["cagr"] == {"percent": 7.7, "start": 2024, "end": 2030}


@pytest.mark.parametrize(
    "text",
    [
        "Shoppers spent £96m on walking pads in 2024. The market will grow by 46% between 2024 and 2029 to reach £140m.\n\nBy type, folding models were worth £54m in 2024 and rigid models £30m.",
        "By type: folding, rigid\n\nShoppers spent £96m on walking pads in 2024. The market should come to £140m in 2029. Folding pads were worth £54m in 2024 and £80m in 2029.",
    ],
)
def test_what_a_part_is_worth_is_not_what_the_market_is(text: str) -> None:
    found = row(text, "The UK Walking Pad Market: Trends and Outlook to 2029\n\n")
    assert [(found[field]["amount"], found[field]["year"]) for field in ("base_value", "forecast_value")] == [
        (96, 2024),
        (140, 2029),
    ]


def test_a_part_before_a_comma_has_the_rank_behind_it() -> None:
    text = "The balance of £12m came from under-desk units, the fastest-growing type. Sales are dominated by online shops, with 52%."
    found = row(text)
    assert (found["fastest_segment"], found["largest_segment"]) == (["under-desk units"], ["online shops"])


@pytest.mark.parametrize(
    ("text", "field", "wanted"),
    [
        ("The South, with the mildest winters and the widest roads, took the largest share and will also register the fastest growth.", "fastest_region", "South"),
        ("The survey's surprise is Poland, for which its authors predict the fastest growth of all.", "fastest_region", "Poland"),
        ("The fastest growth, however, is to be found in Scotland.", "fastest_region", "Scotland"),
        ("We see Latin America growing faster than any other region.", "fastest_region", "Latin America"),
        ("Europe buys most, but it is Asia-Pacific, led by China and Vietnam, that will grow quickest.", "fastest_region", "Asia-Pacific"),
        ("Latest news:\n\u2022 June 2025: Acme launched its series 800 of pads for camps.", "publisher", None),
        ("In June 2025 Acme Insights released a new report on the trade.", "publisher", "Acme Insights"),
        ("Competitive landscape: Key players: Acme Ltd, Bolt AG, Zeta Works.", "companies", ["Acme Ltd", "Bolt AG", "Zeta Works"]),
        ("East China, led by Shanghai, Jiangsu and Zhejiang, contributes the largest share at 36%.", "largest_region", "East China"),
        ("Motorised pads became the leading product in 2021.", "largest_segment", ["Motorised pads"]),
        ("Wi-Fi pads represented more than 93% of shipments last year.", "largest_segment", ["Wi-Fi pads"]),
        ("By drive: on-cable, on-battery\n\nThe on-battery segment is to record a higher CAGR.", "fastest_segment", ["on-battery"]),
        ("Acme had raised more money than any of its peers.", "largest_segment", None),
        ("Foreign groups have the upper hand. Acme, Bolt, Zeta and Iota together hold some 77% of the market.", "companies", ["Acme", "Bolt", "Zeta", "Iota"]),
        ("Major Players\n*Disclaimer: Major Players sorted in no particular order\n- Acme Ltd.\n- Bolt AG\n- Zeta", "companies", ["Acme Ltd.", "Bolt AG", "Zeta"]),
        (
            "Geographic Regions/Countries:\nWorld; USA; Canada; Japan; Europe; Asia-Pacific; Rest of World.",
            "regions",
            ["USA", "Canada", "Japan", "Europe", "Asia-Pacific", "Rest of World"],
        ),
        (
            "Sales lead in North America. Western Europe, Central and Eastern Europe and Africa follow.",
            "regions",
            ["North America", "Western Europe", "Central and Eastern Europe", "Africa"],
        ),
        (
            "Segmentation by\n1. User\n1.1 Homes\n1.2 Offices\n2. Drive\n2.1 Cable\n2.2 Battery\n",
            "segments",
            {"user": ["Homes", "Offices"], "drive": ["Cable", "Battery"]},
        ),
        (
            "Of the total, homes are the largest use with 39%, and offices, where people sit all day, are reckoned to be the fastest-growing. Gyms and clinics are the others.",
            "segments",
            {"use": ["homes", "offices", "Gyms", "clinics"]},
        ),
        ("Rubber dominates among materials and takes 61%; cork and felt share the rest.", "segments", {"materials": ["Rubber", "cork", "felt"]}),
        ("As for strength, users have made up their minds: soft pads take nine pounds in ten, while hard ones fade.", "segments", None),
    ],
)  # fmt: skip
def test_ranks_lists_and_firms_in_the_manners_of_the_press(text: str, field: str, wanted: object) -> None:
    assert (row(text)[field] or None) == wanted


def test_pieces_shipped_are_a_volume_where_the_rate_leads_from_one_to_the_other() -> None:
    text = (
        "Vendors shipped 96.4 million walking pads worldwide in 2024. We expect shipments to reach 141.5 million units in 2029, a five-year CAGR of 8.0%. "
        "Vendor revenue rose to $4.9 billion in 2024. Cloud services brought in $3.2 billion in 2024 and will bring in $6.9 billion in 2029."
    )
    found = row(text, "What we learned from our walking pad forecast\n\n")
    told = [found[field] for field in ("base_value", "forecast_value")]
    assert [(one["amount"], one["unit"], one["year"]) for one in told] == [
        (96.4, "units", 2024),
        (141.5, "units", 2029),
    ]
    assert found["market"] == "walking pad"


@pytest.mark.parametrize(
    ("head", "title", "market"),
    [
        ("PADS & PEOPLE QUARTERLY - Summer 2025\n\nThe long walk to profit\n\nWords: Ann Lee", "The long walk to profit", "walking pads"),
        ("PADS TODAY\n\nIssue 4 / 2025\nMARKETS\n\nPads find their floor\n\nBy Ann Lee", "Pads find their floor", "walking pads"),
        ("# Walking Pad Market Size, Share & Industry Analysis\n\n[Home](/) / [Sport](/sport)", "Walking Pad Market Size, Share & Industry Analysis", "Walking Pad"),
    ],
)  # fmt: skip
def test_titles_of_papers_and_pages(head: str, title: str, market: str) -> None:
    text = "Analysts value the worldwide market in walking pads at $1.35 billion for 2024 and see it hitting $2.4 billion in 2030, a CAGR of 10.1%."
    found = row(text, f"{head}\n\n")
    assert (found["title"], found["market"].lower().rstrip("s")) == (title, market.lower().rstrip("s"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Who is still standing? Acme, in northern France, which grows its own cork. Zeta Works, in Malaysia. And a pair of smaller names.",
            ["Acme", "Zeta Works"],
        ),
        ("Acme, a London firm that sells nothing else, has made its way; Big Bolt, from Suffolk, sells belts.", ["Acme", "Big Bolt"]),
        ("In May 2024 Acme opened a plant. In June 2024 the government banned belts. Zeta closed a mill in July 2024.", ["Acme", "Zeta"]),
        ("Paris, in northern France, and Lyon, a city of silk, buy most pads.", []),
    ],
)  # fmt: skip
def test_firms_that_prose_names_one_by_one(text: str, wanted: list[str]) -> None:
    assert row(text)["companies"] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Who makes them? Acmeon, with its two plants in Leeds, is the largest supplier. Boltara, Zetafit and Quillon India compete with it on price.",
            ["Acmeon", "Boltara", "Zetafit", "Quillon India"],
        ),
        (
            "The trade is concentrated. Acmeon of Denmark is the biggest producer by far; in Austria, Boltara and Zetafit are adding lines. Quillon builds its pads in Turin.",
            ["Acmeon", "Boltara", "Zetafit", "Quillon"],
        ),
        (
            "The old brands are on the defensive. Acmeon, the Danish company that made the pads fashionable, still heads the table, with Boltara close behind. Then come Zetafit, Quillon Sports and Fitwell Nord.",
            ["Acmeon", "Boltara", "Zetafit", "Quillon Sports", "Fitwell Nord"],
        ),
        (
            "Among manufacturers, Acmeon sells more than anyone else. Boltara, ZF Sports and Quillon are behind it. Hanoi-based Fitwell and Nordpad, a start-up from Oslo, have won a following among offices.",
            ["Acmeon", "Boltara", "ZF Sports", "Quillon", "Fitwell", "Nordpad"],
        ),
        (
            "Makers have moved to the south. Acmeon runs its plant in Lyon, and Boltara, Zetafit and Quillon have their factories near Porto.",
            ["Acmeon", "Boltara", "Zetafit", "Quillon"],
        ),
        (
            "The big makers were there first. Acmeon's Glide remains the best known pad, and Boltara has poured money into a quieter one. In May 2024 Zetafit opened a mill.",
            ["Acmeon", "Boltara", "Zetafit"],
        ),
        (
            "Makers are few. Acmeon of Norway has a fifth of the market. Its old rival Boltara has fallen back to third, behind the newcomer Zetafit. Smaller names such as Quillon, Fitwell and Nordpad share what is left.",
            ["Acmeon", "Boltara", "Zetafit", "Quillon", "Fitwell", "Nordpad"],
        ),
        # Who is quoted, who counts, and what merely begins a sentence.
        (
            'Makers complain. Prices have fallen, demand is weak and Britain buys less. "Acmeon, Boltara and Zetafit are finished," says Jane Doe of Pado Research. Pado Research expects more.',
            [],
        ),
        ("Manufacturers met in Turin, Oslo and Leeds. In Germany, France and Italy rates are up. Still, nobody sells.", []),
    ],
)  # fmt: skip
def test_firms_that_a_paragraph_on_the_trade_names(text: str, wanted: list[str]) -> None:
    assert sorted(row(text)["companies"]) == sorted(wanted)


def test_where_a_list_names_the_firms_prose_has_no_others() -> None:
    text = "Key players: Acmeon, Boltara, Zetafit, Quillon\n\nBelts come from other makers. In Austria, Nordpad builds three mills, and Fitwell runs one; Rubbera sells scrap."
    assert row(text)["companies"] == ["Acmeon", "Boltara", "Zetafit", "Quillon"]


@pytest.mark.parametrize(
    ("head", "rows", "wanted"),
    [("Company | Sales", "Acmeon | 41\nBoltara | 20\nOthers | 12\nTotal | 73", ["Acmeon", "Boltara"])],
)
def test_the_sum_of_a_column_is_no_firm(head: str, rows: str, wanted: list[str]) -> None:
    assert row(f"{head}\n{rows}")["companies"] == wanted


@pytest.mark.parametrize(
    ("text", "field", "wanted"),
    [
        ("By function: training, recovery, play\n\nTraining remains the chief function.", "largest_segment", ["training"]),
        (
            "By Setting: Homes\n\nMost pads go under a desk.\n\nBy Setting: Offices\n\nOffices rent them.\n\nBy Belt: Rubber\n\nIt wears well.\n\nBy Belt: PVC\n\nIt is cheap.",
            "segments",
            {"setting": ["Homes", "Offices"], "belt": ["Rubber", "PVC"]},
        ),
        ('Browse 40 tables on "Walking Pad Market by Drive Type, Belt Material, End User - Forecast to 2030"', "segments", {}),
        (
            "Based on end user, the market is divided into schools, offices and homes, with homes the largest of the three.",
            "segments",
            {"end user": ["schools", "offices", "homes"]},
        ),
        (
            "Based on end user, the market is divided into schools, offices and homes, with homes the largest of the three.",
            "largest_segment",
            ["homes"],
        ),
        ("The fastest growth, though, comes from hybrid models, which schools like.", "fastest_segment", ["hybrid models"]),
        (
            "By channel, supermarkets account for nearly two thirds of sales; the rest is shared by discounters, online shops and sports chains.",
            "segments",
            {"channel": ["supermarkets", "discounters", "online shops", "sports chains"]},
        ),
        ("Pado Advisory reckons that Asia Pacific will be the fastest-growing region.", "fastest_region", "Asia Pacific"),
        (
            "By drive the market consists of manual, motorised and hybrid pads; motorised pads bring in most of the money.",
            "segments",
            {"drive": ["manual", "motorised", "hybrid"]},
        ),
        (
            "By customer size, Pado separates large corporations, mid-sized companies and small businesses.",
            "segments",
            {"customer size": ["large corporations", "mid-sized companies", "small businesses"]},
        ),
        (
            "The United States remains the largest national market and takes 41% of sales. China is forecast to grow faster than any other country. Western Europe and Japan follow at a distance.",
            "regions",
            ["United States", "China", "Western Europe", "Japan"],
        ),
        ("London is the biggest market within the country.", "largest_region", "London"),
        ("The top three manufacturers had a combined share of about 58% in 2023.", "largest_segment", None),
        (
            "By Region\nNorth America\n  United States\nAfrica\n  South Africa\n\nIn terms of drive, motorised pads are the largest segment.",
            "largest_segment",
            ["motorised pads"],
        ),
        (
            "By buyer, schools come first; homes follow and offices bring up the rear.",
            "segments",
            {"buyer": ["schools", "homes", "offices"]},
        ),
        ("Segments by type\n\u2022 Felt (largest)\n\u2022 Cork\n\u2022 Rubber (fastest growing)", "segments", {"type": ["Felt", "Cork", "Rubber"]}),
        ("Segments by type\n\u2022 Felt (largest)\n\u2022 Cork\n\u2022 Rubber (fastest growing)", "largest_segment", ["Felt"]),
        (
            "Three kinds of pad share the market: felt (48%), cork (31%) and rubber (21%).",
            "segments",
            {"kinds": ["felt", "cork", "rubber"]},
        ),
        ("The report divides users into schools, homes and offices.", "segments", {"users": ["schools", "homes", "offices"]}),
        ("The report divides the market into halves, quarters and thirds.", "segments", {}),
        ("The west of the country buys most.", "largest_region", "west"),
        ("Sales by user\n\n- Homes 61%\n- Offices 28%\n- Gyms 11%", "segments", {"user": ["Homes", "Offices", "Gyms"]}),
        ("The U.S. dominated the North America market in 2023. Europe led the world.", "largest_region", "Europe"),
        ("Key players: Acmeon, Zetafit, Bolt & Nut Ltd.", "companies", ["Acmeon", "Zetafit", "Bolt & Nut Ltd."]),
        ("Which drive is the largest?\nHybrid, with 40%, manual and motorised.", "segments", {}),
        ("2. Products. We distinguish foldable, rigid and hybrid pads. Schools buy most.", "segments", {"products": ["foldable", "rigid", "hybrid"]}),
        ("On the buyers' side offices are ahead of homes and gyms.", "largest_segment", ["offices"]),
        ("Pado Partners, June 2025", "developments", []),
        ("Briefing note 7, Pado Partners, June 2025", "publisher", "Pado Partners"),
        ("By Drive Insights The hybrid segment accounted for the largest share in 2023.", "largest_segment", ["hybrid"]),
        ("Publisher code: WP-12    Publisher: Pado Market Studies    Pages: 97", "publisher", "Pado Market Studies"),
        ("According to the latest study from Pado Consumer Insights, sales rise.", "publisher", "Pado Consumer Insights"),
    ],
)  # fmt: skip
def test_lists_and_ranks_in_further_manners(text: str, field: str, wanted: object) -> None:
    assert row(text)[field] == wanted


@pytest.mark.parametrize(
    ("head", "title", "market"),
    [
        (
            "Walking Pad Market Research, 2033\n\nPado Consulting | Sport | Pages: 242\n\nThe walking pad market grows. A walking pad market of this size is new.",
            "Walking Pad Market Research, 2033",
            "walking pad",
        ),
        ("Pado Data: Worldwide Walking Pad Shipments to Reach 31.9 Million Units in 2030\n\nShipments of walking pads rise.", None, "walking pads"),
        ("Rates for pads: the soft market meets its test\n\nWalking pads sell again.", None, "walking pad"),
    ],
)  # fmt: skip
def test_a_title_names_the_market_and_no_state_of_it(head: str, title: str | None, market: str) -> None:
    text = "The walking pad market was valued at USD 1.25 billion in 2023 and is projected to reach USD 2.10 billion by 2030, at a CAGR of 7.7% from 2024 to 2030."
    found = row(text, f"{head}\n\n")
    assert found["market"].lower().rstrip("s") == market.rstrip("s")
    assert title is None or found["title"] == title


def test_guards_that_no_report_has_tried() -> None:
    assert row("Largest Market North America\nFastest Growing Market Asia Pacific")["largest_region"] == "North America"
    assert row("a) Product: steel, glass and wood\nb) End user: homes and gyms")["segments"] == {
        "product": ["steel", "glass", "wood"],
        "end user": ["homes", "gyms"],
    }
    assert row("The leading brands are iBolt, Acme Fitness and eZeta.")["companies"] == [
        "iBolt",
        "Acme Fitness",
        "eZeta",
    ]
    fallen = "By type, foldable models led with 61% in 2023; manual models are expected to decline at 2% a year."
    assert row(fallen)["fastest_segment"] is None
    assert row("China is the world's largest market, worth USD 0.4 billion in 2022.")["base_value"]["amount"] == 1.25


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("By drive it covers manual, motorised, hybrid and others, with hybrid far ahead.", {"drive": ["manual", "motorised", "hybrid", "others"]}),
        ("By sales channel we follow clubs, online shops, and sports retailers.", {"sales channel": ["clubs", "online shops", "sports retailers"]}),
        ("By mode of payment the house divides buyers among renters, leasers and owners; owners lead.", {"mode of payment": ["renters", "leasers", "owners"]}),
        ("By process there are two that matter, moulding and weaving.", {"process": ["moulding", "weaving"]}),
        ("Based on Commodity, the report covers Cork, Felt, Rubber and Others.", {"commodity": ["Cork", "Felt", "Rubber", "Others"]}),
        ("Based on Deployment, Fixed and Mobile are considered.", {"deployment": ["Fixed", "Mobile"]}),
        ("By drive the report expects hybrids to lead.", {}),
        ("By 2030 we see Asia, Europe and Africa ahead.", {}),
        ("By material the study divides demand among\n\n- felt\n- natural cork\n- recycled rubber", {"material": ["felt", "natural cork", "recycled rubber"]}),
        ("The report splits the market for walking pads of all makes and prices further by drive (manual, motorised), and then again by end user:\n\no Fitness clubs\no Rental companies\no Private homes",
         {"drive": ["manual", "motorised"], "end user": ["Fitness clubs", "Rental companies", "Private homes"]}),
        ("| Dimension | Sub-segments | Leader in 2023 |\n|---|---|---|\n| By Drive | Manual; Motorised; Belts and Chains | Manual (52%) |\n| By User | Homes; Gyms | Homes |",
         {"drive": ["Manual", "Motorised", "Belts and Chains"], "user": ["Homes", "Gyms"]}),
        ("Breakup by Component: \u2022 Belts \u2022 Motors \u2022 Frames Belts represent the largest part. Breakup by User: \u2022 Homes \u2022 Gyms \u2022 Others Homes hold the lead.",
         {"component": ["Belts", "Motors", "Frames"], "user": ["Homes", "Gyms", "Others"]}),
        ("By class (Class 5 and below, Class 6, Class 7, Class 8 and 9), sales differ.", {"class": ["Class 5 and below", "Class 6", "Class 7", "Class 8 and 9"]}),
        ("By solution: belts; motors; frames and rails. By mode: manual; motorised.", {"solution": ["belts", "motors", "frames and rails"], "mode": ["manual", "motorised"]}),
        ("Segmentation\n\nBy Company\n  Acmeon\n  Boltara\n  Zetafit\n\nSegment by Type\n  Felt\n  Cork", {"type": ["Felt", "Cork"]}),
    ],
)  # fmt: skip
def test_dimensions_however_they_are_told(text: str, wanted: dict[str, list[str]]) -> None:
    assert row(text)["segments"] == wanted


def test_the_leader_of_a_dimension_is_no_firm_nor_is_what_leaders_hold() -> None:
    table = "| Dimension | Sub-segments | Leader in 2023 |\n|---|---|---|\n| By Drive | Manual; Motorised | Manual (52%) |\n| By User | Homes; Gyms | Homes |"
    assert row(table)["companies"] == []
    assert (
        row("| Metric | Value |\n|---|---|\n| Top five players' share | 47% |\n| Base Year | 2023 |")["companies"] == []
    )


def test_what_a_company_sells_is_no_market_though_its_rate_agrees() -> None:
    text = (
        "Acmeon Reports Second-Quarter Results\n\nNet sales were $210.0 million; adjusted EBITDA was $41.0 million and diluted earnings per share $0.84. "
        "Sales grew at a compound annual rate of 10% since 2019. The company expects net sales of $1.00 billion for fiscal 2024 and sees a path to $1.46 billion of revenue by 2028, a CAGR of 10% from 2024 to 2028."
    )
    assert row(text, "")["kind"] == "none"


@pytest.mark.parametrize(
    ("text", "field", "wanted"),
    [
        ("According to Turin-based analysts Pado Partners, sales rise.", "publisher", "Pado Partners"),
        ("Copyright 2025 Pado Research All Rights Reserved Terms Privacy", "publisher", "Pado Research"),
        ("Q. Who are the leading companies?\nA. Acmeon, Boltara Ltd. and Zetafit Inc.", "companies", ["Acmeon", "Boltara Ltd.", "Zetafit Inc."]),
        ("You may also like\n  Treadmill Market\n  Rowing Machine Market\n  Exercise Bike Market", "segments", {}),
    ],
)  # fmt: skip
def test_who_publishes_answers_and_what_a_page_offers_besides(text: str, field: str, wanted: object) -> None:
    assert row(text)[field] == wanted


def test_dimensions_in_a_title_are_no_members() -> None:
    head = "Walking Pad Market Size, Share and Trends Analysis, by Product Type, Material, End Use and Region, Outlook 2024-2030\n\nA walking pad is a treadmill.\n\n"
    size = "The walking pad market was valued at USD 1.25 billion in 2023 and is projected to reach USD 2.10 billion by 2030, at a CAGR of 7.7% from 2024 to 2030."
    assert row(f"{size}\n\nBy Material: Felt, Cork and Rubber", head)["segments"] == {
        "material": ["Felt", "Cork", "Rubber"]
    }


@pytest.mark.parametrize("period", ["during the forecast period", "from 2024 to 2030", "over the forecast years"])
def test_the_base_is_what_was_and_the_start_from_what_it_will_grow(period: str) -> None:
    text = f"The pad market was valued at USD 1.27 billion in 2023. It is projected to grow from USD 1.37 billion in 2024 to USD 2.17 billion by 2030, exhibiting a CAGR of 8.0% {period}."
    found = row(text, "Pad Market to Reach USD 2.17 Billion by 2030\n\n")
    assert (found["base_value"]["year"], found["start_value"]["year"], found["base_year"]) == (2023, 2024, 2023)


def test_what_a_street_takes_is_no_market() -> None:
    text = "The Saturday market was worth £61,200 to the town in 2024. The council expects it to reach £97,000 by 2026, at a CAGR of 26% from 2024 to 2026."
    assert row(text, "")["kind"] == "none"


def test_a_head_with_a_number_in_it_heads_a_column_of_firms() -> None:
    table = "| Producer | Country | 200 mm in series |\n|---|---|---|\n| Acmeon, Inc. | Italy | yes |\n| Boltara Corp. | Japan | no |\n| Zetafit | China | yes |"
    assert [name.split(",")[0].split()[0] for name in row(table)["companies"]] == ["Acmeon", "Boltara", "Zetafit"]
