"""Whole pages read back with tools that are not ours: sizes, positions, texts, fonts, metadata."""
import re
import subprocess
from xml.etree import ElementTree

import numpy as np
import pyproj
import pytest
from PIL import Image

from conftest import MAPS

SHIPPED = sorted(p.stem for p in MAPS.glob("*.yaml"))

CITIES = {"Kabul": (69.18131, 34.51864), "Mazar-e Sharif": (67.09998, 36.70000),
          "Tashkent": (69.29299, 41.31365), "Almaty": (76.91263, 43.32500)}

# A cross of two hairlines over each city and nothing else, so that its middle can be measured.
CROSSES = """
lode: 1
data:
  cities: {{file: cities.csv, x: lon, y: lat, crs: EPSG:4326}}
layers:
  - marker: cities
    shape: square
    size: 3 mm
    color: black
map:
  crs: '{crs}'
  extent: [55, 30, 85, 48]
  background: white
page:
  size: [200 mm, 150 mm]
  margin: 10 mm
  legend: none
  scale-bar: none
  frame: none
dpi: 600
"""


def sh(*args):
    return subprocess.run([str(a) for a in args], check=True, capture_output=True).stdout.decode()


@pytest.fixture(scope="session")
def shipped(lode, maps, tmp_path_factory):
    """Every shipped map in every format, made once."""
    out = tmp_path_factory.mktemp("shipped")
    for name in SHIPPED:
        lode("render", maps / f"{name}.yaml", *[a for e in ("png", "pdf", "svg") for a in ("-o", out / f"{name}.{e}")])
    return out


@pytest.mark.parametrize("crs", ["EPSG:32642", "EPSG:3857", "+proj=lcc +lat_1=32 +lat_2=46 +lat_0=39 +lon_0=70 +datum=WGS84",
                                 "+proj=laea +lat_0=39 +lon_0=70 +datum=WGS84"])
def test_cities_stand_where_pyproj_puts_them(lode, write_map, tmp_path, crs):
    """Distances between city marks on the page, in mm, against pyproj's coordinates over the scale that the
    page itself shows for one pair: an affine fit with one scale and no rotation must leave < 0.1 mm."""
    (tmp_path / "cities.csv").write_text(
        "name,lon,lat\n" + "".join(f"{n},{x},{y}\n" for n, (x, y) in CITIES.items()), encoding="utf-8")
    lode("render", write_map(CROSSES.format(crs=crs)), "-o", tmp_path / "out.png")
    image = np.asarray(Image.open(tmp_path / "out.png").convert("L")) < 128
    marks = middles(image)
    assert len(marks) == len(CITIES)
    to = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
    truth = np.array([to.transform(*p) for p in CITIES.values()])
    fit_and_compare(truth, marks * 25.4 / 600)


def middles(image):
    """The middles of the connected dark blobs, in pixels."""
    rows, cols = np.nonzero(image)
    left = set(zip(rows.tolist(), cols.tolist()))
    found = []
    while left:
        stack, blob = [left.pop()], []
        while stack:
            r, c = stack.pop()
            blob.append((r, c))
            for q in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1)):
                if q in left:
                    left.remove(q)
                    stack.append(q)
        blob = np.array(blob)
        found.append((blob[:, 1].mean() + 0.5, blob[:, 0].mean() + 0.5))
    return np.array(found)


def fit_and_compare(truth, page_mm):
    """Match marks to cities by order along x and y, fit x' = s x + a, y' = -s y + b, compare."""
    truth = truth[np.lexsort((truth[:, 1], truth[:, 0]))]
    page = page_mm[np.lexsort((-page_mm[:, 1], page_mm[:, 0]))]
    n = len(truth)
    lhs = np.zeros((2 * n, 3))
    lhs[:n, 0], lhs[:n, 1] = truth[:, 0], 1
    lhs[n:, 0], lhs[n:, 2] = -truth[:, 1], 1
    rhs = np.r_[page[:, 0], page[:, 1]]
    solution, *_ = np.linalg.lstsq(lhs, rhs, rcond=None)
    assert np.abs(lhs @ solution - rhs).max() < 0.1


@pytest.mark.parametrize("name", SHIPPED)
def test_sizes_are_exact_in_all_formats(shipped, name):
    width, height = page_mm(name)
    image = Image.open(shipped / f"{name}.png")
    dpi = image.info["dpi"][0]
    assert image.size == (round(width / 25.4 * dpi), round(height / 25.4 * dpi))
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+) pts", sh("pdfinfo", shipped / f"{name}.pdf"))
    assert float(size[1]) == pytest.approx(width / 25.4 * 72, abs=0.02)
    assert float(size[2]) == pytest.approx(height / 25.4 * 72, abs=0.02)
    head = (shipped / f"{name}.svg").read_text()[:2000]
    assert float(re.search(r'width="([\d.]+)mm"', head)[1]) == pytest.approx(width, abs=0.01)
    assert float(re.search(r'height="([\d.]+)mm"', head)[1]) == pytest.approx(height, abs=0.01)


def page_mm(name):
    text = (MAPS / f"{name}.yaml").read_text()
    if m := re.search(r"size: \[([\d.]+) mm, ([\d.]+) mm\]", text):
        return float(m[1]), float(m[2])
    assert "size: A4 landscape" in text
    return 297.0, 210.0


@pytest.mark.parametrize("name", SHIPPED)
def test_vector_outputs_hold_no_raster_and_embed_their_fonts(shipped, name):
    images = sh("pdfimages", "-list", shipped / f"{name}.pdf").splitlines()
    assert len(images) <= 2, images
    fonts = sh("pdffonts", shipped / f"{name}.pdf").splitlines()[2:]
    assert fonts
    for line in fonts:
        emb = re.search(r"\s(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", line)
        assert emb and emb[1] == "yes", line
    svg = (shipped / f"{name}.svg").read_text()
    assert "<image" not in svg and "<text" in svg and "@font-face" in svg
    sh("xmllint", "--noout", shipped / f"{name}.svg")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_title_is_text_in_pdf_and_metadata_everywhere(shipped, name):
    import yaml
    title = yaml.safe_load((MAPS / f"{name}.yaml").read_text())["title"]
    words = sh("pdftotext", "-layout", shipped / f"{name}.pdf", "-").split()
    for word in title.split():
        assert word in words
    assert f"Title:           {title}" in sh("pdfinfo", shipped / f"{name}.pdf")
    assert Image.open(shipped / f"{name}.png").text["Title"] == title
    assert title in (shipped / f"{name}.svg").read_text()


@pytest.mark.parametrize("name", SHIPPED)
def test_two_runs_give_the_same_bytes(lode, maps, shipped, tmp_path, name):
    for end in ("png", "pdf", "svg"):
        lode("render", maps / f"{name}.yaml", "-o", tmp_path / f"a.{end}", env={"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Kabul"})
        assert (tmp_path / f"a.{end}").read_bytes() == (shipped / f"{name}.{end}").read_bytes()


@pytest.mark.parametrize("name", SHIPPED)
def test_png_and_pdf_show_the_same_picture(shipped, tmp_path, name):
    sh("pdftoppm", "-r", "300", "-png", shipped / f"{name}.pdf", tmp_path / "pdf")
    page = Image.open(next(tmp_path.glob("pdf*.png"))).convert("RGB")
    size = (page.width // 4, page.height // 4)
    image = Image.open(shipped / f"{name}.png").convert("RGB").resize(size, Image.LANCZOS)
    page = page.resize(size, Image.LANCZOS)
    difference = np.abs(np.asarray(page).astype(int) - np.asarray(image).astype(int)).max(axis=2)
    assert (difference > 96).mean() < 0.01


@pytest.mark.parametrize("credits, expected", [(("", ""), "first; second"), (("", ", credit: A survey"), "A survey")])
def test_sources_name_who_asks_for_it(lode, write_map, tmp_path, credits, expected):
    """Files are named only where no source has a credit."""
    for name in ("first", "second"):
        (tmp_path / f"{name}.csv").write_text("lon,lat\n66,34\n67,35\n")
    layers = "".join(f"  {n}: {{file: {n}.csv, x: lon, y: lat, crs: EPSG:4326{c}}}\n"
                     for n, c in zip(("first", "second"), credits))
    path = write_map(f"lode: 1\ndata:\n{layers}layers: [{{marker: first}}, {{marker: second}}]\n"
                     "page: {text: [{at: bottom, text: 'From {sources()}.'}]}\n")
    lode("render", path, "-o", tmp_path / "map.pdf")
    assert f"From {expected}." in sh("pdftotext", tmp_path / "map.pdf", "-")


def test_a_line_of_svg_text_is_one_element(lode, write_map, tmp_path):
    """Letters, digits and brackets need fonts and directions of their own, but are searched and copied together."""
    (tmp_path / "cities.csv").write_text("lon,lat,name\n66,34,تهران (۱۲ km)\n67,35,\n", encoding="utf-8")
    path = write_map("lode: 1\nlanguage: fa\ndata: {c: {file: cities.csv, x: lon, y: lat, crs: EPSG:4326}}\n"
                     "layers: [{marker: c, label: {text: '{name}', halo: none}}]\npage: {scale-bar: none}\n")
    lode("render", path, "-o", tmp_path / "map.svg")
    texts = ["".join(t.itertext()) for t in ElementTree.parse(tmp_path / "map.svg").iter("{http://www.w3.org/2000/svg}text")]
    assert "تهران (۱۲ km)" in texts


WIDE = """
lode: 1
data:
  world: {file: world.geojson}
layers:
  - fill: world
    color: '#ddd'
map:
  crs: '+proj=laea +lat_0=%s +lon_0=%s'
  extent: [%s]
page: {size: [150 mm, 100 mm], legend: none, scale-bar: none, locator: {at: top left}}
"""


@pytest.mark.parametrize("lat, lon, extent", [(60, 100, "20, 40, -170, 80"), (60, -100, "150, 20, -40, 80"), (85, 0, "-180, 30, 180, 90")])
def test_frame_on_a_locator_of_the_world_is_closed(tmp_path, lode, lat, lon, extent):
    """Also across the cut of the locator, and round the pole: whole areas, no loose pieces; and the panel is not open
    where the world ends."""
    (tmp_path / "world.geojson").write_text(
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry":'
        '{"type": "Polygon", "coordinates": [[[-170,-60],[170,-60],[170,80],[-170,80],[-170,-60]]]}}]}')
    (tmp_path / "map.yaml").write_text(WIDE % (lat, lon, extent))
    lode("render", tmp_path / "map.yaml", "-o", tmp_path / "map.svg", "--quiet")
    svg = (tmp_path / "map.svg").read_text()
    locator = svg[svg.index('inkscape:label="locator"'):]
    red = re.findall(r'<path[^>]*fill="#c41e3a"[^>]* d="([^"]*)"', locator)
    assert red and all(part.endswith("z") for d in red for part in re.findall(r"[Mm][^Mm]*", d))
    assert re.search(r'<path fill="#ffffff" d="M[\d. ]+l[\d. -]+z"', locator)


def test_a_curved_frame_is_written_once_into_a_pdf(lode, write_map, tmp_path):
    """And not before each of a thousand markers, as cairo does it by itself."""
    (tmp_path / "p.csv").write_text("lon,lat\n" + "".join(f"{i % 40 * 2 - 40},{i // 40 * 2 - 25}\n" for i in range(1000)))
    text = "lode: 1\ndata: {p: {file: p.csv, x: lon, y: lat, crs: EPSG:4326}}\nlayers: [{marker: p}]\n" \
           "map: {crs: '+proj=ortho +lat_0=0 +lon_0=0', extent: [-180, -90, 180, 90], background: white}\n"
    lode("render", write_map(text), "-o", tmp_path / "map.pdf", "--quiet")
    assert (tmp_path / "map.pdf").stat().st_size < 100_000  # 500 kB with a clip for each


def test_an_offset_line_keeps_its_distance(lode, write_map, tmp_path):
    """A hairpin: 4 mm to the left all the way there and back, also at the turn."""
    (tmp_path / "l.geojson").write_text(
        '{"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[0,0],[100000,0],[0,500]]}}')
    text = "lode: 1\ndata: {l: {file: l.geojson, crs: EPSG:32642}}\nlayers: [{line: l, color: '#123456', offset: -4 mm}]\n" \
           "map: {crs: EPSG:32642, extent: {of: l, pad: 20%}}\npage: {size: [100 mm, 60 mm], legend: none, scale-bar: none}\n"
    lode("render", write_map(text), "-o", tmp_path / "map.svg", "--quiet")
    d = re.search(r'd="([^"]*)"[^>]*stroke="#123456"|stroke="#123456"[^>]*d="([^"]*)"', (tmp_path / "map.svg").read_text())
    numbers = [float(v) for v in re.findall(r"-?[\d.]+", d.group(1) or d.group(2))]
    assert re.sub(r"[^A-Za-z]", "", d.group(1) or d.group(2)) == "Ml" and len(numbers) == 8
    turn = np.array(numbers[4:6])  # from the end of the one side to that of the other
    assert np.hypot(*turn) == pytest.approx(2 * 4 / 25.4 * 72, rel=0.02)
