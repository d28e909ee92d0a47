"""The disk is full in mid-run: one clear line, a sound file, and the run ends well when there is space again.

A file system of its own in memory, made small, plays the disk; a filler leaves room for some batches of the run only.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.crash.crowd import assert_all_billed_once, crowd, posted_numbers, run

COUNT = 6_000
ROOM = 4_000_000
"""Bytes left for the run, which writes some 10 MB."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """An empty file system of 64 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    mounted = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=64m", "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def fill(folder: Path, room: int) -> Path:
    """A file that leaves `room` bytes on the disk."""
    filler = folder / "filler"
    space = os.statvfs(folder)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, space.f_bavail * space.f_frsize - room)
    return filler


def test_a_full_disk_stops_a_run_and_the_next_one_ends_well(disk: Path):
    path = crowd(disk / "Crowd.billdesk", COUNT)
    filler = fill(disk, ROOM)
    stopped = run(path, "--all-due").end()
    assert (stopped.code, stopped.out) == (1, "")
    remedy = "free some space and do it again; nothing that was finished is lost"
    assert stopped.err == f"error: the disk is full, {path}; {remedy}\n"
    posted = posted_numbers(path)
    assert 0 < len(posted) < COUNT, "the disk was full too early or too late for this test"
    assert posted == list(range(1, len(posted) + 1))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    again = run(path, "--all-due").end()
    assert (again.code, again.out, again.err) == (1, "", stopped.err)

    filler.unlink()
    rest = run(path, "--all-due").end()
    assert (rest.code, rest.err) == (0, "")
    assert_all_billed_once(path, COUNT)
