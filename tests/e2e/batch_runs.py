"""What the tests of `lode batch` share: an atlas that is quick to draw, and what is in its folder."""
import json
from pathlib import Path

DOCUMENT = """
lode: 1
title: Provinces
data:
  provinces: {file: '{layers}/provinces.shp', where: adm0_a3 = 'AFG'}
  rivers: '{layers}/rivers.shp'
  deposits: {file: '{layers}/deposits.shp', where: adm0_a3 = 'AFG'}
layers:
  - {fill: provinces, color: '#eee8dc', stroke: {color: '#777', width: 0.2 mm}}
  - {line: rivers, color: '#5a8fc0', width: 0.3 mm}
  - {marker: deposits, color: firebrick, size: 1.5 mm}
page: {size: A6 landscape}
atlas:
  over: provinces
  key: adm1_code
  order: name
  title: '{page.name}'
  output: ['out/{page.adm1_code}.png', 'out/svg/{page.adm1_code}.svg']
  book: out/book.pdf
dpi: 60
"""

PAGES = 34


def state(folder):
    """The folder of the journals beside the outputs of map.yaml."""
    return Path(folder) / "map.batch"


def outputs(folder):
    """Every file but journals and lock, name -> bytes."""
    folder = Path(folder)
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*"))
            if p.is_file() and p.suffix != ".jsonl" and p.name != ".lode-batch.lock"}


def events(journal):
    """The journal's lines; each must be whole."""
    text = Path(journal).read_text(encoding="utf-8")
    assert not text or text.endswith("\n")
    return [json.loads(line) for line in text.splitlines()]


def temporaries(folder):
    return [p for p in Path(folder).rglob(".lode-*") if p.name != ".lode-batch.lock"]
