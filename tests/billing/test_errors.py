"""Errors: one line, with the record and the remedy."""

import pickle

import pytest

from billdesk.billing.errors import BillingError, Cancelled, Conflict, FieldError, FileTrouble, UsageError, one_line


def test_an_error_reads_what_record_remedy():
    assert str(BillingError("a line has no price", "order 7 line 2", "give it one")) == (
        "a line has no price, order 7 line 2; give it one"
    )


def test_an_error_without_record_or_remedy_leaves_no_stray_marks():
    assert str(BillingError("it broke")) == "it broke"
    assert str(BillingError("it broke", remedy="mend it")) == "it broke; mend it"
    assert str(BillingError("it broke", "order 7")) == "it broke, order 7"


@pytest.mark.parametrize("kind", [BillingError, UsageError, Cancelled, Conflict])
def test_an_error_travels_whole_between_processes(kind: type[BillingError]):
    found = pickle.loads(pickle.dumps(kind("what", "record", "remedy")))

    assert type(found) is kind
    assert (found.what, found.record, found.remedy) == ("what", "record", "remedy")


def test_a_refused_field_and_a_files_trouble_keep_their_first_word_too():
    field = pickle.loads(pickle.dumps(FieldError("email", "what", "record", "remedy")))
    trouble = pickle.loads(pickle.dumps(FileTrouble("full", "what", "record", "remedy")))

    assert (field.field, str(field)) == ("email", "what, record; remedy")
    assert (trouble.kind, str(trouble)) == ("full", "what, record; remedy")


def test_a_record_with_line_breaks_and_control_characters_stays_on_one_line():
    assert one_line(" a\nb\r\n\tc\x00d\x1b[31m\u2028e ") == "a b c d [31m e"


def test_a_long_text_loses_its_middle():
    assert one_line("x" * 300) == "x" * 300
    assert one_line("x" * 301) == "x" * 199 + "…" + "x" * 100
    assert one_line("a" * 10_000_000 + "bcd", limit=10) == "aaaaaa…bcd"


def test_the_reason_is_still_said_when_the_record_is_huge():
    error = BillingError(f"amount {'9' * 100_000!r} is not a plain decimal number", remedy="write it like 1234.50")

    assert str(error).startswith("amount '999")
    assert str(error).endswith("999' is not a plain decimal number; write it like 1234.50")
    assert len(error.what) == 300
