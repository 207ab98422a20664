"""An item of the page is one row: a row that only lode-scratch has (tests/scratch/page_item_row.inc: a stamp, a text in a
corner) is checked, laid out and drawn, without another change."""
import json
import re

import pytest

from test_docs import key_tables

HEAD = """lode: 1
data:
  provinces: {file: '{layers}/provinces.shp', where: adm0_a3 = 'AFG'}
  places: {file: '{layers}/places.shp', where: ADM0_A3 = 'AFG'}
map: {crs: 'EPSG:32642', extent: {of: provinces}}
layers:
  - fill: provinces
    color: '#eeeeee'
    label: {text: '{name}', halo: none}
    legend: Provinces
page:
  size: [120 mm, 100 mm]
  scale-bar: none
"""
LARGE = "{text: 'Stamp {1 + 1}', size: 40 pt, at: top left}"


@pytest.fixture
def document(write_map):
    return lambda stamp, page="  legend: none\n": write_map(HEAD + page + f"  scratch-stamp: {stamp}\n")


def box_of(tag, scene):
    """The panel of an item in the scene: x0, y0, x1, y1."""
    path = re.search(rf'tag "{tag}"\n\s+fill #ffffffff.* (M [^\n]*)', scene).group(1)
    numbers = [float(v) for v in re.findall(r"-?\d+\.\d+", path)]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def labels_in(scene):
    part = scene[scene.index('tag "labels"'):]
    part = part[:part.index("end tag")]
    return {name: (float(x), float(y)) for name, x, y in re.findall(r'text "([^"]*)" (\S+) (\S+)', part)}


def scene_of(scratch, file):
    return scratch("show", "--after", "scene", file).stdout.decode()


def test_the_schema_has_it_with_its_keys(scratch, lode):
    defs = json.loads(scratch("schema").stdout)["$defs"]
    assert defs["page"]["properties"]["scratch-stamp"]["description"] == "a text in a corner"
    assert set(defs["scratch-stamp"]["properties"]) == {"at", "text", "size", "of"}
    assert b"scratch-stamp" not in lode("schema").stdout


@pytest.mark.parametrize("stamp, message", [
    ("{at: top left}", "no 'text' in a scratch stamp"),
    ("{text: x, at: middle}", "not one of the words that may stand here: 'middle'"),
    ("{text: x, colour: red}", "unknown key 'colour' in a scratch stamp"),
    ("{text: x, of: nowhere}", "no layer 'nowhere'"),
])
def test_its_keys_are_checked(scratch, document, stamp, message):
    assert message in scratch("check", document(stamp), status=2).stderr.decode()


def test_hints_name_it(scratch, lode, document, write_map):
    stderr = scratch("check", write_map(HEAD + "  scratch-stmp: {text: x}\n"), status=2).stderr.decode()
    assert "hint: did you mean 'scratch-stamp'?" in stderr
    stderr = scratch("check", write_map(HEAD + "  zzzzzzzz: {text: x}\n"), status=2).stderr.decode()
    assert "locator, text, scratch-stamp" in stderr
    assert b"unknown key 'scratch-stamp' in the page" in lode("check", document(LARGE), status=2).stderr


def test_the_check_reads_its_letters_and_its_layer(scratch, document):
    stderr = scratch("check", document("{text: x, size: 4 pt}")).stderr.decode()
    assert "text of 4 pt is too small" in stderr and "nothing uses the source 'places'" in stderr
    stderr = scratch("check", document("{text: x, of: places}")).stderr.decode()
    assert "too small" not in stderr and "nothing uses" not in stderr


def test_it_is_drawn_and_labels_keep_clear_of_it(scratch, document):
    without, scene = scene_of(scratch, document("none")), scene_of(scratch, document(LARGE))
    assert "scratch-stamp" not in without and 'text "Stamp 2"' in scene
    x0, y0, x1, y1 = box_of("scratch-stamp", scene)

    def inside(labels):
        return {name for name, (x, y) in labels.items() if x0 < x < x1 and y0 - 6 < y < y1}
    assert inside(labels_in(without)), "there is something to keep clear of"
    assert not inside(labels_in(scene))


def test_it_stacks_with_the_legend(scratch, document):
    scene = scene_of(scratch, document("{text: x, at: top left}", "  legend: {at: top left}\n"))
    legend, stamp = box_of("legend", scene), box_of("scratch-stamp", scene)
    assert legend[0] == stamp[0] and legend[3] < stamp[1]


def test_a_list_is_an_item_for_each(scratch, document):
    scene = scene_of(scratch, document("[{text: one}, {text: two, at: bottom right}]"))
    assert scene.count('tag "scratch-stamp"') == 2 and 'text "one"' in scene and 'text "two"' in scene


def test_it_may_stand_beside_the_map(scratch, document):
    scene = scene_of(scratch, document("{text: beside, at: right}"))
    frame = float(re.findall(r'tag "frame"\n.*? L (\S+)', scene)[0])
    assert float(re.search(r'text "beside" (\S+)', scene).group(1)) > frame


def test_the_docs_lack_its_lines(scratch):
    defs = json.loads(scratch("schema").stdout)["$defs"]
    assert set(defs["page"]["properties"]) - set(key_tables()["page"]) == {"scratch-stamp"}
    assert defs["scratch-stamp"]["title"] not in key_tables()
