"""What tests of the window share: a sample company, windows that are closed again, and waiting until one is at rest.

Folders of this person (settings, unsaved edits, reports) lie in the test's own temporary folder.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from billdesk import bootstrap
from billdesk.ui.main_window import MainWindow

AS_OF = date(2026, 11, 24)
"""The day that tests of the window go by."""

__all__ = ["AS_OF", "at_rest", "empty_company", "make_window", "own_folders", "sample_company", "sample_file", "window"]


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings and data of this person lie in the test's folder, and the locale is that of the worked figures."""
    root = tmp_path / "person"
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(root / name.lower()))
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    return root


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company as `billdesk demo` makes it on AS_OF, without PDFs. Not to be written to: copy it."""
    from billdesk.services.demo import making

    folder = tmp_path_factory.mktemp("sample")
    making.prepare_folder(folder)
    file = folder / making.COMPANY_FILE
    company = bootstrap.create(str(file), "Northwind Traders")
    making.make_demo(company, folder, AS_OF)
    company.engine.dispose()
    return file


@pytest.fixture
def sample_company(sample_file: Path, tmp_path: Path) -> str:
    """A copy of the sample company that the test may write to."""
    copy = tmp_path / "Northwind.billdesk"
    shutil.copyfile(sample_file, copy)
    return str(copy)


@pytest.fixture
def empty_company(tmp_path: Path) -> str:
    """A company with nothing in it."""
    path = str(tmp_path / "Empty.billdesk")
    bootstrap.create(path, "Empty Ltd").engine.dispose()
    return path


@pytest.fixture
def make_window(qtbot: QtBot) -> Iterator[Callable[..., MainWindow]]:
    """Makes shown windows on a file (None: the welcome page); they are closed at the end."""
    windows: list[MainWindow] = []

    def make(file: str | None, as_of: date = AS_OF) -> MainWindow:
        window = bootstrap.open_window(file, as_of)
        windows.append(window)
        window.show()
        qtbot.waitExposed(window)
        at_rest(qtbot, window)
        return window

    yield make
    for window in windows:
        window.close()
        window.deleteLater()
    with warnings.catch_warnings():
        QApplication.processEvents()


@pytest.fixture
def window(make_window: Callable[..., MainWindow], sample_company: str) -> MainWindow:
    """A shown window on the sample company, at rest."""
    return make_window(sample_company)


def at_rest(qtbot: QtBot, window: MainWindow, timeout: int = 20_000) -> None:
    """Wait until no read and no job of the window is under way."""
    qtbot.waitUntil(lambda: window.desk.jobs.is_idle, timeout=timeout)
    QApplication.processEvents()  # what was added to a layout is shown by an event of its own
