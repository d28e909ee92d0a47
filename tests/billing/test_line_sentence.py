"""An order line's rule in words."""

import pytest

from billdesk.billing.cadence import parse_bill_day, parse_cadence
from billdesk.billing.line_sentence import one_time_sentence, recurring_sentence, short_words
from tests.billing.builders import on


@pytest.mark.parametrize(
    ("every", "day", "timing", "start", "end", "words"),
    [
        ("1 month", "", "advance", "2026-06-15", "", "Every month on day 15, in advance, from 15 June 2026 until it is ended."),
        (
            "1 month",
            "last",
            "arrears",
            "2026-06-10",
            "2026-12-31",
            (
                "Every month on the last day, in arrears, from 10 June 2026 until 31 December 2026;"
                " the first bill is for a part of a period."
            ),
        ),
        (
            "1 quarter",
            "2 tue",
            "advance",
            "2026-06-09",
            "",
            "Every quarter on the second Tuesday, in advance, from 9 June 2026 until it is ended.",
        ),
        ("10 days", "", "advance", "2026-06-01", "", "Every 10 days, in advance, from 1 June 2026 until it is ended."),
        (
            "2 weeks",
            "1",
            "advance",
            "2026-06-10",
            "",
            (
                "Every 2 weeks, in advance, counted from day 1 on or after 10 June 2026, from 10 June 2026 until it is ended;"
                " the first bill is for a part of a period."
            ),
        ),
    ],
)
def test_a_recurring_line_is_said_in_one_sentence(every: str, day: str, timing: str, start: str, end: str, words: str) -> None:
    bill_day = parse_bill_day(day) if day else None
    assert recurring_sentence(parse_cadence(every), bill_day, timing, on(start), on(end) if end else None) == words


def test_usage_says_that_it_bills_what_was_used() -> None:
    said = recurring_sentence(parse_cadence("1 month"), None, "arrears", on("2026-06-01"), None, is_usage=True)
    assert said == "Every month on day 1, what was used, from 1 June 2026 until it is ended."


def test_a_one_time_line_says_when() -> None:
    assert one_time_sentence(on("2026-06-01")) == "Billed once, on 1 June 2026."
    assert one_time_sentence(None) == "Billed once."


def test_a_cell_has_few_words_and_they_can_be_in_another_language() -> None:
    german = {"Every month": "Jeden Monat", "in arrears": "im Nachhinein"}
    said = short_words(parse_cadence("1 month"), "arrears", is_usage=False, tr=lambda text: german.get(text, text))
    assert said == "Jeden Monat, im Nachhinein"
    assert short_words(parse_cadence("1 month"), "advance", is_usage=False) == "Every month"
    assert short_words(None, "advance", is_usage=False) == "Once"
    assert short_words(parse_cadence("2 weeks"), "arrears", is_usage=True) == "Every 2 weeks, by usage"
