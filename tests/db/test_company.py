"""Making, opening, refusing and upgrading a company. A refusal says what is wrong and leaves everything as it was."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from billdesk import bootstrap
from billdesk.billing.errors import BillingError, one_line
from billdesk.db.company import creating, open_engine
from billdesk.db.engine import make_engine, reading
from billdesk.db.migrations import MIGRATIONS, Migrations


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "Company.billdesk"
    bootstrap.create(str(path), "Acme").engine.dispose()
    return path


def _everything(folder: Path) -> dict[str, bytes | None]:
    """All names below a folder with the bytes of files."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def _sqlite(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def _missing(folder: Path, _pristine: Path) -> Path:
    return folder / "none.billdesk"


def _missing_folder(folder: Path, _pristine: Path) -> Path:
    return folder / "none" / "Company.billdesk"


def _below_a_file(folder: Path, pristine: Path) -> Path:
    shutil.copyfile(pristine, folder / "Company.billdesk")
    return folder / "Company.billdesk" / "Company.billdesk"


def _endless_name(folder: Path, _pristine: Path) -> Path:
    return folder / ("x" * 256)


def _folder(folder: Path, _pristine: Path) -> Path:
    (folder / "Company.billdesk").mkdir()
    return folder / "Company.billdesk"


def _empty(folder: Path, _pristine: Path) -> Path:
    (folder / "Company.billdesk").touch()
    return folder / "Company.billdesk"


def _text(folder: Path, _pristine: Path) -> Path:
    (folder / "letter.txt").write_text("Dear Sir or Madam,\n" * 100)
    return folder / "letter.txt"


def _foreign(folder: Path, _pristine: Path) -> Path:
    _sqlite(folder / "other.db", "CREATE TABLE t (a)")
    return folder / "other.db"


def _cut(folder: Path, pristine: Path) -> Path:
    path = folder / "Company.billdesk"
    path.write_bytes(pristine.read_bytes()[:20_000])
    return path


def _cut_in_its_header(folder: Path, pristine: Path) -> Path:
    path = folder / "Company.billdesk"
    path.write_bytes(pristine.read_bytes()[:50])
    return path


def _damaged(folder: Path, pristine: Path) -> Path:
    path = folder / "Company.billdesk"
    content = bytearray(pristine.read_bytes())
    content[100:4096] = b"\xa5" * 3996
    path.write_bytes(content)
    return path


def _without_version(folder: Path, pristine: Path) -> Path:
    path = folder / "Company.billdesk"
    shutil.copyfile(pristine, path)
    _sqlite(path, "DROP TABLE alembic_version")
    return path


def _newer(folder: Path, pristine: Path) -> Path:
    path = folder / "Company.billdesk"
    shutil.copyfile(pristine, path)
    _sqlite(path, "UPDATE alembic_version SET version_num = '9999'")
    return path


def _read_only_file(folder: Path, pristine: Path) -> Path:
    path = folder / "Company.billdesk"
    shutil.copyfile(pristine, path)
    path.chmod(0o444)
    return path


def _read_only_folder(folder: Path, pristine: Path) -> Path:
    shelf = folder / "shelf"
    shelf.mkdir()
    shutil.copyfile(pristine, shelf / "Company.billdesk")
    shelf.chmod(0o555)
    return shelf / "Company.billdesk"


REFUSALS = {
    _missing: ("there is no such file", "billdesk new"),
    _missing_folder: ("there is no such file", "billdesk new"),
    _below_a_file: ("there is no such file", "billdesk new"),
    _endless_name: ("the file cannot be read (File name too long)", "check the name"),
    _folder: ("this is a folder", "file inside"),
    _empty: ("the file is empty", "restore"),
    _text: ("not a BillDesk company file", "another file"),
    _foreign: ("belongs to another program", "made by BillDesk"),
    _cut: ("the file is cut off: 20000 bytes of", "restore"),
    _cut_in_its_header: ("the file is cut off", "restore"),
    _damaged: ("the company file is damaged", "restore"),
    _without_version: ("the company file is damaged", "restore"),
    _newer: ("written by a newer BillDesk (schema 9999)", "newest BillDesk"),
    _read_only_file: ("the company file cannot be written", "write permission"),
    _read_only_folder: ("the folder cannot be written", "write permission"),
}


@pytest.mark.parametrize("make", REFUSALS)
def test_what_is_no_company_is_refused_in_its_own_words_and_stays_as_it_was(tmp_path: Path, pristine: Path, make):
    what, remedy = REFUSALS[make]
    path = make(tmp_path, pristine)
    before = _everything(tmp_path)
    with pytest.raises(BillingError) as refusal:
        bootstrap.open_company(str(path))
    assert refusal.value.what.startswith(what) or what in refusal.value.what
    assert refusal.value.record in {one_line(str(path)), str(path.parent)}
    assert remedy in refusal.value.remedy
    assert _everything(tmp_path) == before


def test_a_newer_company_that_others_have_open_is_refused_too(tmp_path: Path, pristine: Path):
    path = tmp_path / "Company.billdesk"
    shutil.copyfile(pristine, path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        before = _everything(tmp_path)
        assert len(before) == 3
        with pytest.raises(BillingError, match="schema 9999"):
            bootstrap.open_company(str(path))
        assert _everything(tmp_path)[path.name] == before[path.name]


@pytest.mark.parametrize("closed", ["file", "folder"])
def test_what_may_not_be_read_is_refused(pristine: Path, closed: str):
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "Company.billdesk"
        shutil.copyfile(pristine, path)
        path.parent.chmod(0o755)
        (path if closed == "file" else path.parent).chmod(0)
        # Root may read everything, and becomes nobody first.
        script = "import os; from pathlib import Path; from billdesk.db.files import check_is_company;"
        script += f"os.geteuid() or os.setuid(65534); check_is_company(Path({str(path)!r}))"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        path.parent.chmod(0o700)
    assert done.stderr.splitlines()[-1].startswith(
        "billdesk.billing.errors.BillingError: the file cannot be read (Permission denied)"
    )


@pytest.mark.parametrize("name", ["file", "folder", "link to nowhere"])
def test_making_never_overwrites(tmp_path: Path, name: str):
    path = tmp_path / "Company.billdesk"
    if name == "file":
        path.write_text("mine")
    elif name == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "nowhere")
    before = _everything(tmp_path)
    with pytest.raises(BillingError, match="something of that name already"):
        bootstrap.create(str(path), "Acme")
    assert _everything(tmp_path) == before


def test_two_who_make_one_name_at_once_get_one_company(tmp_path: Path):
    path = tmp_path / "Company.billdesk"
    refused, barrier = [], threading.Barrier(2)

    def make() -> None:
        try:
            with creating(str(path)):
                barrier.wait()
        except BillingError as error:
            refused.append(error.what)

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["there is something of that name already"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["Company.billdesk"]


def test_a_company_that_could_not_be_made_leaves_nothing(company_target: str, tmp_path: Path):
    with pytest.raises(ZeroDivisionError), creating(company_target) as connection:
        connection.execute(text("INSERT INTO settings (key, value) VALUES ('a', :value)"), {"value": 1 // 0})
    assert not list(tmp_path.iterdir())
    with pytest.raises(BillingError, match="there is no"):
        open_engine(company_target)


def test_making_on_a_server_refuses_tables_that_are_there(postgres_url: str):
    engine = make_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mine (a INTEGER)"))
    engine.dispose()
    with pytest.raises(BillingError, match="the database has tables already"):
        bootstrap.create(postgres_url, "Acme")


def test_a_newer_company_on_a_server_is_refused(postgres_url: str):
    company = bootstrap.create(postgres_url, "Acme")
    with company.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    company.engine.dispose()
    with pytest.raises(BillingError, match="written by a newer BillDesk"):
        bootstrap.open_company(postgres_url)


def test_a_link_to_a_company_opens_it_where_it_lies(tmp_path: Path, pristine: Path):
    shelf, desk = tmp_path / "shelf", tmp_path / "desk"
    shelf.mkdir()
    desk.mkdir()
    shutil.copyfile(pristine, shelf / "Company.billdesk")
    (desk / "link.billdesk").symlink_to(shelf / "Company.billdesk")
    company = bootstrap.open_company(str(desk / "link.billdesk"))
    with company.engine.begin() as connection:
        connection.execute(text("UPDATE settings SET value = '1' WHERE key = 'notes'"))
    assert [entry.name for entry in desk.iterdir()] == ["link.billdesk"]
    company.engine.dispose()
    shelf.chmod(0o555)
    with pytest.raises(BillingError, match="the folder cannot be written"):
        bootstrap.open_company(str(desk / "link.billdesk"))


def test_opening_a_company_imports_no_alembic(pristine: Path):
    script = f"import sys; from billdesk import bootstrap; bootstrap.open_company({str(pristine)!r}).engine.dispose();"
    script += "print([name for name in sys.modules if name.startswith('alembic')])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


HEAD = MIGRATIONS.head
NEXT = f'''"""A step for the test."""

from alembic import op
import sqlalchemy as sa

revision = "next"
down_revision = "{HEAD}"


def upgrade() -> None:
    op.add_column("products", sa.Column("colour", sa.Text()))
    op.execute("INSERT INTO settings (key, value) VALUES ('upgraded', 'true')")
'''


@pytest.fixture
def next_release(tmp_path: Path) -> Migrations:
    """The migrations of a BillDesk that is one step ahead."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "next_colour.py").write_text(NEXT)
    return Migrations(folder, (*MIGRATIONS.revisions, "next"))


def _upgraded(engine: Engine) -> tuple[object, object]:
    with reading(engine) as connection:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return version, connection.execute(text("SELECT count(*) FROM settings WHERE key = 'upgraded'")).scalar()


def test_an_older_company_is_upgraded_after_a_backup(tmp_path: Path, pristine: Path, next_release: Migrations):
    path = tmp_path / "Company.billdesk"
    shutil.copyfile(pristine, path)
    engine = open_engine(str(path), next_release)
    assert _upgraded(engine) == ("next", 1)
    engine.dispose()
    backup = tmp_path / f"Company.backup-{HEAD}.billdesk"
    bootstrap.open_company(str(backup)).engine.dispose()
    with closing(sqlite3.connect(backup)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    engine = open_engine(str(path), next_release)
    engine.dispose()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [
        f"Company.backup-{HEAD}.billdesk",
        "Company.billdesk",
        "migrations",
    ]


def test_a_backup_that_is_there_already_is_kept(tmp_path: Path, pristine: Path, next_release: Migrations):
    path = tmp_path / "Company.billdesk"
    shutil.copyfile(pristine, path)
    (tmp_path / f"Company.backup-{HEAD}.billdesk").write_text("an older one")
    open_engine(str(path), next_release).dispose()
    assert (tmp_path / f"Company.backup-{HEAD}.billdesk").read_text() == "an older one"
    assert (tmp_path / f"Company.backup-{HEAD}-2.billdesk").exists()


def test_a_failed_upgrade_leaves_the_company_as_it_was(tmp_path: Path, pristine: Path, next_release: Migrations):
    step = next_release.folder / "versions" / "next_colour.py"
    step.write_text(NEXT + "    raise RuntimeError('a step that fails')\n")
    path = tmp_path / "Company.billdesk"
    shutil.copyfile(pristine, path)
    with pytest.raises(BillingError, match=r"could not be upgraded to schema next \(a step that fails\)") as refusal:
        open_engine(str(path), next_release)
    assert f"Company.backup-{HEAD}.billdesk" in refusal.value.remedy
    assert path.read_bytes() == pristine.read_bytes()
    bootstrap.open_company(str(path)).engine.dispose()


def test_two_who_open_an_older_company_at_once_upgrade_it_once(tmp_path: Path, pristine: Path, next_release: Migrations):
    path = tmp_path / "Company.billdesk"
    shutil.copyfile(pristine, path)
    script = "import sys; from pathlib import Path; from billdesk.db.company import open_engine;"
    script += "from billdesk.db.migrations import Migrations;"
    script += f"open_engine({str(path)!r}, Migrations(Path({str(next_release.folder)!r}), {next_release.revisions!r})).dispose()"
    programs = [subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE) for _ in range(2)]
    assert [(program.communicate()[1], program.returncode) for program in programs] == [(b"", 0), (b"", 0)]
    engine = make_engine(str(path))
    assert _upgraded(engine) == ("next", 1)
    engine.dispose()
    assert not (tmp_path / f"Company.backup-{HEAD}-2.billdesk").exists()


def test_an_older_company_on_a_server_is_upgraded(postgres_url: str, next_release: Migrations):
    bootstrap.create(postgres_url, "Acme").engine.dispose()
    engine = open_engine(postgres_url, next_release)
    assert _upgraded(engine) == ("next", 1)
    engine.dispose()


def test_a_failed_upgrade_leaves_the_server_as_it_was(postgres_url: str, next_release: Migrations):
    step = next_release.folder / "versions" / "next_colour.py"
    step.write_text(NEXT + "    raise RuntimeError('a step that fails')\n")
    bootstrap.create(postgres_url, "Acme").engine.dispose()
    with pytest.raises(BillingError, match="could not be upgraded"):
        open_engine(postgres_url, next_release)
    bootstrap.open_company(postgres_url).engine.dispose()
