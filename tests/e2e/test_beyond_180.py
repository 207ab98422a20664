"""Longitudes beyond 180 degrees give what the same places give within 180, in every step; shapely compares."""
import csv
import json

import pytest
from shapely.geometry import shape

STEPS = """
  - sel: {select: q, intersects: p}
  - j: {join: q, with: p}
  - c: {clip: q, with: p}
  - ct: {count: q, in: p}
  - n: {near: q, to: p}
  - big: {buffer: p, by: 100 km}
  - small: {buffer: p, by: -100 km}
  - i: {intersect: big, with: p}
  - m: {columns: p, m2: area()}
"""


def box(west, east, south=0, north=10):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


AREAS = {
    "one": {"type": "Polygon", "coordinates": [box(175, 185)]},
    "west": {"type": "Polygon", "coordinates": [box(-185, -175)]},
    "hole": {"type": "Polygon", "coordinates": [box(172, 186), box(178, 183, 4, 6)]},
    "moved": {"type": "Polygon", "coordinates": [box(190, 200)]},
    "more": {"type": "MultiPolygon", "coordinates": [[box(181, 184)], [box(170, 174)]]},
}
CUT = {
    "one": {"type": "MultiPolygon", "coordinates": [[box(175, 180)], [box(-180, -175)]]},
    "west": {"type": "MultiPolygon", "coordinates": [[box(175, 180)], [box(-180, -175)]]},
    "hole": {"type": "MultiPolygon", "coordinates": [
        [box(172, 180, 0, 10)[:2] + [[180, 4], [178, 4], [178, 6], [180, 6]] + box(172, 180, 0, 10)[2:]],
        [[[-180, 0], [-174, 0], [-174, 10], [-180, 10], [-180, 6], [-177, 6], [-177, 4], [-180, 4], [-180, 0]]]]},
    "moved": {"type": "Polygon", "coordinates": [box(-170, -160)]},
    "more": {"type": "MultiPolygon", "coordinates": [[box(-179, -176)], [box(170, 174)]]},
}
PLACES = [(-178, 5), (178, 5), (0, 5), (-165, 3), (173, 9), (-177.5, 1)]


def write(folder, name, geometries):
    (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"k": k}, "geometry": g} for k, g in enumerate(geometries)]}))


def exported(lode, folder, step):
    lode("export", "map.yaml", step, "-o", f"{step}.geojson", cwd=folder)
    return json.loads((folder / f"{step}.geojson").read_text())["features"]


@pytest.mark.parametrize("area", AREAS)
def test_all_steps_agree(lode, tmp_path, area):
    seen = {}
    for kind, of, turn in (("beyond", AREAS, 360), ("cut", CUT, 0)):
        folder = tmp_path / kind
        folder.mkdir()
        write(folder, "p.geojson", [of[area]])
        write(folder, "q.geojson", [{"type": "Point", "coordinates": [x + (turn if x < -170 else 0), y]} for x, y in PLACES])
        (folder / "map.yaml").write_text(f"lode: 1\ndata: {{p: p.geojson, q: q.geojson}}\nsteps:{STEPS}layers: [{{fill: p}}]\n")
        seen[kind] = {step: exported(lode, folder, step) for step in ("sel", "j", "c", "ct", "n", "big", "small", "i", "m")}

    for step, rows in seen["cut"].items():
        got = seen["beyond"][step]
        assert [r["properties"] for r in got] == [
            {k: pytest.approx(v, abs=0.1 if k == "m2" else 1e-6) if isinstance(v, float) else v
             for k, v in r["properties"].items()} for r in rows], step
        for a, b in zip(got, rows):
            assert shape(a["geometry"]).symmetric_difference(shape(b["geometry"])).area < 1e-4, step


def test_points_are_moved_and_told_of(lode, tmp_path):
    (tmp_path / "p.csv").write_text("lon,lat\n182,5\n359.5,1\n-180,2\n-181,3\n180,4\n20,5\n")
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: {file: p.csv, crs: 'EPSG:4326'}}\n"
                                       "steps: [{s: {columns: p, x: lon()}}]\nlayers: [{marker: p}]\n")
    told = lode("export", "map.yaml", "s", "-o", "s.csv", cwd=tmp_path).stderr.decode()
    assert "3 features have longitudes beyond 180 degrees, from -181 to 359.5, which were moved by 360 degrees" in told
    with open(tmp_path / "s.csv", encoding="utf-8") as f:
        assert [float(r["x"]) for r in csv.DictReader(f)] == pytest.approx([-178, -0.5, -180, 179, 180, 20])


def test_lines_are_cut(lode, tmp_path):
    write(tmp_path, "p.geojson", [{"type": "LineString", "coordinates": [[170, 10], [190, 20], [175, 30]]}])
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: {file: p.geojson, edges: planar}}\nlayers: [{line: p}]\n")
    (line,) = exported(lode, tmp_path, "p")
    got = shape(line["geometry"])
    assert got.bounds == (-180, 10, 180, 30) and got.geom_type == "MultiLineString" and len(got.geoms) == 3
    assert got.length == pytest.approx((20**2 + 10**2) ** 0.5 + (15**2 + 10**2) ** 0.5)


def test_the_window_follows(lode, tmp_path):
    """A map of one side shows what is written on the other, and a world from 0 to 360 is one."""
    write(tmp_path, "p.geojson", [{"type": "Point", "coordinates": [x, 0]} for x in range(5, 360, 10)])
    for extent, n in (("[-60, -10, -20, 10]", 4), ("[300, -10, 340, 10]", 4), ("[-180, -80, 180, 80]", 36), ("[170, -9, -160, 9]", 3)):
        (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: p.geojson}\nlayers: [{marker: p}]\n"
                                           f"map: {{extent: {extent}, crs: 'EPSG:4326'}}\npage: {{size: [200 mm, 60 mm]}}\n")
        shown = lode("show", "--after", "layout", "map.yaml", cwd=tmp_path).stdout.decode()
        assert shown.count(" point") >= n, extent


def test_one_region_about_greenwich(lode, tmp_path):
    """Data from 0 to 360 on both sides of Greenwich is no map of the world."""
    write(tmp_path, "p.geojson", [{"type": "Polygon", "coordinates": [box(350, 360)]}, {"type": "Polygon", "coordinates": [box(0, 10)]}])
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: {file: p.geojson, edges: geodesic}}\nlayers: [{fill: p}]\n")
    assert "+lon_0=0 " in lode("show", "--after", "view", "map.yaml", cwd=tmp_path).stdout.decode()
    assert "window: -1" in lode("show", "--after", "view", "map.yaml", cwd=tmp_path).stdout.decode()


def test_what_is_in_the_file_is_shown_as_it_is(lode, tmp_path):
    write(tmp_path, "p.geojson", [{"type": "Point", "coordinates": [x, 0]} for x in (10, 350)])
    told = lode("info", "p.geojson", cwd=tmp_path).stdout.decode()
    assert "350" in told and "beyond 180" not in told


@pytest.mark.parametrize("ring", [box(75, 85), box(175, 185), [[175, 0], [-175, 0], [-175, 10], [175, 10], [175, 0]], box(-185, -175)])
@pytest.mark.parametrize("km, km2", [(100, 1_701_248), (-100, 825_468)])
def test_geodesic_edges(lode, tmp_path, ring, km, km2):
    """An area of geodesics has the same buffer wherever it lies, however it is written. By pyproj and shapely, in an
    azimuthal projection: 1,701,032 and 825,570 km2."""
    write(tmp_path, "p.geojson", [{"type": "Polygon", "coordinates": [ring]}])
    (tmp_path / "map.yaml").write_text(
        "lode: 1\ndata: {p: {file: p.geojson, edges: geodesic}}\n"
        f"steps: [{{b: {{buffer: p, by: {km} km}}}}, {{a: {{columns: b, km2: area() / 1e6}}}}]\nlayers: [{{fill: a}}]\n")
    told = lode("export", "map.yaml", "a", "-o", "a.geojson", cwd=tmp_path).stderr.decode()
    (area,) = json.loads((tmp_path / "a.geojson").read_text())["features"]
    assert area["properties"]["km2"] == pytest.approx(km2, rel=1e-5) and "long-step" not in told
    lode("render", "map.yaml", "-o", "map.png", cwd=tmp_path)


def crossing(geod, a, b):
    """The latitude at which pyproj's geodesic crosses the 180th meridian, by bisection of its length."""
    azimuth, _, length = geod.inv(*a, *b)
    low, high = 0, length
    for _ in range(60):
        middle = (low + high) / 2
        lon, lat, _ = geod.fwd(*a, azimuth, middle)
        low, high = (middle, high) if (lon % 360 < 180) == (a[0] % 360 < 180) else (low, middle)
    return lat


@pytest.mark.parametrize("a, b", [((150, 50), (-150, 50)), ((175, 0), (-178, 10)), ((160, 10), (-170, 60)), ((-120, 60), (100, -30)),
                                  ((179.99, 89), (-100, 80)), ((91, 10), (-91, -5))])
@pytest.mark.parametrize("turn", [0, 360])
def test_geodesics_are_cut_where_they_cross(lode, tmp_path, a, b, turn):
    pyproj = pytest.importorskip("pyproj")
    write(tmp_path, "p.geojson", [{"type": "LineString", "coordinates": [
        [x + turn if turn and x < 0 else x, y] for x, y in (a, b)]}])
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: {file: p.geojson, edges: geodesic}}\nlayers: [{line: p}]\n")
    expected = crossing(pyproj.Geod(ellps="WGS84"), a, b)
    (line,) = exported(lode, tmp_path, "p")
    parts = line["geometry"]["coordinates"]
    assert [len(part) for part in parts] == [2, 2]
    assert [y for part in parts for x, y in part if abs(x) == 180] == pytest.approx([expected] * 2, abs=2e-7)
