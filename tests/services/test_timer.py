"""The system's own timer: its files are what the system reads, they call what they should, and go without a trace."""

from __future__ import annotations

import os
import plistlib
import shlex
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from billdesk import bootstrap
from billdesk.billing.errors import BillingError
from billdesk.services.company import Company
from billdesk.services.os_timers import TimerJob, TimerState, own_timer
from billdesk.services.os_timers.launchd import Launchd, agent
from billdesk.services.os_timers.systemd import Systemd
from billdesk.services.os_timers.task_scheduler import TaskScheduler, task
from billdesk.services.ran_runs import ran_since
from billdesk.services.runs import RunRequest, run_invoices
from billdesk.services.schedules import NewSchedule, add_schedule, set_paused
from billdesk.services.timer import install_timer, remove_timer, timer_name, timer_state, timer_times
from tests.services.interchange import bring

DAY = date(2026, 1, 31)
NASTY = '/srv/Söhne & Co/50% "off" $HOME \\ it\'s <new>;x.billdesk'
JOB = TimerJob(
    "billdesk-acme-0123abcd",
    "Söhne & Co 100 %",
    ("06:00", "18:30"),
    ("/opt/bill desk/python", "-P", "-m", "billdesk", "run", NASTY, "--all-due", "--at", "now"),
    ("/opt/bill desk/python", "-P", "-m", "billdesk", "mail", "send", NASTY),
)


@pytest.fixture
def company(tmp_path: Path):
    made = bootstrap.create(str(tmp_path / "Acme & Söhne.billdesk"), "Acme", now=lambda: datetime(2026, 2, 1, 6, tzinfo=UTC))
    yield made
    made.engine.dispose()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, in which the system's commands are what the test puts there."""
    folder = tmp_path / "home"
    (folder / "bin").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("PATH", f"{folder / 'bin'}")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    return folder


def command(home: Path, name: str, answer: str = "exit 0") -> Path:
    """A command of the system that writes down its words and then answers."""
    script, log = home / "bin" / name, home / f"{name}.log"
    script.write_text(f'#!/bin/sh\necho "$@" >> {shlex.quote(str(log))}\n{answer}\n', encoding="utf-8")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return log


def files(home: Path) -> set[str]:
    return {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file() and path.parent.name != "bin"}


def add(company: Company, name: str, time_of_day: str, mode: str = "draft") -> None:
    add_schedule(company, NewSchedule(name, "1 month", "last", DAY, time_of_day=time_of_day, mode=mode), DAY)


# --- what is asked of the timer


def test_the_times_are_those_of_the_schedules_that_run(company: Company):
    assert timer_times(company) == ("06:00",)
    for name, time in (("b", "18:30"), ("a", "05:15"), ("c", "18:30"), ("d", "12:00")):
        add(company, name, time)
    set_paused(company, "d", True, DAY)
    assert timer_times(company) == ("05:15", "18:30")


def test_the_name_is_readable_and_tells_companies_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    first, second = timer_name("/a/Acme & Söhne.billdesk"), timer_name("/b/Acme & Söhne.billdesk")
    assert first.startswith("billdesk-acme-s-hne-")
    assert first != second
    monkeypatch.chdir(tmp_path)
    assert timer_name("a.billdesk") == timer_name(str(tmp_path / "a.billdesk"))
    assert timer_name("postgresql+psycopg://host/acme").startswith("billdesk-acme-")


def test_an_address_with_a_password_is_refused(company: Company, home: Path):
    command(home, "systemctl")
    with pytest.raises(BillingError, match="holds a password"):
        install_timer(company, "postgresql+psycopg://ada:secret@host/acme")
    assert files(home) == set()


def test_a_name_with_a_line_break_is_refused(company: Company, home: Path):
    command(home, "systemctl")
    with pytest.raises(BillingError, match="cannot be given to a timer"):
        install_timer(company, "/tmp/a\nExecStart=evil.billdesk")
    assert files(home) == set()


# --- systemd


def test_systemd_gets_a_timer_that_is_made_up_for_and_calls_the_run(company: Company, home: Path):
    log = command(home, "systemctl", 'case "$*" in *is-active*) echo active;; esac')
    add(company, "monthly", "07:45")
    target = str(company.engine.url.database)
    state = install_timer(company, target)
    assert (state.is_installed, state.is_on, state.times, state.system) == (True, True, ("07:45",), "systemd")
    assert "enable-linger" in state.note
    name = timer_name(target)
    folder = home / ".config" / "systemd" / "user"
    assert files(home) == {f".config/systemd/user/{name}.{end}" for end in ("timer", "service")} | {
        f".config/systemd/user/timers.target.wants/{name}.timer",
        "systemctl.log",
    }
    text = (folder / f"{name}.timer").read_text(encoding="utf-8")
    assert "OnCalendar=*-*-* 07:45:00\n" in text
    assert "Persistent=true\n" in text
    service = (folder / f"{name}.service").read_text(encoding="utf-8")
    called = [line.partition("=")[2] for line in service.splitlines() if line.startswith("ExecStart=")]
    assert shlex.split(called[0]) == [sys.executable, "-P", "-m", "billdesk", "run", target, "--all-due", "--at", "now"]
    assert shlex.split(called[1].removeprefix("-")) == [sys.executable, "-P", "-m", "billdesk", "mail", "send", target, "--due"]
    assert log.read_text(encoding="utf-8").splitlines()[:2] == ["--user daemon-reload", f"--user restart {name}.timer"]


def test_removing_leaves_nothing_and_can_be_done_twice(company: Company, home: Path):
    command(home, "systemctl")
    target = str(company.engine.url.database)
    install_timer(company, target)
    stamp = home / ".local" / "share" / "systemd" / "timers" / f"stamp-{timer_name(target)}.timer"
    stamp.parent.mkdir(parents=True)
    stamp.touch()
    assert remove_timer(target) is True
    assert not (home / ".config" / "systemd").exists()
    assert not (home / ".local" / "share" / "systemd").exists()
    assert remove_timer(target) is False
    assert timer_state(target) == TimerState("systemd", is_installed=False)


def test_the_timers_of_other_companies_stay(company: Company, home: Path):
    command(home, "systemctl")
    install_timer(company, "/srv/other.billdesk")
    before = files(home)
    install_timer(company, "/srv/this.billdesk")
    remove_timer("/srv/this.billdesk")
    assert files(home) == before
    assert timer_state("/srv/other.billdesk").is_installed


def test_installing_again_takes_the_present_times(company: Company, home: Path):
    command(home, "systemctl")
    install_timer(company, "/srv/this.billdesk")
    add(company, "monthly", "23:59")
    install_timer(company, "/srv/this.billdesk")
    assert timer_state("/srv/this.billdesk").times == ("23:59",)


def test_without_a_user_manager_the_timer_waits_for_the_next_login(company: Company, home: Path):
    command(home, "systemctl", 'echo "Failed to connect to bus: No medium found" >&2; exit 1')
    state = install_timer(company, "/srv/this.billdesk")
    assert (state.is_installed, state.is_on) == (True, None)
    assert state.note == "systemd's user manager does not answer here, so the timer starts with your next login"


def test_without_systemd_cron_is_named_and_nothing_is_written(company: Company, home: Path):
    with pytest.raises(BillingError, match="no systemd; let cron call `billdesk run FILE --all-due --at now` at 06:00"):
        install_timer(company, "/srv/this.billdesk")
    assert files(home) == set()


def test_a_folder_that_cannot_be_made_is_told(company: Company, home: Path):
    command(home, "systemctl")
    (home / ".config").touch()
    with pytest.raises(BillingError, match="the timer cannot be written"):
        install_timer(company, "/srv/this.billdesk")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here to ask")
@pytest.mark.parametrize("target", ["/srv/acme.billdesk", NASTY])
def test_systemd_itself_takes_the_files_as_they_were_meant(tmp_path: Path, home: Path, target: str):
    analyze = shutil.which("systemd-analyze", path="/usr/bin:/bin")
    assert analyze is not None
    command(home, "systemctl")
    run = (sys.executable, "-c", "import sys; print(sys.argv)", target)
    Systemd().install(replace(JOB, run=run, mail=run))
    folder = home / ".config" / "systemd" / "user"
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    checked = subprocess.run(
        [analyze, "--user", "verify", *map(str, sorted(folder.glob("billdesk-*")))],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = [line for line in checked.stderr.splitlines() if "billdesk" in line]
    assert (checked.returncode, said) == (0, [])


# --- launchd and the Task Scheduler


def test_launchd_gets_an_agent_with_the_times_and_both_commands():
    stored = plistlib.loads(agent(JOB).encode())
    assert stored["Label"] == "org.billdesk.billdesk-acme-0123abcd"
    assert stored["StartCalendarInterval"] == [{"Hour": 6, "Minute": 0}, {"Hour": 18, "Minute": 30}]
    assert stored["RunAtLoad"] is True
    shell, flag, script = stored["ProgramArguments"]
    assert (shell, flag) == ("/bin/sh", "-c")
    assert shlex.split(script.replace("; ", " ; ").split(" ; code=$?")[0])[: len(JOB.run)] == list(JOB.run)


def test_the_agents_shell_line_runs_both_and_keeps_the_first_ones_answer(tmp_path: Path):
    run = (sys.executable, "-c", "import sys; print(sys.argv[1]); sys.exit(4)", NASTY)
    mail = (sys.executable, "-c", "print('sent')")
    script = plistlib.loads(agent(replace(JOB, run=run, mail=mail)).encode())["ProgramArguments"][2]
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (4, f"{NASTY}\nsent\n")


def test_launchd_is_told_and_leaves_nothing(home: Path):
    log = command(home, "launchctl")
    state = Launchd().install(JOB)
    assert (state.is_installed, state.is_on, state.times) == (True, True, ("06:00", "18:30"))
    assert [line.split()[0] for line in log.read_text(encoding="utf-8").splitlines()] == [
        "bootout",
        "bootstrap",
        "print",
        "print",
    ][:3]
    assert Launchd().remove(JOB.name) is True
    assert files(home) == {"launchctl.log"}
    assert Launchd().remove(JOB.name) is False
    assert Launchd().state(JOB.name) == TimerState("launchd", is_installed=False)


def test_where_launchd_does_not_take_it_the_next_login_does(home: Path):
    command(home, "launchctl", "echo 'Input/output error' >&2; exit 5")
    state = Launchd().install(JOB)
    assert (state.is_installed, state.is_on) == (True, None)
    assert "Input/output error" in state.note


def test_the_task_starts_when_it_can_at_each_time():
    root = ET.fromstring(task(JOB).encode("utf-16"))
    name = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    boundaries = [element.text for element in root.findall(".//t:CalendarTrigger/t:StartBoundary", name)]
    assert boundaries == ["2026-01-01T06:00:00", "2026-01-01T18:30:00"]
    assert root.findtext(".//t:StartWhenAvailable", namespaces=name) == "true"
    run, mail = root.findall(".//t:Exec", name)
    assert run.findtext("t:Command", namespaces=name) == "/opt/bill desk/python"
    assert run.findtext("t:Arguments", namespaces=name) == subprocess.list2cmdline(JOB.run[1:])
    assert mail.findtext("t:Arguments", namespaces=name) == subprocess.list2cmdline(JOB.mail[1:])


def test_the_task_scheduler_is_called_with_a_file_that_it_reads(home: Path):
    kept = shlex.quote(str(home / "task.xml"))
    turns = (
        f'/Create) /bin/cp "$5" {kept};;',
        f"/Query) /usr/bin/iconv -f UTF-16 -t UTF-8 {kept} || exit 1;;",
        f"/Delete) /bin/rm {kept};;",
    )
    answer = f'case "$1" in {" ".join(turns)} esac'
    command(home, "schtasks", answer)
    state = TaskScheduler().install(JOB)
    assert (state.is_installed, state.is_on, state.times) == (True, True, ("06:00", "18:30"))
    assert (home / "task.xml").read_bytes()[:2] in {b"\xff\xfe", b"\xfe\xff"}
    assert TaskScheduler().remove(JOB.name) is True
    assert TaskScheduler().state(JOB.name) == TimerState("Task Scheduler", is_installed=False)


def test_what_the_task_scheduler_refuses_is_told(home: Path):
    command(home, "schtasks", "echo 'ERROR: Access is denied.' >&2; exit 1")
    with pytest.raises(BillingError, match="Access is denied"):
        TaskScheduler().install(JOB)


@pytest.mark.parametrize(("platform", "system"), [("linux", "systemd"), ("darwin", "launchd"), ("win32", "Task Scheduler")])
def test_each_system_has_its_own(monkeypatch: pytest.MonkeyPatch, platform: str, system: str):
    monkeypatch.setattr(sys, "platform", platform)
    assert own_timer().system == system


# --- what ran while nobody looked


def test_what_ran_since_an_instant_is_told_with_what_it_left_out(company: Company, tmp_path: Path):
    bring(
        company,
        tmp_path / "data",
        accounts="account,name,city\nA1,Anna Ltd,London\nA2,Nowhere Ltd,\n",
        orders="order,account,ordered_on,status\nO1,A1,2026-01-10,active\nO2,A2,2026-01-10,active\n",
        order_lines="order,line,description,quantity,unit_price\nO1,1,Desk,1,10.00\nO2,1,Chair,1,20.00\n",
    )
    add(company, "monthly", "06:00", "post")
    assert ran_since(company, "2026-01-01T00:00:00Z") == ()
    run_invoices(company, RunRequest(DAY, all_due=True))
    (ran,) = ran_since(company, "2026-02-01T05:59:59Z")
    assert (ran.schedule, ran.occurrence_on, ran.mode, ran.is_cancelled) == ("monthly", "2026-01-31", "post", False)
    assert (ran.invoice_count, ran.exception_count, ran.ended_at) == (1, 1, "2026-02-01T06:00:00Z")
    assert ran_since(company, "2026-02-01T06:00:00Z") == ()
