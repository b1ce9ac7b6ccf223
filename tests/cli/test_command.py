"""The command says what it can do, loads only what is asked for, and tells mistakes in a sentence."""

import argparse
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError

from cadre import cli
from cadre.cli.address import AddressError, free_port, reachable_name
from cadre.cli.serve import _allow_own_names, port_number


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "cadre.cli", *arguments], env=env, capture_output=True, text=True, check=False
    )


def test_help_lists_every_command_that_is_meant_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name, command in cli.COMMANDS.items() if command.summary)
    assert "worker" not in shown
    assert cli.main([]) == 2


def test_a_misspelled_command_is_answered_with_the_near_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serv"]) == 2
    assert "Did you mean `cadre serve`?" in capsys.readouterr().err


def test_the_package_itself_can_be_run_where_the_script_is_not_on_the_path() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run([sys.executable, "-m", "cadre", "version"], env=environment, capture_output=True, check=True)
    assert told.stdout.strip()


def test_what_only_a_clone_can_do_is_listed_and_suggested(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["--help"])
    shown = capsys.readouterr().out
    assert all(f"  {name} " in shown for name in ("test", "lint", "build"))
    assert cli.main(["tset"]) == 2
    assert "Did you mean `./cadre test`?" in capsys.readouterr().err
    assert cli.main(["build"]) == 2
    assert "run `./cadre build` there" in capsys.readouterr().err


def test_the_version_needs_neither_settings_nor_django() -> None:
    code = "import sys; from cadre.cli import main; main(['version']); assert not {'django', 'polars', 'duckdb'} & set(sys.modules)"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", code], env=env, check=False).returncode == 0


@pytest.mark.parametrize(
    "arguments", [["--help"], ["demo", "--help"], ["metrics", "list"], ["version"], ["manage", "help"]]
)
def test_a_reader_that_has_seen_enough_is_no_error(arguments: list[str], tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "CADRE_HOME": str(tmp_path)}
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "cadre", *arguments], env=env, stdout=writing, stderr=subprocess.PIPE, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_first_command_of_a_new_company_makes_the_folder_of_its_data(tmp_path: Path) -> None:
    home = tmp_path / "data" / "cadre"
    chosen = {"CADRE_SECRET_KEY": "x" * 60, "CADRE_ALLOWED_HOSTS": "cadre.example.com", "CADRE_DATABASE_URL": ""}
    done = run("manage", "migrate", "--plan", CADRE_HOME=str(home), **chosen)
    assert (done.returncode, done.stderr) == (0, "")
    assert home.is_dir()


def test_a_folder_that_cannot_be_made_for_what_stands_above_it_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    done = run("manage", "check", CADRE_HOME=str(tmp_path / "data" / "company" / "cadre"))
    assert done.returncode == 1
    assert done.stderr.startswith("cadre: cannot keep data in ")
    assert "Choose another folder with CADRE_HOME" in done.stderr


@pytest.mark.parametrize("value", ["two", "0", "²"])
def test_a_number_of_threads_that_is_none_is_told_before_anything_starts(value: str, tmp_path: Path) -> None:
    done = run("serve", CADRE_THREADS=value, CADRE_HOME=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.strip() == f"cadre: CADRE_THREADS={value!r}: give a whole number, 1 or more."
    assert not any(tmp_path.glob("*.sqlite3"))


@pytest.mark.parametrize(
    ("command", "secret", "settings"),
    [
        ("demo", "", cli.DEMO),
        ("demo", "x", cli.DEMO),
        ("serve", "", cli.PRODUCTION),
        ("metrics", "", cli.DEMO),
        ("metrics", "x", cli.PRODUCTION),
    ],
)
def test_serving_is_never_the_demo_by_accident(
    command: str, secret: str, settings: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    monkeypatch.setenv("CADRE_SECRET_KEY", secret)
    cli.choose_settings(command)
    assert os.environ["DJANGO_SETTINGS_MODULE"] == settings


def test_production_without_a_secret_says_what_to_set(tmp_path: object) -> None:
    done = run("serve", CADRE_HOME=str(tmp_path), CADRE_SECRET_KEY="")
    assert done.returncode == 1
    assert "CADRE_SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_not_set_up_is_told_in_a_sentence(tmp_path: object) -> None:
    done = run("api-token", "list", CADRE_HOME=str(tmp_path), CADRE_SECRET_KEY="")
    assert done.returncode == 1
    assert "cadre demo" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_answered_with_the_next_free_one(taken_port: int) -> None:
    assert free_port("127.0.0.1", taken_port, exact=False) > taken_port


def test_a_taken_port_that_was_asked_for_is_told(taken_port: int) -> None:
    with pytest.raises(AddressError, match=rf"{taken_port}.*--port"):
        free_port("127.0.0.1", taken_port, exact=True)


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(AddressError, match=r"cannot listen|not an address"):
        free_port("192.0.2.1", 8000, exact=False)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "", "8000.0", "٣"])
def test_a_port_is_a_number_in_range(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="not a port"):
        port_number(text)


@pytest.mark.parametrize(
    ("host", "name"), [("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("::1", "[::1]"), ("localhost", "localhost")]
)
def test_the_printed_address_can_be_opened(host: str, name: str) -> None:
    assert reachable_name(host) == name


@pytest.mark.parametrize(
    ("host", "module", "opened"),
    [("0.0.0.0", cli.DEMO, True), ("127.0.0.1", cli.DEMO, False), ("0.0.0.0", cli.PRODUCTION, False)],
)
def test_a_demo_on_the_network_answers_to_its_own_names_only(
    host: str, module: str, *, opened: bool, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cadre.cli.serve._own_addresses", lambda: ["192.0.2.7"])
    monkeypatch.setenv("CADRE_ALLOWED_HOSTS", "x")
    monkeypatch.delenv("CADRE_ALLOWED_HOSTS")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", module)
    settings.ALLOWED_HOSTS = ["localhost"]  # type: ignore[attr-defined]
    _allow_own_names(host)
    names = settings.ALLOWED_HOSTS  # type: ignore[attr-defined]
    assert (socket.gethostname() in names) is ("192.0.2.7" in names) is opened
    assert "*" not in names


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    taken = tmp_path / "home"
    taken.write_text("a file where the folder should be")
    done = run("demo", "--no-serve", CADRE_HOME=str(taken))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert str(taken) in done.stderr
    assert "CADRE_HOME" in done.stderr


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OperationalError("database or disk is full"), "make room"),
        (OperationalError("attempt to write a readonly database"), "Choose another folder with CADRE_HOME"),
        (OperationalError("no such table: crm_account"), "cadre manage migrate"),
        (OperationalError("connection refused"), "cannot be reached"),
    ],
)
def test_what_the_database_lacks_is_told_with_what_to_do(error: Exception, told: str) -> None:
    assert told in (cli._sentence(error) or "")


def test_an_error_of_a_file_that_a_command_was_given_is_not_laid_on_our_folder(tmp_path: Path) -> None:
    assert cli._sentence(FileNotFoundError(2, "No such file", str(tmp_path / "deals.csv"))) is None
