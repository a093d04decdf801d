"""The recognisers: what is looked for, and by which function. To add one, write a function and a row.

Comes in: nothing. Goes out: the rows. Apart, so that all that extraction knows can be seen at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sitegen.extract.appraisal import bias_judgements, certainty_ratings
from sitegen.extract.arms import told_outcomes
from sitegen.extract.attributes import base_years, declared_periods
from sitegen.extract.bibliography import references
from sitegen.extract.cited import responses, study_counts
from sitegen.extract.claims import claims, questions
from sitegen.extract.columns import tabled_shares
from sitegen.extract.companies import company_lists, company_mentions
from sitegen.extract.events import developments
from sitegen.extract.evidence import outcomes, sample_sizes
from sitegen.extract.flow import flow_counts
from sitegen.extract.model import Document, Found
from sitegen.extract.ranks import ranks
from sitegen.extract.rates import growth_rates
from sitegen.extract.record import authors, eligibility, report_attributes, titles
from sitegen.extract.regions import compared_places, place_lists, told_places
from sitegen.extract.reviews import databases, journals, participants, primary_outcomes, registrations, search_dates
from sitegen.extract.segments import segmentations
from sitegen.extract.shares import shares
from sitegen.extract.sizes import increments, sizes
from sitegen.extract.tabled import tabled_sizes

__all__ = ["MARKET", "REVIEW", "Recogniser"]


@dataclass(frozen=True, slots=True)
class Recogniser:
    """`find` sees the whole document and returns what it found, in the order of the text."""

    name: str
    find: Callable[[Document], list[Found]]
    example: str


MARKET = (
    Recogniser("sizes", sizes, "was valued at USD 5.2 billion in 2023"),
    Recogniser("tabled-sizes", tabled_sizes, "Value (EUR million) | 96.0 | 104.5, below 2023 | 2024"),
    Recogniser("increments", increments, "will grow by USD 2.1 billion during 2024-2028"),
    Recogniser("growth-rates", growth_rates, "at a CAGR of 6.1% from 2024 to 2030"),
    Recogniser("shares", shares, "hospitals accounted for 42% of the market"),
    Recogniser("tabled-shares", tabled_shares, "Felt | 61%, below Product | Share"),
    Recogniser("base-years", base_years, "Base Year | 2023"),
    Recogniser("periods", declared_periods, "Historical Data 2019-2023"),
    Recogniser("report-attributes", report_attributes, "Customization Option | Available upon request"),
    Recogniser("ranks", ranks, "North America held the largest share"),
    Recogniser("segmentations", segmentations, "By Form: Powder, Liquid"),
    Recogniser("place-lists", place_lists, "Regions covered: Europe, Asia, Africa"),
    Recogniser("compared-places", compared_places, "Europe took 35% of sales. Asia came next"),
    Recogniser("told-places", told_places, "Europe leads. North America follows. Africa is small"),
    Recogniser("company-lists", company_lists, "Key players include A Corp., B Ltd. and C"),
    Recogniser("company-mentions", company_mentions, "Acme Pumps Inc."),
    Recogniser("developments", developments, "In May 2023, Acme launched a pump"),
    Recogniser("claims", claims, "Rising demand for X drives the market"),
    Recogniser("questions", questions, "How big is the market?"),
)

REVIEW = (
    Recogniser("titles", titles, "Walking for back pain: a systematic review"),
    Recogniser("authors", authors, "Ann Lee, Bo Ray and Cy Dunn"),
    Recogniser("eligibility", eligibility, "We included only randomised trials in adults"),
    Recogniser("databases", databases, "We searched PubMed, Embase and Scopus"),
    Recogniser("search-dates", search_dates, "from inception until 5 March 2024"),
    Recogniser("registrations", registrations, "registered in PROSPERO (CRD42020123456)"),
    Recogniser("primary-outcomes", primary_outcomes, "The primary outcome was survival"),
    Recogniser("participants", participants, "a total of 4,120 patients"),
    Recogniser("flow", flow_counts, "of 940 records, 118 were duplicates"),
    Recogniser("outcomes", outcomes, "Free of pain at 4 weeks | 9/46 (19.6%)"),
    Recogniser("told-outcomes", told_outcomes, "97 of 1520 patients (6.4%) in the early group"),
    Recogniser("bias-judgements", bias_judgements, "Missing outcome data | Low"),
    Recogniser("certainty-ratings", certainty_ratings, "Imprecision | Serious"),
    Recogniser("sample-sizes", sample_sizes, "a study of 78 patients"),
    Recogniser("responses", responses, "only one of nine patients responded"),
    Recogniser("study-counts", study_counts, "three trials comparing walking and rest"),
    Recogniser("references", references, "Doe J. A trial. J Pain. 2020;4(1):1-9. https://doi.org/…"),
    Recogniser("journals", journals, "J Imaging (2022)"),
)
