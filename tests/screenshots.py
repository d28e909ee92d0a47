"""`python -m tests.screenshots DIR [FILE]`: a PNG of every page and dialog, light and dark, at 100 and 150 %.

The files are named `page-theme-scale.png`. Without FILE the sample company is made first. The scale is Qt's own, so each
scale takes a process of its own; `--scales 100,150,200` and `--only PART` choose.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

AS_OF = date(2026, 11, 24)
SIZE = (1280, 800)


def main() -> int:
    """Make the company where none is given, and the pictures, one process per scale."""
    words = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    words.add_argument("folder", type=Path)
    words.add_argument("file", nargs="?", type=Path)
    words.add_argument("--scales", default="100,150")
    words.add_argument("--only", default="", help="only pages and dialogs whose name holds this")
    words.add_argument("--language", default="en_US")
    words.add_argument("--as-of", type=date.fromisoformat, default=AS_OF)
    asked = words.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as person:
        file = asked.file or _sample(Path(person))
        for scale in asked.scales.split(","):
            surroundings = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": str(int(scale) / 100),
                "XDG_CONFIG_HOME": f"{person}/config-{scale}",
                "XDG_DATA_HOME": f"{person}/data",
            }
            told = (str(file), str(asked.folder), scale, asked.only, asked.language, asked.as_of.isoformat())
            call = f"from tests import screenshots; screenshots.take(*{told!r})"
            subprocess.run([sys.executable, "-c", call], env=surroundings, check=True)
    return 0


def take(file: str, folder: str, scale: str, only: str, language: str, as_of: str) -> None:
    """The pictures at the scale of this process."""
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale(language))
    from billdesk import bootstrap
    from billdesk.ui import theme
    from billdesk.ui.app import application
    from tests.scenes import all_scenes

    app = application()
    window = bootstrap.open_window(file, date.fromisoformat(as_of))
    window.resize(*SIZE)
    window.show()
    for name, show in all_scenes(window):
        if only in name:
            shown = show() or window
            rest(window)
            for shade in ("light", "dark"):
                theme.apply(app, shade)
                rest(window)
                shown.grab().save(str(Path(folder) / f"{name}-{shade}-{scale}.png"))
            if shown is not window:
                shown.close()
                rest(window)
    window.close()


def rest(window: Any) -> None:
    """Let the window come to rest: nothing under way, everything painted."""
    from PySide6.QtWidgets import QApplication

    until = time.monotonic() + 20
    calm = 0
    while time.monotonic() < until and calm < 5:
        QApplication.processEvents()
        calm = calm + 1 if window.desk.jobs.is_idle else 0
        time.sleep(0.005)


def _sample(folder: Path) -> Path:
    from billdesk import bootstrap
    from billdesk.services.demo import making

    sample = folder / "sample"
    making.prepare_folder(sample)
    company = bootstrap.create(str(sample / making.COMPANY_FILE), "Northwind Traders")
    making.make_demo(company, sample, AS_OF)
    company.engine.dispose()
    return sample / making.COMPANY_FILE


if __name__ == "__main__":
    sys.exit(main())
