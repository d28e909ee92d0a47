"""The migrations make what the models say, on both databases, and the models' checks and guards hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect, text

from billdesk.db.engine import make_engine
from billdesk.db.integrity import schema_changes
from billdesk.db.migrations import MIGRATIONS, REVISIONS, blank_schema, upgrade
from billdesk.db.models import metadata
from billdesk.db.types import with_server_indexes

# Its SQL is compared as text instead.
pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")


def _described(engine: Engine) -> dict[str, object]:
    """Tables with columns, keys, checks and indexes, as the database reports them."""
    seen = inspect(engine)
    return {
        table: (
            [(c["name"], str(c["type"]), c["nullable"], c["default"]) for c in seen.get_columns(table)],
            seen.get_pk_constraint(table)["constrained_columns"],
            # SQLite tells no name of a key that came with a later column: it stands as the one that it was given.
            sorted(
                (k["name"] or f"fk_{table}_{k['constrained_columns'][0]}", k["constrained_columns"], k["referred_table"])
                for k in seen.get_foreign_keys(table)
            ),
            sorted((str(u["name"]), u["column_names"]) for u in seen.get_unique_constraints(table)),
            sorted((str(c["name"]), c["sqltext"]) for c in seen.get_check_constraints(table)),
        )
        for table in sorted(seen.get_table_names())
        if table != "alembic_version"
    }


def _file_indexes(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
        return {row[0] for row in rows}


def _table_options(engine: Engine) -> set[tuple[str, ...]]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        return {(name, *sql.rpartition(")")[2].split()) for name, sql in rows if name != "alembic_version"}


def test_revisions_are_the_files_of_the_folder():
    names = sorted(path.name.partition("_")[0] for path in (MIGRATIONS.folder / "versions").glob("*.py"))
    assert names == list(REVISIONS)


def test_alembic_has_one_head_and_it_is_the_last_revision():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS.folder))
    assert ScriptDirectory.from_config(config).get_heads() == [MIGRATIONS.head]


def test_migrations_make_the_tables_of_the_models_in_a_file():
    migrated, declared = create_engine("sqlite://"), create_engine("sqlite://")
    with migrated.begin() as connection:
        upgrade(connection)
    metadata.create_all(declared)
    assert _described(migrated) == _described(declared)
    assert _file_indexes(migrated) == _file_indexes(declared)
    assert _table_options(migrated) == _table_options(declared)
    assert {"STRICT" in options for _, *options in _table_options(migrated)} == {True}


def test_migrations_make_the_tables_of_the_models_on_a_server(postgres_url: str):
    engine = make_engine(postgres_url)
    with engine.begin() as connection:
        upgrade(connection)
    migrated, indexes = _described(engine), _server_indexes(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
        with_server_indexes().create_all(connection)
    assert (_described(engine), _server_indexes(engine) | {"alembic_version_pkc"}) == (migrated, indexes)
    engine.dispose()


def _server_indexes(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"))
        return {"alembic_version_pkc" if name == "alembic_version_pkc" else definition for name, definition in rows}


def test_a_new_company_has_the_schema_of_the_head(company_target: str):
    from billdesk import bootstrap

    company = bootstrap.create(company_target, "Acme")
    with company.engine.connect() as connection:
        checked, changes = schema_changes(connection)
    company.engine.dispose()
    assert changes == []
    assert checked > len(metadata.tables)


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DROP TRIGGER guard_invoices_update", "the guard guard_invoices_update is missing"),
        ("DROP INDEX uq_invoices_number", "the index uq_invoices_number is missing"),
        ("DROP TABLE saved_views", "the table saved_views is missing"),
        ("CREATE TABLE mine (id INTEGER)", "there is a table mine that BillDesk did not make"),
        ("ALTER TABLE products ADD COLUMN colour TEXT", "the table products was altered"),
        ("UPDATE alembic_version SET version_num = '0000'", f"the schema is 0000, not {MIGRATIONS.head}"),
    ],
)
def test_a_changed_schema_is_named(company_file: str, statement: str, sentence: str):
    from billdesk import bootstrap

    company = bootstrap.create(company_file, "Acme")
    with company.engine.begin() as connection:
        connection.exec_driver_sql(statement)
        assert schema_changes(connection)[1] == [sentence]
    company.engine.dispose()


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("DROP TRIGGER guard_invoices_update ON invoices", "the guard invoices.guard_invoices_update is missing"),
        ("ALTER TABLE invoices DISABLE TRIGGER guard_invoices_update", "the guard invoices.guard_invoices_update was altered"),
        ("DROP INDEX uq_invoices_number", "the index uq_invoices_number is missing"),
        ("ALTER TABLE invoices DROP CONSTRAINT ck_invoices_total", "the constraint invoices.ck_invoices_total is missing"),
        ("ALTER TABLE products ADD COLUMN colour TEXT", "there is a column products.colour that BillDesk did not make"),
    ],
)
def test_a_changed_schema_on_a_server_is_named(postgres_url: str, statement: str, sentence: str):
    from billdesk import bootstrap

    company = bootstrap.create(postgres_url, "Acme")
    with company.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    with company.engine.begin() as connection:
        assert schema_changes(connection)[1] == [sentence]
    company.engine.dispose()


def test_the_blank_schema_is_worked_out_once(tmp_path: Path):
    assert blank_schema(MIGRATIONS) is blank_schema(MIGRATIONS)
    assert {kind for kind, *_ in blank_schema(MIGRATIONS)} == {"table", "index", "trigger"}
    assert not list(tmp_path.iterdir())
