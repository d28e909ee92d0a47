"""Where a company file can live, and network drives by the words of each operating system."""

from __future__ import annotations

from pathlib import Path

import pytest

from billdesk.billing.errors import BillingError
from billdesk.db import folders
from billdesk.db.folders import check_folder, check_writable, kind_in_mount_list, kind_in_mountinfo, network_filesystem

MOUNTINFO = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:35 / /mnt/office rw,relatime shared:20 - nfs4 server:/office rw,vers=4.2
41 22 0:36 / /mnt/our\040share rw - cifs //server/share rw
42 40 8:2 / /mnt/office/local rw - xfs /dev/sdb1 rw
43 22 0:40 / /home/me/cloud rw - fuse.sshfs me@host: rw
44 22 0:41 / /mnt/usb rw - ext4 /dev/sdc1 rw
45 22 0:42 / /mnt/usb rw - vfat /dev/sdc1 rw
a line that is cut off
"""
MOUNT_LIST = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//me@server/share on /Volumes/share (smbfs, nodev, nosuid, mounted by me)
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/home/me", "ext4"),
        ("/mnt/office", "nfs4"),
        ("/mnt/office/2026", "nfs4"),
        ("/mnt/office/local/2026", "xfs"),
        ("/mnt/offices", "ext4"),
        ("/mnt/our share/x", "cifs"),
        ("/home/me/cloud", "fuse.sshfs"),
        ("/mnt/usb", "vfat"),
    ],
)
def test_linux_names_the_file_system_of_the_nearest_mount(folder: str, kind: str):
    assert kind_in_mountinfo(MOUNTINFO, folder) == kind


@pytest.mark.parametrize(("folder", "kind"), [("/Users/me", "apfs"), ("/Volumes/share/2026", "smbfs")])
def test_macos_names_the_file_system_of_the_nearest_mount(folder: str, kind: str):
    assert kind_in_mount_list(MOUNT_LIST, folder) == kind


def test_this_folder_is_on_a_disk_of_this_machine(tmp_path: Path):
    assert network_filesystem(tmp_path) == ""
    check_folder(tmp_path / "Company.billdesk")


def test_a_network_folder_is_refused_but_may_hold_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    listed = tmp_path / "mountinfo"
    listed.write_text(f"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n40 22 0:35 / {tmp_path} rw - nfs4 server:/office rw\n")
    monkeypatch.setattr(folders, "MOUNTS", listed)
    with pytest.raises(BillingError, match=r"network drive \(nfs4\)") as refusal:
        check_folder(tmp_path / "Company.billdesk")
    assert refusal.value.record == str(tmp_path)
    check_writable(tmp_path / "Company.billdesk")


def test_without_a_list_of_mounts_a_folder_counts_as_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(folders, "MOUNTS", tmp_path / "none")
    assert network_filesystem(tmp_path) == ""


def test_a_missing_folder_is_refused(tmp_path: Path):
    with pytest.raises(BillingError, match="there is no such folder"):
        check_folder(tmp_path / "none" / "Company.billdesk")


def test_a_folder_marked_read_only_is_refused_even_to_root(tmp_path: Path):
    shelf = tmp_path / "shelf"
    shelf.mkdir(mode=0o555)
    with pytest.raises(BillingError, match="the folder cannot be written"):
        check_folder(shelf / "Company.billdesk")
