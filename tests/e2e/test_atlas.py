"""Pages of an atlas, read back with tools that are not ours: scales, cuts, neighbours, grids and strips against
pyproj and shapely, links, and that a page does not depend on which were drawn before it."""
import json
import math
import re
import subprocess

import pyproj
import pytest
from shapely.geometry import LineString, Point, box, mapping

GEOD = pyproj.Geod(ellps="WGS84")
NAMES = {"a": (66, 34), "b": (67, 34), "c": (66, 35), "d": (67, 35)}


def collection(rows):
    return json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": p, "geometry": mapping(g)} for p, g in rows]})


SITES = [(f"{key}{i}", kind, x + dx, y + dy) for key, (x, y) in NAMES.items()
         for i, (kind, dx, dy) in enumerate([("gold" if key in "ab" else "iron", .3, .3), ("copper", .7, .6)])]


@pytest.fixture
def atlas(tmp_path, lode):
    """A document over four squares with sites; returns a function that draws a page as SVG and gives its texts."""
    (tmp_path / "areas.geojson").write_text(collection(
        [({"code": k, "name": f"Area {k.upper()}"}, box(x, y, x + 1, y + 1)) for k, (x, y) in NAMES.items()]))
    (tmp_path / "sites.geojson").write_text(collection(
        [({"name": n, "kind": kind}, Point(x, y)) for n, kind, x, y in SITES]))

    def write(section, page="", layers=""):
        (tmp_path / "map.yaml").write_text(f"""lode: 1
data: {{areas: areas.geojson, sites: sites.geojson}}
layers:
  - fill: areas
    color: '#eee'
  - marker: sites
    color: {{by: kind, scale: category, map: {{gold: '#fc0', iron: '#444', copper: '#b53'}}}}
    label: {{text: '{{name}}', size: 6 pt}}
{layers}map: {{crs: EPSG:32642}}
page: {{size: [150 mm, 100 mm], scale-bar: none, text: 'SCALE {{scale()}}'{page}}}
atlas:
{section}""")
        return tmp_path / "map.yaml"

    def draw(key, section, **kw):
        path = write(section, **kw)
        out = tmp_path / "page.svg"
        lode("render", path, "--page", key, "-o", out, "--quiet")
        svg = out.read_text()
        return [re.sub(r"<[^>]+>", "", t) for t in re.findall(r"<text.*?</text>", svg, re.S)]

    draw.write = write
    draw.folder = tmp_path
    return draw


OVER = "  over: areas\n  key: code\n"


def scale_of(texts):
    return int(next(t for t in texts if t.startswith("SCALE ")).split(":")[1].replace(",", ""))


@pytest.mark.parametrize("rule, good", [
    ("scale: 1:2000000", lambda s, fit: s == 2000000),
    ("scale: round", lambda s, fit: s >= fit and s % 10 ** (len(str(s)) - 3) == 0 and s < 1.4 * fit),
    ("scale: [1:500000, 1:3000000, 1:9000000]", lambda s, fit: s == 3000000),
    ("max-scale: 1:5000000", lambda s, fit: s == 5000000),
    ("min-scale: 1:800000", lambda s, fit: s == 800000),
    ("max-scale: 1:1000", lambda s, fit: s == fit),
])
def test_scales(atlas, rule, good):
    fit = scale_of(atlas("a", OVER))
    assert 1_000_000 < fit < 3_000_000
    assert good(scale_of(atlas("a", OVER + f"  extent: {{{rule}}}\n")), fit)


def test_pad_is_round_the_feature(atlas):
    """A square degree fitted by its height: twice the pad on either side is that much more of a scale."""
    bare = scale_of(atlas("a", OVER + "  extent: {pad: 0%}\n"))
    half = scale_of(atlas("a", OVER + "  extent: {pad: 50%}\n"))
    assert half / bare == pytest.approx(2, rel=0.01)


def test_only_cuts_marks_labels_and_legend(atlas):
    whole = atlas("a", OVER + "  extent: {scale: 1:4000000}\n")
    assert {"a0", "b0", "c1"} <= set(whole) and {"gold", "iron", "copper"} <= set(whole)
    cut = atlas("a", OVER + "  extent: {scale: 1:4000000}\n  only: [sites]\n")
    assert {t for t in cut if re.fullmatch(r"[a-d]\d", t)} == {"a0", "a1"}
    assert "gold" in cut and "copper" in cut and "iron" not in cut


def test_only_leaves_no_slivers_of_neighbours(atlas):
    (atlas.folder / "areas.geojson").write_text(collection(
        [({"code": k, "name": f"Area {k.upper()}"}, box(x - 2e-4, y - 2e-4, x + 1, y + 1)) for k, (x, y) in NAMES.items()]))
    texts = atlas("a", OVER + "  title: Page\n  only: [areas]\n", layers="  - label: areas\n    text: '{name}'\n")
    assert [t for t in texts if t.startswith("Area")] == ["Area A"]


def test_legend_lists_what_the_mask_leaves_clear(atlas):
    whole = OVER + "  extent: {scale: 1:4000000}\n"
    assert {"gold", "iron", "copper"} <= set(atlas("a", whole))
    masked = atlas("a", whole + "  mask: true\n")
    assert {"gold", "copper"} <= set(masked) and "iron" not in masked


@pytest.mark.parametrize("beyond_pt, listed", [(-2, True), (2, True), (4.5, False), (9, False)])
def test_legend_lists_markers_that_show(atlas, lode, beyond_pt, listed):
    """A marker 12 pt wide at the right edge of the frame, `beyond_pt` outside of it: half of its half still counts."""
    kinds = ", legend: {at: top left}"
    section = OVER + "  extent: {scale: 1:2000000}\n"
    atlas("a", section, page=kinds)
    frame = re.search(r'<path stroke="#404040"[^>]*d="M([\d.]+) [\d.]+l([\d.]+)', (atlas.folder / "page.svg").read_text())
    half = float(frame.group(2)) / 2
    to = pyproj.Transformer.from_crs(4326, 32642, always_xy=True)
    corners = [to.transform(66 + i / 100, y) for i in range(101) for y in (34, 35)] + [to.transform(x, 34 + i / 100) for i in range(101) for x in (66, 67)]
    x, y = ((min(v) + max(v)) / 2 for v in zip(*corners))
    factor = pyproj.Proj(32642).get_factors(*to.transform(x, y, direction="INVERSE")).meridional_scale
    x += (half + beyond_pt) / 72 * .0254 * 2e6 * factor
    (atlas.folder / "sites.geojson").write_text(collection(
        [({"name": "", "kind": "gold"}, Point(66.5, 34.5)),
         ({"name": "", "kind": "iron"}, Point(*to.transform(x, y, direction="INVERSE")))]))
    path = atlas.write(section, page=kinds)
    path.write_text(path.read_text().replace("    color: {by: kind", "    size: 12 pt\n    stroke: none\n    color: {by: kind"))
    lode("render", path, "--page", "a", "-o", atlas.folder / "page.svg", "--quiet")
    assert (">iron<" in (atlas.folder / "page.svg").read_text()) == listed


def test_mask_leaves_a_point_clear(atlas, lode):
    (atlas.folder / "areas.geojson").write_text(collection([({"code": "p"}, Point(66.5, 34.5)),
                                                            ({"code": "l"}, LineString([(66.2, 34.2), (66.7, 34.7)]))]))
    path = atlas.write(OVER + "  extent: {pad: 20 km}\n  mask: true\n")
    path.write_text(path.read_text().replace("  - fill: areas\n    color: '#eee'\n", ""))
    for key in "pl":
        lode("render", path, "--page", key, "-o", atlas.folder / "page.svg", "--quiet")
        svg = (atlas.folder / "page.svg").read_text()
        mask = svg[svg.index('inkscape:label="mask"'):]
        outline = re.search(r' d="([^"]*)"', mask).group(1)
        assert outline.lower().count("m") == 2


def test_words_of_the_page(atlas):
    texts = atlas("c", OVER + "  order: -name\n  title: '{page.name} {page.number}/{page.count} {page.key}'\n",
                  layers="  - label: areas\n    filter: code = page.code\n    text: 'here {page.number}'\n")
    assert "Area C 2/4 c" in texts
    assert texts.count("here 2") == 1


def test_neighbours_stand_at_the_frame(atlas):
    texts = atlas("a", OVER + "  neighbours: {text: 'to {page.name}'}\n")
    assert {t for t in texts if t.startswith("to ")} >= {"to Area B", "to Area C"}
    assert "to Area A" not in texts


def test_neighbours_of_a_sheet_that_fills_its_frame(atlas):
    """Sheets of a grid without overlap: above and below there is nothing of a neighbour within the frame."""
    texts = atlas("B2", "  over: {grid: [3, 3], of: areas, empty: true}\n  neighbours: {text: 'to {page.name}'}\n",
                  page=", legend: none")
    assert {t for t in texts if t.startswith("to ")} >= {"to B1", "to B3", "to A2", "to C2"}


def test_neighbours_without_room_along_the_edge(atlas, lode):
    """A strip of 6 km takes 3 mm of the frame: its name runs into the map; letters of 20 mm have no place, and that is told."""
    (atlas.folder / "areas.geojson").write_text(collection(
        [({"code": "a", "name": "A"}, box(66, 34, 67, 35)), ({"code": "n", "name": "Narrow"}, box(66.4, 35, 66.47, 36))]))
    section = OVER + "  neighbours: {text: 'to {page.name}', size: %s}\n"
    assert "to Narrow" in atlas("a", section % "7 pt")
    path = atlas.write(section % "20 mm")
    told = lode("render", path, "--page", "a", "-o", atlas.folder / "page.svg").stderr.decode()
    assert "no room at the frame for 1 of the page's neighbours: to Narrow" in told


@pytest.mark.parametrize("text, same, other", [
    ("true", "Area B · 2", "Area C · south 1"),
    ("{text: 'to {page.number}'}", "to 2", "to 1 (south)"),
    ("{text: '{page.group}/{page.number}'}", "north/2", "south/1"),
])
def test_neighbours_of_another_group_name_it(atlas, text, same, other):
    texts = atlas("a", OVER + f"  group: case(code < 'c', 'north', 'south')\n  neighbours: {text}\n")
    assert same in texts and other in texts


def test_names_at_the_frame_keep_off_lines(atlas, lode):
    """A road leaves the page at the middle of the edge that the name has to itself."""
    (atlas.folder / "areas.geojson").write_text(collection(
        [({"code": k}, box(x, 34, x + 1, 35)) for k, x in (("a", 66), ("b", 67))]))
    (atlas.folder / "sites.geojson").write_text(collection([({"name": "", "kind": ""}, LineString([(65, 34.5), (69, 34.5)]))]))
    path = atlas.write(OVER + "  neighbours: {text: 'to {page.code}'}\n", page=", legend: none")
    text = path.read_text()
    path.write_text(text[:text.index("  - marker")] + "  - line: sites\n    color: red\n" + text[text.index("map: {crs"):])
    lode("render", path, "--page", "a", "-o", atlas.folder / "page.svg", "--quiet")
    lode("render", path, "--page", "a", "-o", atlas.folder / "page.pdf", "--quiet")
    road = re.search(r'<path stroke="#ff0000"[^>]*d="M([^"]*)"', (atlas.folder / "page.svg").read_text()).group(1)
    y = sum(float(v) for v in re.findall(r"-?[\d.]+", road)[1::2])
    found = subprocess.run(["pdftotext", "-bbox", atlas.folder / "page.pdf", "-"], capture_output=True, text=True, check=True).stdout
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(?:to|b)<', found)
    assert len(words) == 2 and all(not float(y0) - 1 < y < float(y1) + 1 for y0, y1 in words)


def test_own_keys_of_a_page(atlas):
    section = OVER + "  title: '{page.name}'\n  pages: {b: {title: Another, extent: [66, 33, 69, 36], page: {text: none}}}\n"
    assert "Another" in (texts := atlas("b", section)) and not [t for t in texts if t.startswith("SCALE")]
    assert "Area A" in atlas("a", section)


def test_grid_has_the_sheets_that_the_ground_needs(atlas, lode):
    """Counted with pyproj: squares of 60 km from the middle of the areas' box in UTM."""
    to = pyproj.Transformer.from_crs(4326, 32642, always_xy=True)
    edge = [(66 + 2 * t / 50, y) for t in range(51) for y in (34, 36)] + [(x, 34 + 2 * t / 50) for t in range(51) for x in (66, 68)]
    xs, ys = zip(*(to.transform(*p) for p in edge))
    cols, rows = (math.ceil((max(v) - min(v)) / 60000) for v in (xs, ys))
    path = atlas.write("  over: {grid: 60 km, of: areas, empty: true}\n  output: 'out/{page.key}.png'\n")
    listed = lode("batch", path, "--list").stdout.decode().split("\n")
    keys = [line.split()[0] for line in listed if line and re.match(r"[A-Z]\d", line)]
    assert len(keys) == cols * rows and len(set(keys)) == len(keys)
    assert f"{chr(64 + cols)}{rows}" in keys


def test_sheets_of_a_grid_have_one_scale(atlas, lode):
    """Though legends differ: one of six classes on one sheet, none on the next."""
    (atlas.folder / "sites.geojson").write_text(collection(
        [({"name": "", "kind": f"a class with a long name {i}"}, Point(66.1 + i / 20, 35.8)) for i in range(6)]))
    path = atlas.write("  over: {grid: [3, 3], of: areas, empty: true}\n")
    layers = "    color: {by: kind, scale: category}\n"
    scales = {}
    for key in ("A1", "B2", "C3"):
        text = path.read_text()
        a, b = text.index("    color: {by"), text.index("map: {crs")
        path.write_text(text[:a] + layers + text[b:])
        out = atlas.folder / "page.svg"
        lode("render", path, "--page", key, "-o", out, "--quiet")
        texts = [re.sub(r"<[^>]+>", "", t) for t in re.findall(r"<text.*?</text>", out.read_text(), re.S)]
        scales[key] = scale_of(texts)
        assert any("long name" in t for t in texts) == (key == "A1")
    assert len(set(scales.values())) == 1 and str(scales["A1"])[2:].strip("0") == ""


HAIRPIN = LineString([(66, 34), (66, 34.9), (66.15, 34.9), (66.15, 34), (66.3, 34)])


def test_a_crooked_stretch_lies_across_its_sheet(atlas, lode):
    """A hairpin, whose ends are near each other: the sheet is turned along it, and at a scale too large for it that is told."""
    (atlas.folder / "areas.geojson").write_text(collection([({"code": "x"}, HAIRPIN)]))
    path = atlas.write("  over: {strip: lines, length: 230 km}\n  index: true\n", page=", legend: none, north-arrow: none")
    text = path.read_text().replace("areas: areas.geojson", "lines: areas.geojson")
    text = text[:text.index("  - fill")] + "  - line: lines\n    color: red\n" + text[text.index("map: {crs"):]
    path.write_text(text)
    out = atlas.folder / "page.svg"

    def extent():
        d = re.search(r'<path stroke="#ff0000"[^>]* d="M([^"]*)"', out.read_text()).group(1)
        points = [tuple(map(float, p)) for p in re.findall(r"(-?[\d.]+) (-?[\d.]+)", re.sub(r"[a-zA-Z]", " ", d))]
        at = [(sum(p[0] for p in points[:i + 1]), sum(p[1] for p in points[:i + 1])) for i in range(len(points))]
        return [max(v) - min(v) for v in zip(*at)]
    told = lode("render", path, "--page", "1", "-o", out).stderr.decode()
    width, height = extent()
    assert width > 1.5 * height and "does not show" not in told
    path.write_text(text.replace("atlas:\n", "atlas:\n  extent: {scale: 1:300000}\n"))
    told = lode("render", path, "--page", "1", "-o", out).stderr.decode()
    assert "the page '1' does not show all of its sheet at 1:300000: 1:" in told
    for scale in (1000000, 2000000):
        path.write_text(text.replace("atlas:\n", f"atlas:\n  extent: {{scale: 1:{scale}}}\n"))
        assert b"does not show" not in lode("render", path, "--page", "1", "-o", out).stderr
        lode("render", path, "--page", "index", "-o", out, "--quiet")


def test_strip_covers_its_line(atlas, lode):
    """Sheets of 100 km: the first begins where the line does, each shows a tenth of the one before, the last ends with it."""
    line = [(60, 40), (62, 40.5), (63, 39.5), (66, 39.7)]
    length = GEOD.line_length(*zip(*line)) / 1000
    (atlas.folder / "areas.geojson").write_text(collection(  # in two pieces, one of them the other way round
        [({"code": "x"}, LineString(line[:3])), ({"code": "y"}, LineString(line[:1:-1]))]))
    path = atlas.write("  over: {strip: lines, length: 100 km, overlap: 10%}\n  title: '{page.from_km};{page.to_km}'\n"
                       "  output: 'out/{page.key}.svg'\n")
    text = path.read_text().replace("areas: areas.geojson", "lines: {file: areas.geojson, edges: geodesic}")
    path.write_text(text.replace("  - fill: areas\n    color: '#eee'\n", "  - line: lines\n    color: '#eee'\n"))
    (atlas.folder / "out").mkdir()
    lode("batch", path, "-j", "1")
    spans = []
    for k in range(1, 100):
        file = atlas.folder / f"out/{k}.svg"
        if not file.exists():
            break
        title = re.search(r"<title>(.*?)</title>", file.read_text()).group(1)
        spans.append(tuple(map(float, title.split(";"))))
    assert spans[0][0] == 0 and spans[-1][1] == pytest.approx(length, abs=0.2)
    assert len(spans) == math.ceil((length - 10) / 90)
    for (a, b), (c, d) in zip(spans, spans[1:]):
        assert b - a == pytest.approx(100, abs=0.2) and b - c >= 9.9


def test_pages_do_not_depend_on_each_other(atlas, lode):
    path = atlas.write(OVER + "  mask: true\n  neighbours: true\n  output: 'out/{page.key}.png'\n",
                       page=", locator: {extent: [60, 30, 75, 40], layers: [areas]}")
    (atlas.folder / "out").mkdir()
    lode("batch", path, "-j", "1")
    for key in NAMES:
        alone = atlas.folder / f"alone-{key}.png"
        lode("render", path, "--page", key, "-o", alone, "--quiet")
        assert alone.read_bytes() == (atlas.folder / f"out/{key}.png").read_bytes()


def test_only_pages_that_show_a_change_are_drawn_again(atlas, lode):
    section = OVER + "  extent: {scale: 1:1000000}\n  output: 'out/{page.key}.png'\n"
    (atlas.folder / "areas.geojson").write_text(collection(
        [({"code": k, "name": k}, box(x, y, x + 1, y + 1)) for k, (x, y) in {"a": (50, 20), "b": (67, 34)}.items()]))
    path = atlas.write(section)
    (atlas.folder / "out").mkdir()
    lode("batch", path, "-j", "1")
    before = {k: (atlas.folder / f"out/{k}.png").stat().st_mtime_ns for k in "ab"}
    sites = json.loads((atlas.folder / "sites.geojson").read_text())
    sites["features"][2]["properties"]["name"] = "renamed"
    (atlas.folder / "sites.geojson").write_text(json.dumps(sites))
    lode("batch", path, "-j", "1")
    after = {k: (atlas.folder / f"out/{k}.png").stat().st_mtime_ns for k in "ab"}
    assert before["a"] == after["a"] and before["b"] != after["b"]


def test_contents_and_index_lead_to_their_pages(atlas, lode):
    path = atlas.write(OVER + "  title: '{page.name}'\n  contents: true\n  index: true\n")
    out = atlas.folder / "page.pdf"
    lode("render", path, "--page", "contents", "-o", out, "--quiet")
    links = re.findall(rb"/URI \(#page=(\d+)\)", out.read_bytes())
    text = subprocess.run(["pdftotext", "-layout", out, "-"], capture_output=True, text=True, check=True).stdout
    assert [int(n) for n in links] == [2, 3, 4, 5, 6]
    assert re.search(r"Index of sheets.*ii", text) and re.search(r"Area A.*1", text) and re.search(r"Area D.*4", text)
    lode("render", path, "--page", "index", "-o", out, "--quiet")
    assert sorted(int(n) for n in re.findall(rb"/URI \(#page=(\d+)\)", out.read_bytes())) == [3, 4, 5, 6]


def test_index_numbers_every_sheet(atlas, lode):
    """Of thirty squares of 2 km on a page of 200 km, none of which holds a number, and of points, some in one place."""
    small = [(f"s{i}", 66 + .05 * (i % 6), 34 + .05 * (i // 6)) for i in range(30)]
    shapes = [({"code": k, "name": k}, box(x, y, x + .02, y + .02)) for k, x, y in small]
    for rows in (shapes + [({"code": "far", "name": "far"}, box(69, 36, 69.02, 36.02))],
                 [({"code": f"p{i}", "name": "p"}, Point(66 + i // 4, 34)) for i in range(12)]):
        (atlas.folder / "areas.geojson").write_text(collection(rows))
        path = atlas.write(OVER + "  index: true\n")
        if rows[0][1].geom_type == "Point":
            path.write_text(path.read_text().replace("  - fill: areas\n    color: '#eee'\n", ""))
        told = lode("render", path, "--page", "index", "-o", atlas.folder / "page.svg")
        assert b"no number" not in told.stderr
        texts = [re.sub(r"<[^>]+>", "", t) for t in re.findall(r"<text.*?</text>", (atlas.folder / "page.svg").read_text(), re.S)]
        numbers = [int(n) for t in texts if re.fullmatch(r"[\d, ]+", t) for n in t.split(",") if n.strip()]
        assert set(numbers) == set(range(1, len(rows) + 1))
        out = atlas.folder / "page.pdf"
        lode("render", path, "--page", "index", "-o", out, "--quiet")
        links = re.findall(rb"/URI \(#page=(\d+)\)", out.read_bytes())
        assert sorted(int(n) for n in links) == list(range(2, len(rows) + 2))


@pytest.mark.parametrize("n, columns_wanted", [(3, 1), (4, 2), (7, 3), (20, 3)])
def test_contents_fill_the_width(atlas, lode, n, columns_wanted):
    (atlas.folder / "areas.geojson").write_text(collection(
        [({"code": f"k{i}", "name": f"Row{i}"}, Point(66 + i / 10, 34).buffer(.05)) for i in range(n)]))
    path = atlas.write(OVER + "  title: '{page.name}'\n  contents: true\n")
    path.write_text(path.read_text().replace("[150 mm, 100 mm]", "[250 mm, 150 mm]"))
    out = atlas.folder / "page.pdf"
    lode("render", path, "--page", "contents", "-o", out, "--quiet")
    found = subprocess.run(["pdftotext", "-bbox", out, "-"], capture_output=True, text=True, check=True).stdout
    words = [(float(x0), float(y), float(x1), t) for x0, y, x1, t in
             re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]+)<', found)]
    width = 250 / 25.4 * 72
    assert max(x1 for _, _, x1, _ in words) > width - 30
    columns = {}
    for x0, y, _, t in words:
        if t.startswith("Row"):
            columns.setdefault(round(x0), []).append(y)
    lengths = [len(v) for v in columns.values()]
    assert len(columns) == columns_wanted and max(lengths) - min(lengths) <= 1


def test_pages_in_front_have_files_of_their_own(atlas, lode):
    path = atlas.write(OVER + "  index: true\n  output: ['out/{page.number}.png', 'out/p{page.number}-{page.name}.svg']\n")
    (atlas.folder / "out").mkdir()
    lode("batch", path, "-j", "1")
    assert {p.name for p in (atlas.folder / "out").glob("*.[ps]*g")} == {
        "index.png", "p-index.svg", *(f"{i}.png" for i in range(1, 5)), *(f"p{i}-Area {k}.svg" for i, k in enumerate("ABCD", 1))}
