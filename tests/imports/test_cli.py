"""`cadre import`: the same check and import, for scripts."""

from pathlib import Path

import pytest

from cadre.crm.models import Product
from cadre.imports.cli import main
from cadre.imports.models import ImportRun
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "products.csv"
    path.write_text("product,sales_price\nWidget,12.50\nGadget,abc\n", "utf-8")
    return path


def test_faulty_rows_are_told_and_nothing_is_written(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["products", str(file)]) == 2
    out = capsys.readouterr()
    assert "3        Gadget: “abc” is not a number." in out.out
    assert "Nothing was imported: 1 of 2 rows have errors." in out.err
    assert not Product.objects.exists()
    assert not ImportRun.objects.exists()


def test_a_fix_on_the_command_line_puts_them_right(file: Path, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["products", str(file), "--fix", "list_price:abc=20", "--as", cast.ops_tsai.email]) == 0
    assert "2 new, 0 changed" in capsys.readouterr().out
    assert ImportRun.objects.get().user == cast.ops_tsai
    assert dict(Product.objects.values_list("name", "list_price_minor")) == {"Widget": 1250, "Gadget": 2000}


def test_a_dry_run_writes_nothing(file: Path) -> None:
    assert main(["products", str(file), "--skip", "list_price:abc", "--dry-run"]) == 0
    assert not Product.objects.exists()
    assert not ImportRun.objects.exists()


def test_faulty_rows_are_written_to_a_file(file: Path, tmp_path: Path) -> None:
    errors = tmp_path / "errors.csv"
    assert main(["products", str(file), "--errors", str(errors)]) == 2
    assert "Gadget,abc,3,“abc” is not a number." in errors.read_text("utf-8-sig")


@pytest.mark.parametrize(
    "extra",
    [
        ["--as", "nobody@example.com"],
        ["--map", "name=No such column"],
        ["--set", "nonsense=1"],
        ["--scale", "list_price=many"],
        ["--order", "name=ymd"],
        ["--mapping", "no/such/file.json"],
        ["--mapping", __file__],
        ["--errors", "no/such/folder/faulty.csv"],
        ["--encoding", "klingon"],
    ],
)
def test_what_cannot_be_used_is_answered_with_a_sentence(
    file: Path, extra: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    fix = [] if "--errors" in extra else ["--fix", "list_price:abc=20"]
    assert main(["products", str(file), *fix, *extra]) == 1
    told = capsys.readouterr().err
    assert told.startswith("cadre import: ")
    assert len(told.splitlines()) == 1


@pytest.mark.parametrize(
    ("called", "word"),
    [
        (["products", "no/such/list.csv"], "There is no file"),
        (["products", "."], "is a folder"),
        (["products", "/dev/zero"], "is not a file"),
        (["nonsense", __file__], "Choose one of"),
    ],
)
def test_a_file_or_kind_that_is_not_there_is_named(
    called: list[str], word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(called) == 1
    assert word in capsys.readouterr().err


@pytest.mark.parametrize(
    "called", [[], ["products"], ["products", __file__, "--map", "name"], ["products", __file__, "--skip", "name=a"]]
)
def test_a_wrong_call_is_answered_in_one_line(called: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(called)
    assert ended.value.code == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_seller_may_not(file: Path, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["products", str(file), "--fix", "list_price:abc=20", "--as", cast.rep_lin.email]) == 1
    assert "You may not do this" in capsys.readouterr().err
