"""Every rule that src/ gives to a finding has a row in docs/diagnostics.md, and every row has a rule."""
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CALL = re.compile(r"\b(log_warn|log_note|lint_put|lode_rule|reading_tell|export_tell|\w*tell\w*|note)\(")
NAME = re.compile(r'"([a-z]+(?:-[a-z]+)*)"')


def arguments(text, at):
    """The text between the parentheses, the first of which stands before `at`."""
    depth, start = 1, at
    while depth and at < len(text):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        at += 1
    return text[start:at - 1]


def rules_in_the_source():
    found = set()
    for path in sorted((ROOT / "src").rglob("*.c")):
        text = path.read_text(encoding="utf-8")
        for call in CALL.finditer(text):
            inside = arguments(text, call.end())
            for name in NAME.findall(inside.split('"%')[0] if call.group(1) != "lode_rule" else inside):
                if "-" in name or call.group(1) == "lode_rule":
                    found.add(name)
        found |= set(re.findall(r'\.rule = "([a-z-]+)"', text))
    err = (ROOT / "src/base/err.c").read_text(encoding="utf-8")
    found |= set(re.findall(r'\[LODE_\w+\] = "([a-z]+)"', err))
    lint = (ROOT / "src/lint/lint.h").read_text(encoding="utf-8").split("*/")[0]
    for line in re.findall(r"\* +(?:from the \w+)? +((?:[a-z]+-[a-z-]+ ?)+)$", lint, re.M):
        found |= set(line.split())
    return found


def rules_in_the_docs():
    text = (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| `([a-z-]+)` \|", text, re.M))


def test_every_rule_is_explained():
    missing = rules_in_the_source() - rules_in_the_docs()
    assert not missing, f"not in docs/diagnostics.md: {sorted(missing)}"


def test_every_explained_rule_exists():
    source = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.[ch]"))
    gone = {rule for rule in rules_in_the_docs() if f'"{rule}"' not in source}
    assert not gone, f"no longer in src/: {sorted(gone)}"
