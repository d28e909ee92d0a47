"""Can a window open here, and if not, what helps?

Qt leans on libraries of the system that no Python package brings: without a base one its import fails, without one of
the xcb ones, or with a display that does not answer, Qt aborts the whole process. So this room asks first and words the
remedy; root on a Debian gets what is missing. `billdesk.__main__` asks before it imports the window, and only then: a verb
of the command line needs none of this. run.py calls it as `python -m billdesk.display` before the tests. It uses the
standard library only and never imports Qt.
"""

import ctypes
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

Load = Callable[[str], object]

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
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-util.so.1": "libxcb-util1",
}
WAYLAND_LIBRARIES = {"libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0"}
COMMAND_LINE = "the command line works without: `billdesk --help`"


class Trouble(NamedTuple):
    """Why no window opens: what, of what, and how to mend it."""

    what: str
    record: str
    remedy: str


def trouble(load: Load = ctypes.CDLL) -> Trouble | None:
    """Why no window can open here, in words; None where one can. What root may install is installed."""
    if not has_display():
        return Trouble("there is no display to open a window on", "", f"call it from a desktop; {COMMAND_LINE}")
    if missing := provide(missing_packages(load), load):
        remedy = f"install them with `{apt_line(missing)}`; {COMMAND_LINE}"
        return Trouble("the window needs libraries of the system that are missing", " ".join(missing), remedy)
    if not _answers(load):
        name = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY", "")
        return Trouble("the display does not answer", name, f"call it from a desktop that is yours; {COMMAND_LINE}")
    return None


def has_display() -> bool:
    """True where a window has something to open on: always on Windows and macOS, else X, Wayland or a platform without.

    The last is what QT_QPA_PLATFORM names, such as `offscreen`, which tests and pictures use.
    """
    if not sys.platform.startswith("linux") or _is_unseen():
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_packages(load: Load = ctypes.CDLL) -> tuple[str, ...]:
    """The Debian packages that a window needs here and that the loader does not find.

    `load` raises OSError for a library that cannot be loaded. On Windows and macOS nothing is ever
    missing; without an X display the xcb libraries are not needed.
    """
    if not sys.platform.startswith("linux"):
        return ()
    needed = dict(BASE_LIBRARIES)
    if _is_unseen():
        pass
    elif os.environ.get("DISPLAY"):  # also under Wayland, where Qt falls back on it
        needed |= XCB_LIBRARIES
    elif os.environ.get("WAYLAND_DISPLAY"):
        needed |= WAYLAND_LIBRARIES
    return tuple(package for library, package in needed.items() if not _loads(library, load))


def apt_line(packages: Iterable[str]) -> str:
    """The exact command that installs `packages` on Debian and Ubuntu."""
    return "sudo apt-get install -y " + " ".join(packages)


def provide(packages: Sequence[str], load: Load = ctypes.CDLL) -> tuple[str, ...]:
    """Install `packages` where this process may: as root, with apt-get. Gives those that are missing afterwards."""
    if not packages or not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return tuple(packages)
    print(f"Installing {' '.join(packages)}, which a window needs ...", file=sys.stderr, flush=True)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], install):
        # What they say goes to stderr: stdout belongs to the verb.
        subprocess.run(command, check=False, stdout=sys.stderr, env=environment)
    return missing_packages(load)


def main() -> int:
    """For `python -m billdesk.display`, as run.py does before the tests: 0 where Qt can be loaded, else 1 and a line."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # tests show nothing
    found = trouble()
    if found is None:
        return 0
    print(f"error: {found.what}, {found.record}; {found.remedy.partition(';')[0]}, then call again", file=sys.stderr)
    return 1


def _is_unseen() -> bool:
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    return platform not in {"", "xcb", "wayland"}


def _answers(load: Load) -> bool:
    """Whether the display lets a window in. Qt does the same, and ends the process where the answer is no."""
    if not sys.platform.startswith("linux") or _is_unseen():
        return True
    wayland = os.environ.get("WAYLAND_DISPLAY")
    if wayland and _is_socket(Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / wayland):
        return True
    return bool(os.environ.get("DISPLAY")) and _x_answers(load)


def _is_socket(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        try:
            client.connect(str(path))
        except OSError:
            return False
    return True


def _x_answers(load: Load) -> bool:
    library = load("libxcb.so.1")  # Qt's own way in, with the same rights
    if not isinstance(library, ctypes.CDLL):
        return True
    library.xcb_connect.restype = ctypes.c_void_p
    library.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    library.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    library.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = library.xcb_connect(None, None)
    has_error = library.xcb_connection_has_error(connection)
    library.xcb_disconnect(connection)
    return not has_error


def _loads(library: str, load: Callable[[str], object]) -> bool:
    try:
        load(library)
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
