"""How the sources read: every file opens with a sentence, no long body without a pause, no name that says nothing.
Formatting itself is clang-format's (scripts/test)."""
import collections
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src"

# A body of more lines than this has a blank line where the thought changes.
LINES_WITHOUT_PAUSE = 15

# A static function of one name in more files than this says nothing in any of them.
FILES_OF_ONE_NAME = 5

# Names that never say what becomes of the thing.
NO_NAMES = {"run", "put", "one", "room", "do_it", "handle", "process", "helper", "util"}


def functions(path):
    """Name, whether static, body, of each function, as clang-format lays them out: braces in the first column."""
    lines = path.read_text().split("\n")
    i = 0
    while i < len(lines):
        if lines[i] != "{":
            i += 1
            continue
        end = lines.index("}", i)
        first = next(k for k in range(i - 1, -1, -1) if re.match(r"\S", lines[k]))
        signature = re.sub(r"__attribute__\(\(.*?\)\)", "", " ".join(lines[first:i]))
        name = re.search(r"(\w+)\s*\(", signature)
        yield name[1] if name else "", signature.startswith("static"), lines[i + 1:end], i + 1
        i = end


def sources():
    return sorted(SRC.rglob("*.c"))


def test_the_reader_finds_functions():
    names = [name for name, _, _, _ in functions(SRC / "base/arena.c")]
    assert "arena_init" in names and len(names) > 5


def test_every_source_opens_with_a_sentence():
    wrong = [str(p.relative_to(ROOT)) for p in sources()
             if not re.match(r"/\* [A-Z`'].*?[.:]( \*/|\n)", p.read_text(), re.S)]
    assert not wrong, "does not open with a sentence that says what it is for:\n" + "\n".join(wrong)


def test_long_bodies_pause():
    wrong = [f"{p.relative_to(ROOT)}:{line}: {name}" for p in sources() for name, _, body, line in functions(p)
             if len(body) > LINES_WITHOUT_PAUSE and all(text.strip() for text in body)]
    assert not wrong, f"more than {LINES_WITHOUT_PAUSE} lines without a blank one:\n" + "\n".join(wrong)


def test_statics_are_named_for_what_they_do():
    files = collections.defaultdict(set)
    for p in sources():
        for name, static, _, _ in functions(p):
            if static:
                files[name].add(str(p.relative_to(ROOT)))
    wrong = [f"{name}: {' '.join(sorted(where))}" for name, where in sorted(files.items())
             if name in NO_NAMES or len(where) > FILES_OF_ONE_NAME]
    assert not wrong, "\n".join(wrong)


def test_comments_stand_above_what_they_speak_of():
    """Two comments in a row, of which the first has lost its function."""
    wrong = []
    for p in [*sources(), *sorted(SRC.rglob("*.h"))]:
        for m in re.finditer(r"^[^\n]*\*/\n/\*", p.read_text(), re.M):
            wrong.append(f"{p.relative_to(ROOT)}:{p.read_text()[:m.end()].count(chr(10)) + 1}")
    assert not wrong, "\n".join(wrong)
