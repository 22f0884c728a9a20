"""Opening a log by its address, whichever store it lives in."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from cstotimeline import JsonlLog, LogError, MemoryLog, SqliteLog, copy_log, load, open_log
from cstotimeline.shipped import shipped_folder
from cstotimeline.stores.opening import without_secrets
from cstotimeline.testing.store_contract import CODEC, took


def test_each_address_opens_its_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three slashes lead to a file in the current folder, four to a full path; a path is JSON Lines."""
    monkeypatch.chdir(tmp_path)
    for address, store, made in (
        ("memory:", MemoryLog, None),
        ("sqlite:///here.db", SqliteLog, tmp_path / "here.db"),
        (f"sqlite:///{tmp_path}/there.db", SqliteLog, tmp_path / "there.db"),
        ("log.jsonl", JsonlLog, tmp_path / "log.jsonl"),
        (tmp_path / "log2.jsonl", JsonlLog, tmp_path / "log2.jsonl"),
    ):
        with open_log(address, codec=CODEC) as log:
            assert type(log) is store
            log.append(took("a"))
            assert len(log) == 1
        assert made is None or made.is_file()


def test_own_kinds_and_streams_are_kept(tmp_path: Path) -> None:
    """A folder keeps events of other kinds than the CSTO's, in files that the caller names."""
    with open_log(tmp_path, codec=CODEC, stream_of=lambda _: "club") as log:
        log.append(took("a"))
    assert (tmp_path / "club.jsonl").is_file()
    with open_log(tmp_path, codec=CODEC) as log:
        log.append(took("b"))
    assert (tmp_path / "steward_took.jsonl").is_file()


@pytest.mark.parametrize(
    "address", ["sqlite://", "sqlite:///", "sqlite://host/log.db", "mysql://x", "s3:", "SQLITE:///x"]
)
def test_an_address_of_no_store_is_refused(address: str) -> None:
    """The kinds of address that there are are named, and the address as it was written."""
    with pytest.raises(LogError) as refused:
        open_log(address)
    (fault,) = refused.value.faults
    assert fault.what == f"unknown kind of log, got {address!r}"
    assert (
        fault.remedy
        == "name memory:, a .jsonl file or a folder of them, sqlite:///file.db or postgresql://..."
    )


@pytest.mark.parametrize(
    "address",
    [
        "mysql://ann:HIDDEN@host/log?password=HIDDEN",
        "postgresql:/ann:HIDDEN@server/log",
        "postgresql:ann:HIDDEN@server/log",
        "postgres:HIDDEN",
        "ann:HIDDEN@server/log",
        "host=server dbname=log password=HIDDEN",
        "dbname = log password = 'HIDDEN'",
        "password=HIDDEN",
        "mysql://ann:p?HIDDEN@host/log",
        "mysql://ann:p/HIDDEN@host/log",
        "mysql://ann:p#HIDDEN@host/log",
        "mysql://ann:p@HIDDEN@host/log",
        "mysql://ann:HIDDEN",
        "mysql:/ann:HIDDEN@host/log.jsonl",
    ],
)
def test_a_password_is_in_no_error_and_no_message(address: str) -> None:
    """An address that is refused is shown without its password, wherever that is, and so is one that is printed."""
    with pytest.raises(LogError) as refused:
        open_log(address)
    assert "unknown kind of log" in str(refused.value)
    assert "HIDDEN" not in str(refused.value)
    assert "HIDDEN" not in without_secrets(address)


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        ("postgresql://ann:HIDDEN@db.example:5432/log?sslmode=require", "postgresql://db.example:5432/log"),
        ("postgresql://ann@db1,db2:5433/log", "postgresql://db1,db2:5433/log"),
        ("postgresql:///log", "postgresql:///log"),
        ("postgresql://ann:p?HIDDEN@db/log", "postgresql:..."),
        ("postgresql://ann:HIDDEN", "postgresql:..."),
        ("sqlite:////srv/log.db", "sqlite:////srv/log.db"),
        ("year=2020/log.jsonl", "year=2020/log.jsonl"),
        ("notes@home/log.jsonl", "notes@home/log.jsonl"),
    ],
)
def test_an_address_is_printed_as_far_as_it_is_plain(address: str, printed: str) -> None:
    """Host and database are shown where it is plain which they are; paths are shown as they are."""
    assert without_secrets(address) == printed


def test_a_missing_folder_is_to_be_made_first(tmp_path: Path) -> None:
    """A folder that is not there is refused, with what to do about it."""
    with pytest.raises(LogError, match=r"no such file or folder, got .*; make the folder first"):
        open_log(tmp_path / "newfolder")


@pytest.mark.parametrize("address", ["postgresql://localhost/log", "postgres://localhost/log"])
def test_a_missing_driver_is_named_with_its_extra(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without psycopg an address of PostgreSQL is refused in one line that says what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LogError, match=r"psycopg is not installed; install cstotimeline\[postgres\]"):
        open_log(address)


def test_a_history_is_loaded_from_any_address(tmp_path: Path) -> None:
    """The shipped log, copied to a database, a file and a folder, gives the same answers and the same digest."""
    folder = tmp_path / "folder"
    folder.mkdir()
    with open_log(shipped_folder(), read_only=True) as shipped:
        for address in (f"sqlite:///{tmp_path}/log.db", str(tmp_path / "log.jsonl"), str(folder)):
            with open_log(address) as log:
                copy_log(shipped, log)
                assert log.verify(shipped.digest()) == shipped.digest()
            history = load(address)
            assert history.presidency.at("2019-11-20").holder == "Kyrgyzstan"
            assert list(history.log) == list(shipped.read())
    for stream in shipped_folder().glob("*.jsonl"):
        assert (folder / stream.name).read_bytes() == stream.read_bytes()


def test_loading_makes_and_mends_nothing(tmp_path: Path) -> None:
    """A history is not loaded from a log that is not there, and none is made."""
    for address in (f"sqlite:///{tmp_path}/log.db", str(tmp_path / "log.jsonl")):
        with pytest.raises(LogError, match="no such file"):
            load(address)
    assert list(tmp_path.iterdir()) == []
