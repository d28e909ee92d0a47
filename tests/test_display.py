"""The probe names exactly the packages that a window would lack, and no more than it needs."""

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
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


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
