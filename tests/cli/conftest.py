"""The command line through its real entry point, and the Northwind company billed to the first of June 1998."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from billdesk.__main__ import main

NORTHWIND = Path(__file__).resolve().parents[2] / "resources" / "sample" / "northwind"
SCHEDULE = ("--name", "Month-end", "--every", "1 month", "--day", "last", "--start", "1996-07-31", "--mode", "post")
AS_OF = ("--on", "1998-06-01")


class Answer(NamedTuple):
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Answer]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Crash reports go where the test can find them, and nowhere else."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("BILLDESK_DEBUG", raising=False)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs `billdesk` with these words in this process."""

    def run(*words: object) -> Answer:
        capsys.readouterr()
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def billed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Northwind imported, scheduled and billed; never to be changed."""
    path = tmp_path_factory.mktemp("northwind") / "northwind.billdesk"
    for words in (
        ("new", path, "--name", "Northwind Traders"),
        ("import", path, NORTHWIND, "--profile", "northwind", *AS_OF),
        ("schedule", "add", path, *SCHEDULE, *AS_OF),
        ("run", path, "--all-due", *AS_OF),
    ):
        assert main([str(word) for word in words]) == 0
    return path


@pytest.fixture
def billed(billed_once: Path, tmp_path: Path) -> Path:
    """A copy of the billed Northwind company."""
    return Path(shutil.copyfile(billed_once, tmp_path / "billed.billdesk"))


SMALL = {
    "accounts.csv": (
        "account,name,street,city,country,email\nA1,Ada & Söhne,Ring 1,Wien,AT,ada@example.org\nA2,Nowhere Ltd,,,,\n"
    ),
    "products.csv": (
        "product,name,unit_price,unit,charge_type,every\nSUP,Support,31.00,month,recurring,1 month\nBOX,Box,12.50,,,\n"
    ),
    "orders.csv": "order,account,ordered_on,status\nO1,A1,2026-01-01,active\nO2,A2,2026-01-05,active\nO3,A1,2026-01-10,draft\n",
    "order_lines.csv": (
        "order,line,product,quantity,unit_price,discount_percent\n"
        "O1,1,SUP,1,31.00,\nO1,2,BOX,3,12.50,10\nO2,1,BOX,1,12.50,\nO3,1,BOX,2,12.50,\n"
    ),
}
"""Two accounts, one without address; a recurring and a one-time line, and a draft order."""


@pytest.fixture(scope="session")
def small_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty company, the files of SMALL, and a company that has them; never to be changed."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "data").mkdir()
    for name, text in SMALL.items():
        (folder / "data" / name).write_text(text, encoding="utf-8")
    path = folder / "small.billdesk"
    assert main(["new", str(path), "--name", "Acme Ltd"]) == 0
    shutil.copyfile(path, folder / "empty.billdesk")
    monthly = ("--name", "Monthly", "--every", "1 month", "--day", "last", "--mode", "post")
    assert main(["import", str(path), str(folder / "data"), "--on", "2026-01-15"]) == 0
    assert main(["schedule", "add", str(path), *monthly, "--on", "2026-01-15"]) == 0
    return folder


@pytest.fixture
def empty(small_once: Path, tmp_path: Path) -> Path:
    """A company with nothing in it."""
    return Path(shutil.copyfile(small_once / "empty.billdesk", tmp_path / "empty.billdesk"))


@pytest.fixture
def small(small_once: Path, tmp_path: Path) -> Path:
    """A company with the records of SMALL and a monthly schedule on the last day from January 2026."""
    return Path(shutil.copyfile(small_once / "small.billdesk", tmp_path / "small.billdesk"))


@pytest.fixture
def small_data(small_once: Path) -> Path:
    """The files that `small` was imported from."""
    return small_once / "data"
