"""Can a window open here?

Qt leans on libraries of the system that no Python package brings: without a base one its import fails, without one of
the xcb ones Qt aborts the whole process. So this room asks the loader first and words the remedy. `billdesk.__main__`
asks before it imports the window, and only then: a verb of the command line needs none of this. It is not in run.py, so
that an installed `billdesk` asks too; it uses the standard library only and never imports Qt.
"""

import ctypes
import os
import sys
from collections.abc import Callable, Iterable

# What the loader looks for, and the Debian package that has it.
BASE_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
XCB_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}


def has_display() -> bool:
    """True where a person can see a window: always on Windows and macOS, else with X or Wayland."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_packages(load: Callable[[str], object] = ctypes.CDLL) -> tuple[str, ...]:
    """The Debian packages that a window needs here and that the loader does not find.

    `load` raises OSError for a library that cannot be loaded. On Windows and macOS nothing is ever
    missing; without an X display the xcb libraries are not needed.
    """
    if not sys.platform.startswith("linux"):
        return ()
    needed = dict(BASE_LIBRARIES)
    if os.environ.get("DISPLAY"):
        needed |= XCB_LIBRARIES
    return tuple(package for library, package in needed.items() if not _loads(library, load))


def apt_line(packages: Iterable[str]) -> str:
    """The exact command that installs `packages` on Debian and Ubuntu."""
    return "sudo apt-get install -y " + " ".join(packages)


def _loads(library: str, load: Callable[[str], object]) -> bool:
    try:
        load(library)
    except OSError:
        return False
    return True
