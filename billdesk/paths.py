"""Where things lie on this machine.

The folders that the operating system keeps for a program's settings, data, logs and caches, and the resources that
BillDesk brings along (fonts, sample data). Services, documents and the command line ask here; nothing here makes a
folder, opens a file or knows what a company file is.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

_PACKAGE = Path(__file__).resolve().parent


def config_folder() -> Path:
    """The folder for settings of this person on this machine; it need not exist yet."""
    return _folders().user_config_path


def data_folder() -> Path:
    """The folder for data of this person that no company file holds; it need not exist yet."""
    return _folders().user_data_path


def log_folder() -> Path:
    """The folder for logs and reports of bugs; it need not exist yet."""
    return _folders().user_log_path


def cache_folder() -> Path:
    """The folder for what can be made again at any time; it need not exist yet."""
    return _folders().user_cache_path


def resource(*parts: str) -> Path:
    """The path of a file or folder that BillDesk brings along, e.g. `resource("fonts")`.

    A wheel carries the resources inside the package, as `_resources`; a checkout has them at its
    top. The package comes first: what stands beside an installed package belongs to others.

    Raises:
        FileNotFoundError: nothing of that name was brought along.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    missing = "/".join(parts)
    raise FileNotFoundError(f"BillDesk's resource {missing} is missing; install BillDesk again")


@lru_cache(maxsize=1)
def _folders() -> PlatformDirs:
    """Loaded when first asked: the window's first frame needs resources only."""
    from platformdirs import PlatformDirs

    return PlatformDirs(appname="BillDesk", appauthor=False)
