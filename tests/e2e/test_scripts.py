"""Four scripts on one page: the text of PDF and SVG reads as it was written, in the order in which it is read."""
import re
import subprocess
import xml.etree.ElementTree as ET

from PIL import Image

NAMES = {
    "Latin": "Mazar-e Sharif (Balkh)",
    "Cyrillic": "Мазари-Шариф",
    "Arabic script": "مزار شریف (۱۲۳)",
    "Chinese": "马扎里沙里夫",
}

DOCUMENT = """
lode: 1
title: Names in four scripts
data:
  sites: {file: sites.csv, x: lon, y: lat, crs: EPSG:4326}
layers:
  - marker: sites
    size: 2 mm
    label: {text: '{name}', size: 12 pt, required: 'true'}
map:
  crs: EPSG:32642
  extent: [66, 34, 70, 38]
page:
  size: [200 mm, 160 mm]
  legend: none
dpi: 100
"""


def make(lode, write_map, tmp_path):
    rows = "".join(f'"{name}",{66.5 + i},{34.7 + 0.8 * i}\n' for i, name in enumerate(NAMES.values()))
    (tmp_path / "sites.csv").write_text("name,lon,lat\n" + rows, encoding="utf-8")
    run = lode("render", write_map(DOCUMENT), *[a for e in ("png", "pdf", "svg") for a in ("-o", tmp_path / f"m.{e}")])
    assert b"missing-glyph" not in run.stderr and b"no glyph" not in run.stderr
    return tmp_path


def sh(*args):
    return subprocess.run([str(a) for a in args], check=True, capture_output=True).stdout.decode()


def folded(text):
    """Without directional marks and spaces, which readers add and drop as they like."""
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", text)


def test_pdf_text_is_what_was_written(lode, write_map, tmp_path):
    folder = make(lode, write_map, tmp_path)
    text = folded(sh("pdftotext", "-raw", folder / "m.pdf", "-"))
    for name in ("Latin", "Cyrillic", "Chinese"):
        assert folded(NAMES[name]) in text, name
    for word in ("مزار", "شریف", "۱۲۳"):
        assert word in text
    fonts = sh("pdffonts", folder / "m.pdf").splitlines()[2:]
    assert len(fonts) >= 3
    assert all(re.search(r"\syes\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+$", line) for line in fonts)


def test_svg_text_is_what_was_written(lode, write_map, tmp_path):
    folder = make(lode, write_map, tmp_path)
    texts = ["".join(e.itertext()) for e in ET.parse(folder / "m.svg").iter("{http://www.w3.org/2000/svg}text")]
    whole = folded("".join(texts))
    for name in ("Latin", "Cyrillic", "Chinese"):
        assert folded(NAMES[name]) in whole, name
    for word in ("مزار", "شریف", "۱۲۳"):
        assert word in whole


def test_every_name_is_drawn(lode, write_map, tmp_path):
    """Without its fonts a name would be boxes or nothing; each one leaves ink of its own."""
    import numpy as np
    folder = make(lode, write_map, tmp_path)
    dark = np.asarray(Image.open(folder / "m.png").convert("L")) < 100
    assert dark.sum() > 1500
