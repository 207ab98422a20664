"""One thing is one row: the names of a kind of thing (marker shapes, scales, ...) stand in one table of src/, which all
others read. A second list of the same names would have to be kept in step with the first by hand; it is found here.

To add a kind is to add a line to KINDS.
"""
import json
import re

import pytest

from conftest import ROOT

SRC = ROOT / "src"

# kind: (where its names stand in the JSON Schema: section and key, the files in src/ that may list them)
KINDS = {
    "marker shapes": (("marker-layer", "shape"), {"geom/marker.c"}),
    "scales": (("scale", "scale"), {"scale/kinds.c"}),
}

# Words of other tools, each with the word of ours that a hint names: a dictionary, which need not grow with a new row.
# tests/e2e/test_hints.py sees that each of our words exists.
DICTIONARIES = {"doc/foreign.c", "expr/foreign.c"}

FEW = 3      # so many names near each other are a list
NEAR = 6     # lines
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
COMMENT = re.compile(r"/\*.*?\*/", re.S)
BETWEEN = "(?:, (?:or |and )?| or | and )"


def sources():
    return [p for p in sorted(SRC.rglob("*.[ch]")) if str(p.relative_to(SRC)) not in DICTIONARIES]


def words_in(schema):
    """The words that a value of the schema may be itself, not in a map or list below it."""
    return list(schema.get("enum", [])) + [w for one in schema.get("anyOf", []) for w in words_in(one)]


def names_of(kind, schema):
    (section, key), _ = KINDS[kind]
    return words_in(schema["$defs"][section]["properties"][key])


def without_comments(text):
    return COMMENT.sub(lambda m: "\n" * m.group().count("\n"), text)


def names_in_line(line, names):
    """What is named as a text, or as a constant such as SCALE_LOG."""
    constants = {name.upper().replace("-", "_"): name for name in names}
    found = {s for s in STRING.findall(line) if s in names}
    for constant in re.findall(r"\b[A-Z]+_([A-Z_]+)\b", line):
        found |= {constants[constant]} if constant in constants else set()
    return found


def is_told_in_one_text(line, names, few):
    """So many names in a row within one text: "linear, sqrt or log"."""
    name = "(?:" + "|".join(map(re.escape, names)) + ")"
    told = re.compile(rf"(?<![\w-]){name}(?:{BETWEEN}{name}){{{few - 1},}}(?![\w-])")
    return any(told.search(text) for text in STRING.findall(line))


def lists_in(text, names, few=FEW):
    """The numbers of the lines in which a list of these names begins."""
    lines = without_comments(text).splitlines()
    found = [names_in_line(line, names) for line in lines]
    for i, line in enumerate(lines):
        near = set().union(*found[i:i + NEAR])
        if found[i] and len(near) >= few or is_told_in_one_text(line, names, few):
            yield i + 1


@pytest.fixture(scope="module")
def schema(lode):
    return json.loads(lode("schema").stdout)


@pytest.mark.parametrize("kind", KINDS)
def test_no_second_list_of_the_same_names(kind, schema):
    names, (_, homes) = set(names_of(kind, schema)), KINDS[kind]
    assert len(names) >= FEW
    wrong = []
    for path in sources():
        file = str(path.relative_to(SRC))
        if file not in homes:
            wrong += [f"src/{file}:{line}: a list of {kind}" for line in lists_in(path.read_text(), names)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_names_each_once(kind, schema):
    """And so the schema's names come from the files that KINDS says."""
    _, homes = KINDS[kind]
    text = without_comments("".join((SRC / home).read_text() for home in homes))
    for name in names_of(kind, schema):
        assert len(re.findall(rf'\{{\s*(?:\.name = )?"{re.escape(name)}"', text)) == 1, name


def test_second_lists_are_found():
    names = {"linear", "sqrt", "log", "head-tail"}
    assert list(lists_in('x = {"linear", "sqrt",\n "log"};\n', names)) == [1]
    assert list(lists_in("case SCALE_SQRT:\ncase SCALE_LOG:\ncase SCALE_HEAD_TAIL:\n", names)) == [1]
    assert list(lists_in('hint("use linear, sqrt or log");\n', names)) == [1]
    assert not list(lists_in('/* "linear", "sqrt", "log" */ f("log"), g("logs");\n', names))
    assert not list(lists_in('hint("log and sqrt");\n', names))
