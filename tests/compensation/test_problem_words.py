"""What is wrong with rows is said in three languages, and names the row that a refusal rests on."""

import ast
import json
from pathlib import Path

import pytest

from cadre.compensation.engine import output
from cadre.compensation.engine.cli import main
from cadre.compensation.engine.inputs import problem_words
from cadre.compensation.engine.inputs.problems import Problem
from cadre.compensation.engine.plan import finding_words

ENGINE = Path(__file__).parents[2] / "src/cadre/compensation/engine"
CALLS = {"report", "add", "_refuse", "_report"}
NAMES = {"text", "words"}
PLAN = "plan: p\ncurrency: USD\ncomponents: [{id: commission, pays: {rate: 8%}}]\n"


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    if isinstance(node, ast.Tuple):
        return [text for one in node.elts for text in _texts(one)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "§" for part in node.values)]
    return []


def _written(tree: ast.Module) -> list[str]:
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in CALLS:
            found += [text for one in node.args for text in _texts(one)]
        if isinstance(node, ast.Assign):
            target = node.targets[0]
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            if NAMES & {getattr(name, "id", "") for name in names}:
                found += _texts(node.value)
    return [text for text in found if " " in text]


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_every_message_about_a_row_is_translated(language: str) -> None:
    folders = ("inputs", "crediting", "settle", "curves")
    paths = [path for folder in folders for path in sorted((ENGINE / folder).glob("*.py"))]
    written = {text for path in paths for text in _written(ast.parse(path.read_text(encoding="utf-8")))}
    assert len(written) > 40
    for text in sorted(written):
        reason = text
        for outcome in problem_words.OUTCOMES:
            reason = reason.removesuffix(outcome)
        if reason.strip("§ "):
            assert finding_words.translated(reason, language, problem_words.TEXTS) != reason, text


def test_every_translation_names_as_much_as_the_english() -> None:
    for texts in finding_words.rows(problem_words.TEXTS):
        assert len(texts) == 3, texts
        assert len({text.count("§") for text in texts}) == 1, texts


def test_a_problem_keeps_its_names_and_numbers_in_chinese() -> None:
    text = "lin has no quota for new-business in 2026-Q1; nothing is paid for it: add lin, 2026-Q1 to quotas"
    problem = Problem("error", "quotas", 0, "quota", "no-quota", text)
    assert problem_words.said(problem, "zh-Hant") == (
        "錯誤：quotas：lin 沒有 new-business 在 2026-Q1 的業績配額，不計發：請在 quotas 加入 lin、2026-Q1"
    )
    assert problem_words.said(problem, "en") == f"error: quotas: {text}"


def test_the_command_tells_of_rows_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    table = "id,date,amount,payee\n1,2026-01-15,1000,lin\n2,2026-13-15,1000,lin\n3,03/04/2026,1000,lin\n"
    (tmp_path / "transactions.csv").write_text(table)
    call = ["calculate", str(tmp_path / "plan.yaml"), "--inputs", str(tmp_path), "--language"]
    assert main([*call, "zh-Hans"]) == 3
    assert "错误：transactions 第 2 行：日历上没有这一天；该行不采用 2026-13-15" in capsys.readouterr().err
    assert main([*call, "zh-Hant", "--json"]) == 3
    told = json.loads(capsys.readouterr().out)["problems"]
    assert [(row["code"], row["message"]) for row in told] == [
        ("bad-date", "日曆上沒有這一天；該列不採用"),
        ("bad-date", "無法分辨日與月：請寫成 2026-03-15；該列不採用"),
    ]


def test_a_run_without_a_usable_row_names_the_first_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "transactions.csv").write_text("id,date,amount,payee\n1,2026-02-30,1000,lin\n")
    assert main(["calculate", str(tmp_path / "plan.yaml"), "--inputs", str(tmp_path)]) == 2
    assert "transactions row 1: the calendar has no such day; the row is not used 2026-02-30" in capsys.readouterr().err


def test_a_run_without_a_usable_row_names_each_reason_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    table = "id,date,amount,payee\n1,2026-02-30,1000,lin\n2,2026-02-03,abc,lin\n3,2026-02-31,1000,lin\n"
    (tmp_path / "transactions.csv").write_text(table)
    for command in ("calculate", "simulate"):
        call = [command, str(tmp_path / "plan.yaml"), "--inputs", str(tmp_path), "--language"]
        assert main([*call, "en"]) == 2
        told = capsys.readouterr().err
        assert "2 for this reason, the first transactions row 1: the calendar has no such day" in told
        assert "Another reason, 1 row(s), the first transactions row 2: 'abc' is not a plain decimal number" in told
        assert main([*call, "zh-Hans"]) == 2
        assert "另一原因，共 1 行，首先是 transactions 第 2 行：" in capsys.readouterr().err


def test_who_is_not_in_the_plan_is_told_with_the_first_transactions_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    rows = [f"{n},2026-02-0{n},100,xi" for n in range(1, 6)]
    (tmp_path / "transactions.csv").write_text("\n".join(["id,date,amount,payee", *rows, "9,2026-02-01,5,lin\n"]))
    (tmp_path / "participants.csv").write_text("payee\nlin\n")
    call = ["calculate", str(tmp_path / "plan.yaml"), "--inputs", str(tmp_path), "--language"]
    main([*call, "en"])
    told = "xi is not in the plan on the days of 5 credits (2026-02-01 to 2026-02-05: 1, 2, 3, …); they are not paid"
    assert f"{told}: add xi to participants or correct from and to" in capsys.readouterr().err
    main([*call, "zh-Hant"])
    assert "（2026-02-01 至 2026-02-05：1, 2, 3, …）不在方案內，不計發" in capsys.readouterr().err


def _refusals() -> set[str]:
    """The texts of what a command refuses as a whole: tables, files and arguments."""
    paths = [*sorted(ENGINE.glob("*.py")), *(ENGINE / "inputs" / f"{name}.py" for name in ("reading", "loading"))]
    paths += [ENGINE / "inputs/transactions.py", ENGINE / "explain/files.py"]
    found: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            refuses = name in ("InputsRefused", "StoreRefused")
            command = name == "ValueError" and path.stem in ("cli", "output", "files", "backends")
            if isinstance(node, ast.Call) and (refuses or command):
                found |= {text for one in node.args for text in _texts(one)}
    return found


@pytest.mark.parametrize("language", ["zh-Hant", "zh-Hans"])
def test_every_refusal_of_a_command_is_translated(language: str) -> None:
    assert len(_refusals()) > 20
    assert [text for text in sorted(_refusals()) if problem_words.stopped(text, language) == text] == []


def test_every_translated_refusal_names_as_much_as_the_english() -> None:
    for texts in finding_words.rows(problem_words.REFUSALS):
        assert len({text.count("§") for text in texts}) == 1, texts


def test_a_missing_column_is_refused_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "transactions.csv").write_text("id,date,payee\n1,2026-02-03,lin\n")
    call = ["calculate", str(tmp_path / "plan.yaml"), "--inputs", str(tmp_path), "--language"]
    assert main([*call, "zh-Hant"]) == 2
    assert (
        capsys.readouterr().err.strip() == "transactions：方案用到欄位「amount」，但表中沒有（現有：id, date, payee）"
    )
    assert main([*call, "zh-Hans"]) == 2
    assert capsys.readouterr().err.strip() == "transactions：方案用到列“amount”，但表中没有（现有：id, date, payee）"


def test_a_run_without_a_usable_row_says_so_in_chinese_with_the_row_and_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "transactions.csv").write_text("id,date,amount,payee\n1,2026-02-30,1000,lin\n")
    call = ["calculate", str(tmp_path / "plan.yaml"), "--inputs", str(tmp_path), "--language", "zh-Hant"]
    assert main(call) == 2
    told = capsys.readouterr().err.strip()
    assert told.endswith(
        "。沒有一列可採用：1 列因此不採用，首先是 transactions 第 1 列：日曆上沒有這一天；該列不採用 2026-02-30"
    )


def test_a_change_tells_of_rows_in_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "transactions.csv").write_text("id,date,amount,payee\n1,2026-01-15,1000,lin\n2,2026-01-16,500,lin\n")
    (tmp_path / "more.csv").write_text("id,date,amount,payee\n1,2026-13-15,1000,lin\n")
    store = ["--store", str(tmp_path / "pay.store")]
    assert main(["calculate", str(tmp_path / "plan.yaml"), "--inputs", str(tmp_path), *store]) == 0
    capsys.readouterr()
    assert main(["change", *store, "--transactions", str(tmp_path / "more.csv"), "--language", "zh-Hant"]) == 3
    told = capsys.readouterr().out
    assert "有變動的應付款：" in told
    assert "錯誤：transactions 第 1 列：日曆上沒有這一天；該列不採用" in told


def test_a_table_without_rows_is_a_file_with_its_headings(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN)
    (tmp_path / "transactions.csv").write_text("id,date,amount,payee\n1,2026-01-15,1000,lin\n")
    call = ["calculate", str(tmp_path / "plan.yaml"), "--inputs", str(tmp_path), "--out"]
    assert main([*call, str(tmp_path / "out.csv")]) == 0
    assert main([*call, str(tmp_path / "out.json")]) == 0
    assert (tmp_path / "out.balances.csv").read_text().strip() == "payee,kind,amount"
    assert (tmp_path / "out.problems.csv").read_text().strip() == "severity,table,row,column,code,message,value"
    assert json.loads((tmp_path / "out.problems.json").read_text()) == []
    for name in ("totals", "payouts"):
        assert (tmp_path / f"out.{name}.csv").read_text().splitlines()[0] == ",".join(output.HEADINGS[name])


@pytest.mark.parametrize("asked", [["--language", "zh-hant"], ["--language=zh_TW"], ["--language", "ZH-HK"]])
def test_a_language_may_be_written_as_people_write_it(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN, encoding="utf-8")
    assert main(["validate", str(path), *asked]) == 0
    assert "每月發放" in capsys.readouterr().out


def test_what_concerns_no_row_is_said_without_an_inner_key() -> None:
    problem = Problem("error", "quotas", 0, "quota", "no-quota", "lin has no quota", "lin|c|2026-01")
    assert problem_words.said(problem, "en") == "error: quotas: lin has no quota"
