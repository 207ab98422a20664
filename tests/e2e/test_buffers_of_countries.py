"""A sample of tests/against/buffers.py: countries and distances at which an outline was lost once."""
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "against" / "buffers.py"
ROWS = {"Russia": 75, "Chile": 198, "Fiji": 170}  # of layers/countries_world.shp


@pytest.mark.parametrize("country, km", [("Russia", 15), ("Russia", 500), ("Chile", -5), ("Fiji", 50)])
def test_buffers_of_countries_keep_their_metre(lode, country, km):
    done = subprocess.run([sys.executable, SCRIPT, "--lode", lode.path, "--only", str(ROWS[country]), f"--km={km}",
                           "--places", "8"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
