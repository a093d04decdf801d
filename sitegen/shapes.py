"""The shape of every YAML file that an editor writes: its keys, which of them are required, what each means.

Comes in: plain lists, mappings and texts from `documents`. Goes out: frozen models whose values are still text, or
pydantic's list of errors. Apart from `facts`, because what a text means depends on other files, and its shape does not.
The JSON Schemas for editors are generated from here.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from sitegen.perlanguage import TAG, InLanguages

__all__ = [
    "ChangeFile", "DATE", "FACT_REFERENCE", "DecisionFile", "FactEntry", "FactsFile", "GlossaryEntry", "GlossaryFile", "KindEntry", "MeasureEntry",
    "MovedEntry", "MovedFile", "NavigationEntry", "PageFront", "SAYS", "SeedRecord", "SiteFile", "TopicFile",
]  # fmt: skip

ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
DATE = r"^\d{4}-\d{2}-\d{2}$"
FACT_REFERENCE = r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$"
BASE_URL = r"^https?://[^\s/]+(/[^\s]*)?$"
REPOSITORY = r"^https?://[^\s/]+/[^\s]+$"

Text = Annotated[str, StringConstraints(min_length=1, max_length=64_000, pattern=r"\S")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=1_000, pattern=r"^\S([^\n]*\S)?$")]
Id = Annotated[str, StringConstraints(max_length=80, pattern=ID)]
Date = Annotated[str, StringConstraints(pattern=DATE)]
Reference = Annotated[str, StringConstraints(pattern=FACT_REFERENCE)]
Address = Annotated[
    str, StringConstraints(max_length=200, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$")
]
SitePath = Annotated[
    str, StringConstraints(max_length=200, pattern=r"^[a-z0-9]+([-/][a-z0-9]+)*(/|\.[a-z0-9]+)?(#[A-Za-z0-9_-]+)?$")
]
Language = Annotated[str, StringConstraints(pattern=TAG)]
# What may be given once, or once for each language of the site.
LineSaid = Annotated[Line, InLanguages()]
TextSaid = Annotated[Text, InLanguages()]
SAYS = ("value", "members", "statement", "record", "empty")
Takes = Literal[
    "money", "percent", "count", "fraction", "rate", "duration", "year", "period", "date", "amount",
    "term", "judgement", "reference", "list", "claim", "event",
]  # fmt: skip
Role = Literal[
    # markets
    "size", "growth", "share", "rank", "base-year", "forecast-period", "historical-period", "part",
    # studies: the flow of records, in its order; what was searched; who took part
    "flow-identified", "flow-excluded", "flow-assessed", "flow-included",
    # the same of what was found otherwise than in databases and registers; `flow-other` says that it was looked for
    "flow-other", "flow-other-identified", "flow-other-excluded", "flow-other-assessed", "strategy", "sample-size", "arm-size", "study-design",
    # results and judgements; `certainty-rating` is one reason for a certainty
    "outcome", "outcome-rate", "outcome-effect", "response", "response-rate", "response-count", "threshold",
    "risk-of-bias", "bias-reason", "certainty", "certainty-rating", "certainty-reason", "certainty-reasons", "study-count", "pooled",
    "reference",
    # what was looked for and tested; how long people were followed; what is said of a treatment in words
    "compared", "intervention", "comparator", "search-date", "follow-up", "evidence-claim",
]  # fmt: skip


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, str_strip_whitespace=False)


class FactEntry(_Shape):
    """One assertion of one document: a `value`, `members` or a `statement`, and the quote that proves it."""

    id: Id = Field(description="Stable name within the file; says nothing that may change.", examples=["size-2024"])
    about: Id = Field(description="The topic that the fact is about.", examples=["heat-pumps"])
    measure: Line = Field(description="What is stated; one of the measures of site.yaml.", examples=["market size"])
    value: Line | None = Field(
        None, description="The value exactly as the document prints it.", examples=["USD 257.5 million", "9/46"]
    )
    members: tuple[Line, ...] | None = Field(
        None, min_length=1, description="A list, in the document's order and words.", examples=[["Air", "Ground"]]
    )
    statement: TextSaid | None = Field(None, description="A claim in our own words, with no numeral that no quote has.")
    record: dict[Id, Text] | None = Field(
        None, min_length=1, description="A reference or a search strategy by its pieces, in the document's order and words.",
        examples=[{"authors": "Sharma S, Goel S", "year": "2021"}],
    )  # fmt: skip
    empty: Literal["true"] | None = Field(
        None, description="The document announces this and leaves it empty; the quote is the cell's label."
    )
    quote: Line | Annotated[tuple[Line, ...], Field(min_length=1)] = Field(
        description="The fewest words of the document that prove the fact: 3 to 10, never over 15. `…` joins parts."
    )
    place: Line | tuple[Line, ...] | None = Field(
        None, description="Which place is meant where a quote stands more than once, from 1; one for each quote.",
        examples=["2"],
    )  # fmt: skip
    when: Line | None = Field(
        None, description="A year, period or date in the quotes, or the id of the fact of this file that defines it.",
        examples=["2024", "2024-2030", "forecast-period"],
    )  # fmt: skip
    where: Id | None = Field(None, description="The region topic that the fact is confined to.")
    by: Line | None = Field(
        None, description="The dimension of a list, the criterion of a rank.", examples=["end user"]
    )
    of: Id | None = Field(None, description="The topic within which a share or a rank holds.")
    topics: tuple[Id, ...] | None = Field(None, min_length=1, description="Further topics that the fact touches.")
    cites: tuple[Id, ...] | None = Field(
        None, min_length=1, description="The references that the document gives for it: ids of facts of this file.",
        examples=[["reference-01-example"]],
    )  # fmt: skip
    language: Language | None = Field(None, description="Of the quote, where it is not the document's main one.")
    note: TextSaid | None = Field(None, description="A remark for readers, in our words.")
    checked_by: Line | None = Field(None, description="Who compared the fact with the document.")
    checked_on: Date | None = Field(None, description="The day of that comparison.", examples=["2026-11-22"])
    status: Literal["draft"] | None = Field(None, description="Drafts are counted and left out of a build.")

    @model_validator(mode="after")
    def _says_one_thing(self) -> FactEntry:
        said = [name for name in SAYS if getattr(self, name) is not None]
        if len(said) != 1:
            found = " and ".join(f"`{name}`" for name in said) or "none of them"
            raise PydanticCustomError(
                "one_of", "a fact says exactly one of `value`, `members`, `statement`, `record` or `empty: true`; this one has {found}",
                {"found": found},
            )  # fmt: skip
        return self

    @property
    def quotes(self) -> tuple[str, ...]:
        return (self.quote,) if isinstance(self.quote, str) else self.quote

    @property
    def places(self) -> tuple[str, ...]:
        return () if self.place is None else (self.place,) if isinstance(self.place, str) else self.place


class FactsFile(_Shape):
    """All facts of one document; the file's name is the seed's id."""

    status: Literal["draft"] | None = Field(None, description="Remove this line to accept the facts.")
    facts: tuple[FactEntry, ...] = Field(description="In the order of the document.")


class SeedRecord(_Shape):
    """The bibliographic record of a document. What the document does not state is `not stated`."""

    label: LineSaid = Field(description="Our short name for the document.", examples=["Report A"])
    title: Line = Field(description="As the document gives it, or `not stated`.")
    publisher: Line = Field(description="As the document names it, or `not stated`.")
    kind: LineSaid = Field(description="What sort of document it is.", examples=["market report"])
    published: Line = Field(description="As printed, or `not stated`.")
    licence: Line = Field(description="As printed, or `not stated`.")
    language: Language = Field("en", description="The main language of the text, as a language tag.")
    number_format: Literal["point", "comma"] | None = Field(
        None, description="Which sign marks decimals; needed only where the numbers do not show it."
    )
    words: Annotated[str, StringConstraints(pattern=r"^[1-9]\d*$")] = Field(description="Words of the text.")
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(description="Of the text.")
    subject: Id | None = Field(None, description="The topic whose page tells the whole document.")
    supersedes: Id | None = Field(None, description="The seed of the edition that this one replaces.")
    origin: Line | None = Field(None, description="Whose figures the document gives, where it says so.")
    withdrawn: Date | None = Field(None, description="The day on which its publisher withdrew it.")
    note: TextSaid | None = Field(None, description="A remark for readers, in our words.")


class TopicFile(_Shape):
    """Something that facts are about. The folder is its kind, the file's name its id."""

    name: LineSaid = Field(description="As readers know it.")
    aliases: tuple[Line, ...] = Field((), description="Other names that documents use; lists resolve by them.")
    parent: Id | None = Field(None, description="The wider topic of the same kind, or the market of a segment.")
    where: Id | None = Field(None, description="The region that a market is confined to.")
    abbreviation: Line | None = Field(None, description="The short form; a name that lists resolve by.")
    summary: TextSaid | None = Field(None, description="In our own words; numbers as `{seed/fact}`.")


class KindEntry(_Shape):
    """A kind of topic, as this site declares it."""

    label: LineSaid = Field(description="What one topic of this kind is called.")
    plural: LineSaid = Field(description="What several are called: the heading of their index.")
    address: Id = Field(description="The folder of its pages.")
    parts: tuple[Literal["estimates", "studies", "regions", "conditions", "interventions"], ...] = Field(
        (), description="Special parts of its pages."
    )
    summary: TextSaid | None = Field(None, description="What this kind is, in our words.")


class MeasureEntry(_Shape):
    """A measure that facts may state, as this site declares it."""

    takes: Takes = Field(description="What kind of value it has.")
    role: Role | None = Field(None, description="What the generator may compute with it.")
    section: Line | None = Field(None, description="The heading under which pages show it.")
    labels: dict[Language, Line] | None = Field(
        None, description="What pages in further languages call it.", examples=[{"es": "tamaño del mercado"}]
    )


class DecisionFile(_Shape):
    """An editor's dated, reasoned answer to a finding: content/decisions/<id>.yaml."""

    rule: Line = Field(description="The rule of the finding.", examples=["size-disagreement"])
    facts: tuple[Line, ...] = Field(
        min_length=1, description="Facts that take part in it, as `seed/fact`; all of them must."
    )
    decided: Date = Field(description="The day of the decision.", examples=["2026-11-22"])
    by: LineSaid = Field(description="Who decided.")
    decision: LineSaid = Field(description="What is done, in a few words.", examples=["show both, average neither"])
    reason: TextSaid = Field(description="Why a reader should accept that; numbers as `{seed/fact}`.")


class RelationEntry(_Shape):
    """What the evidence of one fact does to the claim of another, as an editor judges it."""

    claim: Line = Field(description="The fact that claims, as `seed/fact`.")
    relation: Literal["supports", "contradicts", "qualifies"] = Field(description="What the evidence does to it.")
    evidence: Line = Field(description="The fact that bears on it, as `seed/fact`.")
    reason: TextSaid = Field(description="Why; numbers as `{seed/fact}`.")
    decided: Date = Field(description="The day of the judgement.")
    by: LineSaid = Field(description="Who judged.")


class RelationsFile(_Shape):
    """content/relations.yaml"""

    relations: tuple[RelationEntry, ...] = Field(description="In any order.")


class NavigationEntry(_Shape):
    """A link in the head of every page."""

    label: LineSaid = Field(description="The text of the link.")
    to: SitePath = Field(description="A path below the site's root.", examples=["sources/"])


class SiteFile(_Shape):
    """content/site.yaml: what the site is called, which kinds of topics and which measures it has."""

    model_config = ConfigDict(json_schema_extra={"not": {"required": ["language", "languages"]}})

    format: Literal["1"] = Field(description="The version of this form of content.")
    title: LineSaid = Field(description="The name of the site, shown on every page.")
    description: LineSaid = Field(description="What the site is about, in one sentence.")
    language: Language | None = Field(
        None, description="The language of our prose, as a language tag.", examples=["en"]
    )
    languages: Annotated[tuple[Language, ...], Field(min_length=1)] | None = Field(
        None,
        description="In place of `language`, where there are several: the first is the main one, and stands at the root.",
        examples=[["en", "es"]],
    )
    notice: LineSaid = Field(description="What the site is not: shown on every page.")
    base_url: Annotated[str, StringConstraints(pattern=BASE_URL)] | None = Field(
        None, description="Where the site is published; without it there are no canonical links and no feeds."
    )
    repository: Annotated[str, StringConstraints(pattern=REPOSITORY)] | None = Field(
        None, description="Where the content can be read and corrected."
    )
    contact: LineSaid | None = Field(None, description="Whom to ask for a correction or a removal.")
    licence: Line | None = Field(
        None, description="The terms of the site's own data; quotes stay under those of their documents."
    )
    extensions: tuple[Id, ...] = Field(
        (),
        description="Rules, drawings and exports of installed packages that this site uses, by the names of their entry points.",
    )
    navigation: tuple[NavigationEntry, ...] = Field((), description="The links in the head of every page.")
    kinds: dict[Id, KindEntry] = Field(description="The kinds of topics, by the name of their folder.")
    sections: tuple[LineSaid, ...] = Field((), description="Headings of a topic's page, in their order.")
    apart: tuple[Line, ...] = Field(
        (),
        description="Those of the headings that a market has on a page of their own, such as what reports tell of themselves.",
    )
    measures: dict[Line, MeasureEntry] = Field(description="What facts may state, by name.")
    dimensions: dict[Line, dict[Language, Line]] = Field(
        default_factory=dict,
        description="What pages in further languages call what facts say under `by`, where it is ours.",
    )

    @model_validator(mode="after")
    def _has_languages(self) -> SiteFile:
        if self.language is not None and self.languages is not None:
            raise PydanticCustomError("languages", "a site says either `language` or `languages`")
        if len(set(self.all_languages)) < len(self.all_languages):
            raise PydanticCustomError("languages", "a language is named twice")
        return self

    @property
    def all_languages(self) -> tuple[str, ...]:
        """The main one first."""
        return self.languages or (self.language or "en",)

    @property
    def main_language(self) -> str:
        return self.all_languages[0]


class PageFront(_Shape):
    """The front matter of content/pages/<slug>.md."""

    title: LineSaid = Field(description="The heading of the page.")
    description: LineSaid = Field(description="What the page tells, in one sentence.")


class GlossaryEntry(_Shape):
    """A term with what it stands for or means."""

    term: Line = Field(description="As documents print it.")
    expansion: LineSaid | None = Field(None, description="What an abbreviation stands for.")
    meaning: TextSaid | None = Field(None, description="In our own words.")


class ChangeFile(_Shape):
    """Why published values changed: content/changes/<date>-<id>.yaml. What changed and when, git knows."""

    facts: Annotated[tuple[Reference, ...], Field(min_length=1)] = Field(
        description="The facts whose values changed, as `seed/fact`."
    )
    reason: TextSaid = Field(description="Why, in our own words, for readers.")
    kind: Literal["correction", "edition", "withdrawal"] = Field(
        description="Our mistake, a new edition of the document, or its withdrawal."
    )
    source: LineSaid | None = Field(None, description="Who or what brought it up.")


class MovedEntry(_Shape):
    """An address that readers may have kept, and where its page is now."""

    was: Address = Field(
        description="The address that is retired, below the site's root.", examples=["companies/old-id"]
    )
    to: Address = Field(description="The page that stands for it.", examples=["companies/new-id"])


class MovedFile(_Shape):
    """content/moved.yaml: ids that were retired, so that links to them still lead somewhere."""

    moved: tuple[MovedEntry, ...] = Field(description="In any order.")


class GlossaryFile(_Shape):
    """content/glossary.yaml: terms and abbreviations."""

    terms: tuple[GlossaryEntry, ...] = Field(description="Terms, in any order.")
