"""A step is one row and one file: src/overlay/step.c lists the rows, each of which names its word itself. A second list
of the same words would have to be kept in step by hand; it is found here."""
import re

from conftest import ROOT
from test_rows import SRC, lists_in, sources

TABLE = SRC / "overlay/step.c"
FEW = 5  # so many words near each other are a list; fewer may be examples


def rows():
    """word -> the file with its row."""
    return {word: path for path in (SRC / "overlay").glob("*.c")
            for word in re.findall(r"\"a step '([a-z-]+)'\"", path.read_text())}


def lists_of_steps_in(text, words):
    """Lists of rows (step_clip, step_erase) and of ROW(clip) ROW(erase) are lists as well."""
    text = re.sub(r"\b(?:step_|ROW\()(\w+)", lambda m: "STEP_" + m.group(1).upper(), text)
    return list(lists_in(text, words, FEW))


def test_each_row_is_in_the_table_once():
    listed = re.findall(r"\bROW\((\w+)\)", TABLE.read_text())
    assert sorted(listed) == sorted(word.replace("-", "_") for word in rows()) and len(listed) >= 19


def test_a_row_and_its_keys_stand_in_one_file():
    for word, path in rows().items():
        text, name = path.read_text(), word.replace("-", "_")
        assert f"const struct step_kind step_{name} = {{" in text, word
        assert f'struct key {name}_keys[] = {{\n    {{"{word}",' in text, word


def test_there_is_no_second_list():
    words = set(rows())
    wrong = [f"{path.relative_to(ROOT)}:{line}: a list of steps" for path in sources()
             if path != TABLE for line in lists_of_steps_in(path.read_text(), words)]
    assert not wrong, "\n".join(wrong)


def test_lists_of_steps_are_found():
    words = set(rows())
    assert lists_of_steps_in(TABLE.read_text(), words)
    for text in (
        "case STEP_CLIP:\ncase STEP_ERASE:\ncase STEP_UNION:\ncase STEP_HULL:\ncase STEP_INSIDE_POINT:\n",
        "extern const struct step_kind step_clip, step_erase, step_union, step_hull, step_inside_point;\n",
        '{"clip", 1},\n{"erase", 2},\n{"hull", 3},\n{"near", 4},\n{"join", 5},\n',
        'hint("one of clip, erase, hull, near or join");\n',
    ):
        assert lists_of_steps_in(text, words)[0] == 1, text
    assert not lists_of_steps_in('/* "clip", "erase", "hull", "near", "join" */ f("clip");\n', words)
