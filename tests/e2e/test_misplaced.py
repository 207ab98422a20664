"""Rows that cannot lie where they are said to: beyond a pole, far from all others, beyond all degrees; and files beside
the data that were saved by editors of other systems."""
import json
import shutil
import subprocess
import sys

import pytest

from conftest import LAYERS, ROOT

PLACES = [(60.5 + i * 0.73 % 9, 30.2 + i * 1.31 % 6) for i in range(40)]


def write(path, points):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"n": i}, "geometry": {"type": "Point", "coordinates": p}}
        for i, p in enumerate(points)]}), encoding="utf-8")


@pytest.fixture
def told(lode, tmp_path):
    """The findings of `check` and of `render` on a map of `p.geojson`: level and message by rule."""
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: p.geojson}\nlayers: [{marker: p, size: 1 mm}]\n")

    def run(points, status=0, document="map.yaml"):
        if points:
            write(tmp_path / "p.geojson", points)
        done = lode("check", "--format", "json", document, cwd=tmp_path, status=status)
        found = {f["rule"]: (f["level"], f["message"]) for f in json.loads(done.stdout)["findings"]}
        drawn = lode("render", document, "-o", "p.png", cwd=tmp_path, status=status).stderr.decode()
        for rule, (_, message) in found.items():
            assert rule in ("crs-chosen", "no-scale-bar", "crs-far") or message in drawn
        return found

    return run


@pytest.mark.parametrize("moved, what", [
    ({7: (35.1, 66.2)}, "would be among them with x and y swapped (feature 7)"),
    ({7: (35.1, 66.2), 11: (31, 62)}, "would be among them with x and y swapped (features 7, 11)"),
    ({3: (-66, 34)}, "would be among them with the other sign (west, south) (feature 3)"),
    ({3: (66, -34)}, "would be among them with the other sign (west, south) (feature 3)"),
    ({5: (6.917, 34)}, "would be among them with the decimal point elsewhere (feature 5)"),
    ({0: (0, 0), 1: (0, 0)}, "lie at (0, 0), which often stands for a place that is not known (features 0, 1)"),
])
def test_misplaced_rows_are_named(told, moved, what):
    level, message = told([moved.get(i, p) for i, p in enumerate(PLACES)])["misplaced"]
    assert level == "warning" and what in message
    assert message.startswith(f"{len(moved)} of 40 features of 'p'")


def test_a_place_far_from_all_others_is_a_note(told):
    level, message = told([*PLACES, (83, 33)])["outlier"]
    assert level == "note" and message == "1 of 41 features of 'p' lies far from all others (feature 40)"


def test_an_ordinary_layer_has_no_such_finding(told):
    assert {"misplaced", "outlier"}.isdisjoint(told(PLACES))


def test_grids_and_shipped_layers_have_none(lode, tmp_path):
    write(tmp_path / "grid.geojson", [(x, y) for x in range(-3, 6) for y in range(-2, 4)])
    files = [tmp_path / "grid.geojson", *sorted(LAYERS.glob("*.shp"))]
    printed = lode("info", *files).stdout.decode()
    assert "far from all others" not in printed and "at (0, 0)" not in printed


def test_the_sweep_runs(lode):
    run = subprocess.run([sys.executable, ROOT / "tests/against/misplaced.py", "--lode", lode.path, "--rounds", "30"],
                         capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "30 ordinary layers: 0 with a false alarm" in run.stdout


@pytest.mark.parametrize("lat", [90.00001, -90.0009])
def test_a_hair_beyond_the_pole_is_on_it(lode, told, tmp_path, lat):
    level, message = told([(10, 60), (20, lat), (30, 70)])["beyond-pole"]
    assert level == "note" and "1 feature has a latitude less than 0.001 degrees beyond a pole" in message
    lode("export", "map.yaml", "p", "-o", "out.geojson", cwd=tmp_path)
    made = json.loads((tmp_path / "out.geojson").read_text())
    assert made["features"][1]["geometry"]["coordinates"] == [20, 90 if lat > 0 else -90]


@pytest.mark.parametrize("name, text", [
    ("p.csv", "lon,lat\n10,60\n20,90.0001\n"), ("p.csv", 'n,wkt\n1,"POLYGON((0 80,9 80,9 90.0002,0 80))"\n'),
])
def test_the_pole_in_tables(lode, tmp_path, name, text):
    (tmp_path / name).write_text(text)
    columns = ", x: lon, y: lat" if "lon" in text else ""
    layer = "marker: p" if columns else "line: p"
    (tmp_path / "map.yaml").write_text(
        "lode: 1\ndata: {p: {file: %s, crs: 'EPSG:4326'%s}}\nlayers: [{%s}]\nmap: {crs: '+proj=laea +lat_0=90'}\n"
        % (name, columns, layer))
    printed = lode("render", "map.yaml", "-o", "p.png", cwd=tmp_path).stderr.decode()
    assert "'p': 1 feature has a latitude less than 0.001 degrees beyond a pole, and was put on it" in printed


@pytest.mark.parametrize("extent", ["[-180, -90.0005, 180, 90.00001]", "{centre: [0, 90.00001], scale: 1:50000000}"])
def test_the_pole_in_documents(told, tmp_path, extent):
    (tmp_path / "polar.yaml").write_text(
        "lode: 1\ndata: {p: p.geojson}\nlayers: [{marker: p}]\nmap: {crs: '+proj=laea +lat_0=90', extent: %s}\n" % extent)
    level, message = told([(10, 60), (20, 80)], document="polar.yaml")["beyond-pole"]
    assert level == "note" and message.endswith("was put on the pole")


@pytest.mark.parametrize("bad, hint", [
    ((69.17, 3453), "has it lost its decimal point? it would lie among the others at (69.17, 34.53)"),
    ((6917, 34.53), "has it lost its decimal point? it would lie among the others at (69.17, 34.53)"),
    ((35, 91), "the others are good"),
    ((400, 34), "the others are good"),
])
def test_an_impossible_row_is_named_with_a_hint(lode, tmp_path, bad, hint):
    write(tmp_path / "p.geojson", [*PLACES, bad])
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: p.geojson}\nlayers: [{marker: p}]\n")
    printed = lode("check", "map.yaml", cwd=tmp_path, status=1).stderr.decode()
    assert "feature 40 lies at" in printed and "; 1 of 41 features lie so" in printed and hint in printed


PRJ = (LAYERS / "provinces.prj").read_bytes().strip()


@pytest.mark.parametrize("ending, text", [
    ("prj", b"\xef\xbb\xbf" + PRJ), ("prj", PRJ.decode().encode("utf-16")), ("prj", PRJ.decode().encode("utf-16-le")),
    ("prj", PRJ.decode().encode("utf-16-be")), ("prj", PRJ + b"\0\0"), ("prj", b"\r\n" + PRJ + b"\r\n\r\n\x1a"),
    ("PRJ", PRJ), ("Prj", PRJ), ("qpj", PRJ),
])
def test_side_files_of_other_editors(lode, tmp_path, ending, text):
    for side in ("shp", "shx", "dbf"):
        shutil.copy(LAYERS / f"provinces.{side}", tmp_path / f"p.{side}")
    (tmp_path / f"p.{ending}").write_bytes(text)
    (tmp_path / "p.cpg").write_bytes(b"\xef\xbb\xbfUTF-8\r\n\0")
    printed = lode("info", "p.shp", cwd=tmp_path).stdout.decode()
    assert "WGS 84 (EPSG:4326)" in printed and "UTF-8, by the .cpg" in printed
    assert "coordinate reference system" not in printed


@pytest.mark.parametrize("text, hint", [
    (r"data: {p: data\p.geojson}", "parted by slashes: 'data/p.geojson'"),
    (r"data: {p: 'data\p.geojson'}", "parted by slashes: 'data/p.geojson'"),
    (r'data: {p: "data\bp.geojson"}', "in double quotes a backslash and a letter are one character"),
    (r"styles: ['data\style.yaml']", "parted by slashes: 'data/style.yaml'"),
    (r"map: {crs: 'data\x.prj'}", "parted by slashes: 'data/x.prj'"),
    (r"outputs: ['data\map.png']", "parted by slashes: 'data/map.png'"),
])
def test_backslashes_get_a_hint(lode, tmp_path, text, hint):
    (tmp_path / "data").mkdir()
    write(tmp_path / "p.geojson", PLACES)
    data = "" if text.startswith("data") else "data: {p: p.geojson}\n"
    (tmp_path / "map.yaml").write_text(f"lode: 1\n{data}{text}\nlayers: [{{marker: p}}]\n")
    command = ["render", "map.yaml"] if "outputs" in text else ["check", "map.yaml"]
    assert hint in lode(*command, cwd=tmp_path, status=None).stderr.decode()


def test_backslashes_on_the_command_line(lode, tmp_path):
    printed = lode("info", r"data\p.shp", cwd=tmp_path, status=1).stderr.decode()
    assert "parted by slashes: 'data/p.shp'" in printed


def test_byte_order_marks(lode, tmp_path):
    mark = b"\xef\xbb\xbf"
    write(tmp_path / "p.geojson", PLACES)
    (tmp_path / "p.geojson").write_bytes(mark + (tmp_path / "p.geojson").read_bytes())
    (tmp_path / "t.csv").write_bytes(mark + b"lon,lat\n61,31\n62,32\n")
    (tmp_path / "style.yaml").write_bytes(mark + b"looks: {dot: {size: 2 mm}}\n")
    (tmp_path / "crs.prj").write_bytes(mark + PRJ)
    (tmp_path / "map.yaml").write_bytes(mark + b"""lode: 1
styles: [style.yaml]
data: {p: p.geojson, t: {file: t.csv, x: lon, y: lat, crs: 'EPSG:4326'}}
layers: [{marker: p, use: dot}, {marker: t}]
map: {crs: crs.prj}
""")
    lode("check", "map.yaml", cwd=tmp_path)
