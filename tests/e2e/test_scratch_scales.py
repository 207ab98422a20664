"""A scale is one row: a row that only lode-scratch has appears wherever scales do, without another change."""
import json

import pytest

from test_docs import words_missing_in_the_reference, words_of

DOCUMENT = """lode: 1
data:
  places: {{file: '{{layers}}/places.shp', where: ADM0_A3 = 'AFG'}}
map: {{crs: auto, extent: {{of: places}}}}
page: {{size: [120 mm, 100 mm], legend: {{at: right}}}}
layers:
  - marker: places
    color: {{by: {by}, {scale}}}
"""


@pytest.fixture
def document(write_map):
    return lambda scale, by="POP_MAX": write_map(DOCUMENT.format(scale=scale, by=by))


def test_the_scale_is_in_the_schema(scratch, lode):
    scales = json.loads(scratch("schema").stdout)["$defs"]["scale"]["properties"]["scale"]["anyOf"][0]["enum"]
    assert scales[-2:] == ["log", "scratch-equal"]
    assert b"scratch-equal" not in lode("schema").stdout


def test_the_check_accepts_it_with_its_keys(scratch, lode, document):
    map_file = document("scale: scratch-equal, classes: 4, midpoint: 1000000")
    scratch("check", map_file)
    assert b"stand here: 'scratch-equal'" in lode("check", map_file, status=2).stderr


def test_a_misspelt_name_is_told_of_it(scratch, document):
    stderr = scratch("check", document("scale: scratch-equel"), status=2).stderr.decode()
    assert "hint: did you mean 'scratch-equal'?" in stderr
    assert "sqrt, log, scratch-equal" in stderr


def test_a_key_of_other_scales_is_refused_and_hints_name_it(scratch, document):
    stderr = scratch("check", document("scale: scratch-equal, top: 3"), status=2).stderr.decode()
    assert "'top' has no meaning with the scale 'scratch-equal'" in stderr
    stderr = scratch("check", document("scale: linear, classes: 3"), status=2).stderr.decode()
    assert "hint: it goes with: quantile, equal, jenks, pretty, scratch-equal" in stderr
    stderr = scratch("check", document("scale: [scratch-equal, linear]", by="[POP_MAX, POP_MIN]"), status=2).stderr.decode()
    assert "breaks or scratch-equal for both" in stderr


def legend_of(command, map_file):
    shown = command("show", "--after", "style", map_file).stdout.decode()
    return shown[shown.index("  legend"):]


def test_its_classes_stand_in_the_legend(scratch, document):
    own = legend_of(scratch, document("scale: scratch-equal, classes: 3"))
    equal = legend_of(scratch, document("scale: equal, classes: 3"))
    other = legend_of(scratch, document("scale: jenks, classes: 3"))
    assert own == equal != other
    assert "–" in own


def test_the_docs_lack_its_line(scratch):
    assert "scratch-equal" in words_missing_in_the_reference(words_of(json.loads(scratch("schema").stdout)))
