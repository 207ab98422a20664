"""Symbols of others: every SVG symbol that Debian's qgis-providers-common ships is drawn by lode and by
rsvg-convert, and the covered pixels are compared. QGIS's parameters are put in place beforehand for
rsvg-convert, which does not know them; lode gets the same values from the map. Where a drawing scales a part, QGIS scales the width of its outline too;
lode gives it the width that was asked for, so thin crosses agree a little less.

    tests/against/symbols.py [--lode BIN] [--from FOLDER] [--some N] [--sheets FOLDER]

The share of a symbol is that of the pixels covered in both pictures among those covered in either; a pixel
within one of an edge may be either. Exits 1 when one is refused, or agrees in less than --least (0.93), unless
lode says that a part of it is left out."""
import argparse
import io
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

FOLDER = Path("/usr/share/qgis/svg")
SIDE = 160  # pixels of a symbol
FILL, OUTLINE, WIDTH_SHARE = "#e4572e", "#1d3557", 0.02

MAP = """lode: 1
data: {{p: p.geojson}}
layers: [{{marker: p, file: {file}, size: 100 mm, color: '{fill}', stroke: {{color: '{outline}', width: {width} mm}}}}]
map: {{crs: 'EPSG:4326', extent: [-1, -1, 1, 1]}}
page: {{size: [120 mm, 120 mm], margin: 0 mm, legend: none, scale-bar: none}}
"""
POINT = {"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [0, 0]}}]}


def view_box(svg):
    """Width and height of the viewBox, or of the file where it has none."""
    box = re.search(r'viewBox\s*=\s*["\']([^"\']+)', svg)
    if box:
        return [float(v) for v in re.split(r"[\s,]+", box[1].strip())]
    sides = [re.search(rf'<svg[^>]*\s{side}\s*=\s*["\']([\d.]+)', svg, re.S) for side in ("width", "height")]
    return [0, 0, float(sides[0][1]), float(sides[1][1])] if all(sides) else None


def with_parameters(svg, box):
    """The file as QGIS would hand it to its renderer."""
    values = {"fill": FILL, "outline": OUTLINE, "outline-width": f"{max(box[2:]) * WIDTH_SHARE:g}",
              "fill-opacity": "1", "outline-opacity": "1"}
    return re.sub(r"param\(([a-z-]+)\)[^\"';]*", lambda m: values.get(m[1], "black"), svg)


def by_rsvg(svg, box, work):
    """The drawing in the middle of a square with a margin of a tenth on each side; what reaches beyond the
    viewBox is seen, as lode does it."""
    side = max(box[2:]) * 1.2
    x, y = box[0] - (side - box[2]) / 2, box[1] - (side - box[3]) / 2
    svg = re.sub(r"<\?xml[^>]*\?>", "", svg)
    head = re.match(r"\s*((<!--.*?-->|<!DOCTYPE[^\[>]*(\[.*?\])?\s*>)\s*)*", svg, re.S)
    tag = re.search(r"<svg\b[^>]*>", svg, re.S)
    cut = re.sub(r'\s(width|height|viewBox|x|y|preserveAspectRatio)\s*=\s*("[^"]*"|\'[^\']*\')', "", tag[0])
    if not re.search(r'\sfill\s*=', cut):
        cut = cut[:4] + f' fill="{FILL}"' + cut[4:]  # lode's rule: what has no colour takes the layer's
    whole = cut[:4] + f' width="{SIDE}" height="{SIDE}" viewBox="{x:g} {y:g} {side:g} {side:g}"' + cut[4:]
    path = work / "peer.svg"
    path.write_text(head[0] + whole + svg[tag.end():])
    done = subprocess.run(["rsvg-convert", "-b", "white", "-w", str(SIDE), "-h", str(SIDE), path], capture_output=True)
    if done.returncode:
        return None
    return Image.open(io.BytesIO(done.stdout)).convert("RGB")


def by_lode(lode, file, work):
    """The picture, and what lode says."""
    (work / "map.yaml").write_text(MAP.format(file=json.dumps(str(file)), fill=FILL, outline=OUTLINE,
                                              width=100 * WIDTH_SHARE))
    (work / "p.geojson").write_text(json.dumps(POINT))
    out = work / "lode.png"
    done = subprocess.run([lode, "render", work / "map.yaml", "-o", out, "--dpi", str(SIDE / 120 * 25.4)],
                          capture_output=True, text=True)
    picture = None
    if done.returncode == 0:
        picture = Image.open(out).convert("RGB").resize((SIDE, SIDE))
    return picture, done.stderr


def grown(mask):
    """The mask and the pixels beside it."""
    wide = np.pad(mask, 1)
    return sum(wide[1 + dy:wide.shape[0] - 1 + dy, 1 + dx:wide.shape[1] - 1 + dx]
               for dy in (-1, 0, 1) for dx in (-1, 0, 1)) > 0


def agreement(a, b):
    """Of the pixels that one of two pictures covers, the share that the other has there too, in about the
    same colour; 1 when neither covers any."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    mask_a, mask_b = (255 - a).max(2) > 64, (255 - b).max(2) > 64
    either = mask_a | mask_b
    if not either.any():
        return 1.0
    near_a, near_b = grown(mask_a), grown(mask_b)
    edge = grown(mask_a) & grown(~mask_a) | near_b & grown(~mask_b)
    same = np.where(mask_a & mask_b, np.abs(a - b).max(2) < 48, False) | edge & (near_a & near_b)
    return float((same & either).sum() / either.sum())


def sheet(pictures, path):
    across = 24
    whole = Image.new("RGB", (across * 72, -(-len(pictures) // across) * 72), "white")
    for i, picture in enumerate(pictures):
        if picture:
            whole.paste(picture.resize((70, 70), Image.LANCZOS), (i % across * 72, i // across * 72))
    whole.save(path)


def compare(lode, file, work):
    """Share that agrees (None: one of the two refuses it), lode's words, and both pictures."""
    raw = file.read_bytes()
    svg = raw.decode("utf-8", "replace")
    box = view_box(svg)
    ours, words = by_lode(lode, file, work)
    peer = by_rsvg(with_parameters(svg, box), box, work) if box else None
    return (agreement(ours, peer) if ours and peer else None), words, ours, peer


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--lode", default="build/src/cli/lode")
    parser.add_argument("--from", dest="folder", type=Path, default=FOLDER)
    parser.add_argument("--some", type=int, help="every N-th symbol only")
    parser.add_argument("--least", type=float, default=0.93)
    parser.add_argument("--sheets", type=Path, help="where sheets of all symbols, lode.png and rsvg.png, are written")
    args = parser.parse_args()

    files = sorted(args.folder.rglob("*.svg"))[::args.some or 1]
    rows, refused, ours, peers = [], [], [], []
    with tempfile.TemporaryDirectory() as work:
        for file in files:
            share, words, a, b = compare(args.lode, file, Path(work))
            ours.append(a)
            peers.append(b)
            if a is None:
                refused.append((file, words.strip().splitlines()[0] if words.strip() else "no words"))
            elif share is not None:
                rows.append((share, "warning: " in words, file))
    if args.sheets:
        sheet(ours, args.sheets / "lode.png")
        sheet(peers, args.sheets / "rsvg.png")

    rows.sort()
    whole = [r for r in rows if not r[1]]
    low = [r for r in whole if r[0] < args.least]
    print(f"{len(files)} symbols of {args.folder}: {len(files) - len(refused)} drawn, {len(refused)} refused, "
          f"{len(rows) - len(whole)} with parts that are left out, which lode says; "
          f"{len(rows)} also drawn by rsvg-convert")
    if whole:
        shares = [r[0] for r in whole]
        print(f"covered pixels that agree: median {np.median(shares):.4f}, least {shares[0]:.4f}, "
              f"{len(low)} below {args.least}")
    for share, ignored, file in rows[:12]:
        print(f"  {share:.4f} {file.relative_to(args.folder)}{' (parts left out)' if ignored else ''}")
    for file, words in refused:
        print(f"  refused: {file.relative_to(args.folder)}: {words}")
    return 1 if refused or low or not files else 0


if __name__ == "__main__":
    sys.exit(main())
