"""union, symdiff, join, and counts with measures, compared with shapely (GEOS by another way) and pyproj."""
import random

import pyproj
import pytest
from shapely.geometry import LineString, MultiPoint, Point, box
from shapely.ops import unary_union

from conftest import LAYERS
from step_runs import blobs, lines, points, read, step  # noqa: F401

GEOD = pyproj.Geod(ellps="WGS84")
PROVINCES, DISTRICTS = str(LAYERS / "provinces.shp"), str(LAYERS / "districts.shp")


def area(rows):
    return sum(r["geom"].area for r in rows)


# ---- union, symdiff


def test_union_is_what_shapely_gives_piece_by_piece(step):
    a, b = blobs(21, 40, 0.7), blobs(22, 25, 0.9)
    got, _ = step("{union: a, with: b}", a=a, b=b)
    whole_a, whole_b = unary_union([r["geom"] for r in a]), unary_union([r["geom"] for r in b])
    expected = []
    for r in a:
        expected += [(r["id"], m["id"], r["geom"].intersection(m["geom"])) for m in b]
        expected.append((r["id"], None, r["geom"].difference(whole_b)))
    expected += [(None, m["id"], m["geom"].difference(whole_a)) for m in b]
    expected = [(i, k, g.area) for i, k, g in expected if g.area > 0]
    assert [(r["id"], r["id_2"]) for r in got] == [(i, k) for i, k, _ in expected]
    for row, (_, _, size) in zip(got, expected):
        assert row["geom"].is_valid and row["geom"].area == pytest.approx(size, rel=1e-9)
    assert unary_union([r["geom"] for r in got]).area == pytest.approx(whole_a.union(whole_b).area, rel=1e-9)


def test_symdiff_and_intersection_make_the_union(step):
    a, b = blobs(23, 30, 0.7), blobs(24, 30, 0.7)
    both, _ = step("{union: a, with: b}", a=a, b=b)
    cut, _ = step("{intersect: a, with: b}", a=a, b=b)
    apart, _ = step("{symdiff: a, with: b}", a=a, b=b)
    assert area(cut) + area(apart) == pytest.approx(area(both), rel=1e-9)
    assert all((r["id"] is None) != (r["id_2"] is None) for r in apart)
    assert {(r["id"], r["id_2"]) for r in both} == {(r["id"], r["id_2"]) for r in cut + apart}
    only_a = sum(r["geom"].area for r in apart if r["id_2"] is None)
    erased, _ = step("{erase: a, with: b}", a=a, b=b)
    assert only_a == pytest.approx(area(erased), rel=1e-9)


def test_real_borders_leave_no_sliver(step):
    """Districts and provinces come from different sources; provinces and themselves share every vertex."""
    both, _ = step("{union: a, with: b}", a=PROVINCES, b=PROVINCES)
    assert len(both) == 122 and all(r["iso_3166_2"] == r["iso_3166_2_2"] for r in both)
    none, _ = step("{symdiff: a, with: b}", a=PROVINCES, b=PROVINCES)
    assert none == []
    both, _ = step("{union: a, with: b}", a=DISTRICTS, b=PROVINCES)
    apart, _ = step("{symdiff: a, with: b}", a=DISTRICTS, b=PROVINCES)
    cut, _ = step("{intersect: a, with: b}", a=DISTRICTS, b=PROVINCES)
    assert all(r["geom"].is_valid for r in both)
    assert area(cut) + area(apart) == pytest.approx(area(both), rel=1e-9)


def test_overlays_of_nothing(step):
    a = [{"id": 1, "geom": box(60, 30, 61, 31)}]
    far = [{"n": 5, "geom": box(10, 10, 11, 11)}]
    got, _ = step("{union: a, with: b}", a=a, b=far)
    assert [(r["id"], r["n"]) for r in got] == [(1, None), (None, 5)]
    got, _ = step("{symdiff: a, with: b}", a=a, b=a)
    assert got == []
    got, _ = step("{union: a, with: b}", a=a, b=[{"n": 5, "geom": None}])
    assert [(r["id"], r["n"]) for r in got] == [(1, None)]


def test_what_is_no_area_is_left_out_and_told(step):
    mixed = [{"id": 1, "geom": box(60, 30, 61, 31)}, {"id": 2, "geom": LineString([(60, 30), (61, 31)])}]
    got, told = step("{union: a, with: b}", a=mixed, b=[{"n": 5, "geom": box(60.5, 30, 61, 31)}])
    assert [(r["id"], r["n"]) for r in got] == [(1, 5), (1, None)]
    assert "1 of 2 features of 'a' are not areas, and are left out" in told


# ---- join


def overlaps(row, areas):
    """Those that have more in common with it than an edge."""
    return [m for m in areas if row["geom"].intersects(m["geom"]) and not row["geom"].touches(m["geom"])]


@pytest.mark.parametrize("make", [lambda: blobs(31, 50, 0.5), lambda: lines(32, 50), lambda: points(33, 200)],
                         ids=["areas", "lines", "points"])
def test_join_by_largest_overlap_first_and_all(step, make):
    rows, areas = make(), blobs(34, 30, 0.8)
    for row in areas:
        row["name"] = f"area {row['id']}"
    largest, told = step("{join: a, with: b, columns: name}", a=rows, b=areas)
    first, _ = step("{join: a, with: b, keep: first}", a=rows, b=areas)
    every, _ = step("{join: a, with: b, keep: all}", a=rows, b=areas)
    assert set(largest[0]) == {"id", "name", "geom"} and set(first[0]) == {"id", "id_2", "name", "geom"}
    assert [r["id"] for r in largest] == [r["id"] for r in first] == [r["id"] for r in rows]
    pairs = []
    for row, big, one in zip(rows, largest, first):
        there = overlaps(row, areas)
        pairs += [(row["id"], m["id"]) for m in there] or [(row["id"], None)]
        assert one["id_2"] == (there[0]["id"] if there else None)
        if not there:
            assert big["name"] is None
        elif row["geom"].geom_type == "Point":
            assert big["name"] == there[0]["name"]
        else:
            def measure(m):
                cut = row["geom"].intersection(m["geom"])
                return abs(GEOD.geometry_area_perimeter(cut)[0]) if cut.area else GEOD.geometry_length(cut)
            assert measure(areas[int(big["name"].split()[1])]) == pytest.approx(max(map(measure, there)), rel=1e-6)
    assert [(r["id"], r["id_2"]) for r in every] == pairs
    alone = sum(k is None for _, k in pairs)
    assert (f"{alone} of {len(rows)} features of 'a' meet no feature of 'b'" in told) == (alone > 0)


def test_neighbours_are_no_match(step):
    """A square lies in itself, not in those beside it; a point on a border in the first of its areas."""
    squares = [{"id": i, "geom": box(60 + i, 30, 61 + i, 31)} for i in range(4)]
    got, _ = step("{join: a, with: b, keep: all}", a=squares, b=squares)
    assert [(r["id"], r["id_2"]) for r in got] == [(i, i) for i in range(4)]
    got, _ = step("{join: a, with: b}", a=[{"n": 1, "geom": Point(62, 30.5)}], b=squares)
    assert [r["id"] for r in got] == [1]


def test_areas_get_the_columns_of_points(step):
    towns = [{"name": "A", "geom": Point(60.5, 30.5)}, {"name": "B", "geom": Point(60.6, 30.5)}]
    got, _ = step("{join: a, with: b, keep: all, columns: [name]}",
                  a=[{"id": 1, "geom": box(60, 30, 61, 31)}, {"id": 2, "geom": box(70, 30, 71, 31)}], b=towns)
    assert [(r["id"], r["name"]) for r in got] == [(1, "A"), (1, "B"), (2, None)]


def test_districts_get_the_province_in_which_most_of_them_lies(step):
    got, _ = step("{join: a, with: b, columns: iso_3166_2}", a=DISTRICTS, b=PROVINCES)
    provinces = read(PROVINCES)
    assert len(got) == len(read(DISTRICTS))
    for row in random.Random(1).sample(got, 60):
        best = max(provinces, key=lambda p: p["geom"].intersection(row["geom"]).area)
        assert row["iso_3166_2"] == best["iso_3166_2"]


# ---- count with statistics and measures


def ground(geom):
    """Square metres, edges straight in lon/lat: densified, so that geodesics follow them."""
    from osgeo import ogr
    g = ogr.CreateGeometryFromWkb(geom.wkb)
    g.Segmentize(0.01)
    from shapely import wkb
    dense = wkb.loads(bytes(g.ExportToWkb()))
    return abs(GEOD.geometry_area_perimeter(dense)[0]) if geom.area else GEOD.geometry_length(dense)


def test_statistics_of_what_lies_in_each_area(step):
    rng = random.Random(51)
    sites = [{"id": i, "t": rng.choice([None, rng.randint(1, 99)]), "x": rng.uniform(0, 1), "name": f"s{i:03}",
              "geom": Point(rng.uniform(60, 64), rng.uniform(30, 34))} for i in range(300)]
    areas = [{"sum_t": 1, "geom": box(60 + i, 30, 61 + i, 33)} for i in range(5)]
    got, told = step("{count: a, in: b, sum: [t, x], mean: t, min: x, max: name, first: id}", a=sites, b=areas)
    assert list(got[0]) == ["sum_t", "count", "sum_t_2", "sum_x", "mean_t", "min_x", "max_name", "id", "geom"]
    for row, area in zip(got, areas):
        inside = [s for s in sites if s["geom"].within(area["geom"])]
        t = [s["t"] for s in inside if s["t"] is not None]
        assert row["count"] == len(inside) and row["sum_t_2"] == sum(t)
        assert row["sum_x"] == pytest.approx(sum(s["x"] for s in inside))
        if inside:
            assert row["mean_t"] == pytest.approx(sum(t) / len(t)) and row["id"] == inside[0]["id"]
            assert row["min_x"] == min(s["x"] for s in inside) and row["max_name"] == max(s["name"] for s in inside)
        else:
            assert (row["sum_x"], row["mean_t"], row["min_x"], row["max_name"], row["id"]) == (0, None, None, None, None)
    assert got[4]["count"] == 0


def test_metres_of_line_in_each_area_add_up(step):
    rows, areas = lines(52, 40), [{"id": k, "geom": box(59 + k * 2, 29, 61 + k * 2, 37)} for k in range(4)]
    got, _ = step("{count: a, in: b, length: true, share: part}", a=rows, b=areas)
    total = sum(ground(r["geom"]) for r in rows)
    for row, area in zip(got, areas):
        inside = [r["geom"].intersection(area["geom"]) for r in rows]
        assert row["length_m"] == pytest.approx(sum(ground(g) for g in inside if not g.is_empty), rel=1e-7)
        assert row["part"] == pytest.approx(row["length_m"] / total, rel=1e-7)
        assert row["count"] == sum(g.length > 0 for g in inside)
    assert sum(r["part"] for r in got) == pytest.approx(1, rel=1e-9)


def test_square_metres_and_cover(step):
    rows, areas = blobs(53, 40, 0.6), [{"id": k, "geom": box(58 + k * 2, 28, 60 + k * 2, 38)} for k in range(5)]
    got, _ = step("{count: a, in: b, area: true, cover: true, share: true}", a=rows, b=areas)
    whole = unary_union([r["geom"] for r in rows])
    for row, area in zip(got, areas):
        inside = [r["geom"].intersection(area["geom"]) for r in rows]
        assert row["area_m2"] == pytest.approx(sum(ground(g) for g in inside if g.area), rel=1e-6)
        covered = whole.intersection(area["geom"])
        assert row["cover"] == pytest.approx(ground(covered) / ground(area["geom"]) if covered.area else 0, rel=1e-6)
        assert row["count"] == sum(g.area > 0 for g in inside)
    assert sum(r["share"] for r in got) == pytest.approx(1, rel=1e-9)


def test_values_are_divided_among_areas(step):
    rows = [{"t": 10, "geom": box(60, 30, 64, 31)}, {"t": 7, "geom": box(60.1, 30.1, 60.9, 30.9)}, {"t": None, "geom": box(60, 30, 62, 31)}]
    areas = [{"geom": box(60, 30, 61, 31)}, {"geom": box(61, 30, 63, 31)}, {"geom": box(63, 30, 65, 31)}]
    got, _ = step("{count: a, in: b, sum: t, mean: t, divide: true}", a=rows, b=areas)
    assert [r["count"] for r in got] == [3, 2, 1]
    assert [r["sum_t"] for r in got] == pytest.approx([2.5 + 7, 5, 2.5])
    assert [r["mean_t"] for r in got] == pytest.approx([(2.5 + 7) / 1.25, 10, 10])
    whole, _ = step("{count: a, in: b, sum: t}", a=rows, b=areas)
    assert [r["sum_t"] for r in whole] == [17, 10, 10]


def test_a_line_along_a_border_is_in_the_first_of_its_areas(step):
    a = [{"geom": LineString([(60.5, 30), (61, 30), (61, 31), (61.5, 31.5)])}]
    b = [{"geom": box(60, 29, 61, 32)}, {"geom": box(61, 29, 62, 32)}]
    got, _ = step("{count: a, in: b, length: true, share: true}", a=a, b=b)
    assert sum(r["share"] for r in got) == pytest.approx(1, rel=1e-9)
    assert got[1]["length_m"] == pytest.approx(ground(LineString([(61, 31), (61.5, 31.5)])), rel=1e-7)


def test_areas_that_only_touch_are_not_counted(step):
    squares = [{"geom": box(60 + i, 30, 61 + i, 31)} for i in range(4)]
    got, _ = step("{count: a, in: a}", a=squares)
    assert [r["count"] for r in got] == [1, 1, 1, 1]


def test_railways_by_province(step):
    got, _ = step("{count: a, in: b, length: true, share: true}", a=str(LAYERS / "railways_osm.shp"), b=PROVINCES)
    tracks = [r["geom"] for r in read(LAYERS / "railways_osm.shp")]
    for row in [r for r in got if r["length_m"] > 0][::9]:
        inside = [t.intersection(row["geom"]) for t in tracks if t.intersects(row["geom"])]
        assert row["length_m"] == pytest.approx(sum(ground(g) for g in inside if g.length), rel=1e-6)
    assert 0.5 < sum(r["share"] for r in got) <= 1 + 1e-9


# ---- bad input


def test_empty_layers_and_features_without_geometry(step):
    some, none = [{"id": 1, "t": 2, "geom": box(60, 30, 61, 31)}], [{"id": 1, "t": 2, "geom": None}]
    for text in ("{union: a, with: b}", "{symdiff: a, with: b}", "{join: a, with: b}", "{join: a, with: b, keep: all}",
                 "{count: a, in: b, sum: t, area: true, cover: true, share: true}"):
        got, _ = step(text, a=none, b=some)
        assert len(got) == 1
        got, _ = step(text, a=some, b=none)
        assert len(got) == 1
        step(text, a=none, b=none)
    for text in ("{simplify: a, tolerance: 1 km}", "{centroid: a}", "{inside-point: a}", "{hull: a}", "{lines: a}",
                 "{lines: a, once: true}", "{hull: a, dissolve: true}", "{columns: a, x: t + 1}"):
        step(text, a=none)


def test_every_step_takes_a_layer_of_which_a_filter_leaves_nothing(lode, write_map, tmp_path):
    steps = ["{union: a, with: b}", "{union: b, with: a}", "{symdiff: a, with: b}", "{join: a, with: b}", "{join: b, with: a}",
             "{count: b, in: a}", "{count: a, in: b}", "{simplify: a, tolerance: 1 km}", "{centroid: a}", "{inside-point: a}",
             "{hull: a}", "{hull: a, by: id}", "{hull: a, dissolve: true}", "{lines: a}", "{lines: a, once: true}", "{columns: a, x: id}"]
    listed = "".join(f"  - s{k}: {text}\n" for k, text in enumerate(steps))
    path = write_map("lode: 1\ndata: {b: '{layers}/provinces.shp'}\n"
                     f"steps:\n  - named: {{columns: b, id: 1}}\n  - a: {{select: named, filter: id > 1}}\n{listed}layers: []\n")
    for k in range(len(steps)):
        lode("export", path, f"s{k}", "-o", tmp_path / f"{k}.csv")


def test_broken_areas_are_repaired_and_told_by_number_and_place(step):
    bow = [(60, 30), (62, 32), (62, 30), (60, 32)]
    from shapely.geometry import Polygon
    broken = [{"id": 0, "geom": box(58, 30, 59, 31)}, {"id": 1, "geom": Polygon(bow)}, {"id": 2, "geom": Polygon(bow[::-1])}]
    whole = [{"n": 1, "geom": box(59, 29, 63, 33)}]
    for text, size in (("{union: a, with: b}", 17), ("{symdiff: a, with: b}", 15), ("{simplify: a, tolerance: 1 m}", 3)):
        got, told = step(text, a=broken, b=whole)
        assert all(r["geom"].is_valid for r in got)
        assert unary_union([r["geom"] for r in got]).area == pytest.approx(size)
        assert "2 invalid polygons in 'a' repaired: features 1, 2; the first has self-intersection at 61.00000 31.00000" in told


def test_mixed_kinds_in_one_layer(step):
    mixed = [{"id": 0, "geom": Point(60.5, 30.5)}, {"id": 1, "geom": LineString([(60, 30), (61, 31)])},
             {"id": 2, "geom": box(60, 30, 61, 31)}, {"id": 3, "geom": MultiPoint([(60.2, 30.2), (70, 30)])}]
    areas = [{"n": 1, "geom": box(60, 30, 60.5, 31)}, {"n": 2, "geom": box(60.5, 30, 62, 31)}]
    for text in ("{join: a, with: b}", "{centroid: a}", "{inside-point: a}", "{columns: a, x: id + 1}"):
        got, _ = step(text, a=mixed, b=areas)
        assert [r["id"] for r in got] == [0, 1, 2, 3]
    got, _ = step("{count: a, in: b}", a=mixed, b=areas)
    assert [r["count"] for r in got] == [4, 2]


def test_lines_of_one_place(step):
    """GeoJSON may say such things; they have no length and no direction, and nothing falls over them."""
    a = [{"id": 0, "geom": LineString([(60, 30), (61, 31)])}, {"id": 1, "geom": LineString([(60, 30), (60, 30)])},
         {"id": 2, "geom": LineString([(60, 30), (60, 30), (61, 30), (61, 30)])}]
    for text in ("{simplify: a, tolerance: 1 km}", "{centroid: a}", "{inside-point: a}", "{lines: a}", "{lines: a, once: true}",
                 "{hull: a}", "{join: a, with: b}", "{count: a, in: b, length: true}"):
        step(text, a=a, b=[{"n": 1, "geom": box(60, 30, 60.5, 31)}])


# ---- rejects


@pytest.mark.parametrize("text, reason", [
    ("{select: a, filter: id > 3}", "is not selected"), ("{clip: a, with: b}", "lies outside 'b'"),
    ("{erase: a, with: b}", "lies inside 'b'"), ("{intersect: a, with: b}", "lies in no area of 'b'"),
    ("{count: a, in: b}", "lies in no area of 'b'"), ("{near: a, to: b, within: 40 km}", "its distance to 'b' is not within the limits"),
    ("{hull: a}", "has no hull: its vertices lie on a line"), ("{buffer: a, by: -60 km}", "has no area left"),
])
def test_result_and_rejects_are_the_whole(lode, write_map, tmp_path, text, reason):
    from step_runs import write
    rows = blobs(61, 30, 0.5)
    if text.startswith("{hull"):
        rows += [{"id": 99, "geom": LineString([(60, 30), (61, 31)])}]
    write(tmp_path / "a.geojson", rows + [{"id": 100, "geom": None}])
    write(tmp_path / "b.geojson", [{"n": 1, "geom": box(60, 30, 63, 36)}])
    path = write_map(f"lode: 1\ndata: {{a: a.geojson, b: b.geojson}}\nsteps:\n  - done: {text}\n  - out: {{rejects: done}}\nlayers: []\n")
    for name in ("done", "out"):
        lode("export", path, name, "-o", tmp_path / f"{name}.gpkg")
    out = read(tmp_path / "out.gpkg")
    assert set(out[0]) == {"id", "reason", "geom"}
    ids = [r["id"] for r in out]
    assert ids == sorted(ids) and 100 not in ids or text.startswith("{select") or ids[-1] == 100
    assert all(r["reason"] == ("has no geometry" if r["geom"] is None else reason) for r in out if not text.startswith("{select"))
    done = read(tmp_path / "done.gpkg")
    if not text.startswith("{count"):
        assert {r["id"] for r in done} | set(ids) == {r["id"] for r in rows} | {100}
        assert not {r["id"] for r in done} & set(ids)
    else:
        inside = [r["id"] for r in rows if r["geom"].intersects(box(60, 30, 63, 36))]
        assert set(ids) == {r["id"] for r in rows} - set(inside) | {100}
    assert len(ids) > 1 or text.startswith("{buffer")
