"""What every test shares: how hypothesis behaves, and a real PostgreSQL. Other fixtures stand in their floor's folder."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgres

# Two workers share the machine's cores, so that a slow example says nothing about the code.
settings.register_profile("billdesk", deadline=None)
settings.load_profile("billdesk")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of this worker's PostgreSQL server. One of its own, for the first to finish would stop a shared one.

    Its folder lies outside pytest's, which the next pytest to start closes to all users but its own: the server, which
    runs as another user where pytest is root, would lose its files.
    """
    with tempfile.TemporaryDirectory(prefix="billdesk-pg-") as folder, postgres.server(Path(folder) / "pg") as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty database."""
    with postgres.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture
def company_file(tmp_path: Path) -> str:
    """A path for a company file that is not there yet."""
    return str(tmp_path / "Company.billdesk")


@pytest.fixture(params=["file", "server"])
def company_target(request: pytest.FixtureRequest) -> str:
    """A place for a company, once a file and once a database on a server."""
    name = "company_file" if request.param == "file" else "postgres_url"
    return str(request.getfixturevalue(name))
