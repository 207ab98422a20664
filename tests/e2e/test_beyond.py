"""What a map does not show of its extent is counted: by the projection, by a filter that nothing passes. And a stated box
is the box. Independent numbers come from PROJ by pyproj."""
import json
import random
import re

import pytest

pyproj = pytest.importorskip("pyproj")

MAP = "lode: 1\ndata: {w: world.geojson}\nlayers: [{marker: w, size: 1 mm}]\nmap: {crs: '%s', extent: %s}\n"
WORLD = "[-180, -90, 180, 90]"


def features(kind, places):
    shape = {"Point": lambda x, y: [x, y],
             "LineString": lambda x, y: [[x, y], [x + 1, y + 1]],
             "Polygon": lambda x, y: [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y]]]}[kind]
    return {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"n": i}, "geometry": {"type": kind, "coordinates": shape(x, y)}}
        for i, (x, y) in enumerate(places)]}


@pytest.fixture
def places(tmp_path):
    pick = random.Random(5)
    made = [(pick.uniform(-178, 178), pick.uniform(-87, 87)) for _ in range(300)]
    (tmp_path / "world.geojson").write_text(json.dumps(features("Point", made)))
    return made


def told(lode, folder, command=("check",), status=0):
    printed = lode(*command, "map.yaml", *(["-o", "map.png"] if command[0] == "render" else []), cwd=folder,
                   status=status).stderr.decode()
    found = re.search(r"(\d+) of (\d+) features of 'w' cannot be shown in '", printed)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def angle(lon, lat, x, y):
    """Degrees on the sphere, on which limits of projections are stated."""
    geod = pyproj.Geod(a=1, f=0)
    return geod.inv(lon, lat, x, y)[2] * 57.29577951308232


@pytest.mark.parametrize("crs, centre, reach", [
    ("+proj=ortho +lat_0=30 +lon_0=60", (60, 30), 90), ("+proj=gnom +lat_0=-20 +lon_0=10", (10, -20), 87),
    ("+proj=stere +lat_0=90 +lon_0=0", (0, 90), 170), ("+proj=laea +lat_0=40 +lon_0=66", (66, 40), 179.9),
    ("+proj=aeqd +lat_0=0 +lon_0=0", (0, 0), 179.2),
])
def test_the_far_side_is_counted(lode, tmp_path, places, crs, centre, reach):
    (tmp_path / "map.yaml").write_text(MAP % (crs, WORLD))
    lost = sum(angle(*centre, *p) > reach for p in places)
    near = sum(abs(angle(*centre, *p) - reach) < 0.3 for p in places)
    for command in (("check",), ("render",)):
        n, of = told(lode, tmp_path, command)
        assert abs(n - lost) <= near and of in (300, 0 if not n else 300)
    told(lode, tmp_path, ("check", "--strict"), status=2 if lost else None)


@pytest.mark.parametrize("crs", ["EPSG:32642", "+proj=tmerc +lon_0=10", "+proj=geos +h=35785831 +lon_0=9",
                                 "+proj=igh", "+proj=healpix", "+proj=tpeqd +lat_1=0 +lon_1=0 +lat_2=40 +lon_2=60"])
def test_what_is_not_drawn_is_what_is_counted(lode, tmp_path, places, crs):
    """All points lie in the extent: those that are on the page and those that are counted add up."""
    (tmp_path / "map.yaml").write_text(MAP % (crs, WORLD))
    shapes = lode("show", "--after", "layout", "map.yaml", cwd=tmp_path).stdout.decode()
    drawn = len(re.findall(r"feature \d+ point", shapes))
    n, of = told(lode, tmp_path, ("render",))
    assert of == 300 and 0 < drawn < 300 and n + drawn == 300


@pytest.mark.parametrize("kind", ["LineString", "Polygon"])
def test_lines_and_areas(lode, tmp_path, places, kind):
    """Two features on the far side, one on the near side, one across the limb."""
    (tmp_path / "world.geojson").write_text(json.dumps(features(kind, [(180, 0), (170, 10), (0, 0), (89.5, 0)])))
    (tmp_path / "map.yaml").write_text((MAP % ("+proj=ortho", WORLD)).replace("marker: w, size: 1 mm", "line: w"))
    printed = lode("render", "map.yaml", "-o", "map.png", cwd=tmp_path).stderr.decode()
    assert "2 of 4 features of 'w' cannot be shown in 'Orthographic', and are not drawn; 1 more are cut" in printed


@pytest.mark.parametrize("crs, extent", [
    ("EPSG:32642", "[60, 29, 75, 39]"), ("auto", WORLD), ("EPSG:4326", WORLD), ("+proj=robin", WORLD),
    ("EPSG:3857", WORLD), ("+proj=ortho +lon_0=66 +lat_0=34", "[60, 29, 75, 39]"),
])
def test_outside_the_frame_is_not_counted(lode, tmp_path, places, crs, extent):
    (tmp_path / "map.yaml").write_text(MAP % (crs, extent))
    assert told(lode, tmp_path) == (0, 0)


@pytest.mark.parametrize("text, finding", [
    ("data: {w: {file: world.geojson, where: n < 0}}\nlayers: [{marker: w}, {marker: v}]", "no feature of 'w' passes this filter"),
    ("data: {w: {file: world.geojson, where: n < 0}}\nlayers: [{marker: v}, {marker: w}]\nmap: {extent: [1, 1, 60, 60]}",
     "no feature of 'w' passes this filter"),
    ("data: {w: world.geojson}\nlayers: [{marker: w, filter: n < 0}, {marker: v}]", "no feature of 'w' passes this filter"),
    ("data: {w: world.geojson}\nsteps: [{s: {select: w, filter: n < 0}}]\nlayers: [{marker: s}, {marker: v}]",
     "no feature of 'w' passes this filter"),
    ("data: {w: empty.geojson}\nlayers: [{marker: w}, {marker: v}]", "there is no feature in 'w'"),
])
def test_render_says_what_check_says_of_nothing(lode, tmp_path, places, text, finding):
    (tmp_path / "empty.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    (tmp_path / "map.yaml").write_text("lode: 1\n" + text.replace("data: {", "data: {v: world.geojson, ") + "\n")
    for command in (["check", "map.yaml"], ["render", "map.yaml", "-o", "map.png"]):
        assert lode(*command, cwd=tmp_path).stderr.decode().count(f"warning: {finding}") == 1


def test_a_window_without_features_is_no_empty_filter(lode, tmp_path, places):
    (tmp_path / "map.yaml").write_text(
        "lode: 1\ndata: {v: world.geojson, w: {file: corner.geojson, where: n = 0}}\nlayers: [{marker: v}, {marker: w}]\n"
        "map: {extent: [1, 1, 60, 60]}\n")
    (tmp_path / "corner.geojson").write_text(json.dumps(features("Point", [(-120, -50)])))
    assert "passes this filter" not in lode("render", "map.yaml", "-o", "map.png", cwd=tmp_path).stderr.decode()


@pytest.mark.parametrize("crs, box", [
    ("EPSG:4326", (60, 30, 68, 36)), ("EPSG:3857", (60, 30, 68, 36)), ("EPSG:32642", (66, 30, 72, 36)),
    ("+proj=lcc +lat_1=30 +lat_2=60 +lat_0=45 +lon_0=10", (-5, 40, 25, 60)),
    ("+proj=laea +lat_0=90 +lon_0=0", (-30, 60, 40, 80)), ("+proj=aea +lat_1=29 +lat_2=38 +lon_0=66", (60, 29, 75, 39)),
])
def test_a_stated_box_touches_the_frame(lode, tmp_path, places, crs, box):
    """The box, its sides bent by the projection, lies wholly in the frame and fills it in one direction."""
    (tmp_path / "map.yaml").write_text((MAP % (crs, list(box))) + "page: {title: none}\n")
    view = lode("show", "--after", "view", "map.yaml", cwd=tmp_path).stdout.decode()
    frame = [float(v) for v in re.search(r"frame: ([-\d., ]+)", view)[1].replace(",", " ").split()]
    west, south, east, north = box
    side = [i / 400 for i in range(401)]
    lons = [west + (east - west) * t for t in side] * 2 + [west] * 401 + [east] * 401
    lats = [south] * 401 + [north] * 401 + [south + (north - south) * t for t in side] * 2
    xs, ys = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(lons, lats)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    scale = float(re.search(r"scale: 1:(\d+)", view)[1])
    pt = max(width / (frame[2] - frame[0]), height / (frame[3] - frame[1]))
    # The scale is true in the middle of the frame; compare with the box in the map's own units there.
    to_map = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    h = 1e-3 if pyproj.CRS(crs).is_geographic else 100
    a, b = to_map.transform(x - h, y), to_map.transform(x + h, y)
    m_per_unit = pyproj.Geod(ellps="WGS84").inv(*a, *b)[2] / (2 * h)
    assert scale == pytest.approx(pt * m_per_unit / (0.0254 / 72), rel=1e-4)
