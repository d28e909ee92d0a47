"""The words that a person sees, in the language of the window. Each text of the window goes through `tr`."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

CONTEXT = "billdesk"
"""The context that all texts have in the translation files."""


def tr(text: str) -> str:
    """`text` in the window's language; the text itself where no translation has it.

    Values go in afterwards: `tr("{n} invoices").format(n=5)`.
    """
    return QCoreApplication.translate(CONTEXT, text)
