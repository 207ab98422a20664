#!/usr/bin/env python3
"""How long the step `near` takes, beside PostGIS: the nearest of 100,000 lines to each of 1,000,000 points.

    bench/near.py data FOLDER                       make points.shp and lines.shp, always the same
    bench/near.py lode FOLDER [-n POINTS] [--runs 3] [--lode build/src/cli/lode]
    bench/near.py postgis FOLDER [-n POINTS]        with a server of its own, on a socket in FOLDER
    bench/near.py compare FOLDER [-n POINTS]        the distances of both

Times are wall times; for PostGIS those of the query alone, for lode those of the stage, index and all.
"""
import argparse
import csv
import os
import re
import shutil
import statistics
import struct
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

WGS84 = ('GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
         'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]')


# ---- data

def write_shapefile(path, kind, xy):
    """`xy`: features x vertices x 2; kind 1 points, 3 lines. With one column, id."""
    n, k, _ = xy.shape
    if kind == 1:
        record = np.zeros(n, [("number", ">i4"), ("words", ">i4"), ("kind", "<i4"), ("xy", "<f8", (k, 2))])
    else:
        record = np.zeros(n, [("number", ">i4"), ("words", ">i4"), ("kind", "<i4"), ("box", "<f8", 4),
                              ("parts", "<i4"), ("points", "<i4"), ("start", "<i4"), ("xy", "<f8", (k, 2))])
        record["box"] = np.concatenate([xy.min(1), xy.max(1)], 1)
        record["parts"], record["points"] = 1, k
    size = record.dtype.itemsize
    record["number"], record["words"] = np.arange(1, n + 1), (size - 8) // 2
    record["kind"], record["xy"] = kind, xy
    index = np.zeros(n, [("at", ">i4"), ("words", ">i4")])
    index["at"], index["words"] = (100 + np.arange(n) * size) // 2, (size - 8) // 2
    box = [xy[..., 0].min(), xy[..., 1].min(), xy[..., 0].max(), xy[..., 1].max(), 0, 0, 0, 0]
    for ending, data in ((".shp", record), (".shx", index)):
        head = struct.pack(">i20xi", 9994, (100 + data.nbytes) // 2) + struct.pack("<ii8d", 1000, kind, *box)
        path.with_suffix(ending).write_bytes(head + data.tobytes())
    rows = np.char.rjust(np.arange(n).astype("S8"), 9)
    path.with_suffix(".dbf").write_bytes(
        struct.pack("<BBBBIHH20x", 3, 124, 1, 1, n, 65, 10) + struct.pack("<11sc4xBB14x", b"id", b"N", 9, 0) +
        b"\r" + np.char.add(b" ", rows).tobytes() + b"\x1a")
    path.with_suffix(".prj").write_text(WGS84)


def make(folder):
    """Points in 300 clusters over Europe; lines of 50 vertices, about 1 km apart, that begin at some of them."""
    rng = np.random.default_rng(42)
    n, n_lines, k = 1_000_000, 100_000, 50
    centre = np.c_[rng.uniform(-9, 38, 300), rng.uniform(36, 68, 300)]
    points = centre[rng.integers(0, 300, n)] + rng.normal(0, 1, (n, 2)) * rng.gamma(2, 0.7, (n, 1))
    points[:, 1] = np.clip(points[:, 1], 30, 75)
    start = points[rng.integers(0, n, n_lines)]
    turn = rng.uniform(0, 2 * np.pi, n_lines)[:, None] + np.cumsum(rng.normal(0, 0.25, (n_lines, k - 1)), 1)
    step = np.stack([np.cos(turn) / np.cos(np.radians(start[:, 1]))[:, None], np.sin(turn)], -1)
    step *= 0.01 * rng.uniform(0.5, 1.5, (n_lines, k - 1, 1))
    lines = np.concatenate([start[:, None], start[:, None] + np.cumsum(step, 1)], 1)
    lines[..., 1] = np.clip(lines[..., 1], 25, 78)
    write_shapefile(folder / "points", 1, points[:, None])
    write_shapefile(folder / "lines", 3, lines)


# ---- lode

DOCUMENT = """lode: 1
data:
  points: {{file: points.shp, where: id < {n}}}
  lines: {{file: lines.shp, edges: {edges}}}
steps:
  - reached: {{near: points, to: lines}}
layers: [{{marker: reached, filter: id = 0}}]
tables: {{lode.csv: {{of: reached, columns: [id, near_id, near_m]}}}}
"""


def run_lode(args):
    cores = sorted(os.sched_getaffinity(0))
    document = args.folder / "near.yaml"
    for edges in ("planar", "geodesic"):  # the last are those that PostGIS takes
        document.write_text(DOCUMENT.format(n=args.n, edges=edges))
        for used in ([cores[:1], cores] if len(cores) > 1 else [cores]):
            times, cpu, memory = [], [], 0
            for _ in range(args.runs):
                command = ["/usr/bin/time", "-f", "%U s user, %M KB", args.lode.resolve(), "render", "--timing", "near.yaml",
                           "-o", "near.png"]
                done = subprocess.run(command, cwd=args.folder, stderr=subprocess.PIPE, text=True,
                                      preexec_fn=lambda: os.sched_setaffinity(0, used))
                if done.returncode:
                    sys.exit(done.stderr)
                times.append(float(re.search(r"overlay +([\d.]+) ms", done.stderr)[1]) / 1000)
                cpu.append(float(re.search(r"([\d.]+) s user", done.stderr)[1]))
                memory = int(re.search(r"(\d+) KB", done.stderr)[1]) // 1024
            print(f"lode, {edges} edges, {len(used)} cores: {statistics.median(times):.2f} s "
                  f"({min(times):.2f}-{max(times):.2f}); the whole run {min(cpu):.1f} s of processor time, {memory} MB", flush=True)


# ---- PostGIS

class Server:
    """A server that listens on a socket in its folder and ends with the block."""

    def __init__(self, folder):
        self.folder = (folder / "postgres").resolve()
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"))
        self.user = "postgres" if os.getuid() == 0 else None

    def run(self, *command, **more):
        return subprocess.run([str(c) for c in command], check=True, user=self.user, cwd="/", text=True, **more)

    def __enter__(self):
        self.folder.mkdir(exist_ok=True)
        if self.user:
            shutil.chown(self.folder, self.user)
        if not (self.folder / "data").exists():
            self.run(self.bin / "initdb", "-D", self.folder / "data", "-A", "trust", "-U", "postgres",
                     stdout=subprocess.DEVNULL)
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c shared_buffers=1GB -c jit=off " \
                  "-c fsync=off -c max_parallel_workers_per_gather=0"
        self.run(self.bin / "pg_ctl", "-D", self.folder / "data", "-w", "-l", self.folder / "log", "-o", options,
                 "start", stdout=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        self.run(self.bin / "pg_ctl", "-D", self.folder / "data", "-m", "fast", "stop", stdout=subprocess.DEVNULL)

    def sql(self, *statements):
        command = ["psql", "-h", str(self.folder), "-U", "postgres", "-q", "-v", "ON_ERROR_STOP=1"]
        for s in statements:
            command += ["-c", s]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def run_postgis(args):
    with Server(args.folder) as server:
        server.sql("create extension if not exists postgis")
        for name in ("points", "lines"):
            where = ["-where", f"id < {args.n}"] if name == "points" else []
            subprocess.run(["ogr2ogr", "-overwrite", "-f", "PostgreSQL", f"PG:host={server.folder} user=postgres",
                            args.folder / f"{name}.shp", *where, "-nln", name, "-lco", "GEOM_TYPE=geography",
                            "-lco", "GEOMETRY_NAME=g", "-lco", "SPATIAL_INDEX=NONE", "-nlt",
                            "POINT" if name == "points" else "LINESTRING", "--config", "PG_USE_COPY", "YES"], check=True)
        server.sql("create index on lines using gist(g)", "analyze points", "analyze lines")
        begin = time.monotonic()
        server.sql("drop table if exists near", "create table near as select p.id, l.id near_id, l.m near_m from points p "
                   "cross join lateral (select id, st_distance(p.g, l.g) m from lines l order by p.g <-> l.g limit 1) l")
        print(f"PostGIS, 1 core: {time.monotonic() - begin:.1f} s for {args.n} points")
        server.sql(f"\\copy (select * from near order by id) to '{(args.folder / 'postgis.csv').resolve()}' csv header")


def compare(args):
    tables = []
    for name in ("lode.csv", "postgis.csv"):
        with open(args.folder / name, encoding="utf-8-sig") as file:
            tables.append({int(r["id"]): float(r["near_m"]) for r in csv.DictReader(file)})
    ours, theirs = tables
    apart = [(ours[i] - theirs[i], i) for i in theirs]
    print(f"{len(apart)} points: lode is nearer by up to {-min(apart)[0]:.3f} m, farther by up to {max(apart)[0]:.6f} m")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["data", "lode", "postgis", "compare"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("-n", type=int, default=1_000_000, metavar="POINTS")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--lode", type=Path, default=Path("build/src/cli/lode"))
    args = parser.parse_args()
    args.folder.mkdir(exist_ok=True)
    {"data": lambda a: make(a.folder), "lode": run_lode, "postgis": run_postgis, "compare": compare}[args.what](args)


main()
