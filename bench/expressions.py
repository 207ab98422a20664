#!/usr/bin/env python3
"""One million features through a filter of five terms and two scales, against reading their columns.

    bench/expressions.py [LODE]      (default: build/src/cli/lode, of a release build)

Reading is `lode query FILE --where TRUE --count`, from start to end of the process; the filter is the same with five
terms for TRUE. The two scales are what `lode render --timing` calls the style: filter and scales of the layer. The
least of five runs counts, of processor time where it is a process. The data, a shapefile, is made once in a folder
under the system's for temporary files."""
import os
import random
import re
import resource
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

N = 1_000_000
LODE = sys.argv[1] if len(sys.argv) > 1 else "build/src/cli/lode"
FOLDER = Path(tempfile.gettempdir()) / "lode-bench"
KINDS = ["Copper", "Gold", "Iron", "Chromium", "Zinc", "Coal"]
FIELDS = [("name", "C", 12, 0), ("kind", "C", 10, 0), ("pop", "N", 9, 0), ("grade", "N", 12, 5), ("year", "N", 4, 0)]
FILTER = ("kind IN ('Copper', 'Gold', 'Iron') AND pop > 1000 AND grade BETWEEN 0.1 AND 0.9"
          " AND (year < 1990 OR name LIKE 'A%') AND NOT name IS NULL")


def make(path):
    r = random.Random(1)
    with open(path.with_suffix(".shp"), "wb") as shp, open(path.with_suffix(".shx"), "wb") as shx, \
            open(path.with_suffix(".dbf"), "wb") as dbf:
        for f, size in (shp, 50 + N * 14), (shx, 50 + N * 4):
            f.write(struct.pack(">7i", 9994, 0, 0, 0, 0, 0, size) + struct.pack("<2i8d", 1000, 1, 0, 0, 90, 90, 0, 0, 0, 0))
        row = 1 + sum(f[2] for f in FIELDS)
        dbf.write(struct.pack("<4BIHH20x", 3, 126, 1, 1, N, 33 + 32 * len(FIELDS), row))
        for name, kind, length, decimals in FIELDS:
            dbf.write(struct.pack("<11sc4xBB14x", name.encode(), kind.encode(), length, decimals))
        dbf.write(b"\r")
        for i in range(N):
            shp.write(struct.pack(">2i", i + 1, 10) + struct.pack("<i2d", 1, r.uniform(0, 90), r.uniform(0, 90)))
            shx.write(struct.pack(">2i", 50 + i * 14, 10))
            name = r.choice("ABCDEFGH") + str(r.randrange(100000))
            dbf.write((" " + name.ljust(12) + r.choice(KINDS).ljust(10) + str(r.randrange(2000000)).rjust(9)
                       + f"{r.random():.5f}".rjust(12) + str(r.randrange(1950, 2025))).encode())
    path.with_suffix(".prj").write_text(
        'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
        'UNIT["degree",0.0174532925199433]]')
    path.with_suffix(".cpg").write_text("UTF-8")


def seconds(*args, runs=5):
    """Processor time of the quickest run, and what it printed."""
    best, out = None, None
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run = subprocess.run([LODE, *map(str, args)], capture_output=True, text=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if best is None or took < best:
            best, out = took, run.stdout + run.stderr
    return best, out


def main():
    FOLDER.mkdir(exist_ok=True)
    data = FOLDER / "million.shp"
    if not data.with_suffix(".cpg").exists():
        make(data)
    document = FOLDER / "million.yaml"
    document.write_text(f"""lode: 1
data: {{points: {data}}}
layers:
  - marker: points
    filter: "{FILTER}"
    color: {{by: grade, scale: quantile, classes: 5, palette: viridis}}
    size: {{by: pop, scale: sqrt, range: [0.3 mm, 1 mm]}}
outputs: [{FOLDER}/million.png]
""")
    read, _ = seconds("query", data, "--where", "TRUE", "--count")
    query, count = seconds("query", data, "--where", FILTER, "--count")
    style = min(float(re.search(r"style +([\d.]+) ms", seconds("render", document, "--timing", "--dpi", 20, runs=1)[1])[1])
                for _ in range(5)) / 1000
    print(f"reading all columns     {read:.2f} s")
    print(f"and a filter            {query:.2f} s   {query / read:.2f} times as long, {int(count)} of {N} selected")
    print(f"and a filter and scales {read + style:.2f} s   {(read + style) / read:.2f} times as long")


if __name__ == "__main__":
    main()
