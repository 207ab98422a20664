"""Steps of more than 180 degrees of longitude, against pyproj and shapely."""
import csv
import json

import pytest
from pyproj import Geod
from shapely.geometry import MultiPolygon, Polygon, box, shape
from shapely.ops import unary_union

GEOD = Geod(ellps="WGS84")
WARNING = "was read as the short way over the 180th meridian"


@pytest.fixture
def export(lode, write_map, tmp_path):
    """export(geometry, keys) -> the geometry as lode read it, what area() says, and what was told."""

    def run(geometry, keys=""):
        (tmp_path / "in.geojson").write_text(json.dumps(
            {"type": "FeatureCollection", "features": [
                {"type": "Feature", "properties": {"n": 1}, "geometry": geometry}]}), encoding="utf-8")
        path = write_map(f"lode: 1\ndata: {{a: {{file: in.geojson{keys}}}}}\n"
                         "steps: [{b: {columns: a, m2: area(), m: length()}}]\nlayers: []\n")
        done = lode("export", path, "b", "-o", tmp_path / "out.geojson")
        got = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"][0]
        return shape(got["geometry"]), got["properties"], done.stderr.decode()

    return run


def polygon(*places):
    return {"type": "Polygon", "coordinates": [[*map(list, places), list(places[0])]]}


def line(*places):
    return {"type": "LineString", "coordinates": [list(p) for p in places]}


def test_a_line_is_the_geodesic_over_the_meridian(export):
    got, row, told = export(line((179, 60), (-179, 61)))
    assert WARNING in told and "(feature 0)" in told and "edges: planar" in told
    assert got.geom_type == "MultiLineString" and got.bounds[0] == -180 and got.bounds[2] == 180
    assert row["m"] == pytest.approx(GEOD.inv(179, 60, -179, 61)[2], abs=0.1)


def test_near_and_buffer_take_the_short_way(lode, write_map, tmp_path):
    (tmp_path / "l.geojson").write_text(json.dumps(line((179, 60), (-179, 61))), encoding="utf-8")
    (tmp_path / "q.geojson").write_text('{"type": "Point", "coordinates": [180, 60.5]}', encoding="utf-8")
    path = write_map("lode: 1\ndata: {l: l.geojson, q: q.geojson}\n"
                     "steps: [{n: {near: q, to: l}}, {b: {buffer: l, by: 5 km}}]\nlayers: []\n")
    lode("export", path, "n", "-o", tmp_path / "n.csv")
    with open(tmp_path / "n.csv", encoding="utf-8") as f:
        row = next(csv.DictReader(f))
    # The geodesic, walked by pyproj in steps of about 5 m.
    way = GEOD.inv_intermediate(179, 60, -179, 61, 30000)
    lons, lats = list(way.lons), list(way.lats)
    _, _, m = GEOD.inv([180] * len(lons), [60.5] * len(lons), lons, lats)
    assert float(row["near_m"]) == pytest.approx(min(m), abs=0.2)
    assert float(row["near_m"]) == pytest.approx(897.1, abs=0.5)
    lode("export", path, "b", "-o", tmp_path / "b.geojson")
    got = json.loads((tmp_path / "b.geojson").read_text(encoding="utf-8"))["features"][0]["geometry"]
    parts = unary_union([shape(got)])
    assert parts.is_valid and len(parts.geoms) == 2 and parts.area < 1


SHORT = {
    "box, first to the east": (polygon((170, -20), (-170, -20), (-170, -10), (170, -10)),
                               [(170, -20, 180, -10), (-180, -20, -170, -10)]),
    "box, first to the north": (polygon((170, -20), (170, -10), (-170, -10), (-170, -20)),
                                [(170, -20, 180, -10), (-180, -20, -170, -10)]),
    "0 to 360": (polygon((350, 10), (20, 10), (20, 30), (350, 30)),
                 [(-10, 10, 20, 30)]),
    "180 spelled -180": (polygon((170, 0), (-180, 0), (-180, 5), (170, 5)), [(170, 0, 180, 5)]),
    "two vertices on the meridian": (
        polygon((175, 0), (180, 0), (-180, 0), (-175, 0), (-175, 5.5), (-180, 5), (180, 5), (175, 5.5)),
        None),
    "a wide ocean": (polygon((150, -60), (-70, -60), (-70, 60), (150, 60)),
                     [(150, -60, 180, 60), (-180, -60, -70, 60)]),
}


@pytest.mark.parametrize("name", SHORT)
def test_areas_take_the_short_way(export, name):
    geometry, boxes = SHORT[name]
    got, row, told = export(geometry)
    assert WARNING in told
    assert got.is_valid and got.bounds[0] >= -180 and got.bounds[2] <= 180
    want = (MultiPolygon([box(*b) for b in boxes]) if boxes else
            MultiPolygon([Polygon([(175, 0), (180, 0), (180, 5), (175, 5.5)]),
                          Polygon([(-180, 0), (-175, 0), (-175, 5.5), (-180, 5)])]))
    assert got.symmetric_difference(want).area == pytest.approx(0, abs=1e-6)
    lonlat = [abs(GEOD.geometry_area_perimeter(p)[0]) for p in getattr(got, "geoms", [got])]
    assert row["m2"] == pytest.approx(sum(lonlat), rel=1e-6)


def test_holes_go_with_their_area(export):
    ring = polygon((170, 0), (-170, 0), (-170, 20), (170, 20))
    ring["coordinates"] += [[[-178, 5], [-175, 5], [-175, 8], [-178, 5]],
                            [[178, 12], [-178, 12], [-178, 15], [178, 15], [178, 12]]]
    got, _, told = export(ring)
    assert told.count(WARNING) == 1 and got.is_valid
    assert got.area == pytest.approx(400 - 4.5 - 12)


@pytest.mark.parametrize("pole", [-1, 1])
@pytest.mark.parametrize("way", [-1, 1])
def test_a_ring_round_a_pole_is_closed_along_it(export, pole, way):
    places = [(way * lon, pole * (70 + (lon % 40) / 10)) for lon in range(-175, 180, 10)]
    got, _, told = export(polygon(*places))
    assert WARNING in told and got.is_valid
    assert got.bounds[0] == -180 and got.bounds[2] == 180
    assert max(abs(got.bounds[1]), abs(got.bounds[3])) == 90
    # Trapezoids between the ring and the pole.
    lats = [abs(p[1]) for p in places]
    want = sum(10 * (90 - (a + b) / 2) for a, b in zip(lats, lats[1:] + lats[:1]))
    assert got.area == pytest.approx(want, rel=1e-3)


WORLD = {
    "-180 to 180": polygon((-180, -90), (180, -90), (180, 90), (-180, 90)),
    "a band of the world": polygon((-180, -10), (-180, 10), (180, 10), (180, -10)),
    "antarctica": polygon((-180, -90), (180, -90), (180, -80), (60, -70), (-60, -72), (-180, -80)),
    "southern ocean": polygon((-180, -40), (180, -40), (180, -60), (90, -62), (0, -60), (-90, -64), (-180, -60)),
}


@pytest.mark.parametrize("name", WORLD)
def test_the_world_stays_as_it_is_in_silence(export, name):
    got, row, told = export(WORLD[name])
    assert "long-step" not in told and "180 degrees" not in told
    assert got.equals(shape(WORLD[name]))
    assert row["m2"] > 1e13


@pytest.mark.parametrize("geometry", [
    polygon((-170, -60), (170, -60), (170, 60), (-170, 60)),
    polygon((-170, -5), (170, -5), (170, 5), (-170, 5)),
    polygon((170, -60), (170, 60), (-170, 60), (-170, -60)),  # as shapely.geometry.box writes it
    polygon((-179.99, -85), (-179.99, 85), (179.99, 85), (179.99, -85)),
    line((-170, 40), (170, 40)),
], ids=["box", "band", "from the east", "nearly all", "parallel"])
def test_backgrounds_do_not_collapse(export, geometry):
    got, row, told = export(geometry)
    assert got.equals(shape(geometry))
    assert "read as written, the long way round the world (feature 0)" in told
    assert row["m2"] > 1e13 or row["m"] > 2e7
    got, _, told = export(geometry, ", edges: planar")
    assert got.equals(shape(geometry)) and "the long way" not in told


def test_planar_edges_keep_steps_as_written(export):
    geometry = polygon((170, -20), (-170, -20), (-170, -10), (170, -10))
    got, row, told = export(geometry, ", edges: planar")
    assert got.equals(shape(geometry)) and "180th" not in told
    # 340 degrees of the band between two parallels, whose edges pyproj gets a tenth of a degree long.
    strip = Polygon([(k / 10, -20) for k in range(11)] + [(k / 10, -10) for k in range(10, -1, -1)])
    assert row["m2"] == pytest.approx(340 * abs(GEOD.geometry_area_perimeter(strip)[0]), rel=1e-6)


def test_a_track_with_small_steps(export):
    places = [(178.5 + k if 178.5 + k <= 180 else k - 181.5, 10) for k in range(5)]
    got, row, told = export(line(*places))
    assert WARNING in told
    assert sorted(p.bounds for p in got.geoms) == [(-180, 10, -177.5, 10), (178.5, 10, 180, 10)]
    back = line(*places[::-1])
    assert export(back)[0].length == pytest.approx(4)


@pytest.mark.parametrize("command", ["render", "check"])
def test_each_command_reports_it_once(lode, write_map, tmp_path, command):
    (tmp_path / "l.geojson").write_text(json.dumps(line((179, 60), (-179, 61))), encoding="utf-8")
    path = write_map("lode: 1\ndata: {l: l.geojson}\nlayers: [{line: l}]\n")
    done = lode(command, path, *(["-o", tmp_path / "o.png"] if command == "render" else []))
    assert done.stderr.decode().count(WARNING) == 1


def test_windows_find_what_crosses_the_meridian(lode, write_map, tmp_path):
    """A map of a strip that lies outside the box of the line as it is written."""
    (tmp_path / "l.geojson").write_text(json.dumps(line((178, 0), (-178, 1))), encoding="utf-8")
    path = write_map("lode: 1\ndata: {l: l.geojson}\nlayers: [{line: l}]\n"
                     "map: {crs: EPSG:4326, extent: [178.5, -1, 179.5, 1]}\n")
    done = lode("show", "--after", "scene", path)
    assert WARNING in done.stderr.decode()
