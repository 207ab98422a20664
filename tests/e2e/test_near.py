"""The step `near`, exported and compared with distances that pyproj finds by itself."""
import csv
import json
import math
import random

import pyproj
import pytest
from shapely.geometry import LineString, Point, Polygon, mapping

GEOD = pyproj.Geod(ellps="WGS84")
UTM = pyproj.Transformer.from_crs("EPSG:32642", "EPSG:4326", always_xy=True)


def write(path, rows, crs=None):
    """GeoJSON with all digits."""
    features = [{"type": "Feature", "properties": {k: v for k, v in row.items() if k != "geom"},
                 "geometry": mapping(row["geom"]) if row["geom"] is not None else None} for row in rows]
    data = {"type": "FeatureCollection", "features": features}
    if crs:
        data["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(data), encoding="utf-8")


@pytest.fixture
def near(lode, write_map, tmp_path):
    """near('within: 5 km', a=rows, b=rows) -> rows of {near: a, to: b, ...} as they stand in CSV, and what was told."""

    def run(more="", to="b", more_data="", status=0, crs=None, **layers):
        for name, rows in layers.items():
            write(tmp_path / f"{name}.geojson", rows, crs)
        data = "".join(f"  {name}: {{file: {name}.geojson{more_data if name == to else ''}}}\n" for name in layers)
        path = write_map(f"lode: 1\ndata:\n{data}steps:\n  - result: {{near: a, to: {to}{', ' if more else ''}{more}}}\n"
                         "layers: []\n")
        done = lode("export", path, "result", "-o", tmp_path / "result.csv", status=status)
        if status:
            return None, done.stderr.decode()
        with open(tmp_path / "result.csv", encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file)), done.stderr.decode()

    return run


def golden(f, lo, hi):
    ratio = (math.sqrt(5) - 1) / 2
    u, v = hi - ratio * (hi - lo), lo + ratio * (hi - lo)
    fu, fv = f(u), f(v)
    for _ in range(60):
        if fu < fv:
            hi, v, fv = v, u, fu
            u = hi - ratio * (hi - lo)
            fu = f(u)
        else:
            lo, u, fu = u, v, fv
            v = lo + ratio * (hi - lo)
            fv = f(v)
    return min(fu, fv)


def distance(point, line, at):
    """Of a point to a line; at(p, q, t): where the edge p-q is at t."""
    best = math.inf
    for p, q in zip(line.coords, line.coords[1:]):
        def f(t):
            return GEOD.inv(point.x, point.y, *at(p, q, t))[2]
        best = min(best, golden(f, 0, 1), f(0), f(1))
    return best


def planar(p, q, t):
    return p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])


def geodesic(p, q, t):
    azimuth, _, length = GEOD.inv(*p, *q)
    return GEOD.fwd(*p, azimuth, length * t)[:2]


def utm(p, q, t):
    return UTM.transform(*planar(p, q, t))


def some_lines(seed, n, box, step):
    rng = random.Random(seed)
    rows = []
    for i in range(n):
        xy = [(rng.uniform(box[0], box[2]), rng.uniform(box[1], box[3]))]
        for _ in range(rng.randint(1, 4)):
            xy.append((xy[-1][0] + rng.uniform(-step, step), xy[-1][1] + rng.uniform(-step, step)))
        rows.append({"id": 100 + i, "name": f"line {i}", "geom": LineString(xy)})
    return rows


def some_points(seed, n, box):
    rng = random.Random(seed)
    return [{"id": i, "geom": Point(rng.uniform(box[0], box[2]), rng.uniform(box[1], box[3]))} for i in range(n)]


@pytest.mark.parametrize("edges, at", [("planar", planar), ("geodesic", geodesic)])
def test_distances_are_those_of_pyproj(near, edges, at):
    lines, points = some_lines(1, 12, (60, 55, 75, 70), 4), some_points(2, 60, (58, 53, 77, 72))
    rows, _ = near("id: id", more_data=f", edges: {edges}", a=points, b=lines)
    assert [int(r["id"]) for r in rows] == list(range(60))
    for row, point in zip(rows, points):
        all_m = [distance(point["geom"], line["geom"], at) for line in lines]
        m = float(row["near_m"])
        assert m == pytest.approx(min(all_m), abs=1e-3)
        line = lines[int(row["near_id"]) - 100]
        assert all_m[int(row["near_id"]) - 100] == pytest.approx(m, abs=1e-3)
        assert row["near_name"] == line["name"]
        azimuth, _, foot_m = GEOD.inv(point["geom"].x, point["geom"].y, float(row["near_lon"]), float(row["near_lat"]))
        assert foot_m == pytest.approx(m, abs=1e-3)
        assert (azimuth - float(row["near_azimuth_deg"]) + 180) % 360 - 180 == pytest.approx(0, abs=1e-2 / m * 60)
        assert row["near_borderline"] == "false"


def test_edges_that_are_straight_in_a_projection(near):
    """Edges of 100 km in UTM are curves on the globe; followed within the promised millimetre."""
    lines = some_lines(3, 6, (300000, 3.8e6, 700000, 4.2e6), 1e5)
    points = some_points(4, 40, (300000, 3.8e6, 700000, 4.2e6))
    rows, _ = near(crs="EPSG:32642", a=points, b=lines)
    for row, point in zip(rows, points):
        lonlat = Point(UTM.transform(point["geom"].x, point["geom"].y))
        expected = min(distance(lonlat, line["geom"], utm) for line in lines)
        assert float(row["near_m"]) == pytest.approx(expected, abs=1e-3)


def test_along_is_the_length_up_to_the_foot(near):
    line = LineString([(60, 40), (61, 41), (62, 40)])
    rows, _ = near(a=[{"id": 1, "geom": Point(61.5, 41)}], b=[{"id": 2, "geom": line}], more_data=", edges: geodesic")
    lon, lat = float(rows[0]["near_lon"]), float(rows[0]["near_lat"])
    assert float(rows[0]["near_along_m"]) == pytest.approx(GEOD.line_length([60, 61, lon], [40, 41, lat]), abs=2e-3)


def test_limits_and_what_is_told(near):
    def at(m):
        return Point(GEOD.fwd(60, 0, 0, m)[:2])
    points = [{"id": i, "geom": at(m)} for i, m in enumerate([10, 4999.5, 5000.5, 5002, 9000])] + [{"id": 9, "geom": None}]
    line = [{"id": 0, "geom": LineString([(59, 0), (61, 0)])}]
    rows, told = near("within: 5 km", a=points, b=line)
    assert [(r["id"], r["near_borderline"]) for r in rows] == [("0", "false"), ("1", "true")]
    assert "3 of 6 features of 'a' are not within 5 km of 'b'" in told
    assert "2 distances are within 1 m of the limit: 1 kept, 1 left out" in told
    assert "1 of 6 features of 'a' have no geometry" in told
    rows, told = near("beyond: 5 km", a=points, b=line)
    assert [(r["id"], r["near_borderline"]) for r in rows] == [("2", "true"), ("3", "false"), ("4", "false")]
    rows, _ = near("beyond: 5 km, within: 6 km, tolerance: 10 m", a=points, b=line)
    assert [(r["id"], r["near_borderline"]) for r in rows] == [("2", "true"), ("3", "true")]
    rows, _ = near(a=points, b=line)
    assert [r["id"] for r in rows] == ["0", "1", "2", "3", "4", "9"]
    assert (rows[-1]["near_id"], rows[-1]["near_m"], rows[-1]["near_lon"]) == ("", "", "")
    rows, _ = near(a=points, b=[{"id": 0, "geom": None}])
    assert [r["near_m"] for r in rows] == [""] * 6


def test_the_accuracy_of_another_datum_is_the_tolerance(near):
    """Pulkovo 1942 comes to WGS 84 within some metres, as PROJ says."""
    points = [{"id": 0, "geom": Point(69, 40)}, {"id": 1, "geom": Point(69, 40.5)}]
    line = [{"id": 0, "geom": LineString([(68, 40), (70, 40)])}]
    rows, told = near("within: 1 m", a=points, b=line, crs="EPSG:4284")
    assert [r["near_borderline"] for r in rows] == ["true"]
    assert "PROJ states an accuracy of" in told
    assert float(rows[0]["near_m"]) < 1


def test_several_neighbours_of_its_own_layer(near):
    points = [{"id": i, "geom": Point(60 + x, 40)} for i, x in enumerate([0, 1, 3, 1, 7])]
    rows, _ = near("k: 2, id: id", to="a", a=points)
    got = [(r["id"], r["near_rank"], r["near_id"]) for r in rows]
    assert got == [("0", "1", "1"), ("0", "2", "3"), ("1", "1", "3"), ("1", "2", "0"), ("2", "1", "1"), ("2", "2", "3"),
                   ("3", "1", "1"), ("3", "2", "0"), ("4", "1", "2"), ("4", "2", "1")]
    assert rows[2]["near_m"] == "0" and rows[2]["near_azimuth_deg"] == ""


def test_inside_and_across_is_zero(near):
    area = Polygon([(60, 40), (62, 40), (62, 42), (60, 42)], [[(60.5, 40.5), (61.5, 40.5), (61.5, 41.5), (60.5, 41.5)]])
    shapes = [Point(60.2, 41), Point(61, 41), LineString([(59, 41), (63, 41.2)]), Polygon([(50, 30), (70, 30), (60, 60)]),
              LineString([(60.1, 40.1), (60.2, 40.2)]), Point(62, 41), LineString([(63, 30), (63, 50)])]
    rows, _ = near(a=[{"id": i, "geom": g} for i, g in enumerate(shapes)], b=[{"id": 0, "geom": area}])
    zero = [float(r["near_m"]) == 0 for r in rows]
    assert zero == [True, False, True, True, True, True, False]
    rows, _ = near(to="a", more="", a=[{"id": i, "geom": g} for i, g in enumerate(shapes)] + [{"id": 7, "geom": area}])
    assert [float(r["near_m"]) for r in rows] == [0] * 8


def test_bad_shapes_are_survived(near):
    """Repeated vertices, lines that go nowhere, places at the poles and on either side of 180."""
    lines = [LineString([(60, 40), (60, 40)]), LineString([(61, 40), (61, 40), (61, 41), (61, 41)]),
             LineString([(0, 90), (120, 90)]), LineString([(179, -60), (181, -60)])]
    points = [Point(60, 40), Point(61.1, 40.5), Point(30, 90), Point(-40, 89), Point(-179.5, -60), Point(0, -90)]
    rows, _ = near(a=[{"id": i, "geom": g} for i, g in enumerate(points)],
                   b=[{"id": i, "geom": g} for i, g in enumerate(lines)])
    assert [r["near_id"] for r in rows] == ["0", "1", "2", "2", "3", "3"]
    got = [float(r["near_m"]) for r in rows]
    one_degree = GEOD.inv(0, 89, 0, 90)[2]
    assert got[0] == 0 and got[2] == 0 and got[3] == pytest.approx(one_degree, abs=1e-3)
    assert got[4] < 1e-3 and got[5] == pytest.approx(GEOD.inv(0, -90, 0, -60)[2], abs=1e-3)


def test_swapped_axes_and_no_reference_system(near, lode, write_map, tmp_path):
    _, told = near(a=[{"id": 0, "geom": Point(34, 169)}], b=[{"id": 0, "geom": Point(34, 69)}], status=1)
    assert "are the axes swapped" in told or "swapped" in told
    (tmp_path / "c.csv").write_text("id,x,y\n1,69,34\n")
    path = write_map("lode: 1\ndata:\n  c: {file: c.csv, x: x, y: y}\nsteps:\n  - r: {near: c, to: c}\nlayers: []\n")
    assert b"crs" in lode("export", path, "r", "-o", tmp_path / "r.csv", status=None).stderr
