"""The command: exit codes, files, faults that stop nothing else."""

from pathlib import Path

import pytest

from extract.__main__ import main

TEXT = "某市人民政府关于做好工作的通知\n某政〔2023〕5号\n各区人民政府：\n现通知如下。\n一、任务\n1.甲。做好。\n2.乙。抓好。\n某市人民政府\n2023年4月10日\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "甲.txt"
    path.write_text(TEXT, "utf-8")
    return path


@pytest.mark.parametrize("ending", ["json", "nq", "ttl", "trig", "jsonld"])
def test_each_format_is_written_the_same_twice(paper: Path, tmp_path: Path, ending: str) -> None:
    for n in "12":
        assert main([str(paper), "-o", str(tmp_path / f"{n}.{ending}")]) == 0
    assert (tmp_path / f"1.{ending}").read_bytes() == (tmp_path / f"2.{ending}").read_bytes() != b""


def test_a_fault_is_named_and_the_rest_is_done(paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "无.txt"), str(paper), "-o", f"{tmp_path / 'out'}/"]) == 1
    assert "无.txt: no such file" in capsys.readouterr().err
    assert (tmp_path / "out" / "甲.json").is_file()


def test_two_papers_of_one_stem(paper: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "乙").mkdir()
    (tmp_path / "乙" / "甲.txt").write_text(TEXT.replace("〔2023〕5", "〔2023〕6"), "utf-8")
    assert main([str(tmp_path / "乙"), str(paper), "-o", f"{tmp_path / 'out'}/"]) == 0
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"甲.json", "甲_2.json"}
    assert "warning" in capsys.readouterr().err


@pytest.mark.parametrize("argv", [[], ["x.txt"], ["x.txt", "-o", "x.doc"], ["x.txt", "-o", "x/", "--jobs", "0"]])
def test_wrong_usage_is_code_2(argv: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(argv)
    assert stop.value.code == 2


def test_the_report_names_what_was_found(paper: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(paper), "--report"]) == 0
    assert "1 sections, 2 items" in capsys.readouterr().out
