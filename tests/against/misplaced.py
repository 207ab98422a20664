#!/usr/bin/env python3
"""Layers with misplaced rows against `lode info`: rows that are swapped, have lost a sign or a decimal point, stand at
(0, 0) or far away must be named, all of them and no others; ordinary layers, and the files named as arguments, must have
no such finding.

  tests/against/misplaced.py [--lode BIN] [--rounds N] [FILE...]
"""
import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOLD = re.compile(r"(\d+) of \d+ features of '(.*?)' lies? (?:at \(0|far).*\(features? ([\d, ]+)(?:, \.\.\.)?\)")


def box(pick, n):
    x, y, w, h = pick.uniform(-150, 150), pick.uniform(-50, 50), pick.uniform(0.01, 15), pick.uniform(0.01, 10)
    return [(x + w * pick.random(), y + h * pick.random()) for _ in range(n)]


def towns(pick, n):
    x, y = pick.uniform(-150, 150), pick.uniform(-50, 50)
    seats = [(x + pick.uniform(0, 12), y + pick.uniform(0, 8)) for _ in range(max(3, n // 15))]
    return [(a + pick.gauss(0, 0.7), b + pick.gauss(0, 0.7)) for a, b in (pick.choice(seats) for _ in range(n))]


def route(pick, n):
    x, y, dx, dy = pick.uniform(-150, 150), pick.uniform(-50, 50), pick.uniform(-9, 9), pick.uniform(-9, 9)
    return [(x + dx * t + pick.gauss(0, 0.02), y + dy * t + pick.gauss(0, 0.02)) for t in (pick.random() for _ in range(n))]


def bell(pick, n):
    x, y, s = pick.uniform(-150, 150), pick.uniform(-50, 50), pick.uniform(0.05, 3)
    return [(x + pick.gauss(0, s), y + pick.gauss(0, s)) for _ in range(n)]


def world(pick, n):
    seats = [(pick.uniform(-170, 170), pick.uniform(-55, 70)) for _ in range(12)]
    return [(max(-180, min(180, a + pick.gauss(0, 9))), max(-89, min(89, b + pick.gauss(0, 6))))
            for a, b in (pick.choice(seats) for _ in range(n))]


def grid(pick, n):
    side, step = int(n ** 0.5) + 3, pick.choice([0.25, 1, 2])
    x, y = pick.randrange(-3, 1), pick.randrange(-3, 1)
    return [((x + i) * step, (y + j) * step) for i in range(side) for j in range(side)]


def islands(pick, n):
    """A country with a group of islands far away, a tenth of its places."""
    land = box(pick, n + 20)
    x, y = land[0]
    return land + [(max(-179, min(179, x + 25 + pick.random())), y + pick.random()) for _ in range(len(land) // 9)]


ORDINARY = [box, towns, route, bell, world, grid, islands]
REGIONAL = [box, towns, bell]


def swapped(pick, p, around):
    return (p[1], p[0])


def sign_lost(pick, p, around):
    return pick.choice([(-p[0], p[1]), (p[0], -p[1])])


def point_lost(pick, p, around):
    return pick.choice([(p[0] / 10, p[1]), (p[0], p[1] / 10), (p[0] / 100, p[1] / 100)])


def zero(pick, p, around):
    return (0, 0)


def far_away(pick, p, around):
    x0, y0, x1, y1 = around
    return (x1 + 12 + (x1 - x0), (y0 + y1) / 2)


MISTAKES = [swapped, sign_lost, point_lost, zero, far_away]


def bounds(points):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def stands_out(p, around):
    """Whether the moved row is beyond the others, by more than the layer is wide, so that it can be known."""
    x0, y0, x1, y1 = around
    room = 1.2 * max(x1 - x0, y1 - y0)
    if not all(a * b > 0 and min(abs(a), abs(b)) > 0.3 * (b - a) for a, b in ((x0, x1), (y0, y1))):
        return False
    return abs(p[0]) <= 180 and abs(p[1]) <= 90 and (p[0] < x0 - room or p[0] > x1 + room or p[1] < y0 - room or p[1] > y1 + room)


def write(path, points):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": p}} for p in points]}))


def told(lode, paths):
    """For each layer by name the numbers of the rows that are named, and how many there are; one run for all files."""
    run = subprocess.run([lode, "info", *map(str, paths)], capture_output=True, text=True, check=False)
    found = {}
    for count, name, listed in TOLD.findall(run.stdout + run.stderr):
        rows, n = found.get(name, (set(), 0))
        found[name] = (rows | {int(row) for row in listed.split(", ")}, n + int(count))
    return found


def false_alarms(lode, folder, rounds):
    paths = []
    for seed in range(rounds):
        pick = random.Random(seed)
        make = ORDINARY[seed % len(ORDINARY)]
        paths.append(folder / f"{make.__name__}-{seed}.geojson")
        write(paths[-1], make(pick, pick.choice([20, 40, 200, 1000])))
    return [f"{name}: {rows}" for name, (rows, _) in told(lode, paths).items()]


def missed(lode, folder, rounds):
    """Layers with misplaced rows of which not just these were named, and how many were tried."""
    meant, paths = {}, []
    for seed in range(rounds):
        pick = random.Random(10000 + seed)
        mistake, make = MISTAKES[seed % len(MISTAKES)], REGIONAL[seed // len(MISTAKES) % len(REGIONAL)]
        points = make(pick, pick.choice([20, 30, 100, 500]))
        around = bounds(points)
        n = 1 if mistake in (far_away, point_lost) else pick.choice([1, 2, max(1, len(points) // 10)])
        rows = pick.sample(range(len(points)), n)
        moved = {row: mistake(pick, points[row], around) for row in rows}
        if not all(stands_out(p, around) for p in moved.values()):
            continue
        paths.append(folder / f"{mistake.__name__}-{make.__name__}-{seed}.geojson")
        write(paths[-1], [moved.get(i, p) for i, p in enumerate(points)])
        meant[paths[-1].stem] = set(rows)

    found = told(lode, paths)
    faults = []
    for name, rows in meant.items():
        named, count = found.get(name, (set(), 0))
        if count != len(rows) or not named <= rows:
            faults.append(f"{name}: {sorted(rows)[:9]}, named {count}: {sorted(named)[:9]}")
    return faults, len(meant)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--lode", default=str(ROOT / "build/src/cli/lode"))
    options.add_argument("--rounds", type=int, default=350)
    options.add_argument("files", nargs="*", default=sorted(str(p) for p in (ROOT / "layers").glob("*.shp")))
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        alarms = false_alarms(given.lode, Path(folder), given.rounds)
        faults, tried = missed(given.lode, Path(folder), given.rounds)
    files = [f"{name}: {rows}" for name, (rows, _) in told(given.lode, given.files).items()]
    print(f"{given.rounds} ordinary layers: {len(alarms)} with a false alarm")
    print(f"{tried} layers with misplaced rows: {tried - len(faults)} with just these rows named")
    print(f"{len(given.files)} files: {len(files)} with a finding")
    for fault in alarms + faults + files:
        print(" ", fault)
    return 1 if len(alarms) > 0.01 * given.rounds or len(faults) > 0.02 * tried or files else 0


if __name__ == "__main__":
    sys.exit(main())
