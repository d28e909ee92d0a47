"""`billdesk FILE` as a process of its own: it opens, and Ctrl+C or SIGTERM close it as a person would."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from billdesk import bootstrap

ROOT = Path(__file__).parents[2]


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def start(*words: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "billdesk", *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def opened(own_folders: Path) -> list[str]:
    """The companies that windows have opened."""
    path = own_folders / "config" / "BillDesk" / "recent.json"
    return [entry["target"] for entry in json.loads(path.read_text(encoding="utf-8"))] if path.exists() else []


@pytest.mark.skipif(sys.platform != "linux", reason="where folders lie and signals go is Linux's")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_closes_the_window_and_leaves_nothing_behind(empty_company: str, own_folders: Path, number: signal.Signals):
    process = start(empty_company)
    until(lambda: opened(own_folders) == [empty_company])
    process.send_signal(number)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 0, said
    assert "Traceback" not in said
    assert list(own_folders.rglob("fault-*")) == []
    assert not Path(f"{empty_company}-wal").exists()  # the last one to close it has cleared its log away


@pytest.mark.skipif(sys.platform != "linux", reason="likewise")
def test_the_sample_company_opens_in_a_window_at_once(tmp_path: Path, own_folders: Path):
    process = start("demo", str(tmp_path / "demo"), "--on", "2026-11-24")
    file = str(tmp_path / "demo" / "northwind.billdesk")
    until(lambda: opened(own_folders) == [file], seconds=90)
    process.send_signal(signal.SIGTERM)
    out, said = process.communicate(timeout=20)
    assert (process.returncode, "Northwind Traders is ready" in out) == (0, True), said
    company = bootstrap.open_company(file)
    company.engine.dispose()
