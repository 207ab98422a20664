"""An item of the page is one row and one file: src/page/items.h lists the rows, and each file names its key itself. A second
list of the same keys would have to be kept in step by hand; it is found here."""
import json
import re

import pytest

from conftest import ROOT
from test_rows import lists_in, sources, without_comments

SRC = ROOT / "src"
PAGE = SRC / "page"
NO_ITEMS = {"size", "margin", "frame"}  # keys of the page itself
# The roles of texts in a theme: their names are partly the same, and there are others.
ROLES = {"style/theme.c", "doc/schema_map.c"}
# Words that many sections have as keys; a list of items has others too.
COMMON = {"title", "text", "table"}


@pytest.fixture(scope="module")
def keys(lode):
    return [k for k in json.loads(lode("schema").stdout)["$defs"]["page"]["properties"] if k not in NO_ITEMS]


def listed():
    return re.findall(r"^    ROW\((\w+)\)", (PAGE / "items.h").read_text(), re.M)


def key_of(row):
    """The key in the row's file; a row has one file."""
    files = [f for f in PAGE.glob("*.c") if f"const struct item_kind {row}_item = {{" in f.read_text()]
    assert len(files) == 1, row
    return re.search(r'\.key = \{"([a-z-]+)", ', files[0].read_text()).group(1)


def test_the_schema_has_the_rows_in_their_order(keys):
    assert [key_of(row) for row in listed()] == keys and len(keys) >= 8


def test_there_is_no_second_list(keys):
    names = set(keys) - COMMON
    wrong = [f"{path.relative_to(ROOT)}:{line}: a list of items" for path in sources()
             if str(path.relative_to(SRC)) not in ROLES for line in lists_in(path.read_text(), names)]
    assert not wrong, "\n".join(wrong)


def test_no_row_is_named_beyond_its_file():
    """What differs between items is said in their rows; nobody asks which item one is."""
    wrong = []
    for row in listed():
        for path in sources():
            text = without_comments(path.read_text())
            if re.search(rf"\b{row}_item\b", text) and f"item_kind {row}_item = {{" not in text:
                wrong.append(f"{path.relative_to(ROOT)} knows {row}_item")
    assert not wrong, "\n".join(wrong)


def test_lists_are_found(keys):
    names = set(keys) - COMMON
    assert list(lists_in('part(n, "legend");\npart(n, "scale-bar");\npart(n, "locator");\n', names)) == [1]
    assert not list(lists_in('part(n, "legend");\npart(n, "title");\npart(n, "locator");\n', names))
