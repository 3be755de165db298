"""Reading: encodings, formats by content, and faults that name file and remedy."""

import io
from pathlib import Path

import docx
import pytest

from extract.errors import ReadError
from extract.read import read, read_bytes

TEXT = "关于印发《要点》的通知\r\n𠀀市人民政府\r各区：\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_detected_and_line_ends_kept(encoding: str) -> None:
    assert read_bytes(TEXT.encode(encoding), "甲.txt").text == TEXT


@pytest.mark.parametrize(("data", "words"), [(b"", "empty"), (b" \n", "empty"), (bytes(range(256)) * 20, "binary"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"), (b"%PDF-1.4 nothing", "PDF"), (b"PK\x03\x04nothing", "Word")])
def test_what_cannot_be_read_is_named(data: bytes, words: str) -> None:
    with pytest.raises(ReadError, match=words) as fault:
        read_bytes(data, "甲.bin")
    assert "甲.bin" in str(fault.value)


def test_a_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        read(tmp_path / "无.txt")


def test_a_word_file_gives_paragraphs_and_rows_in_order() -> None:
    document = docx.Document()
    document.add_paragraph("一、任务")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "事项", "单位"
    document.add_paragraph("二、保障")
    out = io.BytesIO()
    document.save(out)
    assert read_bytes(out.getvalue(), "甲.txt").text == "一、任务\n事项\t单位\n二、保障"


def test_a_page_gives_its_blocks_as_lines() -> None:
    page = "<html><head><title>x</title><script>1</script></head><body><h1>通知</h1><p>各区：<br>做好</p><table><tr><td>甲</td><td>乙</td></tr></table></body></html>"
    assert read_bytes(page.encode(), "甲.html").text == "通知\n各区：\n做好\n甲\t乙"
