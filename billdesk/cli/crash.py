"""What happens to a bug: a report is kept for the people who mend it, and the user is told in one line."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from billdesk.billing.errors import one_line
from billdesk.crash_report import save_report


def report_crash(error: BaseException, words: Sequence[str]) -> str:
    """Save a report of `error`, which `billdesk` with these `words` ran into, and give the line that says so.

    With BILLDESK_DEBUG set the traceback is printed as well.
    """
    trace = "".join(traceback.format_exception(error))
    if os.environ.get("BILLDESK_DEBUG"):
        print(trace, file=sys.stderr)
    saved = save_report(trace, f"billdesk {' '.join(words)}")
    where = f"the report is in {saved}" if saved else "the report could not be saved; set BILLDESK_DEBUG=1 to see it"
    return f"{one_line(f'{type(error).__name__}: {error}', 160)}; this is a bug in BillDesk; nothing was lost; {where}"
