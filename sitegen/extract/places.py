"""Names of regions and countries, as documents print them.

Comes in: text. Goes out: places with their plain names. Apart, because it is a list of data, and grows.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["GLOBAL", "WORLD", "find_places", "is_region", "place_name", "same_place"]

WORLD = "Global"
GLOBAL = re.compile(
    r"\b(?:global(?:ly)?|(?<!rest of )(?<!rest of the )world(?:wide)?|international (?=market)|across the (?:world|globe))\b",
    re.IGNORECASE,
)

_REGIONS = (
    "North America|South America|Latin America|Central America|Central and South America|Europe|Western Europe|Eastern Europe|Central Europe|Asia Pacific|Asia-Pacific|"
    "APAC|Asia/Pacific|Asia|East Asia|South Asia|Southeast Asia|South-East Asia|Central Asia|Middle East and Africa|Middle East & Africa|MEA|"
    "Middle East|Africa|LAMEA|LATAM|Oceania|Rest of the World|Rest of World|Rest of world|Rest of the world|rest of the world|RoW|EMEA|GCC|ASEAN|Nordics|Nordic|Benelux|Scandinavia|"
    "Other Asia|Rest of Asia|Sub-Saharan Africa|North Africa|Latin America, Middle East and Africa|Caribbean|Americas|European Union|EU|Pacific|MENA"
)
_COUNTRIES = (
    "United States of America|United States|U.S.A.|USA|U.S.|US|America|Canada|Mexico|Brazil|Argentina|Chile|Colombia|Peru|Venezuela|"
    "United Kingdom|U.K.|UK|Great Britain|England|Scotland|Wales|Northern Ireland|Ireland|Germany|France|Italy|Spain|Portugal|Netherlands|Belgium|Luxembourg|Switzerland|"
    "Austria|Sweden|Norway|Denmark|Finland|Iceland|Poland|Czech Republic|Czechia|Slovakia|Hungary|Romania|Bulgaria|Greece|Turkey|Türkiye|"
    "Russia|Ukraine|Belarus|Serbia|Croatia|Slovenia|Estonia|Latvia|Lithuania|China|Japan|India|South Korea|North Korea|Korea|Taiwan|Hong Kong|"
    "Singapore|Malaysia|Indonesia|Thailand|Vietnam|Viet Nam|Philippines|Australia|New Zealand|Pakistan|Bangladesh|Sri Lanka|Nepal|Myanmar|Kazakhstan|"
    "Saudi Arabia|United Arab Emirates|UAE|U.A.E.|Qatar|Kuwait|Oman|Bahrain|Israel|Iran|Iraq|Jordan|Lebanon|Egypt|South Africa|Nigeria|Kenya|"
    "Uganda|Ghana|Ethiopia|Morocco|Algeria|Tunisia|Tanzania|Cuba|Ecuador|Uruguay|Paraguay|Bolivia|Australia & New Zealand|ANZ|"
    "Afghanistan|Albania|Andorra|Angola|Armenia|Azerbaijan|Bahamas|Barbados|Belize|Benin|Bhutan|Bosnia and Herzegovina|Botswana|Brunei|Burkina Faso|Burundi|Cambodia|Cameroon|Cape Verde|"
    "Congo|Costa Rica|Côte d'Ivoire|Ivory Coast|Cyprus|Djibouti|Dominican Republic|El Salvador|Eritrea|Eswatini|Fiji|Gabon|Gambia|Guatemala|Guinea|Guyana|Haiti|Honduras|Jamaica|"
    "Kosovo|Kyrgyzstan|Laos|Lesotho|Liberia|Libya|Liechtenstein|Madagascar|Malawi|Maldives|Mali|Malta|Mauritania|Mauritius|Moldova|Monaco|Mongolia|Montenegro|Mozambique|Namibia|"
    "Nicaragua|Niger|North Macedonia|Panama|Papua New Guinea|Rwanda|Senegal|Seychelles|Sierra Leone|Somalia|Sudan|Suriname|Syria|Tajikistan|Togo|Trinidad and Tobago|Turkmenistan|"
    "Uzbekistan|Vatican|Yemen|Zambia|Zimbabwe|Puerto Rico|Greenland|Macau|Macao|Mainland China|Greater China|California|Texas|Florida|New York State|New South Wales|Queensland|Ontario|Quebec|British Columbia|"
    "Bavaria|Catalonia|Flanders|Wallonia|Lombardy|Hokkaido|Kanto|Kansai|Maharashtra|Gujarat|Tamil Nadu|Karnataka|Kerala|Punjab|Rajasthan|Uttar Pradesh|West Bengal|Andhra Pradesh|Telangana|Guangdong|Zhejiang|Jiangsu|Shandong|Fujian|Sichuan"
)
_REGION_NAMES = frozenset(name.lower() for name in _REGIONS.split("|"))
_ADJECTIVES = {
    "american": "United States", "canadian": "Canada", "indian": "India", "chinese": "China", "japanese": "Japan", "german": "Germany",
    "british": "United Kingdom", "french": "France", "italian": "Italy", "spanish": "Spain", "brazilian": "Brazil", "mexican": "Mexico",
    "korean": "South Korea", "australian": "Australia", "european": "Europe", "asian": "Asia", "african": "Africa", "russian": "Russia",
    "north american": "North America", "latin american": "Latin America", "turkish": "Turkey", "saudi": "Saudi Arabia", "indonesian": "Indonesia",
}  # fmt: skip
_SAME = {
    "us": "united states", "usa": "united states", "america": "united states", "united states of america": "united states",
    "uk": "united kingdom", "great britain": "united kingdom", "apac": "asia pacific", "asia/pacific": "asia pacific", "uae": "united arab emirates",
    "mea": "middle east and africa", "middle east & africa": "middle east and africa", "latam": "latin america", "row": "rest of the world",
    "rest of world": "rest of the world", "korea": "south korea", "european union": "europe", "eu": "europe", "czechia": "czech republic",
}  # fmt: skip


def _tree(names: list[str]) -> str:
    """A pattern of names in which shared beginnings are tried once, longer names before shorter ones."""
    heads: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        heads.setdefault(name[:1], []).append(name[1:])
    parts = []
    for head, tails in heads.items():
        if not head:
            continue
        written = r"[ \n]" if head == " " else re.escape(head)
        parts.append(written + (_tree(tails) if any(tails) else ""))
    group = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    return f"(?:{group})?" if "" in heads else group


def _pattern() -> re.Pattern[str]:
    body = _tree([*_REGIONS.split("|"), *_COUNTRIES.split("|")])
    rest = r"(?:[Rr]est of (?:the )?(?=[A-Z])|(?:South|North|East|West|Central|Southern|Northern|Eastern|Western) (?:(?:&|and) (?:South|North|East|West|Central|(?:North|South)-?[Ee]ast|(?:North|South)-?[Ww]est|Southern|Northern|Eastern|Western) )?(?=[A-Z])|(?:North|South)-?(?:[Ee]ast|[Ww]est)(?:ern)? (?=[A-Z]))?"
    return re.compile(
        rf"(?<![\w.$-])(?<!New )(?<!New South )(?:[Tt]he )?({rest}(?:{body}))(?![\w$])(?!-\w*[a-z])(?! City\b)"
    )


_OF_DOLLARS = frozenset({"US", "U.S.", "Canada", "Australia"})
_PLACE = _pattern()
_ADJECTIVE = re.compile(rf"\b({'|'.join(sorted(_ADJECTIVES, key=len, reverse=True))})\b", re.IGNORECASE)


def find_places(text: str, *, adjectives: bool = False) -> list[tuple[int, int, str]]:
    """(start, end, name as printed) of every place, in order; adjectives give the name of their country."""
    return list(_places(text, adjectives))


@lru_cache(maxsize=1 << 15)
def _places(text: str, adjectives: bool) -> tuple[tuple[int, int, str], ...]:
    found = [(match.start(1), match.end(1), match[1].replace("\n", " ")) for match in _PLACE.finditer(text)]
    found = [
        item
        for item in found
        if item[2] not in _OF_DOLLARS or not text[item[1] : item[1] + 5].lstrip().startswith(("$", "D", "doll"))
    ]
    capitals = text.title()
    if not found and text.isupper() and capitals != text and len(capitals) == len(text):
        return tuple((start, end, text[start:end]) for start, end, _ in _places(capitals, adjectives))  # a heading
    found = _joined(text, found)
    if adjectives:
        found += [(match.start(), match.end(), _ADJECTIVES[match[1].lower()]) for match in _ADJECTIVE.finditer(text)]
    return tuple(sorted(found))


def _joined(text: str, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """`South Asia & Pacific` is one region of some publisher's."""
    joined: list[tuple[int, int, str]] = []
    for start, end, name in found:
        before = joined[-1] if joined else None
        beside = before and name.lower() in _REGION_NAMES and is_region(before[2])
        pacific = name == "Pacific" and before and before[2].endswith("Asia")
        if before and beside and (text[before[1] : start] == " & " or (pacific and text[before[1] : start] == " and ")):
            joined[-1] = (before[0], end, text[before[0] : end])
        else:
            joined.append((start, end, name))
    return joined


@lru_cache(maxsize=2048)
def place_name(name: str) -> str:
    """One spelling of each place, in lower case: `U.S.` → `united states`."""
    bare = (
        re.sub(r"\s+", " ", name.replace(".", "").replace("-", " ").replace("&", "and"))
        .strip()
        .lower()
        .removeprefix("the ")
    )
    return _SAME.get(bare, bare)


def same_place(left: str, right: str) -> bool:
    return place_name(left) == place_name(right)


_COMPASS = re.compile(
    r"^(?:(?:north|south|east|west|central)(?:-?(?:east|west))?(?:ern)?(?: and |,? )){1,2}(?=europe|asia|africa|america)"
)


# "East & North-East India" is one part of a country.
_DIRECTIONS = re.compile(
    r"(?:north|south|east|west|central)\S* and (?:north|south|east|west|central)\S* (?!europe|asia|africa|america)"
)


def is_region(name: str) -> bool:
    """Whether a place is larger than a country."""
    bare = name.lower().removeprefix("the ").replace("&", "and")
    return (
        bare in _REGION_NAMES
        or _COMPASS.sub("", bare) in _REGION_NAMES
        or (" & " in name and not _DIRECTIONS.match(bare))
        or bare.endswith(" pacific")
        or place_name(name) in {"asia pacific", "middle east and africa", "latin america"}
    )
