"""Wrapping loses nothing, fits the room, and takes text as it comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billdesk.documents.text import MAX_FIELD, clean, field, wrap
from billdesk.documents.typeface import REGULAR, width


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300), st.floats(20, 400))
def test_wrapped_lines_fit_and_keep_every_letter(text, room):
    lines = wrap(text, REGULAR, 9, room)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
    for line in lines:
        assert len(line) <= 1 or width(line.rstrip(), REGULAR, 9) <= room + 10


@given(st.text(alphabet="abc W.", min_size=1, max_size=300), st.floats(20, 400))
def test_no_line_is_wider_than_its_room(text, room):
    assert all(width(line, REGULAR, 9) <= room for line in wrap(text, REGULAR, 9, room))


def test_words_are_kept_whole_where_they_fit():
    assert wrap("one two three", REGULAR, 10, 45) == ["one two", "three"]


def test_own_line_ends_are_kept():
    assert wrap("one\n\ntwo\r\nthree", REGULAR, 9, 400) == ["one", "", "two", "three"]


def test_empty_text_has_no_line():
    assert wrap("", REGULAR, 9, 100) == []
    assert wrap(" \t ", REGULAR, 9, 100) == []


def test_mark_stays_with_its_letter():
    # q with a dot above has no composed form, so that it stays two characters.
    for line in wrap("q\u0307" * 40, REGULAR, 9, 60):
        assert line.startswith("q")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  two   spaces ", "two spaces"),
        ("tab\tand\x00null", "tab and null"),
        ("e\u0301", "é"),
        ("no\u00a0break", "no break"),
        ("soft\u00adhyphen\u200b\u202e", "softhyphen"),
        ("\ud83d", "\ufffd"),
    ],
)
def test_clean_text_is_one_printable_line(text, expected):
    assert clean(text) == expected


def test_endless_field_is_shortened_visibly():
    assert field("x" * 5000) == "x" * (MAX_FIELD - 1) + "…"
    assert field("x" * MAX_FIELD) == "x" * MAX_FIELD
