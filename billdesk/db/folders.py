"""Whether a folder can hold a company file: it exists, can be written, and lies on a disk of this machine.

SQLite's WAL shares memory between the programs that have the file open, which a network folder cannot give; there a
company would be damaged sooner or later, so it is refused at the door.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from billdesk.billing.errors import BillingError

MOUNTS = Path("/proc/self/mountinfo")
_NETWORK = re.compile(
    r"(nfs\d?|cifs|smb\w*|afs|afpfs|webdav|davfs\d?|ncpfs|ceph|glusterfs|lustre|beegfs|gpfs|"
    r"fuse\.(sshfs|rclone|glusterfs|davfs\d?|smbnetfs|gvfsd-fuse|s3fs|goofys|curlftpfs))"
)
_DRIVE_REMOTE = 4


def check_folder(path: Path) -> None:
    """Refuse, with its own BillingError, a folder in which the company file `path` cannot live."""
    check_writable(path)
    kind = network_filesystem(path.parent)
    if kind:
        raise BillingError(
            f"the folder lies on a network drive ({kind})",
            str(path.parent),
            "keep the company file on a disk of this machine, or use a PostgreSQL URL for an office",
        )


def check_writable(path: Path) -> None:
    """Refuse a folder in which no file `path` can be made; a copy may lie on a network drive."""
    folder = path.parent
    if not folder.is_dir():
        raise BillingError("there is no such folder", str(folder), "make the folder first, or name another one")
    # Root may write anywhere; a folder that nobody else may write is meant to stay as it is.
    if not os.access(folder, os.W_OK | os.X_OK) or not folder.stat().st_mode & 0o222:
        raise BillingError(
            "the folder cannot be written", str(folder), "give yourself write permission, or copy the file to another folder"
        )


def network_filesystem(folder: Path) -> str:
    """The kind of network file system that holds `folder`, or empty text for a disk of this machine."""
    text = str(folder.resolve())
    if sys.platform == "win32":  # pragma: no cover - the same
        return _windows_share(text)
    kind = kind_in_mount_list(_mount_command(), text) if sys.platform == "darwin" else kind_in_mountinfo(_mounts(), text)
    return kind if _NETWORK.fullmatch(kind) else ""


def kind_in_mountinfo(mountinfo: str, folder: str) -> str:
    """The file system type of the mount that holds `folder`, from the text of Linux's /proc/self/mountinfo (proc(5))."""
    mounts = []
    for line in mountinfo.splitlines():
        left, dash, right = line.partition(" - ")
        fields = left.split(" ")
        if dash and len(fields) >= 5:
            mounts.append((_unescaped(fields[4]), right.split(" ")[0]))
    return _longest(mounts, folder)


def kind_in_mount_list(listed: str, folder: str) -> str:
    """The same from the output of `mount` on macOS: `//user@host/share on /Volumes/share (smbfs, nodev)`."""
    pattern = re.compile(r" on (/.*) \((\w+)[,)]")
    return _longest([match.groups() for line in listed.splitlines() if (match := pattern.search(line))], folder)


def _longest(mounts: Sequence[tuple[str, ...]], folder: str) -> str:
    """The kind of the longest mount point above `folder`; of equal ones the last, which covers the others."""
    best, kind = -1, ""
    for point, found in mounts:
        if (folder == point or folder.startswith(point.rstrip("/") + "/")) and len(point) >= best:
            best, kind = len(point), found
    return kind


def _unescaped(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match.group(1), 8)), field)


def _mounts() -> str:
    return MOUNTS.read_text(encoding="utf-8", errors="replace") if MOUNTS.exists() else ""


def _mount_command() -> str:  # pragma: no cover - reached on macOS only
    return subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout


def _windows_share(folder: str) -> str:  # pragma: no cover - reached on Windows only
    if folder.startswith("\\\\"):
        return "share"
    import ctypes  # Windows only, and then only here

    drive = Path(folder).anchor
    remote = getattr(ctypes, "windll").kernel32.GetDriveTypeW(drive) == _DRIVE_REMOTE  # noqa: B009 - no such name elsewhere
    return "mapped drive" if remote else ""
