"""The decimals of coordinates in GeoJSON and CSV: few, unless a shape needs them all to stay valid."""
import csv
import json
import os
import pathlib
import subprocess

import pytest
import shapely.geometry
import shapely.wkt

ROOT = pathlib.Path(__file__).resolve().parents[2]
LODE = os.environ.get("LODE", ROOT / "build/src/cli/lode")
THIRD = 60 + 1 / 3
SHAPES = {
    "square": {"type": "Polygon", "coordinates": [[[60, 30], [THIRD, 30], [THIRD, 31], [60, 31], [60, 30]]]},
    # its sides are a millimetre apart, and the same at 7 decimals
    "sliver": {"type": "Polygon", "coordinates": [[[60, 30], [61, 30.00000001], [62, 30], [61, 30.00000003], [60, 30]]]},
    # rounded, the corner at the top lies on the other side of the edge at the bottom
    "crossing": {"type": "Polygon", "coordinates": [[[60, 30], [63, 30.0000001], [63, 31], [61.5, 30.00000006], [60, 31], [60, 30]]]},
    "several": {"type": "MultiPolygon", "coordinates": [[[[60, 30], [61, 30.00000001], [62, 30], [61, 30.00000003], [60, 30]]],
                                                        [[[70, 30], [71, 30], [71, 31], [70, 30]]]]},
    "short": {"type": "LineString", "coordinates": [[60, 30], [60.00000001, 30]]},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("decimals")
    for name, shape in SHAPES.items():
        (folder / f"{name}.geojson").write_text(json.dumps(shape))
        kind = "line" if shape["type"] == "LineString" else "fill"
        (folder / f"{name}.yaml").write_text(f"lode: 1\ndata: {{a: {name}.geojson}}\nlayers: [{{{kind}: a}}]\n")
    return folder


def export(folder, name, ending, *words):
    out = folder / f"out-{name}.{ending}"
    got = subprocess.run([LODE, "export", folder / f"{name}.yaml", "a", "-o", out, *words], capture_output=True, text=True)
    assert got.returncode == 0, got.stderr
    if ending == "geojson":
        return shapely.geometry.shape(json.loads(out.read_text())["features"][0]["geometry"]), out.read_text()
    with open(out, newline="") as lines:
        return shapely.wkt.loads(next(csv.DictReader(lines))["WKT"]), out.read_text()


@pytest.mark.parametrize("ending", ["geojson", "csv"])
@pytest.mark.parametrize("name", SHAPES)
def test_what_was_valid_stays_valid(folder, name, ending):
    assert shapely.geometry.shape(SHAPES[name]).is_valid
    shape, _ = export(folder, name, ending)
    assert shape.is_valid and not shape.is_empty


def test_shapes_that_need_no_more_have_seven_decimals(folder):
    text = export(folder, "square", "geojson")[1]
    assert "60.3333333," in text and "60.33333333" not in text


@pytest.mark.parametrize("unit, decimals", [("m", 3), ("km", 6)])
def test_decimals_go_by_the_unit(folder, unit, decimals):
    crs = f"+proj=laea +lat_0=30 +lon_0=61 +datum=WGS84 +units={unit} +no_defs"
    text = export(folder, "square", "csv", "--crs", crs)[1]
    digits = max(len(word.rstrip('",)').partition(".")[2]) for word in text.replace("(", " ").replace(",", " ").split())
    assert digits == decimals
