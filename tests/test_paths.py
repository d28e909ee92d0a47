"""Resources are found from a checkout and from a wheel; the folders are the person's own."""

from pathlib import Path

import pytest

from billdesk import paths


def test_a_checkout_finds_its_resources_at_the_top():
    assert paths.resource("sample", "northwind", "orders.csv").read_bytes().startswith(b"OrderID")


def test_an_installed_package_finds_its_resources_inside_itself(tmp_path, monkeypatch):
    package = tmp_path / "site-packages" / "billdesk"
    inside = package / "_resources" / "fonts"
    inside.mkdir(parents=True)
    (tmp_path / "site-packages" / "resources" / "fonts").mkdir(parents=True)  # somebody else's
    monkeypatch.setattr(paths, "_PACKAGE", package)
    assert paths.resource("fonts") == inside


def test_a_missing_resource_is_named():
    with pytest.raises(FileNotFoundError, match=r"fonts/no-such-font\.ttf is missing"):
        paths.resource("fonts", "no-such-font.ttf")


def test_the_folders_are_absolute_and_carry_the_program_s_name():
    folders = [paths.config_folder(), paths.data_folder(), paths.log_folder(), paths.cache_folder()]
    assert all(folder.is_absolute() and "BillDesk" in folder.parts for folder in folders)


def test_asking_for_a_folder_makes_none(monkeypatch):
    monkeypatch.setattr(Path, "mkdir", lambda *_args, **_kwargs: pytest.fail("made a folder"))
    paths.config_folder()
    paths.cache_folder()
