"""`manage.py score`: no database, no settings, exact numbers, and one line for bad input."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from tests.common.hostile_files import HOSTILE

DATA = json.loads(Path("ratings/data/mhin_table5.json").read_text(encoding="utf-8"))
NAMES = [criterion["name"] for criterion in DATA["criteria"]]
TABLE = [
    ["option", *NAMES],
    ["weight", *(criterion["weight"] for criterion in DATA["criteria"])],
    *([label, *(DATA["scores"][label][name] for name in NAMES)] for label in DATA["options"]),
]


def write_csv(folder, rows):
    path = folder / "problem.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def write_xlsx(folder, rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "problem.xlsx")
    return folder / "problem.xlsx"


def write_json(folder, rows):
    (_, *names), (_, *weights), *options = rows
    problem = {
        "weights": dict(zip(names, weights, strict=True)),
        "options": {name: dict(zip(names, values, strict=True)) for name, *values in options},
    }
    path = folder / "problem.json"
    path.write_text(json.dumps(problem), encoding="utf-8")
    return path


def score(path, capsys, **options):
    call_command("score", str(path), json=True, **options)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("write", [write_csv, write_xlsx, write_json])
def test_score_gives_the_published_totals_in_full_precision(tmp_path, capsys, write):
    answer = score(write(tmp_path, TABLE), capsys)

    assert {row["option"]: row["score"] for row in answer["options"]} == pytest.approx(DATA["computed_totals"])


def test_score_ranks_on_the_unrounded_score(tmp_path, capsys):
    answer = score(write_csv(tmp_path, TABLE), capsys)

    assert [row["option"] for row in answer["options"]] == DATA["rank_order_unrounded"]


def test_score_gives_weights_as_shares(tmp_path, capsys):
    answer = score(write_csv(tmp_path, [["option", "a", "b"], ["weight", 3, 1], ["x", 1, 2], ["y", 2, 1]]), capsys)

    assert answer["weights"] == {"a": 0.75, "b": 0.25}


def test_score_ties_share_a_rank(tmp_path, capsys):
    rows = [["option", "a"], ["weight", 1], ["x", 5], ["y", 5], ["z", 1]]

    answer = score(write_csv(tmp_path, rows), capsys)

    assert [row["rank"] for row in answer["options"]] == [1, 1, 3]


def test_score_leaves_an_option_with_a_blank_without_score(tmp_path, capsys):
    rows = [["option", "a", "b"], ["weight", 1, 1], ["x", 5, ""], ["y", 5, 1]]

    answer = score(write_csv(tmp_path, rows), capsys)

    assert answer["options"][-1] == {"option": "x", "score": None, "rank": None}


def test_score_does_not_mind_a_blank_without_weight(tmp_path, capsys):
    rows = [["option", "a", "b"], ["weight", 1, 0], ["x", 5, ""], ["y", 4, 1]]

    answer = score(write_csv(tmp_path, rows), capsys)

    assert answer["options"][0] == {"option": "x", "score": 5.0, "rank": 1}


@pytest.mark.parametrize("method", ["topsis", "promethee2", "borda"])
def test_score_by_another_method_puts_the_dominating_option_first(tmp_path, capsys, method):
    rows = [["option", "a", "b"], ["weight", 2, 1], ["x", 5, 1], ["y", 9, 9], ["z", 1, 5]]

    answer = score(write_csv(tmp_path, rows), capsys, method=method)

    assert answer["options"][0]["option"] == "y"


def test_score_smaa_adds_rank_acceptability(tmp_path, capsys):
    rows = [["option", "a", "b"], ["weight", 1, 1], ["x", 9, 9], ["y", 1, 1]]

    answer = score(write_csv(tmp_path, rows), capsys, smaa=100)

    assert answer["smaa"]["rank_acceptability"] == {"x": [1.0, 0.0], "y": [0.0, 1.0]}
    assert answer["smaa"]["central_weights"]["y"] is None


BAD = {
    "no weights": ([["option", "a"], ["x", 1], ["y", 2]], "0 rows of weights"),
    "text in a cell": ([["option", "a"], ["weight", 1], ["x", "high"], ["y", 2]], "row 3, column 'a': 'high' is not"),
    "infinity": ([["option", "a"], ["weight", 1], ["x", "inf"], ["y", 2]], "row 3, column 'a': 'inf' is not"),
    "negative weight": ([["option", "a"], ["weight", -1], ["x", 1], ["y", 2]], "row 2, column 'a': the weight -1"),
    "missing weight": ([["option", "a"], ["weight", ""], ["x", 1], ["y", 2]], "row 2, column 'a': the weight is"),
    "all-zero weights": ([["option", "a"], ["weight", 0], ["x", 1], ["y", 2]], "row 2: every weight is 0"),
    "one option": ([["option", "a"], ["weight", 1], ["x", 1]], "1 option given"),
    "an option twice": ([["option", "a"], ["weight", 1], ["x", 1], ["x", 2]], "option 'x' stands there twice"),
    "an objective twice": ([["option", "a", "a"], ["weight", 1, 1], ["x", 1, 1]], "objective 'a' stands there twice"),
    "too few columns": ([["option", "a", "b"], ["weight", 1, 1], ["x", 1], ["y", 1, 2]], "row 3: 2 columns"),
    "empty": ([], "the file is empty"),
}


@pytest.mark.parametrize(("rows", "message"), BAD.values(), ids=BAD)
def test_score_names_what_is_wrong(tmp_path, rows, message):
    with pytest.raises(CommandError, match=message) as refusal:
        call_command("score", str(write_csv(tmp_path, rows)))

    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b"no zip"), ("a.json", b"{"), ("a.csv", b"\xff"), ("a.txt", b"x")]
)
def test_score_refuses_a_file_that_is_not_what_it_says(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)

    with pytest.raises(CommandError, match="a\\."):
        call_command("score", str(tmp_path / name))


def test_score_refuses_a_name_twice_in_json(tmp_path):
    (tmp_path / "a.json").write_text('{"weights": {"a": 1, "a": 2}, "options": {}}', encoding="utf-8")

    with pytest.raises(CommandError, match="name 'a' stands there twice"):
        call_command("score", str(tmp_path / "a.json"))


def test_score_needs_no_database_and_no_environment(tmp_path):
    path = write_csv(tmp_path, TABLE)

    result = subprocess.run(  # noqa: S603 -- our own interpreter and file
        [sys.executable, "manage.py", "score", str(path)], env={}, capture_output=True, text=True, check=True
    )

    assert result.stdout.splitlines()[1].split() == ["1", "MHC", "BAME", "87.9"]


def test_score_exits_with_2_on_bad_input(tmp_path):
    result = subprocess.run(  # noqa: S603 -- our own interpreter and file
        [sys.executable, "manage.py", "score", str(write_csv(tmp_path, []))], env={}, capture_output=True, check=False
    )

    assert result.returncode == 2


def test_a_workbook_with_macros_is_refused_unopened(tmp_path):
    path = tmp_path / "problem.xlsx"
    path.write_bytes(HOSTILE["macros"][0]())

    with pytest.raises(CommandError, match="holds macros"):
        call_command("score", str(path))
