"""What the database itself can say of its soundness, and whether its schema is still the one the migrations made.

`services.verification` asks. Sentences name what is wrong; an empty list means all is well.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Engine

from billdesk.db.migrations import MIGRATIONS, Migrations, blank_schema, upgrade

_NOUNS = {"table": "table", "index": "index", "trigger": "guard", "view": "view"}
_COLUMNS = """SELECT table_name || '.' || column_name, concat_ws(' ', data_type, is_nullable, column_default)
 FROM information_schema.columns WHERE table_schema = current_schema()"""
_CONSTRAINTS = """SELECT conrelid::regclass || '.' || conname,
 pg_get_constraintdef(oid) || CASE WHEN convalidated THEN '' ELSE ' NOT VALID' END
 FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND contype <> 'n'"""
_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
_TRIGGERS = """SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(t.oid) || ' ' || tgenabled::text
 FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE c.relnamespace = current_schema()::regnamespace AND NOT tgisinternal"""
_FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
_SERVER_CATALOGUE = {
    "column": _COLUMNS,
    "constraint": _CONSTRAINTS,
    "index": _INDEXES,
    "guard": _TRIGGERS,
    "function": _FUNCTIONS,
}


def damage(connection: Connection) -> Iterator[str]:
    """What SQLite's `integrity_check` and `foreign_key_check` find. A server checks its pages and keys by itself."""
    if connection.dialect.name != "sqlite":
        return
    for (found,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if found != "ok":
            yield f"the file is damaged: {found}"
    for table, row, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} points to a row of {parent} that is not there"


def schema_changes(connection: Connection, migrations: Migrations = MIGRATIONS) -> tuple[int, list[str]]:
    """How many tables, indexes and guards a company should have, and a sentence for each that is missing or altered."""
    version = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    changes = [] if version == migrations.head else [f"the schema is {version}, not {migrations.head}"]
    if connection.dialect.name == "sqlite":
        expected = {(_NOUNS[kind], name): sql for kind, name, _, sql in blank_schema(migrations)}
        found = _file_catalogue(connection)
    else:
        expected, found = _fresh_server_catalogue(connection.engine, migrations), _server_catalogue(connection)
    changes += [f"the {noun} {name} is missing" for noun, name in expected.keys() - found.keys()]
    changes += [f"there is a {noun} {name} that BillDesk did not make" for noun, name in found.keys() - expected.keys()]
    changes += [
        f"the {noun} {name} was altered"
        for noun, name in expected.keys() & found.keys()
        if expected[noun, name] != found[noun, name]
    ]
    return len(expected), sorted(changes)


def _file_catalogue(connection: Connection) -> dict[tuple[str, str], str]:
    # SQLite's own tables, such as the statistics of ANALYZE, are none of ours.
    sql = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return {(_NOUNS.get(kind, kind), name): text for kind, name, text in connection.exec_driver_sql(sql)}


def _server_catalogue(connection: Connection) -> dict[tuple[str, str], str]:
    schema = connection.exec_driver_sql("SELECT current_schema()").scalar()
    found = {}
    for noun, sql in _SERVER_CATALOGUE.items():
        for name, definition in connection.exec_driver_sql(sql.replace("%", "%%")):
            found[noun, str(name).removeprefix(f"{schema}.")] = str(definition).replace(f"{schema}.", "")
    return found


def _fresh_server_catalogue(engine: Engine, migrations: Migrations) -> dict[tuple[str, str], str]:
    """What the server says of a schema that was made this moment, in a transaction that is rolled back."""
    with engine.connect() as connection, connection.begin() as transaction:
        connection.exec_driver_sql("CREATE SCHEMA billdesk_fresh")
        connection.exec_driver_sql("SET LOCAL search_path TO billdesk_fresh")
        upgrade(connection, migrations)
        found = _server_catalogue(connection)
        transaction.rollback()
    return found
