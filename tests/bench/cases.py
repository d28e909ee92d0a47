"""What is measured: each case makes what it needs in a workshop, lets the ways take turns, and gives rows of the table.

The targets are those of the project's plan, as ratios to the raw way on the same machine; sizes below the full one say
little about them, because the start of a process then counts most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.bench import paper_cases
from tests.bench.making import RUN_ON, Shape, amend_all, copy_company, write_files
from tests.bench.table import Row
from tests.bench.trials import Trial, billdesk, in_turns, script, whole_process
from tests.bench.workshop import Workshop, run

FILE_TABLES = ("parties", "accounts", "orders", "order_lines")
DRAFT_TABLES = ("invoices", "invoice_lines")


def runs(shop: Workshop) -> Iterator[Row]:
    """The invoice run, over sizes: with each line's next bill set up, and of lines that have none."""
    done: set[Shape] = set()
    for accounts, lines, charge_type, at_most, most_mb in (
        (1_000, 1, "recurring", None, None),
        (10_000, 1, "recurring", None, None),
        (100_000, 1, "recurring", 3.0, 150.0),
        (10_000, 3, "recurring", 4.0, None),
        (100_000, 1, "one_time", None, None),
        (10_000, 3, "one_time", None, None),
    ):
        shape = Shape(shop.scale.count(accounts), lines, charge_type)
        if shape not in done:  # small scales make one of several sizes
            done.add(shape)
            yield _run(shop, shape, at_most, most_mb)


def _run(shop: Workshop, shape: Shape, at_most: float | None, most_mb: float | None) -> Row:
    company = shop.company(shape)
    ours, raw = in_turns(shop.scale.tries, lambda: run(shop.fresh(company)), lambda: _raw_run(shop, shape))
    _expect(ours, "invoices", shape.accounts)
    return Row(
        f"run, {_sized(shape)}",
        ours.seconds,
        raw.seconds,
        at_most=at_most,
        peak_mb=ours.peak_mb,
        most_mb=most_mb,
        remarks=f"{_micro(ours.json['seconds'], shape.accounts)} an invoice without the start; "
        f"all processors {ours.cpu_seconds:.1f} s; raw {_micro(raw.seconds, shape.accounts)}, {raw.peak_mb:.0f} MB",
    )


def amended(shop: Workshop) -> Iterator[Row]:
    """The run of amended orders, each billed in two pieces, against the raw run of as many invoices and lines."""
    shape = Shape(shop.scale.count(10_000))
    company = shop.company(shape)

    def make(path: Path) -> None:
        amend_all(copy_company(company, path))

    changed = shop.made(f"amended-{shape.accounts}.billdesk", make)
    twice = Shape(shape.accounts, 2)
    ours, raw = in_turns(shop.scale.tries, lambda: run(shop.fresh(changed)), lambda: _raw_run(shop, twice))
    _expect(ours, "invoices", shape.accounts)
    _expect(ours, "lines", shape.accounts * 2)
    remarks = f"two lines an invoice; raw {_micro(raw.seconds, shape.accounts)} an invoice of two lines"
    yield Row(
        f"run, {shape.accounts:,} amended orders", ours.seconds, raw.seconds, at_most=4, peak_mb=ours.peak_mb, remarks=remarks
    )


def dry_runs(shop: Workshop) -> Iterator[Row]:
    """The same run without writing, against the raw run's reading and computing."""
    for accounts, lines in ((100_000, 1), (10_000, 3)):
        yield _dry_run(shop, Shape(shop.scale.count(accounts), lines))


def _dry_run(shop: Workshop, shape: Shape) -> Row:
    company = shop.company(shape)
    ours, raw = in_turns(shop.scale.tries, lambda: run(company, "--dry-run"), lambda: _raw_plan(shop, shape))
    _expect(ours, "invoices", shape.accounts)
    remarks = f"{_micro(ours.json['seconds'], shape.accounts)} an invoice; raw: read and compute only"
    return Row(f"dry run, {_sized(shape)}", ours.seconds, raw.seconds, peak_mb=ours.peak_mb, remarks=remarks)


def imports(shop: Workshop) -> Iterator[Row]:
    """Import of accounts with an order and a line each, drafts collected, against executemany of the rows it leaves."""
    count = shop.scale.count(100_000)
    files = shop.made(f"files-{count}", lambda path: write_files(path, count))
    empty = shop.company(Shape(0))

    def bring() -> Trial:
        return billdesk("import", shop.fresh(empty), files, "--on", RUN_ON, "--json")

    def raw(*tables: str) -> Trial:
        return script("raw_tables.py", "copy", shop.folder / "try.billdesk", *tables)

    ours, rows, more = in_turns(shop.scale.tries, bring, lambda: raw(*FILE_TABLES), lambda: raw(*FILE_TABLES, *DRAFT_TABLES))
    assert ours.json["created"]["accounts"] == ours.json["created"]["order_lines"] == count, ours.out
    what = f"import, {count:,} accounts x 1 order x 1 line"
    remarks = f"{_micro(ours.seconds, count)} an account; raw: executemany of {', '.join(FILE_TABLES)}, keys only"
    yield Row(what, ours.seconds, rows.seconds, at_most=20, peak_mb=ours.peak_mb, remarks=remarks)
    yield Row(f"{what}, drafts counted", ours.seconds, more.seconds, remarks="raw: and the rows of the drafts that it collects")


def proofs(shop: Workshop) -> Iterator[Row]:
    """`verify` of posted invoices and as many drafts, against fetching every row once."""
    shape = Shape(shop.scale.count(100_000))
    billed = shop.billed(shape)
    ours, raw = in_turns(
        shop.scale.tries, lambda: billdesk("verify", billed, "--json"), lambda: script("raw_tables.py", "read", billed)
    )
    assert ours.json["ok"], ours.out
    remarks = f"{_micro(ours.seconds, shape.accounts)} an invoice; raw: SELECT * of all tables, {raw.json['rows']:,} rows"
    yield Row(f"verify, {shape.accounts:,} invoices", ours.seconds, raw.seconds, peak_mb=ours.peak_mb, remarks=remarks)


def lists(shop: Workshop) -> Iterator[Row]:
    """`list` on the sample company, against the import of the database library that any program of this kind begins with."""
    demo = shop.made("demo", lambda path: billdesk("demo", path, "--on", RUN_ON, "--no-window"))
    file = next(demo.glob("*.billdesk"))
    accounts, invoices, raw = in_turns(
        shop.scale.tries * 2,
        lambda: billdesk("list", file, "accounts"),
        lambda: billdesk("list", file, "invoices"),
        lambda: whole_process("-c", "import sqlalchemy"),
    )
    for what, ours in (("accounts", accounts), ("invoices", invoices)):
        remarks = "raw: python -c 'import sqlalchemy'"
        yield Row(f"list {what}, sample company", ours.seconds, raw.seconds, at_most=2, peak_mb=ours.peak_mb, remarks=remarks)


def forecasts(shop: Workshop) -> Iterator[Row]:
    """Twelve months ahead of monthly lines."""
    shape = Shape(shop.scale.count(10_000))
    company = shop.company(shape)
    (ours,) = in_turns(shop.scale.tries, lambda: billdesk("forecast", company, "--until", "2027-10-31", "--json"))
    charges = len(ours.json)
    assert charges == shape.accounts * 12, charges
    remarks = f"{_micro(ours.seconds, charges)} a charge, {charges:,} charges as JSON"
    yield Row(f"forecast, 12 months, {_sized(shape)}", ours.seconds, peak_mb=ours.peak_mb, remarks=remarks)


CASES: Mapping[str, Callable[[Workshop], Iterator[Row]]] = {
    "run": runs,
    "amended": amended,
    "dry-run": dry_runs,
    "import": imports,
    "verify": proofs,
    "pdf": paper_cases.pdfs,
    "list": lists,
    "forecast": forecasts,
}
"""By the word that chooses them."""


def _raw_run(shop: Workshop, shape: Shape) -> Trial:
    return script("raw_run.py", shape.accounts, shape.accounts * shape.lines, "--dir", shop.folder)


def _raw_plan(shop: Workshop, shape: Shape) -> Trial:
    trial = _raw_run(shop, shape)
    return trial._replace(seconds=trial.json["read"] + trial.json["compute"])


def _expect(trial: Trial, key: str, count: int) -> None:
    """A fast run that did not do its work counts for nothing."""
    assert trial.json[key] == count, trial.out[:1000]


def _sized(shape: Shape) -> str:
    kind = "" if shape.charge_type == "recurring" else ", one-time lines"
    return f"{shape.accounts:,} x {shape.lines}{kind}"


def _micro(seconds: float, count: int) -> str:
    return f"{seconds / count * 1e6:.0f} µs"
