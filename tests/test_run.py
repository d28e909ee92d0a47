"""run.py refuses in one line what it cannot work with, and does nothing where all is ready."""

import shutil
import subprocess
import sys
from importlib.machinery import PathFinder
from pathlib import Path

import pytest

import run

HERE = Path(run.__file__).parent


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder with the two files that run.py reads and no environment; no pip could succeed in it."""
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(HERE / name, tmp_path)
    monkeypatch.setattr(run, "ROOT", tmp_path)
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(run, "READY", tmp_path / "ready")
    return tmp_path


def test_an_old_python_is_refused_in_one_line(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(SystemExit, match=r"^error: BillDesk needs Python 3\.11 or newer[^\n]*$"):
        run.main(["demo"])


@pytest.mark.usefixtures("checkout")
def test_an_environment_with_the_tests_serves_the_demo_too():
    run.READY.write_text(run.wanted_mark("[test]"), encoding="utf-8")
    run.prepare("")
    assert not run.VENV.exists()


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_changed_pin_makes_the_environment_stale(checkout, name):
    before = run.wanted_mark("")
    with (checkout / name).open("a") as file:
        file.write("# another pin\n")
    assert run.wanted_mark("") != before


def test_an_environment_whose_python_has_gone_is_not_ready(checkout, monkeypatch):
    run.READY.write_text(run.wanted_mark(""), encoding="utf-8")
    monkeypatch.setattr(run, "PYTHON", checkout / "gone")
    assert run.found_mark() == ""


def test_without_venv_and_without_root_the_line_to_type_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "")  # no apt-get, as root or not
    line = f"sudo apt-get install -y python{run.VERSION}-venv"
    with pytest.raises(SystemExit, match=f"^error: [^\n]*{line}[^\n]*$"):
        run.add_venv_package()


def test_the_start_needs_the_standard_library_only():
    assert PathFinder.find_spec("sqlalchemy") is not None
    subprocess.run([sys.executable, "-I", "-S", "-c", f"import runpy; runpy.run_path({str(HERE / 'run.py')!r})"], check=True)


def test_the_tests_do_not_begin_where_qt_could_not_be_loaded(checkout, monkeypatch):
    asked = []

    def refuse(command, **_options):
        asked.append(command[1:])
        return subprocess.CompletedProcess(command, 1)

    run.READY.write_text(run.wanted_mark("[test]"), encoding="utf-8")
    monkeypatch.chdir(checkout)
    monkeypatch.setattr(subprocess, "run", refuse)
    assert run.main(["test", "-x"]) == 1
    assert asked == [["-m", "billdesk.display"]]
