"""What every page has, and how one page points to another.

Comes in: the site's settings and a page's path. Goes out: `Frame` and relative links. Apart, because addresses
(DESIGN §6) are decided here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field, fields
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urljoin

from markupsafe import Markup

from sitegen import formats
from sitegen.audit.model import Finding
from sitegen.crawlers import MANIFEST_PATH, is_indexable
from sitegen.facts import Fact
from sitegen.graph import Graph
from sitegen.languages import ENGLISH, Language
from sitegen.leaves import is_whole
from sitegen.markup import json_in_html
from sitegen.values import valueclass
from sitegen.views.repository import report_on

__all__ = [
    "TWIN",
    "Assets",
    "Frame",
    "Here",
    "Link",
    "NavItem",
    "Spoken",
    "address_of",
    "direction_of",
    "Withdrawal",
    "frame",
    "plain_name",
]

TWIN = "index.md"
"""The Markdown twin of a page, beside it."""

T = TypeVar("T")
_DIGIT_TOKEN = re.compile(r"(?<![^\W\d_])\d")


@valueclass(frozen=True, slots=True)
class Link:
    """`plain` is the reason that numerals of the text need no fact, or empty where it has none."""

    text: str
    href: str
    plain: str = ""


@valueclass(frozen=True, slots=True)
class NavItem:
    text: str
    href: str
    current: bool


@valueclass(frozen=True, slots=True)
class Assets:
    """Addresses of the shared files, relative to the root; a file that a site lacks has none."""

    styles: str
    script: str
    plotly: str
    plotly_styles: str
    icon: str
    search: str = ""
    minisearch: str = ""
    tools: str = ""
    explorer: str = ""
    compare: str = ""
    proof: str = ""
    pictures: str = ""
    evidence: str = ""
    lists: str = ""


# Written from right to left: https://www.w3.org/International/questions/qa-scripts
_RTL_LANGUAGES = frozenset(["ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"])
_RTL_SCRIPTS = frozenset(["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"])


@valueclass(frozen=True, slots=True)
class Withdrawal:
    """A withdrawn document that numbers of a page depend on, the day, and where that is told."""

    source: Link
    day: str
    shown: str
    rule: str


@valueclass(frozen=True, slots=True)
class Spoken:
    """The same page in a language, which calls itself `name`; `address` is for programs, `href` for readers."""

    tag: str
    name: str
    href: str
    address: str
    current: bool


@valueclass(frozen=True, slots=True)
class Frame:
    """The part of a page around `<main>`, and its head.

    `first` is whether it is the first page, `files` the way to what all languages share; `languages` are none where there is
    one; `fallback` is the language in which texts of the page stand for want of a translation, or empty.
    """

    language: str
    direction: str
    site_title: str
    title: str
    description: str
    path: str
    root: str
    canonical: str
    navigation: tuple[NavItem, ...]
    crumbs: tuple[Link, ...]
    assets: Assets
    notice: str
    contact: str
    built: str
    day: str
    version: str
    linked: Markup
    indexable: bool
    manifest: str
    repository: str
    report: str
    card: str
    twin: str
    first: bool
    files: str
    languages: tuple[Spoken, ...]
    fallback: str = ""
    withdrawn: tuple[Withdrawal, ...] = ()


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """`name` where a name holds a word that begins with a digit, else nothing: see mark 5 of DESIGN §10."""
    return "name" if _DIGIT_TOKEN.search(name) else ""


def address_of(graph: Graph, topic_id: str) -> str:
    """The address of a topic's page, relative to the root."""
    topic = graph.topics[topic_id]
    return f"{graph.corpus.kinds[topic.kind].address}/{topic_id}/"


@valueclass(frozen=True, slots=True)
class Here:
    """A page's place in the site: everything it links to is said relative to `path` (a folder with a slash).

    `marks` are the findings of each fact that has some, `told` the addresses at which findings are told. A page names
    the same topics and sources many times over: their links are made once. In `language`, pages stand in a folder of their
    own; `path` and addresses are said without it.
    """

    graph: Graph
    path: str
    absolute: str = ""
    marks: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    told: Mapping[str, str] = field(default_factory=dict)
    language: Language = ENGLISH
    _up: str = field(init=False, repr=False, compare=False)
    _near: str = field(init=False, repr=False, compare=False)
    _links: dict[str, Link] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        # The way up to the root, and what begins the addresses that are nearer than by way of the root.
        path = self.language.prefix + self.path
        object.__setattr__(self, "_up", "../" * path.count("/"))
        object.__setattr__(self, "_near", path[: path.find("/") + 1] or "/")

    def say(self, value: T) -> T:
        """A value with all its texts in the page's language."""
        return self.language.of(value)

    def to(self, address: str) -> str:
        """The relative address of a page, an asset or a fragment; absolute where the page has no fixed place."""
        if self.absolute:
            return self.absolute + address
        address = self.placed(address)
        if not address.startswith(self._near):
            return self._up + address or "./"
        folders, shared = (self.language.prefix + self.path).split("/")[:-1], 0
        pieces = address.split("/", len(folders))
        for mine, other in zip(folders, pieces[:-1], strict=False):
            if mine != other:
                break
            shared += 1
        return "../" * (len(folders) - shared) + "/".join(pieces[shared:]) or "./"

    def placed(self, address: str) -> str:
        """Where a page of this language or a file of all of them stands, relative to the root of the site."""
        prefix = self.language.prefix
        return prefix + address if prefix and not _is_shared(address) else address

    def topic(self, topic_id: str, text: str = "") -> Link:
        found = self._links.get(topic_id)
        if found is None:
            name = self.graph.topics[topic_id].name
            found = self._links[topic_id] = Link(name, self.to(address_of(self.graph, topic_id)), plain_name(name))
        return Link(text, found.href, plain_name(text)) if text else found

    def name(self, topic_id: str) -> str:
        return self.graph.topics[topic_id].name

    def named(self, name: str) -> Link:
        """A link to the topic of a name, or the name alone."""
        topic = self.graph.topic_of(name)
        return self.topic(topic.id, name) if topic else Link(name, "", plain_name(name))

    def disputed(self, fact_id: str) -> str:
        """The rule by which a fact does not agree with others, or nothing."""
        return next((one.rule for one in self.marks.get(fact_id, ()) if one.state in {"fails", "near"}), "")

    def fact(self, fact: Fact) -> str:
        return self.to(f"sources/{fact.seed}/#{fact.name}")

    def foreign(self, language: str) -> str:
        """A language, where it is not the page's own."""
        return "" if language == self.language.tag else language

    def source(self, seed_id: str) -> Link:
        address = f"sources/{seed_id}/"
        if address not in self._links:
            label = self.graph.seeds[seed_id].record.label
            self._links[address] = Link(label, self.to(address), plain_name(label))
        return self._links[address]


def _is_shared(address: str) -> bool:
    """Whether a file stands once for all languages: data does, but for what is said of it in words."""
    last = address.partition("#")[0].rpartition("/")[2]
    if "." not in last:
        return False
    return not (address.startswith("data/charts/") and last.endswith(".json"))


def direction_of(language: str) -> str:
    """Which way a language is written, by its script or, where the tag names none, the script it has as a rule."""
    first, *others = language.split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "").title()
    return "rtl" if script in _RTL_SCRIPTS or (not script and first in _RTL_LANGUAGES) else "ltr"


def frame(
    here: Here,
    title: str,
    description: str,
    crumbs: Sequence[Link],
    assets: Assets,
    built: str,
    version: str,
    base_url: str = "",
    schema: str = "WebPage",
    card: str = "",
) -> Frame:
    """`schema` is the type of schema.org that the page is, `card` the address of its picture for links elsewhere."""
    site, own = here.graph.corpus.site, here.language.prefix + here.path
    return Frame(
        language=here.language.tag,
        direction=direction_of(here.language.tag),
        site_title=site.title,
        title=title,
        description=description,
        path=own,
        root=here.to(""),
        canonical=base_url.rstrip("/") + "/" + own if base_url else "",
        navigation=tuple(
            NavItem(item.label, here.to(item.to), bool(here.path) and here.path.startswith(item.to))
            for item in site.navigation
        ),
        crumbs=tuple(crumbs),
        assets=Assets(*(here.to(path) if path else "" for path in _paths(assets))),
        notice=site.notice,
        contact=site.contact or "",
        built=built,
        day=formats.day(built),
        version=version,
        linked=_linked(here, title, description, crumbs, base_url, schema),
        indexable=is_indexable(here.path),
        manifest=here.to(MANIFEST_PATH),
        repository=site.repository or "",
        report=report_on(site.repository or "", f"{title} ({here.path or 'first page'})"),
        card=f"{base_url.rstrip('/')}/{card}" if base_url and card else "",
        twin=TWIN if is_indexable(here.path) else "",
        first=not here.path,
        files=here.to(MANIFEST_PATH).removesuffix(MANIFEST_PATH),
        languages=_spoken(here, site.all_languages, base_url),
    )


def _spoken(here: Here, tags: Sequence[str], base_url: str) -> tuple[Spoken, ...]:
    """The same page in each language of the site; none where there is only one, or the page stands for no address."""
    if len(tags) == 1 or here.absolute:
        return ()
    from sitegen.locales import language_name

    found = []
    for tag in tags:
        place = (f"{tag}/" if tag != tags[0] else "") + here.path
        href = "../" * (here.language.prefix + here.path).count("/") + place or "./"
        address = f"{base_url.rstrip('/')}/{place}" if base_url else href
        name = language_name(tag, tag)
        found.append(Spoken(tag, name[:1].upper() + name[1:], href, address, tag == here.language.tag))
    return tuple(found)


_WHOLE = (("text/csv", "data/facts.csv"), ("application/json", "data/facts.json"))
_PARTED = (("application/json", "data/datapackage.json"),)


@lru_cache(maxsize=8)
def _paths(assets: Assets) -> tuple[str, ...]:
    return tuple(getattr(assets, one.name) for one in fields(assets))


def _linked(here: Here, title: str, description: str, crumbs: Sequence[Link], base_url: str, schema: str) -> Markup:
    """The page and the way to it, for programs. Addresses are relative where the site's own is not known."""

    def at(address: str) -> str:
        return f"{base_url.rstrip('/')}/{here.placed(address)}" if base_url else here.to(address)

    site = here.graph.corpus.site
    page: dict[str, object] = {
        "@type": schema, "name": title, "description": description, "url": at(here.path), "inLanguage": here.language.tag,
        "isPartOf": {"@type": "WebSite", "name": site.title, "url": at("")},
    }  # fmt: skip
    if schema == "Dataset":
        page["distribution"] = [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": at(address)}
            for kind, address in (_WHOLE if is_whole(len(here.graph.facts)) else _PARTED)
        ]
    own = f"{base_url.rstrip('/')}/{here.placed(here.path)}"
    way = [
        {"@type": "ListItem", "position": place, "name": crumb.text, "item": urljoin(own, crumb.href) if base_url else crumb.href}
        for place, crumb in enumerate(crumbs, 1)
    ]  # fmt: skip
    graph = [page, {"@type": "BreadcrumbList", "itemListElement": way}] if way else [page]
    return json_in_html(here.say({"@context": "https://schema.org", "@graph": graph}))
