"""PySide gives away references to None; see billdesk.ui.constants_alive."""

import subprocess
import sys

_CALLS = """
import os
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import billdesk.ui
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel()
for _ in range(300_000):
    label.setText("x")
    label.isVisible()
print("alive")
"""


def test_a_program_outlives_more_calls_than_none_has_references():
    found = subprocess.run([sys.executable, "-c", _CALLS], capture_output=True, text=True, check=False, timeout=60)

    assert (found.stdout.strip(), found.returncode, found.stderr) == ("alive", 0, "")
