"""The command line: words in, one verb of `services` called, text or one JSON document out.

`billdesk.__main__` calls `run`. No rule of billing and no SQL lives here. A verb's service is imported inside the verb,
so that each command loads what it uses and no more.
"""

from __future__ import annotations

from billdesk.cli.app import run
from billdesk.cli.desk import Opener

__all__ = ["Opener", "run"]
