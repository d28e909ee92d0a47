"""`python -m tests.bench.window_lists [FILE] [--invoices N]`: the window's lists and palette at a million invoices, in ms.

Measured in a window of its own, offscreen: from the click until rows are painted, per frame of scrolling, from a click on a
column's head or a filter until the first rows are painted, from a key in the palette until its answer is painted.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.bench.million import ON, make_million

_PATIENCE = 60.0


class _Painted(QObject):
    """Notes when a widget was painted last."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint:
            self.at = time.perf_counter()
        return False


def until(app: QApplication, is_there: Callable[[], bool]) -> float:
    """Run the event loop until something is there, and say when that was."""
    end = time.perf_counter() + _PATIENCE
    while not is_there():
        app.processEvents()
        if time.perf_counter() > end:
            raise TimeoutError
    return time.perf_counter()


def shown(name: str, times: Sequence[float], target: float) -> str:
    """One row of the table."""
    ranked = sorted(times)
    p95 = ranked[min(len(ranked) - 1, int(len(ranked) * 0.95))]
    verdict = "" if p95 <= target else " (missed)"
    return f"| {name} | {median(ranked):.1f} | {p95:.1f} | {ranked[-1]:.1f} | ≤ {target:g}{verdict} |"


def measure(file: Path) -> list[str]:
    """The rows of the table."""
    from billdesk import bootstrap

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    window = bootstrap.open_window(str(file), ON)
    window.resize(1280, 800)
    window.show()
    until(app, lambda: window.present is not None and window.desk.jobs.is_idle)
    until(app, lambda: not window.opening._ahead)
    rows = [_first_paint(app, window, at) for at in range(2)]
    view = getattr(window.present, "view")  # noqa: B009 - of a list page
    until(app, lambda: window.desk.jobs.is_idle)
    rows.append(_scroll(app, view, 84, 300, "scroll, 3 rows a frame"))
    rows.append(_scroll(app, view, 28 * 1000, 200, "scroll, 1,000 rows a frame"))
    rows += _sorts(app, window, view)
    rows += _filters(app, window, view)
    rows.append(_while_loading(app, window, view))
    rows += _palette(app, window)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows.append(f"| memory, MB | {peak:.0f} | | | ≤ 400{'' if peak <= 400 else ' (missed)'} |")
    window.close()
    return rows


def _first_paint(app, window, at: int) -> str:
    if at:
        QTest.mouseClick(window.findChild(QAbstractButton, "nav.home"), Qt.MouseButton.LeftButton)
        until(app, lambda: window.desk.jobs.is_idle)
    button = window.findChild(QAbstractButton, "nav.invoices")
    began = time.perf_counter()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    view = window.present.view
    painted = _Painted(view.table.viewport())
    if at:
        view.table.viewport().update()
    until(app, lambda: painted.at > began and view.model.rowCount() > 0 and not view.table.viewport().size().isEmpty())
    spent = 1000 * (painted.at - began)
    until(app, lambda: window.desk.jobs.is_idle and view.model.rowCount() > 200)
    whole = 1000 * (time.perf_counter() - began)
    name = "first paint after the click" + (", again" if at else ", the first time")
    return shown(f"{name} (all ids {whole:.0f})", [spent], 50)


def _scroll(app, view, step: int, frames: int, name: str) -> str:
    bar = view.table.verticalScrollBar()
    bar.setValue(0)
    app.processEvents()
    times = []
    for _ in range(frames):
        began = time.perf_counter()
        bar.setValue(bar.value() + step)
        app.processEvents()
        times.append(1000 * (time.perf_counter() - began))
    return shown(name, times, 16.7)


def _rest(app, window, view) -> None:
    """Wait until ids and sums are there: two cores are busy with them for a second at this size."""
    until(app, lambda: window.desk.jobs.is_idle and not view.loader._pause.isActive() and view.model.rowCount() != 200)
    until(app, lambda: window.desk.jobs.is_idle and not view.loader._pause.isActive())


def _sorts(app, window, view) -> list[str]:
    rows = []
    for key in ("account_name", "total", "due_on", "payment_status", "number", "issued_on"):
        times = []
        for descending in (False, True):
            times.append(_to_first_rows(app, view, partial(view.sort_by, key, descending)))
            _rest(app, window, view)
        rows.append(shown(f"sort by {key}, first rows", times, 300))
    return rows


def _filters(app, window, view) -> list[str]:
    from billdesk.services.lists import Condition

    rows = []
    for name, condition in (
        ("overdue", Condition("payment_status", "in", ("overdue",))),
        ("total over 10,000", Condition("total", "over", "10000")),
        ("total is 4,321.09", Condition("total", "is", "4321.09")),
        ("due last month", Condition("due_on", "within", "last-month")),
        ("account contains hansa", Condition("account_name", "contains", "hansa")),
    ):
        times = [_to_first_rows(app, view, partial(view.filters.set_conditions, [condition]))]
        _rest(app, window, view)
        rows.append(shown(f"filter: {name}, first rows", times, 300))
        view.filters.set_conditions([])
        _rest(app, window, view)
    return rows


def _to_first_rows(app, view, act: Callable[[], object]) -> float:
    arrived: list[float] = []
    view.loader.first.connect(lambda _ids: arrived.append(time.perf_counter()))
    painted = _Painted(view.table.viewport())
    began = time.perf_counter()
    act()
    until(app, lambda: bool(arrived) and (painted.at > arrived[0] or not view.model.rowCount()))
    return 1000 * (time.perf_counter() - began)


def _while_loading(app, window, view) -> str:
    """Frames while a worker reads all ids of a sort."""
    times = []
    bar = view.table.verticalScrollBar()
    for key in ("total", "due_on"):
        view.sort_by(key)
        until(app, lambda: view.model.rowCount() == 200)
        while not window.desk.jobs.is_idle:
            began = time.perf_counter()
            bar.setValue((bar.value() + 84) % max(1, bar.maximum()))
            app.processEvents()
            times.append(1000 * (time.perf_counter() - began))
    return shown("scroll while all ids are read", times, 16.7)


def _palette(app, window) -> list[str]:
    try:
        from billdesk.ui.dialogs.palette import show_palette
    except ImportError:
        return []
    palette = show_palette(window)
    rows = []
    texts = ("hansa", "C0123", "#1042", "1,204.50", "gartner bau", "PO 77", "köln", "P0042", "zzzz", "a")
    times = []
    answered: list[float] = []
    palette.answered.connect(lambda: answered.append(time.perf_counter()))
    until(app, lambda: window.desk.jobs.is_idle)
    for text in texts:
        for end in range(1, len(text) + 1):
            answered.clear()
            began = time.perf_counter()
            palette.input.setText(text[:end])
            until(app, lambda: bool(answered))
            app.processEvents()
            times.append(1000 * (time.perf_counter() - began))
    rows.append(shown("palette, per key", times, 100))
    palette.close()
    return rows


def main(arguments: list[str] | None = None) -> int:
    """Make the company where none is named, measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.window_lists", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="a company made by an earlier call (--keep)")
    parser.add_argument("--invoices", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="make the company here, and leave it")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="billdesk-bench-") as folder:
        os.environ.update({f"XDG_{name}_HOME": f"{folder}/{name.lower()}" for name in ("CONFIG", "DATA", "CACHE", "STATE")})
        file = options.file or make_million(options.keep or Path(folder) / "million.billdesk", options.invoices)
        print("| what | median | p95 | most | target |\n| --- | --- | --- | --- | --- |")
        for row in measure(file):
            print(row, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
