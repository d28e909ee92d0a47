"""What a person does about the system's trouble: each kind of it comes with buttons that lead out.

The file has moved or was deleted, cannot be written, is held by another program, the disk is full, the server is silent.
The words are the error's own; here are the ways out, for the bar that shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from billdesk.billing.errors import FileTrouble
from billdesk.ui.messages import Message
from billdesk.ui.navigation import Place
from billdesk.ui.words import tr

if TYPE_CHECKING:
    from billdesk.ui.main_window import MainWindow

Way = tuple[str, Callable[[], None]]
SETTINGS_FILE = Place("settings", None, (("section", "file"),))


def with_ways_out(window: MainWindow, message: Message) -> Message:
    """The message with buttons for what can be done about it. One that brings its own button keeps that first."""
    trouble = message.trouble
    if not isinstance(trouble, FileTrouble):
        return message
    ways = _ways(window, trouble, message.again)
    if message.link is not None:
        return replace(message, others=tuple(ways[:2]))
    if not ways:
        return message
    (text, call), *others = ways
    return replace(message, link_text=text, link=call, others=tuple(others[:2]))


def is_stale(window: MainWindow, message: Message) -> bool:
    """Whether the message is about a file that the window has left: a read that was under way when it moved."""
    trouble = message.trouble
    if not isinstance(trouble, FileTrouble) or trouble.kind != "missing" or not window.desk.has_company:
        return False
    return message.link is None and trouble.record != str(window.desk.company.engine.url.database)


def _ways(window: MainWindow, trouble: FileTrouble, again: Callable[[], None] | None) -> list[Way]:
    once_more: list[Way] = [(tr("Try again"), again)] if again is not None else []
    match trouble.kind:
        case "moved":
            return _moved(window)
        case "full":
            folder = str(Path(trouble.record).parent)
            return [*once_more, (tr("Show the folder"), lambda: show_folder(folder))]
        case "missing":
            return [*once_more, (tr("Choose the file again"), lambda: choose_again(window))]
        case "read_only":
            folder = str(Path(trouble.record).parent)
            return [*once_more, (tr("Show the folder"), lambda: show_folder(folder)), *_saved_copy(window)]
        case "damaged" | "disk":
            return [*_file_settings(window), (tr("Choose another file"), lambda: choose_again(window))]
        case _:
            return once_more


def _moved(window: MainWindow) -> list[Way]:
    choose: Way = (tr("Choose the file again"), lambda: choose_again(window))
    here = window.opening.present_path()
    if here is not None:
        return [(tr("Open it where it lies now"), lambda: reopen(window, here)), choose]
    return [*_saved_copy(window), choose]


def _saved_copy(window: MainWindow) -> list[Way]:
    if not window.desk.has_company:
        return []
    return [(tr("Save it elsewhere"), lambda: save_elsewhere(window))]


def _file_settings(window: MainWindow) -> list[Way]:
    if not window.desk.has_company:
        return []
    return [(tr("Verify or restore"), lambda: window.go(SETTINGS_FILE))]


def reopen(window: MainWindow, path: str) -> None:
    """Go on with the company where its file lies now; what SQLite's log holds goes into it first."""
    from billdesk.services.company_file import let_go

    company = window.desk.company
    window.desk.jobs.run(tr("Closing the moved file"), lambda _progress: let_go(company), lambda _done: window.open(path))


def choose_again(window: MainWindow) -> None:
    """Let a person name the file where it lies now."""
    from billdesk.ui.dialogs.choose_file import choose_company

    folder = str(Path(window.desk.target).parent) if window.desk.target and "://" not in window.desk.target else ""
    if window.desk.has_company:
        choose_company(window, lambda path: reopen(window, path), folder)
    else:
        choose_company(window, window.open, folder)


def save_elsewhere(window: MainWindow) -> None:
    """Write the open company to another place and go on there, also when its file was deleted."""
    from billdesk.services.company_file import save_copy
    from billdesk.ui.dialogs.choose_file import choose_place

    company, name = window.desk.company, Path(window.desk.target).name

    def save(path: str) -> None:
        title = tr("Saving the company")
        window.desk.jobs.run(title, lambda _progress: save_copy(company, path), lambda _done: window.open(path))

    choose_place(window, save, name, tr("Save the company elsewhere"))


def show_folder(folder: str) -> None:
    """Show a folder in the system's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
