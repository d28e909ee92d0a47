"""What an installer places: the desktop's own rules hold for it, and it says what BillDesk is."""

from __future__ import annotations

import configparser
import shlex
from pathlib import Path
from xml.etree import ElementTree as ET

from billdesk.db.files import APPLICATION_ID

LINUX = Path(__file__).parents[1] / "packaging" / "linux"


def test_the_menu_entry_opens_the_file_that_was_double_clicked():
    entries = configparser.RawConfigParser(delimiters=("=",))
    entries.optionxform = str  # type: ignore[assignment,method-assign]  # keys of the entry have capitals
    entries.read(LINUX / "billdesk.desktop", encoding="utf-8")
    entry = entries["Desktop Entry"]
    assert shlex.split(entry["Exec"]) == ["billdesk", "%f"]
    assert (entry["Type"], entry["Terminal"], entry["Icon"]) == ("Application", "false", "billdesk")
    for name in ("Categories", "Keywords", "MimeType"):
        assert entry[name].endswith(";")


def test_a_company_file_is_known_by_its_name_and_by_its_header():
    name = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    root = ET.parse(LINUX / "billdesk-mime.xml").getroot()
    globbed = root.find(".//m:glob", name)
    assert globbed is not None
    assert globbed.get("pattern") == "*.billdesk"
    inner = root.find(".//m:magic/m:match/m:match", name)
    assert inner is not None
    assert (inner.get("offset"), inner.get("value")) == ("68", APPLICATION_ID.to_bytes(4, "big").decode())
    kind = root.find("m:mime-type", name)
    assert kind is not None
    assert str(kind.get("type")) in (LINUX / "billdesk.desktop").read_text(encoding="utf-8")


def test_the_icon_is_one_drawing():
    assert ET.parse(LINUX / "billdesk.svg").getroot().tag.endswith("svg")
