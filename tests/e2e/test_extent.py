"""What a map shows when it states no extent: what is drawn, and nothing else; over the 180th meridian too, however many
vertices there are."""
import json
import math
import re

import pytest


def feature(kind, coordinates, **values):
    return {"type": "Feature", "properties": values, "geometry": {"type": kind, "coordinates": coordinates}}


def square(x, y, size=1):
    return [[[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]]


POINTS = [feature("Point", [x, y], n="here") for x, y in [(60, 30), (64, 33), (62, 31.5)]]
LINES = [feature("LineString", [[70, 36], [75, 40]], n="line"), feature("LineString", [[61, 31], [63, 32]], n="line")]
AREAS = [feature("Polygon", square(50, 20, 5), n="area")]
FAR = [feature("Point", [10, 10], n="there")]
EMPTY = [{"type": "Feature", "properties": {"n": "here"}, "geometry": None}]


def view(lode, folder, made, layers, extent="all"):
    (folder / "p.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": made}))
    (folder / "map.yaml").write_text(f"lode: 1\ndata: {{p: p.geojson}}\nlayers: [{layers}]\nmap: {{extent: {extent}}}\n")
    return lode("show", "--after", "view", "map.yaml", cwd=folder).stdout.decode()


@pytest.mark.parametrize("layers, drawn", [
    ("{marker: p}", POINTS + FAR),
    ("{line: p}", LINES + AREAS),
    ("{fill: p}", AREAS),
    ("{fill: p}, {marker: p}", AREAS + POINTS + FAR),
    ("{label: p, text: '{n}'}", POINTS + LINES + AREAS + FAR),
    ("{marker: p, filter: n = 'here'}", POINTS),
    ("{marker: p, filter: n = 'here'}, {fill: p, filter: area() > 1}", POINTS + AREAS),
    ("{marker: p, filter: lon() > 61}", POINTS[1:]),
    ("{marker: p, filter: n = 'here'}, {marker: p, filter: n = 'there'}", POINTS + FAR),
])
def test_only_what_is_drawn_counts(lode, tmp_path, layers, drawn):
    unfiltered = re.sub(r", filter: [^}]*", "", layers)
    assert view(lode, tmp_path, EMPTY + AREAS + LINES + POINTS + FAR, layers) == view(lode, tmp_path, drawn, unfiltered)


def test_a_source_that_is_named_counts_whole(lode, tmp_path):
    made = AREAS + POINTS
    of = view(lode, tmp_path, made, "{marker: p, filter: n = 'here'}", "{of: p}")
    assert of == view(lode, tmp_path, made, "{fill: p}, {marker: p}")


def test_where_nothing_is_drawn_the_map_shows_where_the_data_lies(lode, tmp_path):
    assert view(lode, tmp_path, POINTS + FAR, "{marker: p, filter: n = 'nowhere'}") == view(
        lode, tmp_path, POINTS + FAR, "{marker: p}")


def test_a_filter_may_ask_for_what_follows_from_the_extent(lode, tmp_path):
    """The scale is not known yet: all of the layer counts."""
    assert view(lode, tmp_path, POINTS + FAR, "{marker: p, filter: \"n = 'here' or scale() = '1:1'\"}") == view(
        lode, tmp_path, POINTS + FAR, "{marker: p}")


def round_ring(lon, lat, r, n):
    ring = [[lon + r * math.cos(2 * math.pi * k / n), lat + r * math.sin(2 * math.pi * k / n)] for k in range(n)]
    return ring + ring[:1]


def disks(n_vertices):
    """Round areas from 160 to 200 degrees east, none of them across 180."""
    return [feature("Polygon", [round_ring((160 + k + 180) % 360 - 180, 60, 0.4, n_vertices)], n="disk")
            for k in range(40) if k != 20]


def numbers(text):
    return [float(v) for v in re.findall(r"-?\d+\.?\d*", text.split("frame:")[0].split("proj:")[1])]


def test_many_vertices_over_180(lode, tmp_path):
    """Data of very many vertices is shown as the same shapes of few."""
    few, many = (view(lode, tmp_path, disks(n), "{fill: p}") for n in (200, 8000))
    assert "+lon_0=180" in few and "+lon_0=180" in many
    assert numbers(many) == pytest.approx(numbers(few), rel=1e-3)


def test_many_small_features_over_180(lode, tmp_path):
    """310,000 markers, most of them in a few places."""
    places = [(175 + (k % 100) / 20, 60 + (k % 7) / 7) for k in range(310_000)]
    (tmp_path / "p.csv").write_text("lon,lat\n" + "".join(f"{x if x < 180 else x - 360:.3f},{y:.3f}\n" for x, y in places)
                                    + "-178.5,61.5\n")
    (tmp_path / "map.yaml").write_text("lode: 1\ndata: {p: {file: p.csv, crs: 'EPSG:4326'}}\nlayers: [{marker: p}]\n")
    shown = lode("show", "--after", "view", "map.yaml", cwd=tmp_path).stdout.decode()
    few = [feature("Point", [x, y]) for x, y in [(175, 60), (179.95, 60), (175, 60.857), (179.95, 60.857), (-178.5, 61.5)]]
    assert numbers(shown) == pytest.approx(numbers(view(lode, tmp_path, few, "{marker: p}")), rel=1e-3)
