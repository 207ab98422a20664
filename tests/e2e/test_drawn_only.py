"""What a layer does not draw does not count: a map of a source with points, lines, areas and empty features is the
map of a source that holds only what is drawn, in classes, sizes, legend and labels."""
import json
import random

import pytest

KINDS = {"marker": {"Point"}, "line": {"LineString", "Polygon"}, "fill": {"Polygon"},
         "label": {"Point", "LineString", "Polygon"}}

DOCUMENT = """lode: 1
data: {p: %s}
layers: [{%s: p, %s}]
map: {crs: 'EPSG:4326', extent: [60, 30, 70, 36]}
page: {size: [160 mm, 110 mm], scale-bar: none}
"""


def geometry(kind, x, y):
    ring = [[x, y], [x + 0.6, y], [x + 0.6, y + 0.5], [x, y]]
    coordinates = {"Point": [x, y], "LineString": ring[:3], "Polygon": [ring]}.get(kind, [])
    return None if kind == "none" else {"type": kind.removesuffix(" empty"), "coordinates": coordinates}


def features(seed):
    """Points, lines and areas in turn, some without a shape; what is in one kind only would change its scales."""
    pick = random.Random(seed)
    made = []
    for i in range(90):
        kind = ["Point", "LineString", "Polygon", "none", "Polygon empty"][pick.choice([0, 0, 1, 1, 2, 2, 3, 4])]
        far = {"Point": 1, "LineString": 1000, "Polygon": 50}.get(kind, 1e6)
        made.append({
            "type": "Feature", "geometry": geometry(kind, 60.3 + pick.random() * 9, 30.4 + pick.random() * 5),
            "properties": {"name": f"{kind} {i}", "group": f"{kind}-{pick.randrange(4)}", "v": round(far * pick.random(), 3),
                           "w": None if pick.random() < 0.2 else round(far * pick.random(), 3),
                           "rank": pick.randrange(10) + (100 if kind == "LineString" else 0)}})
    return made


def write(path, made):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}), encoding="utf-8")


def is_drawn(layer, look, feature):
    shape, row = feature["geometry"], feature["properties"]
    if not shape or not shape["coordinates"] or shape["type"] not in KINDS[layer]:
        return False
    if "filter: v > " in look and not row["v"] > float(look.split("filter: v > ")[1].split("}")[0].split(",")[0]):
        return False
    return row["w"] is not None or "by: w" not in look or "missing:" in look


LOOKS = [
    "color: {by: group}, legend: Groups",
    "color: {by: group, top: 2}, legend: Groups",
    "color: {by: v, scale: quantile, classes: 4}, legend: Values",
    "color: {by: v, scale: equal, classes: 3}, legend: {title: Values, all: true}",
    "color: {by: v, scale: jenks, classes: 4}",
    "color: {by: v, scale: linear}, legend: Values",
    "color: {by: v, scale: quantile, classes: 3}, opacity: {by: w, scale: linear}",
    "color: {by: group}, opacity: {by: w, scale: linear, missing: 0.1}",
    "color: {by: v, scale: linear}, filter: v > 0.4",
    "color: {by: [v, w], classes: 3}",
    "label: {text: '{name}', priority: rank}",
]


@pytest.mark.parametrize("layer", ["marker", "line", "fill"])
@pytest.mark.parametrize("look", LOOKS)
def test_only_what_is_drawn_counts(lode, tmp_path, layer, look):
    made = features(len(look))
    drawn = [f for f in made if is_drawn(layer, look, f)]
    assert 5 < len(drawn) < len(made) - 20
    write(tmp_path / "mixed.geojson", made)
    write(tmp_path / "drawn.geojson", drawn)
    if layer == "line" and "[v, w]" in look:
        pytest.skip("a pair is shown by areas and points")

    shown = {}
    for name in ("mixed", "drawn"):
        (tmp_path / "map.yaml").write_text(DOCUMENT % (f"{name}.geojson", layer, look))
        shown[name] = [lode("show", "--after", stage, "map.yaml", cwd=tmp_path).stdout for stage in ("style", "label")]
    assert shown["mixed"] == shown["drawn"] and shown["mixed"][0]


@pytest.mark.parametrize("layer", ["marker", "fill"])
def test_the_picture_is_that_of_what_is_drawn(lode, tmp_path, layer):
    made = features(1)
    for name, some in (("mixed", made), ("drawn", [f for f in made if is_drawn(layer, "", f)])):
        write(tmp_path / f"{name}.geojson", some)
        (tmp_path / "map.yaml").write_text(DOCUMENT % (f"{name}.geojson", layer, LOOKS[2]))
        lode("render", "map.yaml", "-o", f"{name}.png", cwd=tmp_path)
    assert (tmp_path / "mixed.png").read_bytes() == (tmp_path / "drawn.png").read_bytes()


def test_sizes_of_markers(lode, tmp_path):
    """The largest circle stands for the largest value among points, not among lines."""
    made = features(3)
    write(tmp_path / "mixed.geojson", made)
    (tmp_path / "map.yaml").write_text(DOCUMENT % ("mixed.geojson", "marker", "size: {by: v, scale: sqrt, range: [1 mm, 6 mm]}"))
    style = lode("show", "--after", "style", "map.yaml", cwd=tmp_path).stdout.decode()
    sizes = [float(line.split("circle ")[1].split(" ")[0]) for line in style.splitlines() if "circle" in line]
    assert max(sizes) == pytest.approx(6 * 72 / 25.4, abs=0.03)


def test_labels_alone_stand_by_their_kind(lode, tmp_path):
    """A label layer places all kinds: at a point, along a line, inside an area."""
    write(tmp_path / "mixed.geojson", [
        {"type": "Feature", "properties": {"n": "site"}, "geometry": {"type": "Point", "coordinates": [61, 31]}},
        {"type": "Feature", "properties": {"n": "road"},
         "geometry": {"type": "LineString", "coordinates": [[62, 31], [64, 33]]}},
        {"type": "Feature", "properties": {"n": "lake"},
         "geometry": {"type": "Polygon", "coordinates": [[[66, 31], [69, 31], [69, 35], [66, 35], [66, 31]]]}}])
    (tmp_path / "map.yaml").write_text(DOCUMENT % ("mixed.geojson", "label", "text: '{n}'"))
    placed = {}
    for line in lode("show", "--after", "label", "map.yaml", cwd=tmp_path).stdout.decode().splitlines():
        at, degrees, _, name = line.split(" ", 3)
        placed[name.strip("'")] = [float(v) for v in at.split(",")] + [float(degrees)]
    assert placed["site"][2] == placed["lake"][2] == 0
    assert placed["road"][2] == pytest.approx(-45, abs=0.2)


def test_what_passes_the_filter_is_counted(lode, tmp_path):
    """Features of another kind that the filter leaves out anyway are not told of."""
    write(tmp_path / "p.geojson", [
        {"type": "Feature", "properties": {"n": "a"}, "geometry": {"type": "Point", "coordinates": [61, 31]}},
        {"type": "Feature", "properties": {"n": "b"},
         "geometry": {"type": "LineString", "coordinates": [[62, 31], [64, 33]]}}])

    def told(look):
        (tmp_path / "map.yaml").write_text(DOCUMENT % ("p.geojson", "marker", look))
        return lode("check", "map.yaml", cwd=tmp_path, status=None).stderr.decode()

    assert "1 of 2 features of 'p' are not points, and are left out" in told("size: 2 mm")
    assert "are not points" not in told("filter: n = 'a'")
    only_b = told("filter: n = 'b'")
    assert "1 of 1 features of 'p' that pass its filter are not points, and are left out" in only_b
    assert "passes this filter" not in only_b


def test_a_class_of_others_is_a_class_without_feature(lode, tmp_path):
    write(tmp_path / "p.geojson", [
        {"type": "Feature", "properties": {"n": "a"}, "geometry": {"type": "Point", "coordinates": [61, 31]}},
        {"type": "Feature", "properties": {"n": "b"},
         "geometry": {"type": "LineString", "coordinates": [[62, 31], [64, 33]]}}])
    (tmp_path / "map.yaml").write_text(DOCUMENT % ("p.geojson", "marker", "color: {by: n, map: {a: red, b: blue}}"))
    told = lode("check", "map.yaml", cwd=tmp_path).stderr.decode()
    assert "has the value 'b' of 'n'" in told and "did you mean 'b'" not in told
