"""Buffers that end flat or lie on one side of lines, against shapely in a local plane and pyproj."""
import json
import random

import pyproj
import pytest
from osgeo import ogr
from shapely import wkb
from shapely.geometry import LineString, Point, mapping
from shapely.ops import split, transform, unary_union

ogr.UseExceptions()
GEOD = pyproj.Geod(ellps="WGS84")


def with_vertices(*corners, each=100):
    """A line with a vertex every kilometre or less: straight in lon/lat and in a local plane are the same then."""
    between = [(x0 + (x1 - x0) * k / each, y0 + (y1 - y0) * k / each)
               for (x0, y0), (x1, y1) in zip(corners, corners[1:]) for k in range(each)]
    return LineString(between + [corners[-1]])


BENDS = with_vertices((60, 35), (60.2, 35.3), (60.5, 35.35), (60.6, 35.1), (61.1, 35.0))
ZIGZAG = with_vertices((63, 35), (63.5, 35.5), (64, 35.2), (64.3, 35.9))


def area(lode, tmp_path, line, keys, status=0):
    """The area that a step with these keys makes of a line, and what was told."""
    features = [{"type": "Feature", "properties": {}, "geometry": mapping(line)}]
    (tmp_path / "line.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    document = tmp_path / "map.yaml"
    document.write_text(f"lode: 1\ndata:\n  line: line.geojson\nsteps:\n  - area: {{{keys}}}\nlayers: []\n")
    done = lode("export", document, "area", "-o", tmp_path / "area.gpkg", status=status)
    if status:
        return None, done.stderr.decode()
    source = ogr.Open(str(tmp_path / "area.gpkg"))
    feature = source.GetLayer(0).GetNextFeature()
    return wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb())), done.stderr.decode()


def local(line):
    """To and from a plane that keeps lengths at its middle: off by 1 in 30,000 at 50 km."""
    middle = line.centroid
    plane = pyproj.CRS(f"+proj=tmerc +lon_0={middle.x} +lat_0={middle.y} +ellps=WGS84")
    return (pyproj.Transformer.from_crs("EPSG:4326", plane, always_xy=True).transform,
            pyproj.Transformer.from_crs(plane, "EPSG:4326", always_xy=True).transform)


def side_of(flat, line, side):
    """The part of a flat buffer on one side of its line. (Shapely's own one-sided buffer pokes over sharp bends.)"""
    (x0, y0), (x1, y1) = line.coords[:2]
    (x3, y3), (x2, y2) = line.coords[:-3:-1]
    longer = LineString([(2 * x0 - x1, 2 * y0 - y1), *line.coords, (2 * x3 - x2, 2 * y3 - y2)])
    left = Point((x0 + x1) / 2 - (y1 - y0) / 10, (y0 + y1) / 2 + (x1 - x0) / 10)
    parts = [part for part in split(flat, longer).geoms if part.contains(left) == (side == "left")]
    return unary_union(parts)


@pytest.mark.parametrize("line", [BENDS, ZIGZAG], ids=["bends", "zigzag"])
@pytest.mark.parametrize("keys", ["ends: flat", "side: left", "side: right"])
def test_as_shapely_has_it(lode, tmp_path, line, keys):
    ours, _ = area(lode, tmp_path, line, f"buffer: line, by: 8 km, {keys}")
    there, _ = local(line)
    theirs = transform(there, line).buffer(8000, resolution=64, cap_style=2)
    if keys != "ends: flat":
        theirs = side_of(theirs, transform(there, line), keys.split()[1])
    ours = transform(there, ours)
    assert ours.is_valid
    assert ours.symmetric_difference(theirs).area < 1e-4 * theirs.area


@pytest.mark.parametrize("line", [
    LineString([(179.5, 10), (180.8, 10.4)]),
    LineString([(179.5, 66), (180, 66.2)]),
    LineString([(20, 78), (24, 78.5), (27, 78)]),
], ids=["antimeridian", "up-to-180", "north"])
def test_no_more_than_the_distance_on_either_side(lode, tmp_path, line):
    """Random places beside the middle of the edge: in, if and only if they are near enough and on the side."""
    random.seed(5)
    (x0, y0), (x1, y1) = line.coords[:2]
    for keys, sides in (("ends: flat", (-1, 1)), ("side: left", (-1,)), ("side: right", (1,))):
        ours, _ = area(lode, tmp_path, line, f"buffer: line, by: 20 km, {keys}")
        assert ours.is_valid
        assert ours.bounds[0] >= -180 and ours.bounds[2] <= 180
        for _ in range(100):
            distance, side = random.uniform(0, 40_000), random.choice((-1, 1))
            # As straight in lon/lat as the source is: a step on from a place of the edge.
            t = random.uniform(0.4, 0.6)
            x = x0 + t * ((x1 - x0 + 180) % 360 - 180)
            y = y0 + t * (y1 - y0)
            ahead = GEOD.inv(x, y, x + 1e-4 * ((x1 - x0 + 180) % 360 - 180), y + 1e-4 * (y1 - y0))[0]
            px, py, _ = GEOD.fwd(x, y, ahead + 90 * side, distance)
            expected = distance < 20_000 and side in sides
            if abs(distance - 20_000) > 1 and distance > 1:
                assert ours.intersects(Point((px + 180) % 360 - 180, py)) == expected, (keys, distance, side)


def test_rings_may_end_flat(lode, tmp_path):
    ours, _ = area(lode, tmp_path, ZIGZAG, "rings: line, by: [5 km, 10 km], ends: flat")
    flat, _ = area(lode, tmp_path, ZIGZAG, "buffer: line, by: 5 km, ends: flat")
    assert ours.symmetric_difference(flat).area < 1e-9 * flat.area


@pytest.mark.parametrize("keys,told", [
    ("by: 5 km, side: left, ends: round", "a buffer on one side of a line has flat ends"),
    ("by: -5 km, side: left", "a distance of '-5 km' makes no area"),
    ("by: 5 km, side: up", "'up'"),
    ("by: 5 km, ends: square", "'square'"),
])
def test_what_is_refused(lode, tmp_path, keys, told):
    _, stderr = area(lode, tmp_path, ZIGZAG, f"buffer: line, {keys}", status=2)
    assert told in stderr and "map.yaml:5:" in stderr


def test_points_have_no_ends(lode, tmp_path):
    _, stderr = area(lode, tmp_path, Point(60, 35), "buffer: line, by: 5 km, ends: flat", status=2)
    assert "only lines have ends and sides, and 'line' has points" in stderr


def test_a_pole_is_declined(lode, tmp_path):
    _, stderr = area(lode, tmp_path, LineString([(0, 89.95), (90, 89.95)]), "buffer: line, by: 10 km, ends: flat", status=1)
    assert "would reach a pole" in stderr
