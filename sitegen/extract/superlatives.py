"""The words that rank: what is called the largest, what the fastest growing, and what only looks so.

Comes in: nothing. Goes out: patterns. Apart from `ranks`, which asks of whom they are said: here is a list of words, and it grows.
"""

from __future__ import annotations

import re

from sitegen.extract.folded import Folded
from sitegen.extract.names import COMPANY

__all__ = ["DENIED", "ELSEWHERE", "GROWTH", "NO_RANK", "OF_GROWTH", "SIZE", "WAYS"]

_HELD = r"(?:shares?|revenues?|demand|sales|turnover|volumes?|value|spending|premiums?|income|takings|consumption|expenditure|outlays|markets?|segment|regions?|country|source|category|products?|application|use|outlet|buyers?|users?|customers?|consumers?|contributors?|earners?|spenders?|sellers?|destination|position|slot|spot|place|rank|slice|part|portion|group|line|type|channel|format|model|material|function|technology|grade|fuel|indication|end[- ]use)"
# Words that rank only with what they rank beside them: "the main outlet", but not "the main reason".
_OF_HELD = r"(?:highest|greatest|main|chief|principal|prime|top|major|most (?:important|popular|common)|best|single (?:largest|biggest)|number[- ]one|no\. ?1)"
SIZE = Folded(
    rf"(?:(?<!-)|(?<=single-))\b(?:largest|biggest|leading|leads?|led|(?:pre)?dominat\w+|dominant|foremost|{_OF_HELD} (?:[\w-]+ ){{0,2}}?{_HELD}|majority|"
    r"most of (?:the |all |its |total )?(?:\w+ )?(?:market|revenues?|sales|demand|value|spending|turnover|money|trade|purchases|orders|budgets?|tonnage|expenditure|outlays?)|(?:is|are|was|were|remains?|stays?) the (?:market |clear |undisputed |world )?leader\b|(?:takes?|took|wears?|holds?) the crown|lion's share|(?:in |out in )front|in the lead|t(?:ook|akes?) the lead|(?:in |takes? |took )?(?:first|pole) (?:place|position)|(?:ranks?|ranked|comes?|came|is|was|are|were) first|commonest|most (?:common|popular|widespread|widely used)|ahead of (?=[a-z])|number one|more than any other(?: \w+)?|(?:spends?|buys?|sells?|uses?|earns?|consumes?|orders?|imports?|takes?|generates?|bought|sold|spent|used|earned|consumed) more (?:[\w-]+ ){1,3}?than any(?:where| other)(?: \w+)?|(?:sit|sits|stand|stands|is|are|was|were|remains?|stays?) at the top|(?:came?|comes?) out (?:on )?top|(?:sales|revenue|volume|value|turnover) leaders?\b|backbone|(?:comes?|came|stems?) (?:chiefly|mainly|mostly|largely|primarily|above all)(?= from)|(?:goes|go|went) (?:chiefly|mainly|mostly|largely|primarily|above all)(?= to)|more (?:[\w-]+ ){0,3}?than [^.;,]{3,40}? (?:together|combined)|the (?:larger|bigger|greater|stronger)(?: one)?(?=[.;,]|$| and\b)|the most\b(?= (?:money|revenues?|sales|income|orders|business|turnover|profits?|demand|in|of|by|to|machines|units)\b|[,.;]|$)|"
    r"(?:spends?|spent|buys?|bought|sells?|sold|earns?|earned|brings? in|uses?|used|consumes?|consumed|chosen|preferred) (?:the )?most|home to most (?:buyers|users|customers|sales|demand|consumers)|more (?:money|revenue|sales) than|(?:the )?most (?:sold|preferred)|sold (?:the )?most\b|(?:makes?|takes?|produces?|orders?|drinks?|eats?|pays?|contributes?) (?:the )?most\b(?! of\b)|biggest earner|maximum (?:[\w-]+ )?share|(?:greater|larger|bigger|higher|lion's) (?:part|share)|the (?:larger|bigger|greater|higher|stronger) (?:of the two\b|(?:[\w-]+ )?(?:share|part|portion|slice|half|revenues?|sales|segment|category)\b(?! than))|mainstay|front[- ]runner|is the top\b|bulk of|(?:tops?|heads?) (?:the )?(?:list|table|ranking)|tops\b|out(?:sell|spend|number|weigh|strip)s?|(?:more than|over|above) half|(?:close to |nearly |almost |about |over )?(?:two[- ]thirds|three[- ](?:quarters|fifths)|four[- ]fifths|nine[- ]tenths))\b"
)
_SUPERLATIVE = (
    r"(?:fastest|quickest|swiftest|steepest|sharpest|highest|strongest|greatest|briskest|best|brightest|rapidest)"
)
GROWTH = Folded(
    rf"\b(?:fastest|quickest|swiftest|most (?:notable|pronounced|marked|impressive|remarkable|vigorous) (?:rate|growth|gains?|increase|rise|pace|expansion)|in (?:front|the lead),? (?:with|at) (?:an? |the )?(?:\w+ )?(?:growth|cagr|rate)|most (?:rapid(?:ly)?|quickly|dynamic|lucrative|steeply|strongly)|{_SUPERLATIVE} (?:[\w-]+ ){{0,3}}?(?:cagr|growth|rates?|ris(?:e|es|er)|climb(?:er)?|increases?|gain(?:s|er)?|pace|clip|expansion|compound|potential|upside|advance|outlook|prospects)|the (?:strongest|fastest|quickest|steepest) of (?:the|all|both)\b|exponential growth|high(?:est)? rate|"
    r"growth leaders?\b|leads? (?:the |in |on )?growth (?:table|ranking|list|league|chart)|liveliest|gain(?:s|ing|ed)? (?:the )?most (?:ground|share)|out(?:run|pace|grow)s?\b|(?:faster|quicker|more (?:quickly|rapidly|steeply|strongly)) than (?:that of )?(?:any\w*|all|the)\b|growth (?:[\w-]+ ){0,3}?(?:highest|strongest|steepest|greatest)|the (?:higher|faster|stronger|quicker|steeper) (?:of the two\b|(?:[\w-]+ )?(?:cagr|growth|growth rate|rate|pace|clip|growing)\b(?! than))|the (?:faster|quicker)(?: one)?(?=[.;,]|$| and\b)|the (?:faster|quicker)[- ]growing\b(?! than)|grow(?:s|ing)? (?:the )?most|leads? (?:the (?:field|pack|way) )?(?:with|at|in) (?:a |the |an )?(?:\w+ )?(?:growth|cagr|rate))"
)
# (pattern, what it ranks by, pieces of words without which it is not there: a look that costs less)
WAYS = (
    (GROWTH, "growth", ("fast", "quick", "swift", "rapid", "dynamic", "lucrative", "high", "strong", "great", "steep", "sharp", "front", "brisk", "bright", "best", "exponential", "liveliest", "outrun", "outpace", "outgrow", "ground", "most", "lead")),
    (SIZE, "size", ("larg", "bigg", "great", "high", "strong", "lead", "led", "domin", "major", "main", "chief", "common", "crown", "princip", "prim", "top", "most", "lion", "front", "first", "ahead of", "number one", "more ", "bulk", "half", "two", "three", "four", "nine", "outs", "outn", "outw", "best", "no. 1", "pole", "head", "largely", "above all", "backbone", "maxim")),
)  # fmt: skip
NO_RANK = re.compile(
    rf"\b(?:leading (?:to|cause|causes|factor|edge|position of)|led (?:to|by the|to the)|leads? to|(?:leads?|led) (?!the\b|in\b|by\b|with\b|at\b|from\b|belongs?\b|goes\b|went\b|passe[sd]\b|falls?\b)(?:[\w-]+ ){{1,2}}to (?!\d|be\b)|(?:largest|biggest|leading|foremost|top|main|chief|principal)(?: [\w-]+){{0,2}}? (?:economy|economies|cities|city|exporter|continent|hospitals?|association|population|drivers?|reasons?|factors?|causes?|threats?|risks?|projects?|plants?|sites?|farms?|facilit(?:y|ies)|{COMPANY.pattern})|"
    rf"dominated by (?:an? )?(?:few|several|handful|players|companies)|majority (?:stakes?|interests?|holdings?|owners?|owned|shareholders?|control|ownership)|leading names?|(?:most|bulk|majority|half|part|share|thirds|quarters|fifths) of (?:their|its|our|his|her|your)|lead(?:ing)? (?:times?\b|author|time|analyst|researcher|consultant|investigator|scientist|economist))\b",
    re.IGNORECASE,
)
# "Growth is led by India" ranks India by nothing that is told.
OF_GROWTH = re.compile(
    r"\b(?:growth|gains|rise|increase|expansion|recovery) (?:is|was|has been|being|will be) (?:mainly |largely |being )?$",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\b(?:second|third|fourth|fifth|next)[- ]$|\b(?:not|never|no longer|hardly|nor|cannot|once|formerly|previously|used to be)\b[\w ]{0,12}$|n't [\w ]{0,12}$",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    r"\b(?:largest|biggest|fastest|leading)\b[\w -]{0,25}\bin the world\b|\bworld's (?:largest|biggest|leading|foremost)\b",
    re.IGNORECASE,
)
