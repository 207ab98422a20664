"""`lode near`: a list, a map and a summary without a document."""
import csv
import io
import os
import pty
import subprocess

import pyproj
import pytest
from osgeo import ogr
from PIL import Image

from conftest import ENV, LAYERS

ogr.UseExceptions()
GEOD = pyproj.Geod(ellps="WGS84")
DEPOSITS, RAILWAYS = LAYERS / "deposits.shp", LAYERS / "railways_osm.shp"
NEAR = ["near_id", "near_name", "near_m", "near_lon", "near_lat", "near_azimuth_deg", "near_along_m", "near_borderline"]


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


def test_the_list_has_the_columns_of_the_file_and_then_those_of_near(lode):
    run = lode("near", DEPOSITS, RAILWAYS, "--within", "50km", "--to-where", "fclass = 'rail'", "--id", "osm_id")
    rows = rows_of(run.stdout)
    source, target = ogr.Open(str(DEPOSITS)), ogr.Open(str(RAILWAYS))
    fields = source.GetLayer().GetLayerDefn()
    assert list(rows[0]) == [fields.GetFieldDefn(i).GetName() for i in range(fields.GetFieldCount())] + NEAR
    lines = {f["osm_id"] for f in target.GetLayer() if f["fclass"] == "rail"}
    assert len(rows) > 100
    places = {f["dep_id"]: f.GetGeometryRef().GetPoint_2D() for f in source.GetLayer()}
    for row in rows:
        assert 0 <= float(row["near_m"]) <= 50_000 and row["near_id"] in lines
        # The distance is that to the place which is named, and the direction the one there.
        azimuth, _, metres = GEOD.inv(*places[row["dep_id"]], float(row["near_lon"]), float(row["near_lat"]))
        assert metres == pytest.approx(float(row["near_m"]), abs=0.001)
        assert (azimuth - float(row["near_azimuth_deg"]) + 180) % 360 - 180 == pytest.approx(0, abs=1)


def test_files_a_map_and_a_summary_for_each_group(lode, tmp_path):
    outputs = [tmp_path / "list.csv", tmp_path / "list.gpkg", tmp_path / "map.png"]
    run = lode("near", "-q", DEPOSITS, RAILWAYS, "--within", "50km", "--where", "adm0_a3 IN ('UZB', 'AFG')", "--by", "comm_group",
               "-o", outputs[0], "-o", outputs[1], "--map", outputs[2])
    rows = list(csv.DictReader(open(outputs[0], encoding="utf-8", newline="")))
    source = ogr.Open(str(outputs[1]))
    assert source.GetLayer().GetFeatureCount() == len(rows)
    assert Image.open(outputs[2]).size == (3508, 2480)
    summary = {}
    for line in run.stdout.decode().splitlines()[1:]:
        words = line.split()
        at = words.index("of")
        summary[" ".join(words[:at - 1])] = [float(word) for word in words[at - 1:] if word != "of"]
    groups = {}
    for row in rows:
        groups.setdefault(row["comm_group"], []).append(float(row["near_m"]) / 1000)
    for group, distances in groups.items():
        n, _, nearest, mean = summary[group]
        assert n == len(distances)
        assert nearest == pytest.approx(min(distances), abs=0.051)
        assert mean == pytest.approx(sum(distances) / n, abs=0.051)
    assert summary["all"][0] == len(rows)
    assert sum(figures[1] for group, figures in summary.items() if group != "all") == summary["all"][1]


def test_the_document_can_be_gone_on_from(lode, tmp_path):
    printed = lode("near", "--print", DEPOSITS, RAILWAYS, "--within", "10 km", "-o", "list.csv", "--map", "map.svg").stdout
    (tmp_path / "map.yaml").write_bytes(printed)
    lode("render", "-q", tmp_path / "map.yaml")
    direct = rows_of(lode("near", "-q", DEPOSITS, RAILWAYS, "--within", "10 km").stdout)
    written = list(csv.DictReader(open(tmp_path / "list.csv", encoding="utf-8", newline="")))
    assert [row["near_m"] for row in direct] == [row["near_m"] for row in written]
    assert (tmp_path / "map.svg").exists()


def test_a_file_with_itself(lode):
    rows = rows_of(lode("near", "-q", LAYERS / "places.shp", LAYERS / "places.shp", "-k", "3", "--where", "POP_MAX > 1000000").stdout)
    assert [row["near_rank"] for row in rows[:6]] == ["1", "2", "3"] * 2
    assert all(float(row["near_m"]) > 0 for row in rows)


def test_names_that_meet(lode, tmp_path):
    """Files of one name in two folders, and one that is called like a step."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        for name in ("reached", "band"):
            (tmp_path / folder / f"{name}.csv").write_text("name,lon,lat\nx,60,35\ny,60.1,35\n")
    for name in ("reached", "band"):
        run = lode("near", "-q", tmp_path / "a" / f"{name}.csv", tmp_path / "b" / f"{name}.csv", "--within", "1km", "--crs",
                   "EPSG:4326", "--to-crs", "EPSG:4326", "--map", tmp_path / "map.png")
        assert [row["near_m"] for row in rows_of(run.stdout)] == ["0", "0"]


@pytest.mark.parametrize("args,told", [
    (["--within", "50"], b"a length needs a unit: '50'"),
    (["--within", "-5km"], b"must be greater than 0"),
    (["--within", "30000 km"], b"no two places are"),
    (["--by", "comm_grop"], b"did you mean 'comm_group'?"),
    (["--id", "osm"], b"no column 'osm'"),
    (["--where", "comm_group = "], b"expected a value"),
    (["-k", "1.5"], b"takes a whole number"),
    (["--map", "map.gif"], b"no format has the ending"),
    (["-o", "list.xyz"], b"no format has this ending"),
])
def test_what_is_refused(lode, args, told):
    run = lode("near", DEPOSITS, RAILWAYS, *args, status=2)
    assert told in run.stderr and run.stdout == b""


def test_progress_is_shown_on_a_terminal_only(lode, tmp_path):
    """Lines that are written anew, once a work takes long; nothing of it where standard error is a file."""
    points = tmp_path / "points.csv"
    points.write_text("lon,lat\n" + "".join(f"{60 + i % 1500 / 100},{30 + i // 1500 / 100}\n" for i in range(600_000)))
    command = [lode.path, "near", points, RAILWAYS, "--crs", "EPSG:4326", "--within", "400 km"]
    ours, theirs = pty.openpty()
    with open(os.devnull, "wb") as nowhere:
        run = subprocess.Popen(command, stdout=nowhere, stderr=theirs, env={**ENV, "TERM": "xterm"})
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 65536):
            seen += chunk
    except OSError:  # the other end is closed
        pass
    assert run.wait(timeout=300) == 0
    assert b"measuring distances: " in seen and b" %)" in seen
    assert b"\x1b[K" not in lode("near", DEPOSITS, RAILWAYS).stderr


def test_a_table_without_shapes_is_near_nothing(lode, tmp_path):
    (tmp_path / "t.csv").write_text("name,v\na,1\nb,2\n", encoding="utf-8")
    for pair in ((tmp_path / "t.csv", DEPOSITS), (DEPOSITS, tmp_path / "t.csv"), (tmp_path / "t.csv", tmp_path / "t.csv")):
        run = lode("near", *pair, "--within", "1km", "--crs", "EPSG:4326", "--to-crs", "EPSG:4326")
        assert rows_of(run.stdout) == []
