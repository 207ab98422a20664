"""Shapefiles that contradict themselves: what is read of them, and what is said."""
import importlib.util
import json
import os
import struct
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LODE = os.environ.get("LODE", str(ROOT / "build/src/cli/lode"))
spec = importlib.util.spec_from_file_location("against_shapefiles", ROOT / "tests/against/shapefiles.py")
against = importlib.util.module_from_spec(spec)
spec.loader.exec_module(against)


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    against.make_good(folder)
    return folder


@pytest.fixture
def change(good, tmp_path):
    """Copy a good shapefile and put bytes into one of its files, or give it another content."""
    def make(name, ending, at=None, new=b"", content=None):
        for path in good.glob(f"{name}.*"):
            (tmp_path / f"x{path.suffix}").write_bytes(path.read_bytes())
        file = tmp_path / f"x.{ending}"
        data = bytearray(file.read_bytes())
        if at is not None:
            data[at:at + len(new)] = new
        file.write_bytes(bytes(data) if content is None else content)
        return tmp_path / "x.shp"
    return make


def read(path):
    return against.by_lode(LODE, path)


def record_at(good, name, i):
    index = (good / f"{name}.shx").read_bytes()
    return 2 * struct.unpack_from(">I", index, 100 + 8 * i)[0]


def test_good_ones_are_read_without_a_word(good):
    for name in against.LAYERS:
        features, said = read(good / f"{name}.shp")
        assert features and not said


def test_a_sample_of_mutants():
    wrong = [r for r in against.sweep(LODE, every=40) if r[2] and r[3] == "silent"]
    assert not wrong


def test_swapped_entries_follow_the_numbers(good, change):
    index = (good / "lines.shx").read_bytes()
    path = change("lines", "shx", 100, index[108:116] + index[100:108])
    features, said = read(path)
    assert features == read(good / "lines.shp")[0]
    assert "2 shapes where the .shx points to the record of another feature" in said and "first: feature 0" in said


def test_an_entry_that_stands_twice(good, change):
    index = (good / "areas.shx").read_bytes()
    features, said = read(change("areas", "shx", 108, index[100:108]))
    assert features == read(good / "areas.shp")[0]
    assert "1 shape where the .shx points to the record of another feature" in said


@pytest.mark.parametrize("name, wrong", [("lines", 5), ("lines", 25), ("areas", 3), ("areas", 13)])
def test_a_record_of_another_type(good, change, name, wrong):
    features, said = read(change(name, "shp", record_at(good, name, 2) + 8, struct.pack("<I", wrong)))
    assert features == read(good / f"{name}.shp")[0]
    assert "1 shape of another type than the layer" in said and "first: feature 2" in said


def test_a_header_of_another_type(good, change):
    features, said = read(change("areas", "shp", 32, struct.pack("<I", 23)))
    assert features == read(good / "areas.shp")[0]
    assert "says another type of shape than its records" in said


@pytest.mark.parametrize("at, wrong", [(8, 64), (8, 33), (8, 500), (10, 7), (4, 3)])
def test_a_dbf_header_that_lies(good, change, at, wrong):
    features, said = read(change("points", "dbf", at, struct.pack("<H", wrong)))
    assert features == read(good / "points.shp")[0]
    assert "the .dbf of" in said


def test_columns_wider_than_a_number_can_say(change):
    """65537 columns of 65535 bytes are 0 bytes together, in 32 bits."""
    column = struct.pack("<11s1s4xBB14x", b"A", b"C", 255, 255)
    table = struct.pack("<B3xIHH20x", 3, 1, 65, 10) + 65537 * column + b"\r" + bytes(10)
    _, said = read(change("points", "dbf", content=table))
    assert "its columns are wider than its rows" in said


def test_a_sign_and_a_point_are_no_number(change):
    column = struct.pack("<11s1s4xBB14x", b"A", b"N", 4, 1)
    table = struct.pack("<B3xIHH20x", 3, 1, 65, 5) + column + b"\r" + b"   -."
    _, said = read(change("points", "dbf", content=table))
    assert "not of type number" in said


def test_widths_that_do_not_add_up(change):
    _, said = read(change("points", "dbf", 32 + 16, b"\x08"))
    assert "the columns of the .dbf of" in said and "look at them" in said


def test_a_box_that_lies_does_not_hide_a_feature(good, change):
    path = change("areas", "shp", record_at(good, "areas", 1) + 12, struct.pack("<4d", 0, 0, 1, 1))
    features, said = read(path)
    assert features == read(good / "areas.shp")[0]
    assert "1 shape with coordinates that do not fit the stated box" in said


def test_deleted_rows_are_counted(good, change):
    header, = struct.unpack_from("<H", (good / "points.dbf").read_bytes(), 8)
    features, said = read(change("points", "dbf", header, b"*"))
    assert features == read(good / "points.shp")[0][1:]
    assert "has 1 row marked as deleted" in said


def document(path, damaged=None):
    page = path.parent / "map.yaml"
    key = f", damaged: {damaged}" if damaged else ""
    page.write_text(f"lode: 1\ndata: {{x: {{file: {path.name}{key}}}}}\nlayers: [{{marker: x}}]\n")
    return page


def exported(path, damaged=None):
    out = path.parent / "out.geojson"
    run = subprocess.run([LODE, "export", document(path, damaged), "x", "-o", out], capture_output=True, text=True)
    return (json.loads(out.read_text())["features"] if run.returncode == 0 else None), run.stderr


def test_a_damaged_record_is_refused_or_skipped(good, change):
    path = change("points", "shp", record_at(good, "points", 4) + 8, struct.pack("<I", 99))
    features, said = exported(path)
    assert features is None and "the shape of feature 4 cannot be read" in said and "`damaged: skip`" in said
    features, said = exported(path, "skip")
    assert len(features) == len(read(good / "points.shp")[0]) - 1
    assert "1 feature was left out, because the shape cannot be read: feature 4" in said


@pytest.mark.parametrize("ending", ["shp", "dbf"])
def test_a_file_cut_short_is_refused_or_read_as_far_as_it_goes(good, change, ending):
    whole = (good / f"points.{ending}").read_bytes()
    path = change("points", ending, content=whole[:len(whole) * 2 // 3])
    features, said = exported(path)
    assert features is None and "cut short" in said
    features, said = exported(path, "skip")
    assert features and "what is left of it was read" in said


def test_an_empty_dbf(good, change):
    path = change("points", "dbf", content=b"")
    assert exported(path)[0] is None
    features, said = exported(path, "skip")
    assert len(features) == len(read(good / "points.shp")[0])
    assert "0 bytes" in said
