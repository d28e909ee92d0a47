"""Which file is which: the paths that a person names, as the sources of a profile in the order in which they go in.

A folder gives the files of the profile's names; a file is known by its name, or else by its columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from billdesk.billing.errors import BillingError, UsageError
from billdesk.services.imports.layouts import Source, billdesk_sources
from billdesk.services.imports.northwind import northwind_sources
from billdesk.services.imports.reading import CsvTable
from billdesk.services.imports.rows import fits

PROFILES = {"billdesk": billdesk_sources, "northwind": northwind_sources}
_AS_CSV = "save each sheet as 'CSV UTF-8 (comma delimited)' and import that"


def gather(paths: Sequence[Path], profile: str) -> list[tuple[Path, Source]]:
    """The files behind `paths`, each with its source, in dependency order. Raises BillingError for what is no file."""
    if profile not in PROFILES:
        raise UsageError(f"unknown profile {profile!r}", remedy=f"use one of {', '.join(PROFILES)}")
    if not paths:
        raise BillingError("there is nothing to import", remedy="name a folder or CSV files")
    sources = PROFILES[profile]()
    files: dict[Path, list[Source]] = {}
    for path in paths:
        named = _in_folder(path, sources) if path.is_dir() else {path: _sources_of(path, sources)}
        for file, its_sources in named.items():
            files.setdefault(file.absolute(), its_sources)
    chosen = [(file, source) for source in sources for file, own in files.items() if source in own]
    if profile == "northwind":
        _check_pair(chosen)
    return chosen


def _in_folder(folder: Path, sources: Sequence[Source]) -> dict[Path, list[Source]]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise BillingError(f"the folder cannot be read: {error.strerror}", str(folder), "give yourself permission") from error
    found: dict[Path, list[Source]] = {}
    for entry in entries:
        own = _by_name(entry, sources)
        if own and entry.suffix.casefold() == ".csv":
            _check_file(entry)
            found[entry] = own
    if not found:
        known = ", ".join(dict.fromkeys(f"{source.stem}.csv" for source in sources))
        sheets = [entry.name for entry in entries if entry.suffix.casefold() in (".xlsx", ".xls", ".ods")]
        remedy = _AS_CSV if sheets else f"it should have at least one of {known}"
        raise BillingError("the folder has no file that can be imported", str(folder), remedy)
    return found


def _sources_of(path: Path, sources: Sequence[Source]) -> list[Source]:
    _check_file(path)
    own = _by_name(path, sources)
    if own:
        return own
    with CsvTable(path) as table:
        own = [source for source in sources if fits(table.header, source.layout)]
    if not own:
        known = ", ".join(dict.fromkeys(f"{source.stem}.csv" for source in sources))
        remedy = f"name it as one of {known}, or check its columns"
        raise BillingError("neither the name nor the columns tell what this file holds", path.name, remedy)
    return own


def _by_name(path: Path, sources: Sequence[Source]) -> list[Source]:
    stem = path.stem.casefold().replace("-", "_").replace(" ", "_")
    return [source for source in sources if source.stem == stem]


def _check_file(path: Path) -> None:
    if path.is_dir():
        raise BillingError("this is a folder, not a file", str(path), "rename the folder, or put the file in its place")
    if not path.exists():
        raise BillingError("there is no such file", str(path), "check the name")
    if not path.is_file():
        raise BillingError("this is not a regular file", str(path), "name a CSV file")
    if path.suffix.casefold() in (".xlsx", ".xls", ".ods"):
        raise BillingError("spreadsheets cannot be read directly yet", path.name, _AS_CSV)


def _check_pair(chosen: Sequence[tuple[Path, Source]]) -> None:
    """Freight comes after the product lines of its order, so the two files count together."""
    stems = {source.stem for _, source in chosen}
    for stem, other in (("orders", "order_details"), ("order_details", "orders")):
        if stem in stems and other not in stems:
            remedy = "import orders.csv and order_details.csv together"
            raise BillingError(f"{other}.csv is missing beside {stem}.csv", "", remedy)
