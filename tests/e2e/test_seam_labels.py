"""Names of areas that are cut at 180 degrees and drawn as one: where poppler finds the word, against
the middle of the areas that shapely makes of the drawn rings."""
import json
import re
import subprocess

import pytest
from shapely.geometry import Polygon
from shapely.ops import unary_union


def square(west, south, east, north):
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


AREAS = {
    "halves": [square(170, 62, 180, 66), square(-180, 62, -170, 66)],
    "one longer": [square(168, 62, 180, 66), square(-180, 61.5, -172, 66)],
    "three pieces": [square(170, 62, 180, 64), square(170, 64.2, 180, 66), square(-180, 62, -170, 66)],
    "an island besides": [square(170, 62, 180, 66), square(-180, 62, -170, 66), square(166, 60, 167, 61)],
    "a step of 340 degrees": [square(170, 62, -170, 66)],
}


@pytest.fixture
def drawn(lode, write_map, tmp_path):
    """drawn(parts) -> the middle of the word 'Name', and the drawn area; both in page points."""

    def run(parts):
        (tmp_path / "p.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"n": "Name"},
             "geometry": {"type": "MultiPolygon", "coordinates": parts}}]}), encoding="utf-8")
        path = write_map("lode: 1\ndata: {p: p.geojson}\n"
                         "layers: [{fill: p, color: '#dde8f4', stroke: {color: black, width: 1 pt}, "
                         "label: {text: '{n}', place: area, size: 9 pt}}]\n"
                         "page: {size: [80 mm, 60 mm], legend: none, scale-bar: none}\n")
        lode("render", "-q", path, "-o", tmp_path / "out.pdf")
        words = subprocess.run(["pdftotext", "-bbox", tmp_path / "out.pdf", "-"], check=True,
                               capture_output=True, text=True).stdout
        found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">Name<', words)
        assert len(found) == 1
        x0, y0, x1, y1 = map(float, found[0])
        return ((x0 + x1) / 2, (y0 + y1) / 2), scene_of(lode, path)

    return run


def scene_of(lode, path):
    """The rings that are filled, and the lines that are stroked."""
    scene = lode("show", "--after", "scene", path).stdout.decode()
    layer = scene.split('tag "layer: p"')[1].split("end tag")[0]
    fill, stroke = layer.split("stroke", 1) if "\n      stroke" in layer else (layer, layer)
    return rings_in(fill), rings_in(stroke)


def rings_in(text):
    numbers = [[float(v) for v in re.findall(r"-?\d+\.\d+", part)] for part in text.split("M ")[1:]]
    return [list(zip(v[::2], v[1::2])) for v in numbers]


@pytest.mark.parametrize("name", AREAS)
def test_a_name_stands_in_the_middle_of_the_area_as_drawn(drawn, name):
    (x, y), (fill, stroke) = drawn(AREAS[name])
    # The seam is closed by a buffer of a tenth of a point.
    area = unary_union([Polygon(r).buffer(0.05) for r in fill])
    parts = getattr(area, "geoms", [area])
    middle = max(parts, key=lambda p: p.area).centroid
    west, _, east, _ = max(parts, key=lambda p: p.area).bounds
    if name == "three pieces":
        assert west + (east - west) / 2 - 10 < x
    else:
        assert x == pytest.approx(middle.x, abs=2)
        assert y == pytest.approx(middle.y, abs=4)
    # No stroke along the seam: none goes down through the middle of the area.
    for line in stroke:
        for (ax, ay), (bx, by) in zip(line, line[1:]):
            inner = west + 20 < min(ax, bx) and max(ax, bx) < east - 20
            assert not (inner and abs(by - ay) > 20 and abs(bx - ax) < 5)
