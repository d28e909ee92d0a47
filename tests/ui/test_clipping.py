"""Nothing is clipped and nothing lies over another, on every page and dialog, with long words and long amounts.

`tests/ui/clipping.py` tells how that is found. Both themes share one style sheet, so that the light one speaks for both.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from billdesk.ui.main_window import MainWindow
from tests.scenes import all_scenes
from tests.stress_company import stress
from tests.ui.clipping import troubles
from tests.windows import at_rest

SIZES = ((1280, 800), (1000, 700))


@pytest.fixture(scope="module")
def stress_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("stress") / "Stress.billdesk"
    stress(str(file)).engine.dispose()
    return file


@pytest.fixture
def stress_company(stress_file: Path, tmp_path: Path) -> str:
    copy = tmp_path / "Stress.billdesk"
    shutil.copyfile(stress_file, copy)
    return str(copy)


def found_in(qtbot: QtBot, window: MainWindow) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    size = window.size()
    for name, show in all_scenes(window):
        shown = show() or window
        at_rest(qtbot, window)
        qtbot.wait(30)  # layouts that were asked for
        if trouble := troubles(shown):
            found[name] = trouble
        if window.width() != size.width():  # higher it may become, by the bar of an error
            found[name] = [*found.get(name, []), f"the window has grown to {window.width()} px"]
        window.resize(size)
        if shown is not window:
            shown.close()
    return found


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_is_clipped_with_long_words_and_amounts(
    qtbot: QtBot, make_window: Callable[..., MainWindow], stress_company: str, size: tuple[int, int]
):
    window = make_window(stress_company)
    window.resize(*size)

    assert found_in(qtbot, window) == {}


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_is_clipped_in_an_empty_company(
    qtbot: QtBot, make_window: Callable[..., MainWindow], empty_company: str, size: tuple[int, int]
):
    window = make_window(empty_company)
    window.resize(*size)

    assert found_in(qtbot, window) == {}


def shown(qtbot: QtBot, *parts: QWidget, width: int = 200) -> QWidget:
    box = QWidget()
    qtbot.addWidget(box)
    column = QVBoxLayout(box)
    for part in parts:
        column.addWidget(part)
    box.setFixedWidth(width)
    box.show()
    return box


def told(trouble: list[str]) -> str:
    return " ".join(line.split(": ", 1)[1] for line in trouble)


def test_a_text_that_is_too_wide_is_found(qtbot: QtBot):
    label, button = QLabel("Donaudampfschifffahrtsgesellschaft"), QPushButton("Donaudampfschifffahrtsgesellschaft")
    for part in (label, button):
        part.setFixedWidth(80)
    assert told(troubles(shown(qtbot, label, button))).count("px too wide") == 2


def test_a_text_that_is_too_high_is_found(qtbot: QtBot):
    label = QLabel("many words that wrap over several lines")
    label.setWordWrap(True)
    label.setFixedSize(80, 20)
    assert "px too high for 20" in told(troubles(shown(qtbot, label)))


def test_a_figure_that_its_column_cuts_is_found_and_a_name_is_not(qtbot: QtBot):
    table = QTableWidget(1, 2)
    for at, text in enumerate(("1,234,567,890,123.45", "Donaudampfschifffahrtsgesellschaft")):
        table.setItem(0, at, QTableWidgetItem(text))
        table.setColumnWidth(at, 60)
    found = told(troubles(shown(qtbot, table)))
    assert "px too narrow for '1,234,567,890,123.45'" in found
    assert "Donau" not in found


def test_widgets_that_lie_over_each_other_are_found(qtbot: QtBot):
    one, other = QLabel("one"), QLabel("other")
    box = shown(qtbot, one, other)
    other.setGeometry(one.geometry())
    assert "lie over each other" in told(troubles(box))


def test_a_name_that_is_taken_for_markup_is_found(qtbot: QtBot):
    assert "taken for markup" in told(troubles(shown(qtbot, QLabel("<b>Bold</b> Ltd"))))
