"""A marker shape is one row: a row that only lode-scratch has appears wherever shapes do, without another change."""
import json

import pytest

from test_docs import words_missing_in_the_reference, words_of

HEAD = """lode: 1
data:
  places: {file: '{layers}/places.shp', where: ADM0_A3 = 'AFG'}
map: {crs: auto, extent: {of: places}}
page: {size: [120 mm, 100 mm], legend: {at: right}}
layers:
  - marker: places
    size: {by: POP_MAX, scale: sqrt, range: [1 mm, 9 mm]}
    shape: """


@pytest.fixture
def kites(write_map):
    return write_map(HEAD + "scratch-kite\n")


def test_the_shape_is_in_the_schema(scratch, lode):
    shapes = json.loads(scratch("schema").stdout)["$defs"]["marker-layer"]["properties"]["shape"]["anyOf"][0]["enum"]
    assert shapes[-2:] == ["scratch-kite", "svg"]
    assert b"scratch-kite" not in lode("schema").stdout


def test_the_check_accepts_it(scratch, lode, kites):
    scratch("check", kites)
    assert b"not one of the words that may stand here: 'scratch-kite'" in lode("check", kites, status=2).stderr


def test_a_misspelt_name_is_told_of_it(scratch, write_map):
    stderr = scratch("check", write_map(HEAD + "scratch-kit\n"), status=2).stderr.decode()
    assert "hint: did you mean 'scratch-kite'?" in stderr
    assert "pick, scratch-kite, svg" in stderr


def test_styled_features_and_the_legend_have_it(scratch, kites):
    shown = scratch("show", "--after", "style", kites).stdout.decode()
    assert ", scratch-kite 25.51 pt" in shown  # 9 mm
    assert "legend 'Pop max'" in shown


def test_it_is_drawn_with_its_outline_and_nested_in_the_legend(scratch, kites, tmp_path):
    scratch("render", kites, "-o", tmp_path / "map.svg")
    svg = (tmp_path / "map.svg").read_text()
    assert "scratch-kite" not in svg  # a path, not a name
    trace = scratch("show", "--after", "scene", kites).stdout.decode()
    markers = [line.split() for line in trace.splitlines() if "marker scratch-kite" in line]
    assert len(markers) > 20
    at = {m[m.index("scratch-kite") + 1] for m in markers[-3:]}
    assert len(at) == 1, "one inside the other: the samples stand over the same x"


def test_the_docs_lack_its_line(scratch):
    assert "scratch-kite" in words_missing_in_the_reference(words_of(json.loads(scratch("schema").stdout)))
