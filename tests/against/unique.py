#!/usr/bin/python3
"""The step `unique` against a search by brute force with pyproj: all pairs of the shipped deposits."""
import argparse
import csv
import pathlib
import subprocess
import sys
import tempfile

import pyproj

ROOT = pathlib.Path(__file__).resolve().parents[2]
GEOD = pyproj.Geod(ellps="WGS84")
CASES = [(100, None), (100, "name"), (1000, None), (1000, "name"), (10000, "name"), (50000, None), (50000, "main_comm"),
         (None, "name"), (None, None)]


def read(file):
    with open(file, newline="") as lines:
        return list(csv.DictReader(lines))


def lode(binary, *words):
    got = subprocess.run([binary, *map(str, words)], capture_output=True, text=True)
    if got.returncode:
        sys.exit(got.stderr)


class Distances:
    """Metres between two places; those that lie farther apart in latitude alone are not computed."""

    def __init__(self, rows):
        self.at = [(float(r["lon"]), float(r["lat"])) for r in rows]
        self.order = sorted(range(len(rows)), key=lambda i: self.at[i][1])
        self.seen = {}

    def near(self, within):
        """For each row the others within the distance."""
        if within not in self.seen:
            near = [{} for _ in self.at]
            degrees = within / 110000
            for k, i in enumerate(self.order):
                group = []
                for j in self.order[k + 1:]:
                    if self.at[j][1] - self.at[i][1] > degrees:
                        break
                    group.append(j)
                if not group:
                    continue
                x, y = zip(*[self.at[j] for j in group])
                _, _, m = GEOD.inv([self.at[i][0]] * len(x), [self.at[i][1]] * len(x), x, y)
                for j, d in zip(group, m):
                    if d <= within:
                        near[i][j] = near[j][i] = d
            self.seen[within] = near
        return self.seen[within]


def expected(rows, distances, within, same):
    """{row: how many it stands for}, by the sentence in docs/steps.md."""
    keeper, kept = {}, []
    near = distances.near(0.001 if within is None else within)
    for i, row in enumerate(rows):
        if same and not row[same]:
            keeper[i] = i
        elif within is None and same:
            keeper[i] = next((k for k in kept if rows[k][same] == row[same]), i)
        else:
            those = [k for k in near[i] if keeper.get(k) == k and k < i and (not same or rows[k][same] == row[same])]
            keeper[i] = min(those, key=lambda k: (near[i][k], k)) if those else i
        if keeper[i] == i:
            kept.append(i)
    return {k: sum(v == k for v in keeper.values()) for k in kept}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lode", default=ROOT / "build/src/cli/lode")
    args = parser.parse_args()
    wrong = 0

    with tempfile.TemporaryDirectory() as folder:
        map_file, out = pathlib.Path(folder, "map.yaml"), pathlib.Path(folder, "out.csv")
        head = f"lode: 1\ndata: {{deposits: {ROOT}/layers/deposits.shp}}\n"
        map_file.write_text(head + "layers: [{marker: deposits}]\n")
        lode(args.lode, "export", map_file, "deposits", "-o", out, "--quiet")
        rows = read(out)
        distances = Distances(rows)
        crowded = sum(bool(n) for n in distances.near(100))
        print(f"{len(rows)} deposits, {crowded} with another within 100 m")

        for within, same in CASES:
            keys = (f", within: {within} m" if within else "") + (f", same: {same}" if same else "")
            map_file.write_text(head + f"steps: [{{one: {{unique: deposits{keys}}}}}]\nlayers: [{{marker: one}}]\n")
            lode(args.lode, "export", map_file, "one", "-o", out, "--quiet")
            got = {r["dep_id"]: int(r["count"]) for r in read(out)}
            want = {rows[i]["dep_id"]: n for i, n in expected(rows, distances, within, same).items()}
            differ = sum(got.get(k) != want.get(k) for k in got.keys() | want.keys())
            wrong += differ
            print(f"unique: deposits{keys}: {len(got)} kept, {differ} differ from the search by brute force")

    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
