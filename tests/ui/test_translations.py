"""Every text of the window is in the translation files; German has them all, fits, and is what the window shows."""

import importlib.util
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from billdesk.ui import words
from billdesk.ui.desk import window_settings
from billdesk.ui.formats import Formats
from billdesk.ui.main_window import MainWindow
from billdesk.ui.navigation import Place
from billdesk.ui.widgets.tiles import Tile
from tests.scenes import all_scenes
from tests.ui.clipping import troubles
from tests.windows import at_rest

ROOT = Path(__file__).resolve().parents[2]
RIGHT_TO_LEFT, LEFT_TO_RIGHT = Qt.LayoutDirection.RightToLeft, Qt.LayoutDirection.LeftToRight
SIDEBAR = {
    "home": "Start",
    "accounts": "Kunden",
    "catalogue": "Katalog",
    "orders": "Aufträge",
    "invoices": "Rechnungen",
    "outbox": "Postausgang",
    "schedules": "Abrechnungspläne",
    "runs": "Läufe",
    "reports": "Berichte",
    "settings": "Einstellungen",
}


def translations() -> ModuleType:
    """`packaging/translations.py`, which is no module of a package."""
    spec = importlib.util.spec_from_file_location("translations", ROOT / "packaging" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def placeholders(text: str) -> list[str]:
    return sorted(set(re.findall(r"\{[^}]*\}", text)))


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """The person has chosen German."""
    settings = window_settings()
    settings.setValue("language", "de")
    settings.sync()
    yield
    words.speak(qapp, "en")


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(RIGHT_TO_LEFT)
    yield
    qapp.setLayoutDirection(LEFT_TO_RIGHT)


def test_every_text_of_the_window_is_in_german():
    tool = translations()
    known = tool.translated("de")

    assert [text for text in tool.texts() if text not in known] == []


def test_no_text_is_translated_that_the_window_does_not_say():
    tool = translations()

    assert sorted(set(tool.translated("de")) - set(tool.texts())) == []


def test_translations_have_the_values_of_their_texts():
    known = translations().translated("de")

    wrong = {text: german for (text, _), german in known.items() if placeholders(text) != placeholders(german)}
    assert wrong == {}


def test_translations_begin_and_end_with_the_spaces_of_their_texts():
    def edges(text: str) -> tuple[bool, bool]:
        return text != text.lstrip(), text != text.rstrip()

    known = translations().translated("de")
    assert {text: german for (text, _), german in known.items() if edges(text) != edges(german)} == {}


@pytest.mark.usefixtures("qapp")
def test_the_compiled_file_has_what_the_written_one_has():
    translator = QTranslator()

    assert translator.load(str(ROOT / "resources" / "translations" / "billdesk_de.qm"))
    for (text, meaning), german in translations().translated("de").items():
        assert translator.translate(words.CONTEXT, text, meaning or None) == german


@pytest.mark.usefixtures("german")
def test_a_text_with_a_meaning_is_told_apart(qapp: QApplication):
    words.speak(qapp, "de")

    assert (words.tr("Open"), words.tr("Open", "still to be paid")) == ("Öffnen", "Offen")


@pytest.mark.usefixtures("german")
def test_figures_and_dates_are_in_german_form(qapp: QApplication):
    words.speak(qapp, "de")
    formats = Formats()

    assert formats.amount(120450, "EUR") == "1.204,50"
    assert formats.date_("2026-01-31") == "31.01.2026"
    assert formats.parse_money("1.204,50", "EUR") == 120450


@pytest.mark.usefixtures("german")
def test_the_window_opens_in_german(make_window: Callable[..., MainWindow], sample_company: str):
    window = make_window(sample_company)
    window.go(Place("home"))

    shown = {page: window.findChild(QAbstractButton, f"nav.{page}").text().strip() for page in SIDEBAR}  # type: ignore[union-attr]  # each is there
    assert shown == SIDEBAR
    home = window.page("home")
    texts = {label.text() for label in home.findChildren(QLabel)}
    assert {"Nächster Lauf", "Fälligkeitsstruktur", "Zu erledigen"} <= texts
    tile = home.findChild(Tile, "home.due_soon")
    assert tile is not None
    assert re.search(r"\d,\d\d$", tile.values[0])


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("size", [(1280, 800), (1000, 700)], ids=str)
def test_german_is_not_clipped(qtbot: QtBot, make_window: Callable[..., MainWindow], sample_company: str, size: tuple[int, int]):
    window = make_window(sample_company)
    window.resize(*size)

    found: dict[str, list[str]] = {}
    for name, show in all_scenes(window):
        shown = show() or window
        at_rest(qtbot, window)
        qtbot.wait(1)  # layouts that were asked for
        if trouble := troubles(shown):
            found[name] = trouble
        if shown is not window:
            shown.close()
    assert found == {}


@pytest.mark.usefixtures("right_to_left")
def test_every_page_opens_from_right_to_left(qtbot: QtBot, make_window: Callable[..., MainWindow], sample_company: str):
    window = make_window(sample_company)

    for _, show in all_scenes(window):
        shown = show() or window
        at_rest(qtbot, window)
        shown.grab()
        assert shown.layoutDirection() is RIGHT_TO_LEFT
        if shown is not window:
            shown.close()
    assert QLocale().language() is QLocale.Language.English
