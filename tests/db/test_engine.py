"""Connections: pragmas, one writer at a time who is waited for, readers who never wait, and trouble said in words."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from billdesk import bootstrap
from billdesk.billing.errors import BillingError
from billdesk.db.engine import is_url, make_engine, migrating, reading, translated, writing
from billdesk.services.company import Company


@pytest.fixture
def company(company_target: str):
    made = bootstrap.create(company_target, "Acme")
    yield made
    made.engine.dispose()


def _note(engine: Engine, value: str) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE settings SET value = :value WHERE key = 'notes'"), {"value": value})


def _noted(engine: Engine) -> str:
    with reading(engine) as connection:
        return str(connection.execute(text("SELECT value FROM settings WHERE key = 'notes'")).scalar_one())


def test_a_file_is_opened_for_safety_first(company_file: str):
    company = bootstrap.create(company_file, "Acme")
    with reading(company.engine) as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "application_id")
        }
    company.engine.dispose()
    assert pragma == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 120_000,
        "application_id": 0x42494C44,
    }


@pytest.mark.parametrize("name", ["a b.billdesk", "what?.billdesk", "#1 50%.billdesk", "Füße Ελλάς.billdesk"])
def test_any_file_name_is_taken_as_it_is(tmp_path: Path, name: str):
    company = bootstrap.create(str(tmp_path / name), "Acme")
    _note(company.engine, '"kept"')
    company.engine.dispose()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_an_engine_never_makes_a_file(tmp_path: Path):
    engine = make_engine(str(tmp_path / "none.billdesk"))
    with pytest.raises(BillingError, match="cannot be opened"), reading(engine):
        pass
    assert not list(tmp_path.iterdir())


def test_an_exception_rolls_back(company: Company):
    with pytest.raises(ZeroDivisionError), writing(company.engine) as connection:
        assert connection.execute(text("UPDATE settings SET value = '\"lost\"' WHERE key = 'notes'")).rowcount // 0
    assert _noted(company.engine) == '""'


def test_a_second_writer_waits_for_the_first_and_sees_its_work(company: Company):
    holding, seen = threading.Event(), []

    def first() -> None:
        with writing(company.engine) as connection:
            holding.set()
            time.sleep(0.3)
            connection.execute(text("UPDATE settings SET value = '\"first\"' WHERE key = 'notes'"))

    thread = threading.Thread(target=first)
    thread.start()
    holding.wait()
    with writing(company.engine) as connection:
        seen.append(connection.execute(text("SELECT value FROM settings WHERE key = 'notes'")).scalar_one())
    thread.join()
    assert seen == ['"first"']


def test_a_reader_sees_one_moment_and_does_not_wait(company: Company):
    with reading(company.engine) as connection:
        before = connection.execute(text("SELECT value FROM settings WHERE key = 'notes'")).scalar_one()
        _note(company.engine, '"changed"')
        again = connection.execute(text("SELECT value FROM settings WHERE key = 'notes'")).scalar_one()
    assert (before, again, _noted(company.engine)) == ('""', '""', '"changed"')


def test_four_threads_add_up(company: Company):
    _note(company.engine, "0")

    def add() -> None:
        for _ in range(10):
            with writing(company.engine) as connection:
                count = int(connection.execute(text("SELECT value FROM settings WHERE key = 'notes'")).scalar_one())
                connection.execute(text("UPDATE settings SET value = :v WHERE key = 'notes'"), {"v": str(count + 1)})

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _noted(company.engine) == "40"


def test_a_writer_who_holds_on_is_named_in_the_end(company_file: str):
    company = bootstrap.create(company_file, "Acme")
    with closing(sqlite3.connect(company_file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with company.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=10")
        with pytest.raises(BillingError, match="in use by another program"), writing(company.engine):
            pass
    company.engine.dispose()


def test_a_full_disk_is_said_in_words_and_nothing_is_lost(company_file: str):
    company = bootstrap.create(company_file, "Acme")
    with company.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(BillingError, match="the disk is full") as refusal:
        _note(company.engine, "x" * 100_000)
    assert refusal.value.record == company_file
    assert _noted(company.engine) == '""'
    company.engine.dispose()


def test_what_a_person_cannot_mend_stays_a_bug(company: Company):
    with pytest.raises((OperationalError, ProgrammingError)), reading(company.engine) as connection:
        connection.execute(text("SELECT * FROM nowhere"))


def test_a_broken_rule_of_the_schema_stays_a_bug(company: Company):
    with pytest.raises(IntegrityError), writing(company.engine) as connection:
        connection.execute(text("INSERT INTO settings (key, value) VALUES ('notes', '')"))


def test_sqlite_errors_of_a_raw_cursor_are_translated_too(company_file: str):
    company = bootstrap.create(company_file, "Acme")
    with pytest.raises(BillingError, match="cannot be written"), translated(company.engine):
        raise sqlite3.OperationalError("attempt to write a readonly database")
    company.engine.dispose()


def test_a_migration_may_break_keys_in_between_but_not_at_its_end(company_file: str):
    company = bootstrap.create(company_file, "Acme")
    orphan = "INSERT INTO order_lines (id, order_id, account_id, position, description, quantity_e6, discount_e4, tax_category,"
    orphan += (
        " tax_rate_e4, charge_type, timing, ordered_on, start_on) VALUES (1, 9, 9, 1, '', 0, 0, 'Z', 0, 'one_time', 'advance',"
    )
    orphan += " '2026-01-01', '2026-01-01')"
    with migrating(company.engine) as connection:
        connection.exec_driver_sql(orphan)
        connection.exec_driver_sql("DELETE FROM order_lines")
    with pytest.raises(BillingError, match="a row of order_lines points nowhere"), migrating(company.engine) as connection:
        connection.exec_driver_sql(orphan)
    with reading(company.engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM order_lines").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    company.engine.dispose()


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("mysql://me:secret@host/db", "mysql databases are not supported"),
        ("sqlite:///company.billdesk", "sqlite databases are not supported"),
        ("://", "not a database address"),
        ("postgresql://me:secret@host:port/db", "not a database address"),
    ],
)
def test_other_addresses_are_refused_without_repeating_a_password(url: str, what: str):
    with pytest.raises(BillingError, match=what) as refusal:
        make_engine(url)
    assert "secret" not in str(refusal.value)


def test_a_server_that_does_not_answer_is_said_in_words():
    engine = make_engine("postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
    with pytest.raises(BillingError, match="the database server does not answer"), reading(engine):
        pass


def test_a_path_is_no_url():
    assert is_url("postgresql://host/db")
    assert not is_url("/home/me/C: my company.billdesk")
