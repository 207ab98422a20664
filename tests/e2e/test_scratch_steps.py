"""A step is one row and one file: a row that only lode-scratch has appears wherever steps do, without another change."""
import csv
import io
import json

import pytest

import test_docs

DOCUMENT = """lode: 1
data:
  provinces: {file: '{layers}/provinces.shp', where: adm0_a3 = 'AFG'}
steps:
  - copied: {scratch-copy: provinces, skip: 4}
  - left: {rejects: copied}
  - named: {columns: copied, half: length(name) / 2}
layers:
  - fill: copied
    color: {by: name, scale: category}
  - label: left
    text: '{name}'
"""


@pytest.fixture
def copied(write_map):
    return write_map(DOCUMENT)


def rows_of(scratch, document, step):
    file = document.with_name(f"{step}.csv")
    scratch("export", document, step, "-o", file)
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def test_the_step_is_in_the_schema(scratch, lode):
    sections = json.loads(scratch("schema").stdout)["$defs"]
    own = sections["step-scratch-copy"]
    assert set(own["properties"]) == {"scratch-copy", "skip"} and own["required"] == ["scratch-copy"]
    steps = [one["$ref"] for one in sections["map-document"]["properties"]["steps"]["items"]
             ["additionalProperties"]["anyOf"]]
    assert steps[-1] == "#/$defs/step-scratch-copy" and len(steps) == len(set(steps)) >= 20
    assert b"scratch-copy" not in lode("schema").stdout


def test_the_check_accepts_it(scratch, lode, copied):
    scratch("check", copied)
    assert b"unknown key 'scratch-copy' in a step" in lode("check", copied, status=2).stderr


@pytest.mark.parametrize("wrong, message", [
    ("skip: -1", "must be greater than 0: '-1'"),
    ("skp: 4", "did you mean 'skip'?"),
])
def test_the_check_knows_its_keys(scratch, write_map, wrong, message):
    document = write_map(DOCUMENT.replace("skip: 4", wrong))
    assert message in scratch("check", document, status=2).stderr.decode()


def test_a_misspelt_step_is_told_of_it(scratch, write_map):
    stderr = scratch("check", write_map(DOCUMENT.replace("scratch-copy", "scratch-cpy")), status=2).stderr.decode()
    assert "hint: did you mean 'scratch-copy'?" in stderr
    stderr = scratch("check", write_map(DOCUMENT.replace("scratch-copy", "zzz")), status=2).stderr.decode()
    assert "hint: one of: select, " in stderr and ", scratch-copy" in stderr


def test_it_is_made_drawn_and_asked_for_what_it_left_out(scratch, copied, tmp_path):
    scratch("render", copied, "-o", tmp_path / "map.svg")
    svg = (tmp_path / "map.svg").read_text()
    named, left = rows_of(scratch, copied, "named"), rows_of(scratch, copied, "left")
    assert len(named) == 30 and len(left) == 4
    assert {row["reason"] for row in left} == {"is one of the first"}
    assert all(f">{row['name']}<" in svg for row in left)


def test_what_is_shown_and_explained_has_it(scratch, copied):
    explained = scratch("explain", copied).stdout.decode()
    assert "  copied: scratch-copy\n    method     copied as it is\n    result     30 features" in explained


def test_the_docs_lack_its_pages(scratch):
    sections = test_docs.schema(scratch.path)
    assert test_docs.step_words(sections) - test_docs.steps_told() == {"scratch-copy"}
    assert "step 'scratch-copy'" in set(sections) - set(test_docs.key_tables())
