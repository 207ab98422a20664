"""Steps of documents, exported and compared with shapely (GEOS by another way) and pyproj."""
import math
import random
from collections import defaultdict

import numpy as np
import pyproj
import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.ops import transform, unary_union
from shapely.prepared import prep

from conftest import LAYERS
from step_runs import blob, blobs, by_id, lines, points, read, size, step, write  # noqa: F401

GEOD = pyproj.Geod(ellps="WGS84")


# ---- clip, erase, intersect


@pytest.mark.parametrize("make", [lambda: blobs(1, 60, 0.7), lambda: lines(2, 60), lambda: points(3, 400)],
                         ids=["areas", "lines", "points"])
def test_clip_and_erase_give_what_shapely_gives_and_add_up(step, make):
    rows, mask = make(), blobs(4, 12, 1.1)
    clipped, told = step("{clip: a, with: b}", a=rows, b=mask)
    erased, _ = step("{erase: a, with: b}", a=rows, b=mask)
    whole = unary_union([m["geom"] for m in mask])
    ids = [row["id"] for row in clipped]
    assert ids == sorted(ids)
    inside, outside = by_id(clipped), by_id(erased)
    for row in rows:
        i, geom = row["id"], row["geom"]
        got_in, got_out = inside.get(i), outside.get(i)
        assert (size(got_in) if got_in else 0) + (size(got_out) if got_out else 0) == pytest.approx(size(geom), rel=1e-9)
        for got, expected in [(got_in, geom.intersection(whole)), (got_out, geom.difference(whole))]:
            assert (got is None) == (size(expected) == 0 or expected.is_empty)
            if got is None:
                continue
            assert got.is_valid and geom.geom_type in got.geom_type
            if geom.geom_type == "Point":
                assert got == geom
            else:
                assert size(got) == pytest.approx(size(expected), rel=1e-9)
    gone = len(rows) - len(clipped)
    assert (f"{gone} of {len(rows)} features of 'a' lie outside 'b'" in told) == (gone > 0)


@pytest.mark.parametrize("make", [lambda: blobs(5, 40, 0.7), lambda: lines(6, 40), lambda: points(7, 300)],
                         ids=["areas", "lines", "points"])
def test_intersect_pairs_each_with_each(step, make):
    rows, areas = make(), blobs(8, 25, 0.9)
    got, _ = step("{intersect: a, with: b}", a=rows, b=areas)
    expected = [(r["id"], m["id"], r["geom"].intersection(m["geom"])) for r in rows for m in areas]
    expected = [(i, k, size(g)) for i, k, g in expected if not g.is_empty and size(g) > 0]
    assert [(r["id"], r["id_2"]) for r in got] == [(i, k) for i, k, _ in expected]
    for row, (_, _, measure) in zip(got, expected):
        assert row["geom"].is_valid
        assert size(row["geom"]) == pytest.approx(measure, rel=1e-9)


def test_areas_that_share_a_border_leave_no_sliver(step):
    """Provinces meet along the same vertices: each cut by all others is nothing, by all of them is itself."""
    rows, _ = step("{intersect: a, with: b}", a=str(LAYERS / "provinces.shp"), b=str(LAYERS / "provinces.shp"))
    slivers = [r for r in rows if r["iso_3166_2"] != r["iso_3166_2_2"] and r["geom"].area < 1e-9]
    assert not slivers
    assert sum(r["iso_3166_2"] == r["iso_3166_2_2"] for r in rows) == 122


def test_real_provinces_and_countries_add_up(step):
    a, b = str(LAYERS / "districts.shp"), str(LAYERS / "provinces.shp")
    clipped, _ = step("{clip: a, with: b}", a=a, b=b)
    erased, _ = step("{erase: a, with: b}", a=a, b=b)
    total = sum(r["geom"].area for r in read(a))
    assert sum(r["geom"].area for r in clipped + erased) == pytest.approx(total, rel=1e-9)
    assert all(r["geom"].is_valid for r in clipped + erased)


def test_what_only_touches_is_not_kept(step):
    a = [{"id": 1, "geom": box(61, 30, 62, 31)}, {"id": 2, "geom": box(60.5, 30, 61, 31)}]
    rows, told = step("{clip: a, with: b}", a=a, b=[{"geom": box(60, 30, 61, 31)}])
    assert [r["id"] for r in rows] == [2]
    assert "1 of 2 features of 'a' lie outside 'b'" in told


def test_a_broken_area_is_repaired_and_told(step):
    bow = Polygon([(60, 30), (62, 32), (62, 30), (60, 32)])
    rows, told = step("{clip: a, with: b}", a=[{"id": 1, "geom": bow}], b=[{"geom": box(59, 29, 63, 33)}])
    assert rows[0]["geom"].is_valid and rows[0]["geom"].area == pytest.approx(2)
    assert "1 invalid polygon in 'a' repaired" in told


# ---- dissolve, count, select


def test_dissolve_with_statistics(step):
    rng = random.Random(9)
    rows = [{"id": i, "group": rng.choice(["b", "a", None]), "n": rng.choice([None, rng.randint(-5, 90)]),
             "x": rng.uniform(0, 1), "geom": blob(rng, rng.uniform(60, 63), rng.uniform(30, 33), 0.6, 12)}
            for i in range(40)]
    got, _ = step("{dissolve: a, by: group, sum: n, mean: [n, x], min: x, max: n, first: id, count: members}", a=rows)
    groups = defaultdict(list)
    for row in rows:
        groups[row["group"]].append(row)
    assert [r["group"] for r in got] == list(groups)
    for row, members in zip(got, groups.values()):
        n = [m["n"] for m in members if m["n"] is not None]
        x = [m["x"] for m in members]
        assert row["members"] == len(members) and row["id"] == members[0]["id"]
        assert row["sum_n"] == sum(n) and row["max_n"] == max(n)
        assert row["mean_n"] == pytest.approx(sum(n) / len(n)) and row["mean_x"] == pytest.approx(sum(x) / len(x))
        assert row["min_x"] == min(x)
        whole = unary_union([m["geom"] for m in members])
        assert row["geom"].symmetric_difference(whole).area < 1e-9


def test_dissolve_all_and_lines_are_joined(step):
    a = [{"geom": LineString([(60, 30), (61, 30)])}, {"geom": LineString([(61, 30), (62, 31)])}]
    got, _ = step("{dissolve: a, count: true}", a=a)
    assert len(got) == 1 and got[0]["count"] == 2
    assert got[0]["geom"].equals(LineString([(60, 30), (61, 30), (62, 31)]))
    assert got[0]["geom"].geom_type == "LineString" or len(got[0]["geom"].geoms) == 1


def test_dissolving_provinces_gives_countries_without_inner_borders(step):
    got, _ = step("{dissolve: a, by: adm0_a3, count: true}", a=str(LAYERS / "provinces.shp"))
    counts = {r["adm0_a3"]: r["count"] for r in got}
    assert counts["AFG"] == 34 and counts["UZB"] == 14 and sum(counts.values()) == 122
    before = read(LAYERS / "provinces.shp")
    for row in got:
        whole = unary_union([r["geom"] for r in before if r["adm0_a3"] == row["adm0_a3"]])
        assert row["geom"].area == pytest.approx(whole.area, rel=1e-9)
        assert row["geom"].length == pytest.approx(whole.length, rel=1e-9)


def test_counts_are_those_of_shapely_and_add_up(step):
    got, told = step("{count: a, in: b}", a=str(LAYERS / "deposits.shp"), b=str(LAYERS / "provinces.shp"))
    deposits = read(LAYERS / "deposits.shp")
    taken = [next((k for k, r in enumerate(got) if r["geom"].intersects(d["geom"])), None) for d in deposits]
    assert [r["count"] for r in got] == [taken.count(k) for k in range(len(got))]
    assert f"{taken.count(None)} of 2518 features of 'a' lie in no area of 'b'" in told


def test_a_point_on_a_shared_border_counts_once(step):
    a = [{"geom": Point(61, 30.5)}, {"geom": Point(61, 31)}, {"geom": Point(62, 30)}, {"geom": LineString([(60.5, 30.5), (61.5, 30.5)])}]
    b = [{"count": 7, "geom": box(60, 30, 61, 31)}, {"count": 8, "geom": box(61, 30, 62, 31)}]
    got, _ = step("{count: a, in: b}", a=a[:3], b=b)
    assert [(r["count"], r["count_2"]) for r in got] == [(7, 2), (8, 1)]
    got, _ = step("{count: a, in: b}", a=a[3:], b=b)
    assert [r["count_2"] for r in got] == [1, 1]


@pytest.mark.parametrize("relation", ["intersects", "within", "touches"])
def test_select_by_place(step, relation):
    rng = random.Random(10)
    a = [{"id": i, "geom": box(x, y, x + 1, y + 1)} for i, (x, y) in
         enumerate((60 + rng.randint(0, 8) / 2, 30 + rng.randint(0, 8) / 2) for _ in range(60))]
    b = [{"geom": box(61, 31, 62, 33)}, {"geom": box(62, 31, 63.5, 33)}]
    got, _ = step(f"{{select: a, {relation}: b}}", a=a, b=b)
    whole = unary_union([r["geom"] for r in b])
    assert [r["id"] for r in got] == [r["id"] for r in a if getattr(r["geom"], relation)(whole)]
    assert 0 < len(got) < 60


def test_select_by_a_condition_measures_the_layer_in_its_own_system(lode, write_map, tmp_path):
    """1 and 3 square kilometres in UTM 42N; area() is on the ellipsoid."""
    rows = [{"id": s, "geom": box(500000, 4000000, 500000 + 1000 * s, 4001000)} for s in (1, 3)]
    write(tmp_path / "a.geojson", rows)
    path = write_map("lode: 1\ndata:\n  a: {file: a.geojson, crs: EPSG:32642}\n"
                     "steps:\n  - result: {select: a, filter: area() > 2000000}\nlayers: []\n")
    lode("export", path, "result", "-o", tmp_path / "result.gpkg")
    got = read(tmp_path / "result.gpkg")
    assert [r["id"] for r in got] == [3]
    assert got[0]["geom"].bounds[0] == pytest.approx(69, abs=1e-9)
    # UTM is 0.9996 true on its central meridian.
    assert abs(GEOD.geometry_area_perimeter(got[0]["geom"])[0]) == pytest.approx(3e6 / 0.9996 ** 2, rel=1e-3)


# ---- buffer, rings


def distance_m(geoms, lon, lat):
    """From a place to the nearest of some lines, by pyproj: an azimuthal equidistant plane round the place is true
    to it."""
    here = pyproj.Transformer.from_crs("EPSG:4326", f"+proj=aeqd +lon_0={lon} +lat_0={lat} +datum=WGS84", always_xy=True)
    return min((Point(0, 0).distance(transform(here.transform, g)) for g in geoms), default=math.inf)


def test_bands_and_distances_agree(step):
    """Each deposit is in the band that its own distance says, but for those within a metre of its edge."""
    bands, _ = step("{rings: a, by: [10 km, 25 km, 50 km]}", a=str(LAYERS / "railways_osm.shp"))
    assert [(b["from"], b["band"]) for b in bands] == [(0, 10000), (10000, 25000), (25000, 50000)]
    assert all(b["geom"].is_valid for b in bands)
    whole = unary_union([b["geom"] for b in bands])
    assert whole.area == pytest.approx(sum(b["geom"].area for b in bands), rel=1e-9)
    near = [r["geom"] for r in read(LAYERS / "railways_osm.shp")]
    bounds, seen = np.array([g.bounds for g in near]), 0
    prepared = [prep(b["geom"]) for b in bands]
    for d in read(LAYERS / "deposits.shp")[::12]:
        lon, lat = d["geom"].coords[0]
        window = (lon - 1.2, lat - 0.9, lon + 1.2, lat + 0.9)
        meets = ((bounds[:, :2] <= window[2:]) & (bounds[:, 2:] >= window[:2])).all(axis=1)
        distance = distance_m([near[k] for k in np.flatnonzero(meets)], lon, lat)
        if min(abs(distance - b["band"]) for b in bands) < 1:
            continue
        inside = [b["band"] for b, p in zip(bands, prepared) if p.intersects(d["geom"])]
        assert inside == [b["band"] for b in bands if b["from"] < distance < b["band"]]
        seen += bool(inside)
    assert seen > 15


def test_buffers_keep_columns_and_are_as_far_as_they_say(step):
    got, _ = step("{buffer: a, by: 25 km}", a=[{"id": 1, "geom": Point(69.2, 34.5)}, {"id": 2, "geom": Point(-179.9, 66)}])
    assert [r["id"] for r in got] == [1, 2]
    for row, (lon, lat) in zip(got, [(69.2, 34.5), (-179.9, 66)]):
        for part in getattr(row["geom"], "geoms", [row["geom"]]):
            for x, y in part.exterior.coords:
                if abs(x) < 180:
                    assert GEOD.inv(lon, lat, x, y)[2] == pytest.approx(25000, abs=1)
    areas = [abs(GEOD.geometry_area_perimeter(r["geom"])[0]) for r in got]
    assert areas == pytest.approx([math.pi * 25e3 ** 2] * 2, rel=1e-4)
    assert isinstance(got[1]["geom"], MultiPolygon) and len(got[1]["geom"].geoms) == 2


def test_one_buffer_of_all(step):
    a = [{"id": 1, "geom": Point(69, 34)}, {"id": 2, "geom": Point(69.1, 34)}]
    got, _ = step("{buffer: a, by: 10 km, dissolve: true}", a=a)
    assert len(got) == 1 and set(got[0]) == {"geom"}
    assert abs(GEOD.geometry_area_perimeter(got[0]["geom"])[0]) < 1.9 * math.pi * 10e3 ** 2


def test_areas_grow_and_shrink(step):
    a = [{"id": 1, "geom": box(69, 34, 70, 35)}, {"id": 2, "geom": box(60, 34, 60.01, 34.01)}]
    grown, _ = step("{buffer: a, by: 5 km}", a=a)
    shrunk, told = step("{buffer: a, by: -5 km}", a=a)
    assert [r["id"] for r in shrunk] == [1]
    assert "1 of 2 features of 'a' have no area left" in told
    assert grown[0]["geom"].contains(a[0]["geom"]) and a[0]["geom"].contains(shrunk[0]["geom"])
    outline = a[0]["geom"].exterior
    dense = LineString([outline.interpolate(k / 2000, True) for k in range(2001)])
    for got in (grown[0]["geom"], shrunk[0]["geom"]):
        for x, y in list(getattr(got, "geoms", [got])[0].exterior.coords)[::40]:
            assert distance_m([dense], x, y) == pytest.approx(5000, abs=1)


def test_a_country_over_the_antimeridian_and_one_at_the_pole(step):
    world = [r for r in read(LAYERS / "countries_world.shp") if r["ADM0_A3"] in ("RUS", "ATA", "FJI")]
    assert len(world) == 3
    a = [{"id": r["ADM0_A3"], "geom": r["geom"]} for r in world]
    got, _ = step("{buffer: a, by: 100 km}", a=a)
    for row, before in zip(got, a):
        assert row["geom"].is_valid
        assert before["geom"].difference(row["geom"]).area < 1e-6
        west, south, east, north = row["geom"].bounds
        assert -180 <= west and east <= 180 and -90 <= south and north <= 90
    assert got[[r["id"] for r in got].index("ATA")]["geom"].bounds[:3] == (-180, -90, 180)


def test_features_without_geometry_do_no_harm(step):
    a = [{"id": 1, "geom": None}, {"id": 2, "geom": Point(61, 31)}]
    b = [{"geom": box(60, 30, 62, 32)}, {"geom": None}]
    for text in ("{clip: a, with: b}", "{intersect: a, with: b}", "{buffer: a, by: 1 km}", "{select: a, intersects: b}"):
        assert [r["id"] for r in step(text, a=a, b=b)[0]] == [2]
    assert [r["count"] for r in step("{count: a, in: b}", a=a, b=b)[0]] == [1, 0]
    assert len(step("{dissolve: a}", a=a)[0]) == 1
    assert len(step("{rings: a, by: [1 km]}", a=a)[0]) == 1
