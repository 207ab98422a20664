#!/usr/bin/env python3
"""Tables of text and workbooks as people make them, read by lode and by Python's csv and openpyxl.

Every row of the table is either read as the other reader reads it, or lode names its line. Run from the root of the
repository: tests/against/tables.py [--lode BIN] [--n 300] [--quick]. Prints figures; exits 1 on any fault."""
import argparse
import csv
import io
import json
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = ["Kabul", "Herat", "Mazar, old", 'pipe 5"', "two\nlines", "semi;colon", "Қандаҳор", "bar|red", "plain"]


def query(lode, path, *args):
    run = subprocess.run([lode, "query", path, "--format", "json", *args], capture_output=True)
    return (json.loads(run.stdout) if run.returncode == 0 else None), run.stderr.decode("utf-8", "replace")


def text_of(rows, delimiter, end):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def good_tables(n, seed=1):
    """Tables by Python's writer: name, id, value, in every delimiter, line end and encoding."""
    pick = random.Random(seed)
    for k in range(n):
        rows = [["name", "id", "value"]] + [[pick.choice(NAMES) + str(i), i, round(pick.uniform(-90, 90), 4)]
                                            for i in range(1, pick.randint(2, 30))]
        delimiter, end = pick.choice(",;\t|"), pick.choice(["\n", "\r\n"])
        encoding = pick.choice(["utf-8", "utf-8-sig", "utf-16"])
        yield f"good {k}: {delimiter!r} {end!r} {encoding}", text_of(rows, delimiter, end).encode(encoding), rows


def check_good(lode, folder, n):
    """What Python wrote comes back as it was, and nothing is said of it."""
    faults = n_rows = 0
    for what, data, rows in good_tables(n):
        path = folder / "good.csv"
        path.write_bytes(data)
        got, said = query(lode, path)
        want = [[str(v).replace("\r\n", "\n") for v in r] for r in rows[1:]]
        have = got and [[str(r["name"]), str(r["id"]), str(r["value"])] for r in got]
        same = have and len(have) == len(want) and all(
            a[:2] == b[:2] and abs(float(a[2]) - float(b[2])) < 1e-9 for a, b in zip(have, want))
        n_rows += len(want)
        if not same or said:
            faults += 1
            print(f"FAULT {what}: {said.strip()}\n  want {want[:2]}\n  have {have and have[:2]}")
    print(f"good tables: {n} with {n_rows} rows, {faults} faults")
    return faults


# What is spoilt in one row of a table of five, and what the message is to say. `{}` is the line.
SPOILT = {
    "seconds": ('2,35 35 12" N,66', "csv-quote", 5),
    "inches": ('2,5" pipe,66', "csv-quote", 5),
    "opening quote": ('2,"Kabul,66', "csv-quote", 5),
    "closing quote": ('2,Kabul",66', "csv-quote", 5),
    "backslashes": ('2,"say \\"hi\\" now",66', "csv-quote", 5),
    "quote inside": ('2,"5" pipe",66', "csv-quote", 5),
    "too few": ("2,Kabul", "csv-row-length", 5),
    "too many": ("2,Kabul, old,66", "csv-row-length", 5),
    "comment": ("# a remark", "csv-comment", 4),
    "blank": ("", None, 4),
    "spaces": ("   ", None, 4),
    "trailing": ("2,Kabul,66,", None, 5),
    "quoted lines": ('2,"a\nb, c",66', None, 5),
    "NUL": ("2,Ka\0bul,66", "csv-nul", 5),
}


def check_spoilt(lode, folder, delimiters, rows):
    faults = tried = 0
    for what, (row, rule, n_rows) in SPOILT.items():
        for delimiter in delimiters:
            for at in rows:
                lines = [f"{i},row {i},{i}.5" for i in range(1, 6)]
                lines[at - 1] = row
                path = folder / "spoilt.csv"
                path.write_bytes("\n".join(["id,name,value", *lines, ""]).replace(",", delimiter).encode())
                got, said = query(lode, path)
                # The other rows stand as they were: their ids tell.
                ids = [r["id"] for r in got or []]
                others = [i for i in range(1, 6) if i != at]
                line = f"line {at + 1}\\b" if rule != "csv-nul" else "NUL"
                good = got is not None and len(got) == n_rows and [i for k, i in enumerate(ids) if i in others and not (
                    n_rows == 5 and k == at - 1)] == others
                good = good and (bool(re.search(line, said)) if rule else not said)
                tried += 1
                if not good:
                    faults += 1
                    print(f"FAULT {what}, {delimiter!r}, row {at}: {len(ids)} rows {ids}: {said.strip()}")
    print(f"spoilt tables: {tried} of {len(SPOILT)} kinds, {faults} faults")
    return faults


def dms(v, form, pair):
    letter = pair[v < 0]
    total = round(abs(v) * 3600)
    d, m, s = total // 3600, total // 60 % 60, total % 60
    return form.format(d=d, m=m, s=s, l=letter, sign="-" if v < 0 else "", dd=abs(total) / 3600)


FORMS = ["{d}°{m}'{s}\"{l}", "{d}° {m}′ {s}″ {l}", "{d} {m} {s} {l}", "{l}{dd:.6f}", "{l} {d} {m} {s}", "{dd:.6f}° {l}",
         "{sign}{dd:.6f}°", "{d}:{m}:{s}{l}", "{d}º{m}'{s}''{l}", "{d}d{m}m{s}s{l}", "{d}°{m}’{s}”{l}"]


def check_degrees(lode, folder):
    """Each way to write a place, in CSV (; between fields, so that it needs no quotes), against arithmetic."""
    faults = tried = 0
    worst = 0.0
    pick = random.Random(2)
    for form in FORMS:
        places = [(pick.uniform(-180, 180), pick.uniform(-90, 90)) for _ in range(50)]
        rows = ["lat;lon"] + [f"{dms(y, form, 'NS')};{dms(x, form, 'EW')}" for x, y in places]
        path = folder / "degrees.csv"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        run = subprocess.run([lode, "query", path, "--crs", "EPSG:4326", "--format", "geojson"], capture_output=True)
        features = json.loads(run.stdout)["features"] if run.returncode == 0 else []
        for (x, y), f in zip(places, features):
            tried += 1
            at = f["geometry"] and f["geometry"]["coordinates"]
            off = max(abs(at[0] - round(x * 3600) / 3600), abs(at[1] - round(y * 3600) / 3600)) if at else 9
            worst = max(worst, off)
            if off > 1e-6:
                faults += 1
                print(f"FAULT {form}: {x} {y} is {at}")
        if len(features) != len(places):
            faults += 1
            print(f"FAULT {form}: {run.stderr.decode()[:300]}")
    print(f"degrees: {tried} places in {len(FORMS)} forms, worst {worst:.1e} degrees, {faults} faults")
    return faults


NUMBERS = [("34,6667", 34.6667), ("34.6667", 34.6667), (" 34,5 ", 34.5), ("-34,5", -34.5), ("\u221234,5", -34.5), ("34", 34), ("3,45E+1", None),
           ("34\u00a0", 34), ("۳۴٫۵", 34.5), ("34,5°", 34.5), ("n/a", None), ("34,5,6", None), ("+34.5", 34.5), ("O 34", None)]
METRES = [("1.234,5", 1234.5), ("1,234.5", 1234.5), ("1 234,5", 1234.5), ("1\u00a0234,5", 1234.5), ("1\u2009234,5", 1234.5),
          ("1\u202f234", 1234), ("1'234.5", 1234.5), ("4.123.456", 4123456), ("4,123,456.7", 4123456.7), ("512 345,678", 512345.678),
          ("12 34", None), ("34 31 12 N", None)]


def check_workbooks(lode, folder):
    """Numbers as texts in .xlsx, .ods and .dbf: the workbook is written by openpyxl, the others by ogr2ogr from it."""
    try:
        import openpyxl
    except ImportError:
        print("workbooks: openpyxl is not there, not tried")
        return 0
    faults = tried = 0
    for crs, cases in (("EPSG:4326", NUMBERS), ("EPSG:32642", METRES)):
        book = openpyxl.Workbook()
        book.active.append(["nr", "Lat", "Lon"])
        for i, (text, _) in enumerate(cases):
            book.active.append([i, text, "7,5"])
        book.active.append([len(cases), 12.5, 7.5])  # a number among texts
        book.save(folder / "book.xlsx")
        for name in ("book.ods", "book.dbf"):
            subprocess.run(["ogr2ogr", folder / name, folder / "book.xlsx", "-lco", "ENCODING=UTF-8"], check=True, capture_output=True)
        for name in ("book.xlsx", "book.ods", "book.dbf"):
            document = folder / "book.yaml"
            document.write_text(f"lode: 1\ndata: {{p: {{file: {name}, x: Lon, y: Lat, crs: '{crs}'}}}}\nlayers: [{{marker: p}}]\n")
            run = subprocess.run([lode, "export", document, "p", "-o", folder / "out.csv", "--crs", crs], capture_output=True)
            rows = list(csv.DictReader(open(folder / "out.csv", encoding="utf-8"))) if run.returncode == 0 else []
            for i, (text, want) in enumerate([*cases, (12.5, 12.5)]):
                tried += 1
                here = [r for r in rows if r["nr"] == str(i)]
                keys = [k for k in here[0] if k in ("lat", "y")] if here else []
                have = here[0][keys[0]] if keys and here[0][keys[0]] else None
                if not here or (want is None) != (have is None) or (want is not None and abs(float(have) - want) > 1e-6):
                    faults += 1
                    print(f"FAULT {name} {crs}: {text!r} is {have}, not {want}: {run.stderr.decode()[:200] if not here else ''}")
    print(f"workbooks and DBF: {tried} cells, {faults} faults")
    return faults


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--lode", default="build/src/cli/lode")
    p.add_argument("--n", type=int, default=300, help="good tables")
    p.add_argument("--quick", action="store_true", help="a sample, in seconds")
    args = p.parse_args()
    lode = str(Path(args.lode).resolve())
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        faults = (check_good(lode, folder, 10 if args.quick else args.n)
                  + check_spoilt(lode, folder, *((";", (3,)) if args.quick else (",;\t|", (1, 3, 5)))) + check_degrees(lode, folder)
                  + check_workbooks(lode, folder))
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
