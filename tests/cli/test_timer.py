"""`billdesk timer`: said in words and in JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Cli


@pytest.fixture(autouse=True)
def systemd_without_a_manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "systemctl"
    script.write_text("#!/bin/sh\necho 'Failed to connect to bus' >&2\nexit 1\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")


def test_a_timer_is_installed_shown_and_removed(cli: Cli, small: Path):
    assert "has no timer" in cli("timer", "status", small).out
    installed = cli("timer", "install", small)
    assert installed.code == 0
    assert installed.out == f"The timer of {small} is installed: systemd bills what is due each day at 06:00.\n"
    assert installed.err == "Systemd's user manager does not answer here, so the timer starts with your next login.\n"
    status = cli("timer", "status", small, "--json").json
    assert (status["installed"], status["on"], status["system"], status["times"]) == (True, None, "systemd", ["06:00"])
    assert cli("timer", "remove", small).out == f"The timer of {small} is gone.\n"
    assert cli("timer", "remove", small, "--json").json == {"removed": False}


def test_a_timer_can_be_removed_when_its_company_is_gone(cli: Cli, small: Path):
    cli("timer", "install", small)
    small.unlink()
    assert cli("timer", "status", small, "--json").json["installed"] is True
    assert cli("timer", "remove", small).code == 0
    assert cli("timer", "install", small).code == 1
