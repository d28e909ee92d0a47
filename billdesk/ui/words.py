"""The words that a person sees, in the language of the window. Each text of the window goes through `tr`."""

from __future__ import annotations

import re
import textwrap

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from billdesk import paths

CONTEXT = "billdesk"
"""The context that all texts have in the translation files."""
LANGUAGES = (("en", "English"), ("de", "Deutsch"))
_installed: list[QTranslator] = []
_LONG_WORD = re.compile(r"\S{21,}")


def tr(text: str, meaning: str = "") -> str:
    """`text` in the window's language; the text itself where no translation has it.

    Values go in afterwards: `tr("{n} invoices").format(n=5)`. `meaning` tells a text apart that other languages say in
    two ways: `tr("Open", "still to be paid")` is not the verb.
    """
    return QCoreApplication.translate(CONTEXT, text, meaning or None)


def breakable(text: str, most: int = 20) -> str:
    """`text` with unseen places to break a line in words of more than `most` letters; for labels that wrap."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(textwrap.wrap(word[0], most, break_on_hyphens=False)), text)


def speak(app: QCoreApplication, wanted: str = "") -> None:
    """Load the texts of a language (`de`), by default the system's; English needs none.

    Figures and dates follow the system's own country where its language is the one wanted.
    """
    for before in _installed:
        app.removeTranslator(before)
    _installed.clear()
    language = wanted or QLocale.system().name().split("_")[0]
    if QLocale().language() is QLocale.Language.C:  # no country is set: C has no groups in its figures
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    if wanted and QLocale().name().split("_")[0] != wanted:
        QLocale.setDefault(QLocale(wanted))
    if language not in dict(LANGUAGES) or language == "en":
        return
    ours, qts = QTranslator(app), QTranslator(app)
    _installed.extend((ours, qts))
    if ours.load(str(paths.resource("translations", f"billdesk_{language}.qm"))):
        app.installTranslator(ours)
    if qts.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qts)
