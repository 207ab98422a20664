"""Symbols of others as markers: a sample of those that come with QGIS beside rsvg-convert (all of them:
tests/against/symbols.py), and files in other encodings, compressed, and with what is left out."""
import gzip
import json
import shutil
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from conftest import ROOT, lode_path

SVG = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><style>.a{fill:#080}</style>'
       '<rect class="a" width="24" height="24"/>%s</svg>')


@pytest.mark.skipif(not shutil.which("rsvg-convert"), reason="rsvg-convert is missing")
@pytest.mark.skipif(not list(__import__("pathlib").Path("/usr/share/qgis/svg").glob("*")), reason="no symbols of QGIS")
def test_symbols_of_qgis_look_like_those_of_librsvg():
    done = subprocess.run([sys.executable, ROOT / "tests/against/symbols.py", "--lode", lode_path(), "--some", "24"],
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def draw(lode, tmp_path):
    """The colour in the middle of the page, and what is said."""
    def run(content, name="m.svg", more="color: '#e00'"):
        (tmp_path / name).write_bytes(content)
        (tmp_path / "p.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [0, 0]}}]}))
        (tmp_path / "map.yaml").write_text(
            "lode: 1\ndata: {p: p.geojson}\n"
            f"layers: [{{marker: p, file: {name}, size: 20 mm, {more}}}]\n"
            "map: {crs: 'EPSG:4326', extent: [-1, -1, 1, 1]}\n"
            "page: {size: [40 mm, 40 mm], margin: 0 mm, legend: none, scale-bar: none}\ndpi: 50\n")
        done = lode("render", "map.yaml", "-o", "m.png", cwd=tmp_path)
        pixels = np.asarray(Image.open(tmp_path / "m.png").convert("RGB"))
        return "#%02x%02x%02x" % tuple(pixels[pixels.shape[0] // 2, pixels.shape[1] // 2]), done.stderr.decode()
    return run


@pytest.mark.parametrize("encode", [
    lambda s: s.encode(), lambda s: b"\xef\xbb\xbf" + s.encode(), lambda s: s.encode("utf-16"),
    lambda s: ('<?xml version="1.0" encoding="ISO-8859-1"?><!-- \xe9 -->' + s).encode("latin-1"),
    lambda s: gzip.compress(s.encode())])
def test_files_in_any_encoding(draw, encode):
    assert draw(encode(SVG % ""))[0] == "#008800"


PARAM = ('<svg viewBox="0 0 24 24"><rect width="24" height="24" fill="param(fill) #00f" '
         'fill-opacity="param(fill-opacity)" stroke="param(outline) #0f0" stroke-width="param(outline-width) %d"/></svg>')


@pytest.mark.parametrize("more, width, middle", [
    ("color: '#e00'", 1, "#ee0000"), ("rotate: 0", 1, "#0000ff"), ("color: '#e00'", 40, "#00ff00"),
    ("color: '#e00', stroke: {color: '#ff0'}", 40, "#ffff00"), ("color: '#e00', stroke: {width: 1 mm}", 40, "#ee0000"),
    ("color: '#e00', stroke: none", 40, "#ee0000")])
def test_the_layer_comes_before_the_default(draw, more, width, middle):
    assert draw((PARAM % width).encode(), more=more)[0] == middle


@pytest.mark.parametrize("part, words", [
    ("<text>N</text>", "<text> is not drawn"), ("<image/>", "<image> is not drawn"),
    ('<g clip-path="url(#c)"/>', "'clip-path' is left out"), ('<g style="filter:url(#f)"/>', "'filter' is left out"),
    ('<use href="#nothing"/>', "is not in the file"), ('<style>a:hover{fill:red}</style>', "'a:hover' are left out")])
def test_what_is_left_out_is_said(draw, part, words):
    color, said = draw((SVG % part).encode())
    assert color == "#008800" and words in said


def test_a_damaged_file_is_refused(draw):
    with pytest.raises(AssertionError):
        draw(gzip.compress((SVG % "").encode())[:-20])


def test_one_gradient_of_many_parts_is_read_once(draw):
    """Read for each of them, its stops took 40 s."""
    stops = "".join(f'<stop stop-color="#{c}"/>' for c in ["f00", "00f"] * 5000)
    parts = '<rect width="24" height="24" fill="url(#g)"/>' * 5000
    color, said = draw(f'<svg viewBox="0 0 24 24"><linearGradient id="g">{stops}</linearGradient>{parts}</svg>'.encode())
    assert color == "#800080" and "mean of its colours" in said


def test_rules_times_elements_have_a_bound(draw):
    rules, parts = "a b c rect{fill:red}" * 1000, '<rect width="1" height="1"/>' * 9000
    with pytest.raises(AssertionError, match="too many rules for its elements"):
        draw(f'<svg viewBox="0 0 24 24"><style>{rules}</style>{"<g>" * 30}{parts}{"</g>" * 30}</svg>'.encode())


def test_what_is_important_wins_over_the_style(draw):
    assert draw((SVG % '<style>rect{fill:#00f!important}</style><rect style="fill:red" width="24" height="24"/>').encode())[0] == "#0000ff"
