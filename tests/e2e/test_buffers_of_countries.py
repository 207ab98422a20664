"""A sample of tests/against/buffers.py: countries and distances at which an outline was lost once."""
import json
import subprocess
import sys
from pathlib import Path

import pytest
from shapely.geometry import Point, shape

SCRIPT = Path(__file__).resolve().parents[1] / "against" / "buffers.py"
ROWS = {"Russia": 75, "Chile": 198, "Fiji": 170}  # of layers/countries_world.shp


@pytest.mark.parametrize("country, km", [("Russia", 15), ("Russia", 500), ("Chile", -5), ("Fiji", 50)])
def test_buffers_of_countries_keep_their_metre(lode, country, km):
    done = subprocess.run([sys.executable, SCRIPT, "--lode", lode.path, "--only", str(ROWS[country]), f"--km={km}",
                           "--places", "8"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("end", [-90, -89.99892578125])
def test_an_area_round_a_pole_has_no_border_there(end, lode, write_map, tmp_path):
    """Data is closed along the pole, or as Natural Earth's Antarctica 119 m before it."""
    east = [[180 - k, -70] for k in range(361)]
    west = [[-180 + k, end] for k in range(361)]
    cap = {"type": "Polygon", "coordinates": [[[180, end], *east, *west]]}
    (tmp_path / "cap.geojson").write_text(json.dumps(cap), encoding="utf-8")
    lode("export", write_map("""
lode: 1
data: {cap: cap.geojson}
steps: [{inner: {buffer: cap, by: -50 km}}]
layers: [{fill: inner}]
"""), "inner", "-o", tmp_path / "inner.geojson")
    rows = json.loads((tmp_path / "inner.geojson").read_text(encoding="utf-8"))["features"]
    inner = shape(rows[0]["geometry"])
    assert all(inner.contains(Point(lon, -89.9)) for lon in range(-170, 180, 20))
    assert not inner.contains(Point(10, -70.4)) and inner.contains(Point(10, -70.5))
