#!/usr/bin/env python3
"""What own code does beside the library that could stand in its place (docs/design.md, Decisions).

  bench/own_code.py svg MAP.yaml      the SVG writer beside cairo's, by pdftocairo on the same page as PDF
  bench/own_code.py png FILE.png ...  pixels packed by lode, and by libdeflate at its levels 1 and 6

LODE names the command; build/src/cli/lode otherwise. Needs poppler-utils and libdeflate.
"""
import ctypes
import gzip
import os
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LODE = os.environ.get("LODE", str(ROOT / "build/src/cli/lode"))


def svg(document):
    with tempfile.TemporaryDirectory() as folder:
        own, pdf, cairo = (Path(folder) / name for name in ("own.svg", "page.pdf", "cairo.svg"))
        subprocess.run([LODE, "render", "-q", document, "-o", own, "-o", pdf], check=True)
        subprocess.run(["pdftocairo", "-svg", pdf, cairo], check=True)
        for path in (own, cairo):
            text = path.read_bytes()
            print(f"{path.name}: {len(text) / 1e3:.0f} kB, {len(gzip.compress(text)) / 1e3:.0f} kB by gzip, "
                  f"{text.count(b'<text')} texts")


def pixel_data(path):
    data, at, packed = Path(path).read_bytes(), 8, b""
    while at < len(data):
        length, = struct.unpack(">I", data[at:at + 4])
        if data[at + 4:at + 8] == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    return packed


def png(*paths):
    library = ctypes.CDLL("libdeflate.so.0")
    library.libdeflate_alloc_compressor.restype = ctypes.c_void_p
    library.libdeflate_zlib_compress.restype = ctypes.c_size_t
    for path in paths:
        packed = pixel_data(path)
        raw = zlib.decompress(packed)
        out = ctypes.create_string_buffer(len(raw) + 1000)
        line = f"{path}: lode {len(packed)} bytes"
        for level in (1, 6):
            compressor = ctypes.c_void_p(library.libdeflate_alloc_compressor(level))
            times = []
            for _ in range(7):
                began = time.process_time()
                n = library.libdeflate_zlib_compress(compressor, raw, ctypes.c_size_t(len(raw)), out,
                                                     ctypes.c_size_t(len(out)))
                times.append(time.process_time() - began)
            line += f"; libdeflate {level}: {n} bytes in {min(times) * 1e3:.1f} ms"
        print(line)


if __name__ == "__main__":
    runs = {"svg": svg, "png": png}
    if len(sys.argv) < 2 or sys.argv[1] not in runs:
        sys.exit(__doc__)
    runs[sys.argv[1]](*sys.argv[2:])
