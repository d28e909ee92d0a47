"""Names of company files as a person reads them."""

from __future__ import annotations

from pathlib import Path


def short_name(target: str) -> str:
    """A file's name without folder, or a server's address without user and password."""
    if "://" not in target:
        return Path(target).name
    scheme, _, rest = target.partition("://")
    return f"{scheme.partition('+')[0]}://{rest.rpartition('@')[2]}"
