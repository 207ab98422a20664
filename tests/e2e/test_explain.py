"""`lode explain`: what it says of simpler methods is what pyproj and shapely say by them."""
import csv
import io
import math
import re

import pyproj
import pytest
from osgeo import ogr
from shapely import wkb
from shapely.geometry import MultiLineString
from shapely.ops import transform

from conftest import LAYERS

ogr.UseExceptions()

DOCUMENT = """
lode: 1
data:
  deposits: {file: '{layers}/deposits.shp', where: "adm0_a3 IN ('UZB', 'AFG', 'TJK')"}
  railways: {file: '{layers}/railways_osm.shp', where: "fclass = 'rail'", edges: geodesic}
steps:
  - bands: {rings: railways, by: [25 km, 50 km]}
  - reached: {near: deposits, to: railways, within: 50 km}
layers: []
"""


def shapes(name, chosen):
    source = ogr.Open(str(LAYERS / f"{name}.shp"))
    return {f.GetFID(): wkb.loads(bytes(f.GetGeometryRef().ExportToWkb())) for f in source.GetLayer() if chosen(f)}


def haversine(a, b):
    (x0, y0), (x1, y1) = [(math.radians(x), math.radians(y)) for x, y in (a, b)]
    h = math.sin((y1 - y0) / 2) ** 2 + math.cos(y0) * math.cos(y1) * math.sin((x1 - x0) / 2) ** 2
    return 2 * 6371008.8 * math.asin(math.sqrt(h))


def test_each_answer_is_that_of_its_method(lode, write_map):
    document = write_map(DOCUMENT)
    answers = list(csv.DictReader(io.StringIO(lode("explain", document, "--list", "reached").stdout.decode())))
    deposits = shapes("deposits", lambda f: f["adm0_a3"] in ("UZB", "AFG", "TJK"))
    lines = [part for line in shapes("railways_osm", lambda f: f["fclass"] == "rail").values()
             for part in getattr(line, "geoms", [line])]
    to_web = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:3857", always_xy=True).transform
    railways = MultiLineString(lines)
    web = transform(to_web, railways)
    assert len(answers) > 50
    near = list(csv.DictReader(io.StringIO(lode(
        "near", LAYERS / "deposits.shp", LAYERS / "railways_osm.shp", "--where", "adm0_a3 IN ('UZB', 'AFG', 'TJK')",
        "--to-where", "fclass = 'rail'", "--edges", "geodesic", "--within", "50 km").stdout.decode())))
    assert len(near) == len(answers)
    for answer, row in zip(answers, near):
        point = deposits[int(answer["feature"])]
        assert float(answer["near_m"]) == pytest.approx(float(row["near_m"]), abs=0.001)
        assert float(answer["degrees_m"]) == pytest.approx(railways.distance(point) * 6378137 * math.pi / 180, abs=0.01)
        assert float(answer["web_mercator_m"]) == pytest.approx(web.distance(transform(to_web, point)), abs=0.01)
        foot = (float(row["near_lon"]), float(row["near_lat"]))
        assert float(answer["sphere_m"]) == pytest.approx(haversine(point.coords[0], foot), abs=0.01)


def test_the_report_counts_what_the_list_says(lode, write_map):
    document = write_map(DOCUMENT)
    report = lode("explain", document).stdout.decode()
    answers = list(csv.DictReader(io.StringIO(lode("explain", document, "--list", "reached").stdout.decode())))
    leaves_out = sum(float(answer["web_mercator_m"]) > 50_000 for answer in answers)
    assert f"leaves out {leaves_out}, adds 0" in re.search(r"in Web Mercator.*", report).group()
    assert f"with 'bands' at 50.0 km: {len(answers)} features within, all in the area" in report
    assert "edges geodesic" in report and "Karney (2013)" in report


def test_the_way_to_wgs84_is_named(lode, write_map, tmp_path):
    (tmp_path / "sites.csv").write_text("x,y\n500000,4000000\n")
    document = write_map("""
lode: 1
data:
  sites: {file: sites.csv, x: x, y: y, crs: 'EPSG:28472'}
  railways: '{layers}/railways_osm.shp'
steps:
  - reached: {near: sites, to: railways, within: 5000 km}
layers: []
""")
    run = lode("explain", document)
    report = run.stdout.decode()
    assert re.search(r"to WGS 84 by '.*Pulkovo 1942.*', accurate to [\d.]+ m", report)
    # The tolerance that the run took, not the one that the document asks for.
    accuracy = re.search(r"PROJ states an accuracy of ([\d.]+) m", run.stderr.decode()).group(1)
    assert f"tolerance  {accuracy} m: " in report


def test_what_is_no_list(lode, write_map):
    run = lode("explain", write_map(DOCUMENT), "--list", "bands", status=2)
    assert b"no step 'near' is called 'bands'" in run.stderr
