"""Unsaved edits outlive their process, and only those of dead processes are offered."""

import json
import subprocess
import sys
from pathlib import Path

from billdesk.ui.unsaved import Unsaved, UnsavedEdit

_KEEP = """
import os, sys
from billdesk.ui.unsaved import Unsaved
Unsaved(sys.argv[1]).keep("order", "7", {"po": "Ä-1"})
os._exit(9)
"""


def test_an_edit_of_a_process_that_died_is_offered_again(tmp_path: Path):
    file = str(tmp_path / "a.billdesk")
    subprocess.run([sys.executable, "-c", _KEEP, file], check=False)

    assert Unsaved(file).all() == [UnsavedEdit("order", "7", {"po": "Ä-1"})]
    assert Unsaved(str(tmp_path / "b.billdesk")).all() == []


def test_an_edit_of_a_living_process_is_not_offered(tmp_path: Path):
    unsaved = Unsaved("a.billdesk", tmp_path)
    unsaved.keep("order", "7", {"po": "1"})

    assert unsaved.all() == []


def test_an_edit_that_was_saved_is_forgotten(tmp_path: Path):
    file = str(tmp_path / "a.billdesk")
    subprocess.run([sys.executable, "-c", _KEEP, file], check=False)
    Unsaved(file).drop("order", "7")

    assert Unsaved(file).all() == []


def test_a_file_cut_short_is_passed_over(tmp_path: Path):
    unsaved = Unsaved("a.billdesk", tmp_path)
    unsaved.keep("order", "7", {})
    (kept,) = tmp_path.rglob("*.json")
    kept.write_text(json.dumps({"kind": "order"})[:-3])

    assert unsaved.all() == []
    assert kept.exists()


def test_a_folder_that_cannot_be_made_loses_only_the_net(tmp_path: Path):
    (tmp_path / "unsaved").write_text("in the way")
    Unsaved("a.billdesk", tmp_path).keep("order", "7", {})
