"""Pictures of the good cases against tests/golden/NAME.png. A difference tells how many pixels changed and by how
much at most, and leaves the new picture and a picture of the difference in build/golden/.

Set LODE_REWRITE=1 to write the goldens anew; look at them before committing, and say in the message how they differ.
"""
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from conftest import ROOT

CASES = sorted(p.parent.name for p in (ROOT / "tests/cases").glob("*/trace.txt"))
REWRITE = os.environ.get("LODE_REWRITE") == "1"

# Versions of cairo and FreeType may differ by a shade along edges, never by more.
SHADE = 24
SHARE = 0.0005


@pytest.mark.parametrize("name", CASES)
def test_picture(lode, name):
    golden, left = ROOT / f"tests/golden/{name}.png", ROOT / "build/golden"
    left.mkdir(parents=True, exist_ok=True)
    lode("render", ROOT / f"tests/cases/{name}/map.yaml", "-o", left / f"{name}.png", "--dpi", "96")
    if REWRITE:
        golden.write_bytes((left / f"{name}.png").read_bytes())
    ours, theirs = (np.asarray(Image.open(p).convert("RGB")).astype(int) for p in (left / f"{name}.png", golden))
    assert ours.shape == theirs.shape
    difference = np.abs(ours - theirs).max(axis=2)
    Image.fromarray((255 - difference).astype(np.uint8)).save(left / f"{name}-difference.png")
    changed = (difference > SHADE).mean()
    assert changed <= SHARE, f"{changed:.3%} of the pixels changed, by {difference.max()} at most: see {left}"
