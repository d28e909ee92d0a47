"""What a person at a terminal sees of a long verb, and what Ctrl+C does."""

from __future__ import annotations

import io
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from billdesk import bootstrap
from billdesk.billing.errors import Cancelled
from billdesk.cli.desk import Desk, Opener, ProgressLine
from billdesk.cli.interrupts import Interrupts
from billdesk.cli.tables import Field, counted, grouped, table


def noon() -> datetime:
    return datetime(2026, 1, 1, 12, tzinfo=UTC)


def no_window(_file: str | None) -> int:
    return 0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_written_over_and_taken_away():
    terminal = Terminal()
    line = ProgressLine(terminal)
    line.show("billing", 1000, 20000)
    line.clear()
    assert terminal.getvalue() == "\rbilling: 1,000 of 20,000\r" + " " * 24 + "\r"
    line.clear()
    assert terminal.getvalue().count("\r") == 3


def test_progress_is_shown_ten_times_a_second_at_most():
    terminal = Terminal()
    line = ProgressLine(terminal)
    for done in range(1000):
        line.show("billing", done, 1000)
    assert terminal.getvalue().count("\r") < 100


def test_where_there_is_no_terminal_progress_is_not_shown():
    stream = io.StringIO()
    line = ProgressLine(stream)
    line.show("billing", 1, 2)
    line.clear()
    assert stream.getvalue() == ""


def test_the_first_interrupt_stops_a_patient_verb_between_batches_and_the_second_at_once():
    with Interrupts() as interrupts:
        desk = Desk(Opener(bootstrap.create, bootstrap.open_company), interrupts, noon, no_window)
        progress = desk.progress()
        progress.at("billing", 0, 2)
        signal.raise_signal(signal.SIGINT)
        with pytest.raises(Cancelled, match="stopped at billing"):
            progress.at("billing", 1, 2)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_a_verb_of_one_step_stops_at_once():
    before = signal.getsignal(signal.SIGTERM)
    with Interrupts(), pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_company_is_let_go_of_when_the_command_ends(tmp_path: Path):
    with Interrupts() as interrupts:
        desk = Desk(Opener(bootstrap.create, bootstrap.open_company), interrupts, noon, no_window)
        company = desk.create(str(tmp_path / "a.billdesk"), "Acme", "USD", "US")
        with company.engine.connect():
            pass
        desk.close()
    (tmp_path / "a.billdesk").rename(tmp_path / "b.billdesk")
    assert not list(tmp_path.glob("*-wal"))


def test_columns_are_aligned_and_empty_ones_left_out():
    fields = (Field("name", "Name"), Field("notes", "Notes"), Field("total", "Total", is_figure=True))
    records: list[dict[str, str | None]] = [
        {"name": "Ada", "notes": None, "total": "1234.50"},
        {"name": "Söhne & Co", "notes": "", "total": "-7.00"},
    ]
    assert table(fields, records) == (
        "Name           Total\nAda         1,234.50\nSöhne & Co     -7.00",
        2,
    )


def test_long_text_is_cut_and_lists_are_joined():
    record: dict[str, object] = {"a": "x" * 100, "b": ["P1", "P2"]}
    text, _ = table((Field("a", "A"), Field("b", "B")), [record])
    assert text.splitlines()[1] == "x" * 43 + "…  P1, P2"


def test_counts_and_amounts_in_words():
    assert (counted(1, "invoice"), counted(2155, "line"), counted(2, "row was", "rows were")) == (
        "1 invoice",
        "2,155 lines",
        "2 rows were",
    )
    assert [grouped(text) for text in ("1330735.98", "-1234.5", "-0.50", "12")] == ["1,330,735.98", "-1,234.5", "-0.50", "12"]
