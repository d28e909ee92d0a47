"""The sample company: the real Northwind orders moved to the present, some contracts beside them, billed to date.

`northwind` moves the dates, `contracts` has what recurs, `making` is the verb. Everything goes in through the verbs that
a person uses, so that the sample is a company like any other.
"""

from __future__ import annotations

from billdesk.services.demo.making import COMPANY_FILE, PAPER_FOLDER, DemoReport, make_demo, prepare_folder

__all__ = ["COMPANY_FILE", "PAPER_FOLDER", "DemoReport", "make_demo", "prepare_folder"]
