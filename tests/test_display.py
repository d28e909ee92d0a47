"""The probe names exactly the packages that a window would lack, and no more than it needs."""

import os
import shutil
import socket
import subprocess
import sys

import pytest

from billdesk import display


def refuse(*missing):
    def load(library):
        if library in missing:
            raise OSError(library)

    return load


@pytest.fixture(autouse=True)
def linux_without_a_display(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(shutil, "which", lambda _name: None)  # nothing is installed, root or not


def test_nothing_is_missing_where_all_libraries_load():
    assert display.missing_packages(refuse()) == ()


def test_a_missing_base_library_is_named_by_its_package():
    assert display.missing_packages(refuse("libEGL.so.1", "libdbus-1.so.3")) == (
        "libegl1",
        "libdbus-1-3",
    )


def test_xcb_libraries_matter_only_under_x(monkeypatch):
    load = refuse("libxcb-cursor.so.0")
    assert display.missing_packages(load) == ()
    monkeypatch.setenv("DISPLAY", ":0")
    assert display.missing_packages(load) == ("libxcb-cursor0",)


def test_wayland_libraries_matter_only_where_there_is_no_x(monkeypatch):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    load = refuse("libwayland-cursor.so.0")
    assert display.missing_packages(load) == ("libwayland-cursor0",)
    monkeypatch.setenv("DISPLAY", ":0")
    assert display.missing_packages(load) == ()


def test_a_platform_without_display_needs_the_base_only(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.has_display()
    assert display.missing_packages(refuse(*display.XCB_LIBRARIES)) == ()
    assert display.trouble(refuse()) is None


def test_other_systems_lack_nothing(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert display.missing_packages(refuse(*display.BASE_LIBRARIES)) == ()
    assert display.has_display()


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_is_seen_in_its_variable(monkeypatch, variable):
    assert not display.has_display()
    monkeypatch.setenv(variable, ":0")
    assert display.has_display()


def test_the_loader_itself_says_what_it_cannot_find(monkeypatch):
    monkeypatch.setattr(display, "BASE_LIBRARIES", {"libnowhere.so.9": "libnowhere9"})
    assert display.missing_packages() == ("libnowhere9",)


def test_the_remedy_is_a_line_to_paste():
    assert display.apt_line(["libgl1", "libegl1"]) == "sudo apt-get install -y libgl1 libegl1"


def test_the_probe_needs_the_standard_library_only():
    code = "import sys; sys.path.insert(0, '.'); import billdesk.display"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)


def test_without_a_display_the_command_line_is_named():
    found = display.trouble(refuse())
    assert found is not None
    assert found.what == "there is no display to open a window on"
    assert found.remedy.endswith(display.COMMAND_LINE)


def test_missing_libraries_are_told_before_qt_can_abort(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    found = display.trouble(refuse("libxcb-cursor.so.0", "libEGL.so.1"))
    assert found is not None
    assert found.record == "libegl1 libxcb-cursor0"
    assert found.remedy.startswith("install them with `sudo apt-get install -y libegl1 libxcb-cursor0`; ")


def test_root_gets_what_is_missing(monkeypatch, capsys):
    called, present = [], []
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    def install(command, **_options):
        called.append(command[:2])
        present.extend(command)

    monkeypatch.setattr(subprocess, "run", install)

    def load(library):
        if library == "libEGL.so.1" and "libegl1" not in present:
            raise OSError(library)

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.trouble(load) is None
    assert called == [["apt-get", "update"], ["apt-get", "install"]]
    assert capsys.readouterr().err == "Installing libegl1, which a window needs ...\n"


def test_where_installing_does_not_help_the_line_is_named(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(subprocess, "run", lambda *_words, **_options: None)
    assert display.provide(["libegl1"], refuse("libEGL.so.1")) == ("libegl1",)


def test_an_x_display_that_does_not_answer_is_told(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":471")
    monkeypatch.setattr(display, "missing_packages", lambda _load: ())
    found = display.trouble()
    assert found is not None
    assert found[:2] == ("the display does not answer", ":471")


def test_a_wayland_display_answers_on_its_socket(monkeypatch, tmp_path):
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    found = display.trouble(refuse())
    assert found is not None
    assert found[:2] == ("the display does not answer", "wayland-7")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()
        assert display.trouble(refuse()) is None


@pytest.mark.parametrize(
    ("found", "code", "line"),
    [
        (None, 0, ""),
        (
            display.Trouble("the window needs libraries that are missing", "libegl1", "install them with `apt libegl1`; or not"),
            1,
            "error: the window needs libraries that are missing, libegl1; install them with `apt libegl1`, then call again\n",
        ),
    ],
)
def test_the_small_entry_says_it_in_one_line(monkeypatch, capsys, found, code, line):
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setattr(display, "trouble", lambda: found)
    assert display.main() == code
    assert capsys.readouterr().err == line
