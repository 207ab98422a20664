"""tests/cases/NAME/: a document, its little data, and what is expected of it.

  map.yaml    the document
  args.txt    the command line, one argument a line; without it: render map.yaml -o out.png
  error.txt   everything printed to standard error, then 'exit status N'; a failing case must leave no file
  trace.txt   for good documents: what `lode show --after scene map.yaml` prints; a path of several subpaths has one a
              line below what is done with it, a long subpath goes on in indented lines of eight points

Set LODE_REWRITE=1 to write what came out instead of comparing; read the difference before committing it.
"""
import os
import shutil
from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parent / "cases"
REWRITE = os.environ.get("LODE_REWRITE") == "1"


def cases():
    return sorted(p.name for p in CASES.iterdir() if p.is_dir())


def compare(expected, text):
    if REWRITE:
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def files_in(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*"))


@pytest.mark.parametrize("name", cases())
def test_case(name, lode, tmp_path):
    folder = tmp_path / name
    shutil.copytree(CASES / name, folder)
    before = files_in(folder)
    trace = CASES / name / "trace.txt"
    if trace.exists():
        run = lode("show", "--after", "scene", "map.yaml", cwd=folder)
        compare(trace, run.stdout.decode())
        return
    args = folder / "args.txt"
    line = args.read_text().splitlines() if args.exists() else ["render", "map.yaml", "-o", "out.png"]
    run = lode(*line, cwd=folder, status=None)
    compare(CASES / name / "error.txt", run.stderr.decode() + f"exit status {run.returncode}\n")
    assert run.returncode in (1, 2)
    assert files_in(folder) == before, "a failed run left files behind"


def test_there_are_more_failing_cases_than_good_ones():
    bad = sum((CASES / name / "error.txt").exists() for name in cases())
    assert bad > len(cases()) - bad
