#!/usr/bin/env python3
"""BillDesk from a fresh clone: `python3 run.py demo`, `python3 run.py test`, or any billdesk verb.

Makes `.venv` beside this file, installs what constraints.txt pins, and hands over; once that is
done it adds some hundredths of a second. It needs the standard library only, and is written so that
an old Python 3 can still read it and be refused in one line. It leaves the system alone, but for one
thing: root on a Debian whose Python has no `venv` gets that package. What Qt needs of the system is
the business of `billdesk.display`, which is asked here before the tests, and by BillDesk before a window.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
READY = VENV / "billdesk-ready"
VERSION = "%d.%d" % sys.version_info[:2]


def call(*command: str) -> None:
    """Runs `command` here; what it says goes to stderr: stdout belongs to the verb (`--json`)."""
    subprocess.run(command, check=True, stdout=sys.stderr, cwd=ROOT)


def wanted_mark(extras: str) -> str:
    """What a finished set-up leaves in READY, three lines: its place, what it installs, extras."""
    pins = b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    return f"{VERSION} {ROOT}\n{hashlib.sha256(pins).hexdigest()}\n{extras}"


def found_mark() -> str:
    """What the last finished set-up left, or nothing, also where its Python has gone since."""
    if not (READY.exists() and PYTHON.exists()):
        return ""
    return READY.read_text(encoding="utf-8", errors="surrogateescape")


def add_venv_package() -> None:
    """Debian parts `venv` from Python: root gets the package, others the line to type."""
    package = f"python{VERSION}-venv"
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        sys.exit(f"error: this Python lacks venv; `sudo apt-get install -y {package}`, then again")
    print(f"Installing {package}, which this Python lacks ...", file=sys.stderr, flush=True)
    call("apt-get", "update", "-qq")
    call("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)


def prepare(extras: str) -> None:
    """Leaves BillDesk with `extras` ("" or "[test]") in .venv; at once where it is there already."""
    wanted, found = wanted_mark(extras), found_mark()
    if found in (wanted, wanted_mark("[test]")):
        return
    fresh = found.split("\n")[0] != wanted.split("\n")[0]  # new, moved, or made by another Python
    if fresh and not (find_spec("venv") and find_spec("ensurepip")):
        add_venv_package()
    print(f"Setting up {VENV} (once, about half a minute) ...", file=sys.stderr, flush=True)
    if fresh:
        base = getattr(sys, "_base_executable", sys.executable)  # .venv's own would clear itself
        call(base, "-m", "venv", "--clear", str(VENV))
    READY.unlink(missing_ok=True)
    pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    call(*pip, "-c", "constraints.txt", "-e", f".{extras}")
    call(str(PYTHON), "-m", "compileall", "-q", "billdesk")  # each start would compile it where Python may not cache
    READY.write_text(wanted, encoding="utf-8", errors="surrogateescape")


def main(arguments: "list[str]") -> int:
    """Prepares what the verb needs and becomes it; only Windows, which has no exec, comes back."""
    if sys.version_info < (3, 11):
        sys.exit(f"error: BillDesk needs Python 3.11 or newer and this is {VERSION}")
    testing = arguments[:1] == ["test"]
    try:
        prepare("[test]" if testing else "")
    except subprocess.CalledProcessError as failed:
        told = " ".join(failed.cmd[:4])
        sys.exit(f"error: setting up failed in `{told} ...`, see above; mend it, then call again")
    except KeyboardInterrupt:
        sys.exit(130)  # the mark is written last, so the next call begins anew
    command = [str(PYTHON), "-P", "-m", "billdesk", *arguments]
    if testing:
        os.chdir(ROOT)
        if subprocess.run([str(PYTHON), "-m", "billdesk.display"], check=False).returncode:
            return 1
        command = [str(PYTHON), "-m", "pytest", *arguments[1:]]
    if os.name == "nt":
        return subprocess.run(command, check=False).returncode
    return os.execv(command[0], command)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
