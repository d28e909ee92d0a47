"""A window on a real company, driven offscreen. Any warning of Qt fails the test."""

from tests.windows import *  # noqa: F403 - the fixtures, shared with tests/journeys
