"""The step `unique`, the note on shared places, and the accuracy of a source."""
import csv
import json
import os
import pathlib
import sqlite3
import subprocess
import sys

import pyproj
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LODE = os.environ.get("LODE", ROOT / "build/src/cli/lode")
ROWS = [("Kan", 0, 1), ("Kan", 600, 5), ("Kan", 1200, 3), ("Dar", 100, 2), ("", 0, 9), ("", 0, 8), ("Kan", 50000, 4)]


def lode(*words):
    return subprocess.run([LODE, *map(str, words)], capture_output=True, text=True, timeout=60)


def run(folder, step, more="", source=""):
    """(rows of the result, what was said) for points along a meridian, ROWS metres from 30 degrees."""
    geod = pyproj.Geod(ellps="WGS84")
    with open(folder / "p.csv", "w", newline="") as out:
        w = csv.writer(out)
        w.writerow(["name", "size", "lon", "lat"])
        for name, m, size in ROWS:
            lon, lat, _ = geod.fwd(60, 30, 0, m)
            w.writerow([name, size, lon, lat])
    text = ("lode: 1\ndata: {p: {file: p.csv, x: lon, y: lat, crs: 'EPSG:4326'%s}}\nsteps:\n  - one: {%s}\n%slayers: [{marker: one}]\n"
            % (source, step, more))
    (folder / "map.yaml").write_text(text)
    got = lode("export", folder / "map.yaml", "one", "-o", folder / "out.csv")
    assert got.returncode == 0, got.stderr
    with open(folder / "out.csv", newline="") as lines:
        return [(r["name"], int(r["size"]), int(r.get("count", 0))) for r in csv.DictReader(lines)], got.stderr


@pytest.mark.parametrize("step, kept", [
    # 600 m is within 1 km of 0 m; 1200 m is not, though it is within 1 km of 600 m: chains do not grow
    ("unique: p, within: 1 km, same: name", [("Kan", 1, 2), ("Kan", 3, 1), ("Dar", 2, 1), ("", 9, 1), ("", 8, 1), ("Kan", 4, 1)]),
    # 600 m is the largest of the name and comes first: both others are within 1 km of it
    ("unique: p, within: 1 km, same: name, order: -size",
     [("Kan", 5, 3), ("Dar", 2, 1), ("", 9, 1), ("", 8, 1), ("Kan", 4, 1)]),
    ("unique: p, within: 1 km", [("Kan", 1, 5), ("Kan", 3, 1), ("Kan", 4, 1)]),
    ("unique: p, same: name", [("Kan", 1, 4), ("Dar", 2, 1), ("", 9, 1), ("", 8, 1)]),
    ("unique: p", [("Kan", 1, 3), ("Kan", 5, 1), ("Kan", 3, 1), ("Dar", 2, 1), ("Kan", 4, 1)]),
    ("unique: p, within: 599 m, same: [name]", [("Kan", 1, 1), ("Kan", 5, 1), ("Kan", 3, 1), ("Dar", 2, 1), ("", 9, 1), ("", 8, 1), ("Kan", 4, 1)]),
])
def test_which_are_kept(tmp_path, step, kept):
    assert run(tmp_path, step)[0] == kept


def test_what_is_left_out_is_counted_and_listed(tmp_path):
    rows, said = run(tmp_path, "unique: p, within: 1 km, same: name, count: false", "  - twice: {rejects: one}\n")
    assert [r[2] for r in rows] == [0] * 6
    assert "1 of 7 features of 'p' are left out as the same as one that is kept" in said
    got = lode("export", tmp_path / "map.yaml", "twice", "-o", tmp_path / "twice.csv")
    assert got.returncode == 0, got.stderr
    with open(tmp_path / "twice.csv", newline="") as lines:
        assert [(r["size"], r["reason"]) for r in csv.DictReader(lines)] == [("5", "is the same as a feature that is kept")]


def test_borderline_by_accuracy(tmp_path):
    assert "near-borderline" not in run(tmp_path, "unique: p, within: 1 km, same: name")[1]
    said = run(tmp_path, "unique: p, within: 1 km, same: name", source=", accuracy: 250 m")[1]
    assert "2 distances between features of 'p' are within 500 m of the limit" in said


@pytest.mark.parametrize("step, fault", [
    ("unique: p, same: nam", "no column 'nam' in 'p'"),
    ("unique: p, order: -siz", "no column 'siz' in 'p'"),
    ("unique: p, within: 90000 km", "no two places are '90000 km' apart"),
])
def test_faults(tmp_path, step, fault):
    run(tmp_path, "unique: p")
    file = tmp_path / "map.yaml"
    file.write_text(file.read_text().replace("unique: p", step))
    got = lode("check", file)
    assert got.returncode == 2 and fault in got.stderr


def test_a_table_without_places(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\nx,1\ny,2\nx,3\n")
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {t: t.csv, p: p.geojson}\nsteps: [{one: {unique: t, same: a}}]\ntables: {o.csv: {of: one}}\n"
                                       "layers: [{marker: p}]\n")
    (tmp_path / "p.geojson").write_text('{"type": "Point", "coordinates": [60, 30]}')
    got = lode("export", tmp_path / "map.yaml", "one", "-o", tmp_path / "out.csv")
    assert got.returncode == 0, got.stderr
    assert (tmp_path / "out.csv").read_text().splitlines() == ["a,b,count", "x,1,2", "y,2,1"]


def test_shapes_that_touch_are_the_same_place(tmp_path):
    shapes = [[0, 1], [1, 2], [3, 4]]
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"n": i}, "geometry": {"type": "Polygon", "coordinates": [
            [[w, 0], [e, 0], [e, 1], [w, 1], [w, 0]]]}} for i, (w, e) in enumerate(shapes)]}))
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {a: a.geojson}\nsteps: [{one: {unique: a}}]\nlayers: [{fill: one}]\n")
    got = lode("export", tmp_path / "map.yaml", "one", "-o", tmp_path / "out.geojson")
    assert got.returncode == 0, got.stderr
    features = json.loads((tmp_path / "out.geojson").read_text())["features"]
    assert [(f["properties"]["n"], f["properties"]["count"]) for f in features] == [(0, 2), (2, 1)]


def test_check_counts_points_that_share_a_place(tmp_path):
    text = (f"lode: 1\ndata: {{deposits: {ROOT}/layers/deposits.shp}}\n"
            "layers: [{marker: deposits, label: {text: '{name}'}}]\n")
    (tmp_path / "map.yaml").write_text(text)
    said = lode("check", tmp_path / "map.yaml").stderr
    assert "247 of 2518 points of 'deposits' have another within 100 m" in said
    (tmp_path / "map.yaml").write_text(text.replace(", label: {text: '{name}'}", ""))
    assert "have another within" not in lode("check", tmp_path / "map.yaml").stderr


def test_accuracy_stands_where_distances_are_told(tmp_path):
    (tmp_path / "map.yaml").write_text(f"""lode: 1
data:
  deposits: {{file: {ROOT}/layers/deposits.shp, accuracy: 200 m}}
  rail: {{file: {ROOT}/layers/railways.shp, accuracy: 1 km}}
steps:
  - listed: {{near: deposits, to: rail, within: 25 km}}
layers: [{{marker: listed}}]
""")
    explained = lode("explain", tmp_path / "map.yaml").stdout
    assert "the document states an accuracy of 1000 m" in explained and "tolerance  1200 m" in explained
    got = lode("export", tmp_path / "map.yaml", "listed", "-o", tmp_path / "o.geojson")
    assert "distances may be off by 1200 m, with the stated accuracy of 200 m of 'deposits' and 1000 m of 'rail'" in got.stderr
    assert json.loads((tmp_path / "o.geojson").read_text())["accuracy_m"] == 200
    lode("export", tmp_path / "map.yaml", "listed", "-o", tmp_path / "o.gpkg")
    with sqlite3.connect(tmp_path / "o.gpkg") as db:
        assert 'key="accuracy_m">200<' in db.execute("select metadata from gpkg_metadata").fetchone()[0]


def test_against_brute_force():
    got = subprocess.run([sys.executable, ROOT / "tests/against/unique.py", "--lode", LODE], capture_output=True, text=True)
    assert got.returncode == 0, got.stdout + got.stderr
