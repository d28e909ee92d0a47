"""Importing the interchange files: untrusted CSV to checked rows to the company, whole or not at all.

`reading` makes records of bytes, `rows` makes values of records with the converters of `fields` under the columns of
`layouts` (and `northwind`), one room per kind decides what is new, changed or refused, and `importing` is the verb.
"""

from __future__ import annotations

from billdesk.services.imports.gathering import PROFILES
from billdesk.services.imports.importing import ImportReport, import_paths
from billdesk.services.imports.refusals import Rejected

__all__ = ["PROFILES", "ImportReport", "Rejected", "import_paths"]
