"""The bounds of a proof: how near, how long, what may stand between; faults of one word or one number are seen here."""

from __future__ import annotations

import pytest

from sitegen.seeds import NEAR, Fingerprint, FingerprintError, Span, find_list, find_quote, fingerprint, quote_parts
from sitegen.tokens import words


def _document(text: str) -> Fingerprint:
    return fingerprint(words(text))


@pytest.mark.parametrize(
    "between",
    ["and", "or", "The", "the", "und", "oder", "y", "e", "o", "et", "ou", "en", "of", "and the", "and The", ""],
)
def test_between_two_members_a_connective_may_stand(between: str) -> None:
    document = _document(f"before it Kinds are red wine {between} white wine here it ends")
    quote = words("before it Kinds are")
    found = find_list(["red wine", "white wine"], quote, document.find(quote)[0], document)
    assert found == (Span(4, 4 + 4 + len(words(between))), 2)


@pytest.mark.parametrize("between", ["nor", "and a", "the and", "of the"])
def test_nothing_else_may(between: str) -> None:
    document = _document(f"before it Kinds are red wine {between} white wine here it ends")
    quote = words("before it Kinds are")
    assert find_list(["red wine", "white wine"], quote, document.find(quote)[0], document) == (None, 1)


def test_no_connective_stands_before_the_first_member() -> None:
    document = _document("before it Kinds are and red wine white wine here it ends")
    quote = words("before it Kinds are")
    assert find_list(["red wine", "white wine"], quote, document.find(quote)[0], document) == (None, 0)


def test_a_list_may_begin_within_its_quote() -> None:
    document = _document("Here are red wine and white wine and no more")
    quote = words("Here are red wine and")
    found = find_list(["red wine", "white wine"], quote, document.find(quote)[0], document)
    assert found == (Span(2, 7), 2)


def test_parts_stand_at_most_so_far_apart_and_never_overlap() -> None:
    parts = quote_parts("one two three … four five six")
    assert parts == quote_parts("one two three ... four five six") == (("one", "two", "three"), ("four", "five", "six"))
    assert NEAR == 80
    for filler, found in ((0, True), (1, True), (80, True), (81, False)):
        document = _document("one two three " + "filler " * filler + "four five six")
        assert bool(find_quote(parts, document)) == found, filler
    assert find_quote(quote_parts("one two three … three four five"), _document("one two three four five six")) == ()
    assert find_quote((), _document("one two three")) == ()
    chain = quote_parts("one two three … four five six … seven eight nine")
    apart = "one two three " + "filler " * 60 + "four five six " + "filler " * 60 + "seven eight nine"
    assert len(find_quote(chain, _document(apart))) == 1


def test_a_quote_that_stands_twice_is_found_twice() -> None:
    document = _document("one two three one two three one two three")
    assert [place[0].start for place in find_quote(quote_parts("one two three"), document)] == [0, 3, 6]
    same = _document("a a a a a")
    assert [span.start for span in same.find(("a", "a", "a"))] == [0, 1, 2]


def test_a_fingerprint_counts_tokens_and_says_where_they_stand() -> None:
    assert Fingerprint(b"").tokens == 0
    document = _document("one two three four")
    assert (document.tokens, type(document.tokens)) == (4, int)
    assert document.holds_at(1, ("two", "three", "four")) and document.holds_at(0, ("one", "two", "three"))
    for start, tokens in (
        (0, ("two", "three", "four")),
        (-1, ("one", "two", "three")),
        (-1, ("two", "three", "four")),
        (1, ("two", "three")),
        (0, ()),
        (2, ("three", "four", "five")),
    ):
        assert not document.holds_at(start, tokens)


def test_the_end_of_one_hash_and_the_beginning_of_the_next_are_no_third() -> None:
    hashes = _document("one two three").hashes
    assert Fingerprint(b"0" + hashes + b"000").find(("one", "two", "three")) == ()
    assert Fingerprint(b"0000" + hashes).find(("one", "two", "three")) == (Span(1, 4),)


def test_any_characters_are_hashed() -> None:
    assert len(fingerprint(["\ud800", "one", "two"]).hashes) == 4


def test_a_fingerprint_is_written_in_lines_of_twelve_and_refused_with_the_reason() -> None:
    text = fingerprint([str(number) for number in range(30)]).dumps()
    assert [len(line.split()) for line in text.splitlines()[1:]] == [12, 12, 4]
    assert Fingerprint.loads(text.rstrip("\n")) == Fingerprint.loads(text)
    with pytest.raises(FingerprintError, match="the first line is not `sitegen-fingerprint 1`"):
        Fingerprint.loads("sitegen-fingerprint 3\n")
    for body in ("0123456", "012345678", "01234567 0123456"):
        with pytest.raises(FingerprintError, match="it holds something other than hashes of 8 hexadecimal digits"):
            Fingerprint.loads(f"sitegen-fingerprint 1\n{body}")
