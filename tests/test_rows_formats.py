"""A format is named once in src: its ending stands in its row, and in nothing else but names of example files."""
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TABLES = {"pictures": "src/write/format.c", "tables": "src/load/export.c"}


def endings(table):
    rows = re.findall(r"\.endings = \{([^}]*)\}", (ROOT / table).read_text())
    return [ending for row in rows for ending in re.findall(r'"(\.\w+)"', row)]


def strings(text):
    """The texts of a C source, those side by side put together; comments left out."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return re.findall(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*', text)


@pytest.mark.parametrize("table", TABLES.values())
def test_the_rows_are_found(table):
    found = endings(table)
    assert len(found) >= 3 and len(set(found)) == len(found)


@pytest.mark.parametrize("table", TABLES.values())
def test_no_list_of_the_same_endings_elsewhere(table):
    alone = [re.compile(r'(?<![\w}*])' + re.escape(ending) + r"\b", re.I) for ending in endings(table)]
    wrong = []
    for path in sorted((ROOT / "src").rglob("*.[ch]")):
        if path == ROOT / table:
            continue
        for text in strings(path.read_text(encoding="utf-8")):
            n = sum(bool(ending.search(text)) for ending in alone)
            if n > 1 or re.search(r"\bPNG\b.*\bPDF\b|\bPDF\b.*\bPNG\b", text):
                wrong.append(f"{path.relative_to(ROOT)}: {text}")
    assert not wrong, "\n".join(wrong)


def test_the_documented_formats_are_the_rows():
    page = (ROOT / "docs/language.md").read_text(encoding="utf-8")
    section = page[page.index("\n## Outputs\n"):]
    assert re.findall(r"^\| `(\.\w+)` \|", section[:section.index("\n## ", 5)], re.M) == endings(TABLES["pictures"])
