"""Plans of milestones, and what is none."""

import pytest

from billdesk.billing.errors import BillingError
from billdesk.billing.milestones import dated, parse_plan, plan_text
from tests.billing.builders import on


def test_a_plan_reads_back_as_it_is_written():
    for text in ("2026-01-10@30 2026-03-10@60 2026-05-10@10", "+0@30 +40@60 +90@10"):
        assert plan_text(parse_plan(text)) == text


def test_days_count_from_the_acceptance_and_dates_stand():
    assert plan_text(dated(parse_plan("+0@30 +40@70"), on("2026-01-10"))) == "2026-01-10@30 2026-02-19@70"
    assert plan_text(dated(parse_plan("2026-03-10@1"), on("2026-01-10"))) == "2026-03-10@1"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no milestones"),
        ("soon@30", "is no milestone"),
        ("2026-01-10@0", "has no share"),
        ("2026-02-30@10", "is not a day"),
        (" ".join(f"+{n}@1" for n in range(121)), "too many"),
        ("+1@10 +1@90", "fall on one day"),
        ("+1@10 2026-01-10@90", "either from acceptance or by dates"),
        ("+9@10 +1@90", "not in order"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(text: str, what: str):
    with pytest.raises(BillingError, match=what):
        parse_plan(text)
