"""`lode export` read back with GDAL, and compared with shapely's own answers on the same data."""
import json

import pyproj
import pytest
import shapely.geometry
import shapely.wkb
from osgeo import gdal, ogr
from shapely.ops import unary_union

from conftest import LAYERS, MAPS

gdal.UseExceptions()

STEPS = """
lode: 1
data:
  provinces: {file: '{layers}/provinces.shp', where: adm0_a3 = 'AFG'}
  deposits: {file: '{layers}/deposits.shp', where: adm0_a3 = 'AFG'}
  rivers: '{layers}/rivers.shp'
steps:
  - north: {select: provinces, filter: latitude > 35}
  - outside: {erase: provinces, with: north}
  - wet: {clip: rivers, with: north}
  - both: {intersect: rivers, with: north}
  - whole: {dissolve: provinces, by: adm0_a3, count: true}
  - counted: {count: deposits, in: provinces}
layers:
  - fill: provinces
"""


def features(path, layer=0):
    source = ogr.Open(str(path))
    return [(json.loads(f.ExportToJson())["properties"],
             shapely.wkb.loads(bytes(f.GetGeometryRef().ExportToWkb())) if f.GetGeometryRef() else None)
            for f in source.GetLayer(layer)]


def code_of(path):
    source = ogr.Open(str(path))  # layers must not outlive it
    return source.GetLayer().GetSpatialRef().GetAuthorityCode(None)


@pytest.fixture
def export(lode, write_map, tmp_path):
    document = write_map(STEPS)

    def run(layer, end="gpkg", *more):
        path = tmp_path / f"{layer}.{end}"
        lode("export", document, layer, "-o", path, *more)
        return path

    return run


def test_a_table_without_shapes_is_exported(lode, write_map, tmp_path):
    (tmp_path / "people.csv").write_text("code,people\nAFG,42\nTJK,10\n")
    document = write_map(f"""
lode: 1
data:
  provinces: '{{layers}}/provinces.shp'
  people: {tmp_path}/people.csv
layers:
  - fill: provinces
""")
    for more in [], ["--crs", "EPSG:3857"]:
        lode("export", document, "people", "-o", tmp_path / "out.csv", *more)
        assert (tmp_path / "out.csv").read_text() == "code,people\nAFG,42\nTJK,10\n"


@pytest.mark.parametrize("end", ["gpkg", "geojson", "shp", "csv", "fgb"])
def test_every_format_holds_the_layer(export, end):
    path = export("counted", end)
    rows = features(path)
    assert len(rows) == 34
    assert sum(int(p["count"]) for p, _ in rows) == sum(int(p["count"]) for p, _ in features(export("counted")))


def test_the_system_is_lonlat_unless_asked(export):
    assert code_of(export("north")) == "4326"
    assert code_of(export("north", "gpkg", "--crs", "EPSG:32642")) == "32642"
    to = pyproj.Transformer.from_crs("EPSG:4326", "EPSG:32642", always_xy=True)
    for (p, ours), (q, theirs) in zip(features(export("north")), features(export("north", "gpkg", "--crs", "EPSG:32642"))):
        assert p["adm1_code"] == q["adm1_code"]
        x, y = to.transform(*ours.representative_point().coords[0])
        assert theirs.buffer(1).contains(shapely.geometry.Point(x, y))


def test_cuts_agree_with_shapely(export):
    provinces = {p["adm1_code"]: g for p, g in features(LAYERS / "provinces.shp") if p["adm0_a3"] == "AFG"}
    north = unary_union([g for p, g in features(LAYERS / "provinces.shp")
                         if p["adm0_a3"] == "AFG" and p["latitude"] > 35])
    outside = {p["adm1_code"]: g for p, g in features(export("outside"))}
    for code, whole in provinces.items():
        expected = whole.difference(north)
        left = outside[code].area if code in outside else 0
        assert left == pytest.approx(expected.area, abs=1e-9)
    wet = sum(g.length for _, g in features(export("wet")))
    both = sum(g.length for _, g in features(export("both")))
    expected = sum(g.intersection(north).length for _, g in features(LAYERS / "rivers.shp"))
    assert wet == pytest.approx(expected, rel=1e-9)
    assert both == pytest.approx(expected, rel=1e-6)  # along shared borders a river may count twice
    (row, whole), = features(export("whole"))
    assert row["count"] == 34 and whole.is_valid
    assert whole.area == pytest.approx(unary_union(list(provinces.values())).area, rel=1e-9)


def test_the_bands_of_the_corridor_map_are_disjoint_and_valid(lode, tmp_path):
    lode("export", MAPS / "northern-corridors.yaml", "bands", "-o", tmp_path / "bands.gpkg")
    rows = features(tmp_path / "bands.gpkg")
    assert [p["band"] for p, _ in rows] == [10000, 25000, 50000]
    for i, (_, a) in enumerate(rows):
        assert a.is_valid
        for _, b in rows[i + 1:]:
            assert a.intersection(b).area < 1e-9


def test_an_unknown_layer_is_a_usage_fault(lode, write_map, tmp_path):
    run = lode("export", write_map(STEPS), "nort", "-o", tmp_path / "x.gpkg", status=2)
    assert b"did you mean 'north'?" in run.stderr
    assert not (tmp_path / "x.gpkg").exists()
