#!/usr/bin/env python3
"""Checking a document of 2,000 lines without its data.

    bench/document.py [LODE]         (default: build/src/cli/lode, of a release build)

The document has some ninety layers with expressions, scales and labels, on three of the shipped sources. The time is
the least of ten runs of `lode check --no-data`, from start to end of the process: user and system time, since
another program on the machine would be counted otherwise."""
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LODE = sys.argv[1] if len(sys.argv) > 1 else ROOT / "build/src/cli/lode"

HEAD = f"""lode: 1
title: A document of two thousand lines
data:
  places: {ROOT}/layers/places.shp
  deposits: {ROOT}/layers/deposits.shp
  provinces: {ROOT}/layers/provinces.shp
styles: [{ROOT}/styles/report.yaml]
layers:
"""
LAYERS = """  - fill: provinces
    use: land
    filter: adm0_a3 = 'AFG' AND name LIKE 'B%'
    stroke:
      color: '#888888'
      width: 0.{n:02}5 mm
  - marker: deposits
    filter: >-
      main_comm IN ('Copper', 'Gold')
      AND NOT name IS NULL
      OR CASEI(name) = CASEI('aynak {n}')
    shape: circle
    color:
      by: comm_group
      scale: category
      palette: okabe-ito
      other: '#888888'
    size: 1.5 mm
    legend: Deposits {n}
  - marker: places
    shape: square
    filter: POP_MAX > {n}000
    size:
      by: POP_MAX
      scale: sqrt
      range: [1 mm, 2.5 mm]
    color: '#333333'
    legend:
      title: Places {n}
    label:
      text: '{{coalesce(NAME, "ADM0_A3")}} {n}'
      size: 7 pt
      color: '#222222'
      halo:
        color: white
        width: 0.3 mm
      priority: POP_MAX / {n}
"""
TAIL = """outputs: [out.png]
"""


def main():
    n = 1
    text = HEAD
    while text.count("\n") + LAYERS.count("\n") < 2000:
        text += LAYERS.format(n=n)
        n += 1
    text += "map:\n  crs: auto\n  extent: {of: provinces}\n"
    text += "\n" * (1999 - text.count("\n")) + TAIL
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.yaml"
        path.write_text(text)
        best = None
        for _ in range(10):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            run = subprocess.run([LODE, "check", "--no-data", path], capture_output=True, text=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            best = took if best is None else min(best, took)
        errors = run.stderr.count(": error: ")
        print(f"{text.count(chr(10))} lines, {3 * (n - 1)} layers, {errors} errors: {1000 * best:.1f} ms")
        if len(sys.argv) > 2:
            Path(sys.argv[2]).write_text(text)
        if errors:
            sys.exit(run.stderr[:2000])


if __name__ == "__main__":
    main()
