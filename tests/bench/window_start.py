"""Cold start: from the start of the process to the first painted frame, and to Home with its figures, against a bare window.

`python -m tests.bench.window_start FILE [TURNS]` prints a table; the processes take turns, and the best of each counts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

BARE = """
import sys, time
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print("frame", time.time(), flush=True)
        QApplication.quit()
app = QApplication([])
window = Window()
window.show()
app.exec()
"""
OURS = """
import sys, time
from billdesk import bootstrap
from billdesk.ui import app as program, main_window
from PySide6.QtCore import QTimer
seen = []
class Window(main_window.MainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not seen:
            seen.append(1)
            print("frame", time.time(), flush=True)
            self.probe = QTimer(self, interval=4)
            self.probe.timeout.connect(self.look)
            self.probe.start()
    def look(self):
        here = self.trail.here
        if here is not None and here.page == "home" and self.desk.jobs.is_idle:
            print("home", time.time(), flush=True)
            self.probe.stop()
            program.application().quit()
program.MainWindow = Window
bootstrap.run_window(sys.argv[1])
"""


def measure(code: str, *arguments: str) -> dict[str, float]:
    """Seconds from the start of a process to each moment that it prints."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    begun = time.time()
    call = [sys.executable, "-c", code, *arguments]
    said = subprocess.run(call, capture_output=True, text=True, check=True, env=surroundings, timeout=120).stdout
    return {line.split()[0]: float(line.split()[1]) - begun for line in said.splitlines()}


def main() -> None:
    """Print the table."""
    file, turns = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 9
    bare, frame, home = [], [], []
    for _ in range(turns):
        bare.append(measure(BARE)["frame"])
        ours = measure(OURS, file)
        frame.append(ours["frame"])
        home.append(ours.get("home", float("nan")))
    for name, found, aim in (("bare window", bare, 1.0), ("first frame", frame, 1.5), ("Home with figures", home, 4.0)):
        print(f"{name:20} {1000 * min(found):6.0f} ms   {min(found) / min(bare):.2f} x bare (aim {aim})")


if __name__ == "__main__":
    main()
