"""Keeps None, True and False alive under Python 3.11, where PySide 6.12 gives away references to them that it never took.

Its wheels are compiled with the headers of a Python in which these objects are immortal (3.12 on, PEP 683), so that each
call that returns None costs None one reference; under 3.11 the interpreter ends with `none_dealloc` after some ten
thousand calls (seen with 6.12.0; 6.11.1 does not do it, but has no QtPdf without the Addons). A count that no program
can use up makes them as immortal as 3.12 does. To be dropped with Python 3.11, or when a newer PySide counts right.
"""

from __future__ import annotations

import ctypes
import sys

_CONSTANTS = (None, True, False, NotImplemented, Ellipsis)
_ENOUGH = 1 << 60
_NEAR = 100


def keep_constants_alive() -> None:
    """Give the constants a reference count of 2^60 where Python counts them. Calling it again changes nothing."""
    if sys.implementation.name != "cpython" or sys.version_info >= (3, 12):
        return
    for constant in _CONSTANTS:
        count = ctypes.c_ssize_t.from_address(id(constant))
        # Only where the count stands where it is expected: a debug build has other fields first.
        if count.value < _ENOUGH // 2 and abs(count.value - sys.getrefcount(constant)) < _NEAR:
            count.value += _ENOUGH
