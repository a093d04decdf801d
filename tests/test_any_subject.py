"""The generator knows nothing of our subject: no word of it stands in sitegen/ or templates/."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

# Words of the subject that are no names of topics, as beginnings of words. Terms of the fields that our tools serve (market, share,
# trial, treatment, risk of bias) are not among them: reviews and market reports of any subject have them.
SUBJECT = (
    "spasm", "epilep", "seizure", "infantile", "intrathecal", "hypsarrhythm", "vigabatr", "prednisolon", "steroid", "corticotropin",
    "anticonvuls", "ketogenic", "baclofen", "ziconotide", "neuro", "paediatr", "pediatr", "medic", "medical",
    "pharma", "drug", "therap", "disease", "diagnos", "hospital", "clinic", "physician", "patient", "infant", "injectable", "reimburse",
    "tuberous", "syndrome",
)  # fmt: skip
# Where such a word may stand, and why. An entry that is no longer needed fails the test. The recognisers of `extract` know the
# vocabulary of documents of any subject, so words of ours are among their many.
PERMITTED = {
    ("sitegen/extract/", "patient"): "whom studies of any field count, and what a price may be for",
    ("sitegen/extract/", "infant"): "whom studies of any field count",
    ("sitegen/extract/", "clinic"): "the name of a register of trials, an adjective of trials",
    ("sitegen/extract/", "medic"): "the names of bibliographies",
    ("sitegen/extract/", "medical"): "a word in names of institutions",
    ("sitegen/extract/", "hospital"): "a word in names of institutions, one of the nouns that are ranked",
    ("sitegen/extract/", "disease"): "one of the dimensions by which reports of any market divide",
    ("sitegen/extract/", "therap"): "one of the dimensions by which reports of any market divide",
    ("sitegen/extract/", "drug"): "one of the dimensions by which reports of any market divide",
    ("sitegen/extract/", "pharma"): "what names of companies end in",
    ("templates/data/instruments.yaml", "patient"): "the name of a domain of a tool",
    ("templates/locale/", "patient"): "the name of a domain of a tool",
    ("templates/locale/", "medic"): "the beginning of the Spanish word for measuring",
}
# Of these every site may speak: the world is the same for all. The names of ours that are words of everyday are theirs, too.
COMMON_KINDS = {"region", "organisation", "segment"}
COMMON = {"Sharma et al.", "IS", "registries"}


def texts(root: Path) -> dict[str, str]:
    """The text of every file of the generator and its templates."""
    found = {}
    for part in ("sitegen", "templates"):
        for path in sorted((root / part).rglob("*")):
            if path.is_file() and not {"node_modules", "__pycache__"} & set(path.parts):
                found[path.relative_to(root).as_posix()] = path.read_text("utf-8", "replace")
    return found


def found_in(text: str, words: tuple[str, ...]) -> set[str]:
    """The words of a text that begin so."""
    return {word for word in words if re.search(rf"(?<![^\W_]){re.escape(word)}", text, re.IGNORECASE) is not None}


def _in_all_languages(text: str | dict[str, str]) -> list[str]:
    """A text, or what stands for it in each language, the main one first."""
    return list(text.values()) if isinstance(text, dict) else [text]


def names(root: Path) -> set[str]:
    """The names by which our documents call what they are about, but for places of the world."""
    found: set[str] = set()
    for path in (root / "content/topics").glob("*/*.yaml"):
        if path.parent.name not in COMMON_KINDS:
            topic = yaml.safe_load(path.read_text("utf-8"))
            said = _in_all_languages(topic["name"])
            found |= {*said, *topic.get("aliases", ()), topic.get("abbreviation", said[0]), path.stem}
    return {str(name) for name in found} - COMMON


def test_no_word_of_our_subject_stands_in_the_generator(root: Path) -> None:
    found = {(path, word) for path, text in texts(root).items() for word in found_in(text, SUBJECT)}
    needed = {
        (start, word)
        for start, word in PERMITTED
        for path, said in found
        if (path.startswith(start), said) == (True, word)
    }
    strays = {one for one in found if not any(one[0].startswith(start) and one[1] == word for start, word in needed)}
    assert strays == set()
    assert PERMITTED.keys() - needed == set(), "permitted and not needed"


def test_no_name_of_our_topics_stands_in_the_generator(root: Path) -> None:
    known = names(root)
    assert len(known) > 100
    written = texts(root)
    everything = "\n".join(written.values())
    folded = everything.lower()
    # Short names are often words of another meaning; they count only in their own capitals.
    for name in sorted(one for one in known if one.lower() in folded):
        pattern = rf"(?<![\w-]){re.escape(name)}(?![\w-])"
        said = re.search(pattern, everything, 0 if len(name) <= 4 else re.IGNORECASE)
        assert said is None, f"{name}: {[path for path, text in written.items() if re.search(pattern, text)]}"


@pytest.mark.parametrize(
    "planted", ["# Infantile spasms", "hospitals", "Patients with West syndrome", "anti_epileptic"]
)
def test_a_planted_word_is_found(planted: str) -> None:
    assert found_in(planted, SUBJECT)


def test_roles_parts_and_kinds_are_not_those_of_our_site(root: Path) -> None:
    """What site.yaml calls its kinds, sections and measures is nowhere asked for by name."""
    site = yaml.safe_load((root / "content/site.yaml").read_text("utf-8"))
    code = "\n".join(text for path, text in texts(root).items() if path.endswith(".html"))
    for name in (*site["measures"], *(said for section in site["sections"] for said in _in_all_languages(section))):
        assert not re.search(rf"== ['\"]{re.escape(name)}['\"]", code), name
