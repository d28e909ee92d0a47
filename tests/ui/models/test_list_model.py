"""The model of a list keeps Qt's rules, reads pages when they are looked at, and lets rows come behind those that are shown."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from billdesk import bootstrap
from billdesk.billing.errors import BillingError
from billdesk.services.company import Company
from billdesk.services.lists import ListQuery, list_ids, list_rows
from billdesk.ui.formats import Formats
from billdesk.ui.models import list_model
from billdesk.ui.models.list_model import ID, PAGE, RAW, ListModel
from billdesk.ui.models.list_spec import ListColumn
from tests.ui.lists import invoices_spec
from tests.windows import AS_OF


@pytest.fixture
def company(sample_company: str) -> Iterator[Company]:
    made = bootstrap.open_company(sample_company)
    yield made
    made.engine.dispose()


@pytest.fixture
def bare(qapp: QApplication, company: Company) -> ListModel:
    """A model that nobody looks at."""
    formats = Formats(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    return ListModel(company, AS_OF, "invoices", invoices_spec().columns, formats, qapp)


@pytest.fixture
def model(bare: ListModel) -> Iterator[ListModel]:
    """Watched by Qt's own tester, whose warnings fail the test."""
    tester = QAbstractItemModelTester(bare, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield bare
    tester.deleteLater()


def all_ids(company: Company) -> array[int]:
    return list_ids(company, ListQuery("invoices", (("number", True),)), AS_OF)


def test_a_model_says_words_raw_values_and_ids(model: ListModel, company: Company):
    ids = all_ids(company)
    model.show_ids(ids)
    assert model.rowCount() == len(ids) > PAGE
    total = model.index(0, 6)
    raw = model.data(total, RAW)
    assert isinstance(raw, int)
    assert model.data(total) == f"USD {raw // 100:,}.{raw % 100:02d}"
    assert model.data(total, ID) == ids[0]
    assert model.data(total, Qt.ItemDataRole.AccessibleTextRole) == f"Total: {model.data(total)}"
    assert model.data(model.index(0, 4)) == "11/1/2026"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Number"
    assert model.headerData(0, Qt.Orientation.Vertical) == "1"


def test_amounts_stand_at_the_right(model: ListModel, company: Company):
    model.show_ids(all_ids(company))
    middle = Qt.AlignmentFlag.AlignVCenter
    assert model.data(model.index(0, 6), Qt.ItemDataRole.TextAlignmentRole) == Qt.AlignmentFlag.AlignRight | middle
    assert model.data(model.index(0, 0), Qt.ItemDataRole.TextAlignmentRole) == Qt.AlignmentFlag.AlignLeft | middle


def test_a_page_is_read_once_and_only_when_it_is_looked_at(bare: ListModel, company: Company, monkeypatch: pytest.MonkeyPatch):
    read: list[int] = []
    inner = list_rows

    def spy(company: Company, kind: str, ids: array[int], as_of: object) -> list[tuple[object, ...]]:
        read.append(len(ids))
        return inner(company, kind, ids, as_of)  # type: ignore[arg-type]

    monkeypatch.setattr(list_model, "list_rows", spy)
    bare.show_ids(all_ids(company))
    assert read == []
    for row in (0, 5, PAGE - 1):
        bare.text(row, 0)
    assert read == [PAGE]
    bare.text(PAGE, 0)
    assert read == [PAGE, PAGE]


def test_no_more_pages_are_kept_than_are_needed(model: ListModel, company: Company, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(list_model, "KEPT_PAGES", 2)
    model.show_ids(all_ids(company))
    texts = [model.text(row, 0) for row in range(0, model.rowCount(), 50)]
    assert len(model._pages) == 2
    assert [model.text(row, 0) for row in range(0, model.rowCount(), 50)] == texts


def test_more_ids_behind_the_shown_ones_are_inserted(qtbot: QtBot, model: ListModel, company: Company):
    ids = all_ids(company)
    model.show_ids(ids[:150])
    model.text(140, 0)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted) as inserted:
        model.show_ids(ids)
    assert inserted.args[1:] == [150, len(ids) - 1]
    assert model.text(160, 0)


def test_the_same_ids_change_nothing_and_others_are_a_new_list(qtbot: QtBot, model: ListModel, company: Company):
    ids = all_ids(company)
    model.show_ids(ids)
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_ids(ids[:])
    with qtbot.waitSignal(model.modelReset):
        model.show_ids(ids[::-1])
    assert model.data(model.index(0, 0), ID) == ids[-1]


def test_a_record_that_is_gone_is_an_empty_row(model: ListModel):
    model.show_ids(array("q", [999_999]))
    assert model.data(model.index(0, 0)) == ""
    assert model.record(0) is None


def test_forgotten_rows_are_read_again(qtbot: QtBot, bare: ListModel, company: Company):
    bare.show_ids(all_ids(company))
    bare.text(0, 0)
    with qtbot.waitSignal(bare.dataChanged):
        bare.forget_rows()
    assert not bare._pages


def test_a_page_that_cannot_be_read_is_said_once_and_leaves_empty_rows(
    qtbot: QtBot, bare: ListModel, company: Company, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_: object) -> list[tuple[object, ...]]:
        raise BillingError("the company file is in use by another program")

    bare.show_ids(all_ids(company))
    monkeypatch.setattr(list_model, "list_rows", refuse)
    with qtbot.waitSignal(bare.failed):
        assert bare.text(0, 0) == ""
    with qtbot.assertNotEmitted(bare.failed):
        assert bare.text(1, 0) == ""


def test_a_column_may_have_words_of_its_own(company: Company):
    columns = (ListColumn("number", "What", words=lambda record: f"{record['kind']} {record['number']}"),)
    made = ListModel(company, AS_OF, "invoices", columns, Formats(), None)
    made.show_ids(all_ids(company)[:1])
    assert made.text(0, 0).startswith("invoice INV-")
