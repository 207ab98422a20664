"""columns, centroid, inside-point, hull, lines, simplify, compared with shapely and pyproj."""
import math
import random
from collections import Counter, defaultdict

import numpy as np
import pyproj
import pytest
from osgeo import ogr
from shapely import vectorized, wkb
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon, box
from shapely.ops import transform, unary_union, voronoi_diagram

from conftest import LAYERS
from step_runs import blobs, lines, points, read, step  # noqa: F401

GEOD = pyproj.Geod(ellps="WGS84")
PROVINCES, DISTRICTS = str(LAYERS / "provinces.shp"), str(LAYERS / "districts.shp")
COUNTRIES, RAILWAYS = str(LAYERS / "countries_world.shp"), str(LAYERS / "railways_osm.shp")


def by_ogr(geom, call, *args):
    g = ogr.CreateGeometryFromWkb(geom.wkb)
    ret = getattr(g, call)(*args)
    return wkb.loads(bytes((ret or g).ExportToWkb()))


def metres(a, b):
    return GEOD.inv(a.x, a.y, b.x, b.y)[2]


# ---- columns


def test_columns_are_computed_one_after_the_other(step):
    rows = [{"id": i, "name": f"n{i}", "x": x, "geom": box(60, 30, 61, 31)} for i, x in enumerate([1.5, None, -2.0])]
    got, _ = step("{columns: a, twice: x * 2, more: twice + 1, name: upper(name), big: x > 0, km2: area() / 1e6}", a=rows)
    assert list(got[0]) == ["id", "name", "x", "twice", "more", "big", "km2", "geom"]
    assert [(r["name"], r["twice"], r["more"], r["big"]) for r in got] == [
        ("N0", 3, 4, 1), ("N1", None, None, None), ("N2", -4, -3, 0)]
    assert got[0]["km2"] == pytest.approx(abs(GEOD.geometry_area_perimeter(rows[0]["geom"])[0]) / 1e6, rel=1e-9)


def test_a_column_may_have_the_name_of_a_step(step):
    got, _ = step("{columns: a, hull: id + 1, count: 7, lines: hull * 2}", a=[{"id": 1, "geom": Point(60, 30)}])
    assert (got[0]["hull"], got[0]["count"], got[0]["lines"]) == (2, 7, 4)


def test_columns_are_known_to_later_steps_and_to_layers(lode, write_map, tmp_path):
    """The names that two joined layers share are read although no layer says them."""
    path = write_map("""lode: 1
data: {p: {file: "{layers}/provinces.shp", where: "adm0_a3 = 'AFG'"}, d: "{layers}/deposits.shp"}
steps:
  - pairs: {join: d, with: p, columns: [name]}
  - named: {columns: pairs, both: "concat(name, ' in ', name_2)"}
  - there: {select: named, filter: both IS NOT NULL}
layers:
  - label: there
    text: '{both}'
""")
    lode("check", path)
    lode("render", path, "-o", tmp_path / "out.png", "--dpi", 40)


# ---- centroid, inside-point


def equal_area_centroid(geom):
    """In an azimuthal equal-area plane round the place itself, found by going there a few times."""
    at = geom.representative_point()
    for _ in range(6):
        there = pyproj.Transformer.from_crs("EPSG:4326", f"+proj=laea +lon_0={at.x} +lat_0={at.y} +datum=WGS84",
                                            always_xy=True)
        c = transform(there.transform, by_ogr(geom, "Segmentize", 0.05)).centroid
        at = Point(there.transform(c.x, c.y, direction="INVERSE"))
    return at


def test_centroids_of_provinces_are_those_of_an_equal_area_plane(step):
    """The plane's centroid is no mean on the curved surface: they differ by about d^3 / 24 R^2 for an area of width d."""
    for path in (PROVINCES, DISTRICTS):
        got, _ = step("{centroid: a}", a=path)
        rows = read(path)
        assert len(got) == len(rows)
        for row, was in list(zip(got, rows))[::5]:
            expected = equal_area_centroid(was["geom"])
            width = math.hypot(was["geom"].bounds[2] - was["geom"].bounds[0], was["geom"].bounds[3] - was["geom"].bounds[1]) * 111e3
            assert metres(row["geom"], expected) < 1 + width ** 3 / 24 / 6.4e6 ** 2


def sampled_centroid(geom, n=400):
    """The mean in space of places that lie equally dense on the authalic sphere."""
    west, south, east, north = geom.bounds
    sphere = pyproj.Transformer.from_crs("EPSG:4326", "+proj=cea +datum=WGS84", always_xy=True)
    (x0, y0), (x1, y1) = sphere.transform(west, south), sphere.transform(east, north)
    x, y = np.meshgrid(x0 + (x1 - x0) * (np.arange(n) + 0.5) / n, y0 + (y1 - y0) * (np.arange(n) + 0.5) / n)
    lon, lat = sphere.transform(x.ravel(), y.ravel(), direction="INVERSE")
    inside = vectorized.contains(geom, lon, lat)
    lam, y = np.radians(lon[inside]), y.ravel()[inside]
    s = y / sphere.transform(0, 90)[1]
    v = np.array([np.sqrt(1 - s * s) * np.cos(lam), np.sqrt(1 - s * s) * np.sin(lam), s]).mean(axis=1)
    s = v[2] / np.linalg.norm(v)
    return Point(math.degrees(math.atan2(v[1], v[0])),
                 sphere.transform(0, s * sphere.transform(0, 90)[1], direction="INVERSE")[1])


@pytest.mark.parametrize("geom", [
    # With vertices between: a step of more than 180 degrees is the short way.
    Polygon([(-170, 60), (-35, 60), (100, 60), (100, 85), (-35, 85), (-170, 85)]), box(-180, 70, 180, 90), box(0, -60, 120, 60),
    MultiPolygon([box(170, 50, 180, 60), box(-180, 50, -165, 70)]),
    Polygon(box(20, -80, 140, 10).exterior, [box(60, -60, 100, -20).exterior]),
], ids=["wide", "pole", "equator", "antimeridian", "hole"])
def test_centroids_of_large_areas(step, geom):
    got, _ = step("{centroid: a}", a=[{"geom": geom}])
    expected = sampled_centroid(geom)
    if expected.y > 89:
        assert got[0]["geom"].y > 89.99
    else:
        assert metres(got[0]["geom"], expected) < 20e3


def test_centroids_of_tiny_areas_and_of_lines(step):
    tiny = box(69.1, 34.5, 69.1001, 34.5001)
    line = LineString([(60, 30), (60, 31), (60, 40)])
    got, _ = step("{centroid: a}", a=[{"geom": tiny}, {"geom": line}, {"geom": MultiPoint([(10, 0), (20, 0)])},
                                      {"geom": Point(1.25, 2.5)}, {"geom": MultiPoint([(0, 0), (180, 0)])}])
    assert len(got) == 4
    assert metres(got[0]["geom"], tiny.centroid) < 1e-3
    half = GEOD.inv(60, 30, 60, 40)[2] / 2
    assert metres(got[1]["geom"], Point(60, 30)) == pytest.approx(half, rel=1e-3)
    assert got[2]["geom"].distance(Point(15, 0)) < 1e-9
    assert got[3]["geom"] == Point(1.25, 2.5)


def test_points_inside_are_inside(step):
    got, _ = step("{inside-point: a}", a=COUNTRIES)
    rows = read(COUNTRIES)
    assert len(got) == len(rows) and set(got[0]) == set(rows[0])
    for row, was in zip(got, rows):
        assert was["geom"].buffer(0).contains(row["geom"])


# ---- hull


def test_hulls_are_those_of_shapely(step):
    rows = blobs(41, 30, 0.8) + [{"id": 99, "geom": LineString([(60, 30), (61, 31), (62, 30)])}]
    got, _ = step("{hull: a}", a=rows)
    assert [r["id"] for r in got] == [r["id"] for r in rows]
    for row, was in zip(got, rows):
        assert row["geom"].equals(was["geom"].convex_hull)


def test_hulls_by_column_and_of_all(step):
    rng = random.Random(42)
    rows = [{"kind": rng.choice(["b", "a", None]), "geom": Point(rng.uniform(60, 70), rng.uniform(30, 40))} for _ in range(60)]
    got, _ = step("{hull: a, by: kind}", a=rows)
    groups = defaultdict(list)
    for r in rows:
        groups[r["kind"]].append(r["geom"])
    assert [r["kind"] for r in got] == list(groups)
    for row, geoms in zip(got, groups.values()):
        assert row["geom"].equals(unary_union(geoms).convex_hull)
    one, _ = step("{hull: a, dissolve: true}", a=rows)
    whole = unary_union([r["geom"] for r in rows])
    assert len(one) == 1 and set(one[0]) == {"geom"} and one[0]["geom"].equals(whole.convex_hull)
    close, _ = step("{hull: a, dissolve: true, ratio: 0.3}", a=rows)
    assert close[0]["geom"].equals(by_ogr(whole, "ConcaveHull", 0.3, False))


def test_what_lies_on_a_line_has_no_hull(step):
    got, told = step("{hull: a}", a=[{"geom": Point(60, 30)}, {"geom": LineString([(60, 30), (61, 31)])}, {"geom": None},
                                     {"geom": box(60, 30, 61, 31)}])
    assert len(got) == 1
    assert "3 of 4 hulls of 'a' are left out" in told


def test_a_hull_over_the_antimeridian_is_small(step):
    a = [{"geom": Point(x, y)} for x, y in [(175, 60), (-175, 60), (-170, 66), (178, 68)]]
    got, _ = step("{hull: a, dissolve: true}", a=a)
    west, south, east, north = got[0]["geom"].bounds
    assert (west, east) == (-180, 180) and len(got[0]["geom"].geoms) == 2
    expected = MultiPoint([(175, 60), (185, 60), (190, 66), (178, 68)]).convex_hull
    assert got[0]["geom"].area == pytest.approx(expected.area, rel=1e-9) and got[0]["geom"].is_valid


# ---- lines


def test_boundaries_of_each_area(step):
    rows = blobs(43, 20, 0.7) + [{"id": 50, "geom": LineString([(60, 30), (61, 31)])}]
    got, _ = step("{lines: a}", a=rows)
    for row, was in zip(got, rows):
        assert row["geom"].equals(was["geom"].boundary if was["geom"].area else was["geom"])


def edges_of(geom):
    """Its edges, each once, whichever way it goes."""
    coords = [c.coords for part in getattr(geom, "geoms", [geom])
              for c in ([part] if part.geom_type == "LineString" else [part.exterior, *part.interiors])]
    return Counter(frozenset(pair) for c in coords for pair in zip(c, list(c)[1:]) if pair[0] != pair[1])


def test_each_stretch_of_border_once(step):
    got, _ = step("{lines: a, once: true}", a=PROVINCES)
    rows = read(PROVINCES)
    owners = defaultdict(list)
    for i, row in enumerate(rows):
        for edge in edges_of(row["geom"]):
            owners[edge].append(i)
    seen = Counter()
    for row in got:
        for edge, n in edges_of(row["geom"]).items():
            seen[edge] += n
            assert [rows[i]["name"] for i in owners[edge]] == [k for k in (row["name"], row["name_2"]) if k is not None]
    assert set(seen) == set(owners) and set(seen.values()) == {1}
    assert len(got) == len({tuple(o) for o in owners.values()})
    assert any(r["name_2"] is None for r in got)


# ---- simplify


def check_simplified(before, after, tolerance_m):
    """Valid, no line moved further than that, areas that did not overlap do not, and no gap opened."""
    assert len(before) == len(after)
    scale = 1.0
    for was, now in zip(before, after):
        assert now["geom"].is_valid and not now["geom"].is_empty
        lat = math.radians(was["geom"].bounds[3])
        deg = tolerance_m / 111e3 / max(0.2, min(1, math.cos(lat)))
        assert was["geom"].boundary.hausdorff_distance(now["geom"].boundary) < 1.02 * deg * scale


def count_vertices(geom):
    parts = getattr(geom, "geoms", [geom])
    return sum(len(r.coords) for p in parts for r in ([p] if p.geom_type == "LineString" else [p.exterior, *p.interiors]))


def vertices(rows):
    return sum(count_vertices(r["geom"]) for r in rows)


@pytest.mark.parametrize("path, tolerance_m", [(PROVINCES, 1000), (PROVINCES, 10000), (DISTRICTS, 2000), (DISTRICTS, 20000)])
def test_simplified_borders_stay_shared(step, path, tolerance_m):
    before = read(path)
    after, told = step(f"{{simplify: a, tolerance: {tolerance_m} m}}", a=path)
    check_simplified(before, after, tolerance_m)
    assert vertices(after) < 0.7 * vertices(before)
    # Every edge that two areas had in common at a place where nothing moved is in both of them now:
    # what overlaps and what gapes is nothing that was not there.
    was, now = [r["geom"] for r in before], [r["geom"] for r in after]
    overlap = lambda geoms: sum(g.area for g in geoms) - unary_union(geoms).area  # noqa: E731
    assert overlap(now) == pytest.approx(overlap(was), abs=1e-7)
    holes = lambda g: sum(len(p.interiors) for p in getattr(g, "geoms", [g]))  # noqa: E731
    assert holes(unary_union(now)) <= holes(unary_union(was))


def test_simplifying_the_world(step):
    before = read(COUNTRIES)
    after, _ = step("{simplify: a, tolerance: 50 km}", a=COUNTRIES)
    assert all(r["geom"].is_valid and r["geom"].area > 0 for r in after) and len(after) == len(before)
    now = [r["geom"] for r in after]
    assert sum(g.area for g in now) - unary_union(now).area < 1e-6
    assert [len(getattr(r["geom"], "geoms", [1])) for r in after] == [len(getattr(r["geom"], "geoms", [1])) for r in before]
    assert vertices(after) < 0.2 * vertices(before)


def test_simplified_lines_keep_their_junctions(step):
    before = read(RAILWAYS)
    after, _ = step("{simplify: a, tolerance: 200 m}", a=RAILWAYS)
    assert vertices(after) < 0.6 * vertices(before)
    ends = lambda rows: Counter(c for r in rows for part in getattr(r["geom"], "geoms", [r["geom"]])  # noqa: E731
                                for c in (part.coords[0], part.coords[-1]))
    assert ends(after) == ends(before)
    for was, now in zip(before, after):
        deg = 200 / 111e3 / math.cos(math.radians(was["geom"].bounds[3]))
        assert was["geom"].hausdorff_distance(now["geom"]) < 1.02 * deg


def test_an_island_stays_off_the_coast(step):
    """The bay's chord would pass over the island: the vertex that holds it out stays."""
    coast = Polygon([(60, 30), (61, 30), (61, 30.5), (60.5, 30.46), (60, 30.5)])
    island = box(60.48, 30.47, 60.52, 30.49)
    after, _ = step("{simplify: a, tolerance: 20 km}", a=[{"geom": coast}, {"geom": island}])
    assert after[0]["geom"].disjoint(after[1]["geom"]) and after[1]["geom"].area > 0


def test_a_lens_does_not_collapse(step):
    """Both of its sides are one chord at this tolerance; so are the sides of its neighbours."""
    upper = [(60 + k / 10, 30 + 0.01 * math.sin(math.pi * k / 10)) for k in range(11)]
    lower = [(x, 60 - y) for x, y in upper]
    lens = Polygon(upper + lower[-2:0:-1])
    north, south = Polygon(upper + [(61, 31), (60, 31)]), Polygon(lower + [(61, 29), (60, 29)])
    after, _ = step("{simplify: a, tolerance: 10 km}", a=[{"geom": lens}, {"geom": north}, {"geom": south}])
    geoms = [r["geom"] for r in after]
    assert all(g.is_valid and g.area > 0 for g in geoms)
    assert unary_union(geoms).area == pytest.approx(sum(g.area for g in geoms), rel=1e-12)
    assert unary_union(geoms).equals(box(60, 29, 61, 31))


def test_random_coverages_stay_coverages(step):
    """Cells round random seeds with crinkled borders: valid, without overlap and gap at every tolerance."""
    rng = random.Random(44)
    cells = voronoi_diagram(MultiPoint([(rng.uniform(60, 61), rng.uniform(30, 31)) for _ in range(60)]))
    cells = [c.intersection(box(60, 30, 61, 31)) for c in cells.geoms]
    moved = {}

    def crinkle(xy):
        out = []
        for x, y in xy:
            key = (round(x, 7), round(y, 7))
            if key not in moved:
                edge = min(x - 60, 61 - x, y - 30, 31 - y) < 1e-6
                moved[key] = key if edge else (key[0] + rng.uniform(-3e-4, 3e-4), key[1] + rng.uniform(-3e-4, 3e-4))
            if not out or out[-1] != moved[key]:
                out.append(moved[key])
        return out

    def forward(ring):
        """Vertices between those of an edge, the same from both of its sides."""
        out = []
        for a, b in zip(ring, ring[1:]):
            low, high = sorted([a, b])
            n = max(1, int(math.dist(low, high) / 2e-3))
            part = [(low[0] + (high[0] - low[0]) * k / n, low[1] + (high[1] - low[1]) * k / n) for k in range(n + 1)]
            out += (part if a == low else part[::-1])[:-1]
        return out
    rings = [[(round(x, 7), round(y, 7)) for x, y in c.exterior.coords] for c in cells]
    geoms = [Polygon(crinkle(forward(r))) for r in rings]
    rows = [{"id": k, "geom": g} for k, g in enumerate(geoms) if g.is_valid]
    assert len(rows) > 50
    for tolerance_m in (20, 200, 2000, 20000):
        after, _ = step(f"{{simplify: a, tolerance: {tolerance_m} m}}", a=rows)
        now = [r["geom"] for r in after]
        assert len(now) == len(rows) and all(g.is_valid and g.area > 0 for g in now)
        assert sum(g.area for g in now) - unary_union(now).area < 1e-12
