#!/usr/bin/env python3
"""Real names of places, written in the encodings of their languages, and read by lode without a word of what they are.

  tests/against/encodings.py [--lode BIN] [--data FOLDER] [--times N]

Names: Natural Earth's columns in many languages (layers/, and the world's in --data where it is there) and the
translations of Debian's iso-codes where that is installed. Each sample goes to lode in turn as a shapefile
without .cpg, as one whose .cpg says UTF-8, and as CSV; beside it stand the command uchardet and Python's chardet.
A sample is right when each of its texts comes out as it was. Exits 1 when lode gets fewer right than
uchardet, or fewer than nine tenths of the samples of ten names.
"""
import argparse
import csv
import gettext
import io
import random
import struct
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

from osgeo import ogr

try:
    import chardet
except ImportError:
    chardet = None

ROOT = Path(__file__).resolve().parent.parent.parent
ogr.UseExceptions()

# The encodings of each language, as Python calls them.
ENCODINGS = {
    "fr": "cp1252 cp850 mac-roman", "de": "cp1252 cp850", "es": "cp1252 cp850", "pt": "cp1252 cp850",
    "it": "cp1252 cp850", "sv": "cp1252 cp850", "da": "cp1252 cp865", "nb": "cp1252", "fi": "cp1252", "is": "cp1252",
    "nl": "cp1252", "cs": "cp1250 iso8859-2 cp852", "sk": "cp1250 iso8859-2", "pl": "cp1250 iso8859-2 cp852",
    "hu": "cp1250 iso8859-2 cp852", "ro": "cp1250 iso8859-2", "hr": "cp1250 iso8859-2", "sl": "cp1250",
    "tr": "cp1254 iso8859-9 cp857", "lt": "cp1257 iso8859-13", "lv": "cp1257", "et": "cp1257 iso8859-15",
    "el": "cp1253 iso8859-7 cp737", "he": "cp1255 cp862", "ar": "cp1256 iso8859-6", "fa": "cp1256", "ur": "cp1256",
    "ru": "cp1251 koi8-r cp866 iso8859-5 mac-cyrillic", "uk": "cp1251 koi8-u cp866", "be": "cp1251", "bg": "cp1251",
    "sr": "cp1251", "mk": "cp1251", "kk": "cp1251", "th": "cp874", "vi": "cp1258", "ko": "cp949",
    "ja": "cp932 euc-jp", "zh_CN": "gbk gb18030", "zh_TW": "big5",
}
COLUMNS = {"zh_CN": "ZH", "zh_TW": "ZHT"}  # NAME_... of Natural Earth, where it is not the language's code
COUNTRIES = {  # whose own names are in the language
    "fr": "FRA", "de": "DEU AUT", "es": "ESP MEX ARG COL PER CHL", "pt": "PRT BRA", "it": "ITA", "sv": "SWE", "da": "DNK",
    "nb": "NOR", "fi": "FIN", "is": "ISL", "cs": "CZE", "sk": "SVK", "pl": "POL", "hu": "HUN", "ro": "ROU", "hr": "HRV",
    "sl": "SVN", "tr": "TUR", "lt": "LTU", "lv": "LVA", "et": "EST", "vi": "VNM",
}


def columns_of(path, texts):
    """Add the names of one file of Natural Earth to `texts`, a dict of each language's."""
    source = ogr.Open(str(path))
    layer = source.GetLayer(0)
    defn = layer.GetLayerDefn()
    fields = {defn.GetFieldDefn(i).GetName().upper(): i for i in range(defn.GetFieldCount())}
    for feature in layer:
        for language in ENCODINGS:
            column = "NAME_" + COLUMNS.get(language, language.upper())
            if column in fields:
                texts[language].add(feature.GetField(fields[column]))
            country = feature.GetField(fields["ADM0_A3"]) if "ADM0_A3" in fields else None
            if country in COUNTRIES.get(language, "").split():
                texts[language].add(feature.GetField(fields["NAME"]))


def all_names(data):
    texts = {language: set() for language in ENCODINGS}
    files = [ROOT / "layers/places.dbf", ROOT / "layers/countries_world.dbf"]
    files += [data / "world" / name for name in ("countries_10m.dbf", "places.dbf", "provinces.dbf")]
    for path in files:
        if path.exists():
            columns_of(path, texts)
    for language in ENCODINGS:
        for domain in ("iso_3166-1", "iso_3166-2")[:1 if language in COUNTRIES else 2]:
            path = Path(f"/usr/share/locale/{language}/LC_MESSAGES/{domain}.mo")
            if path.exists():
                texts[language].update(gettext.GNUTranslations(path.open("rb"))._catalog.values())
    return {language: sorted(t.strip() for t in found if t and not t.isascii() and len(t) < 40 and "\n" not in t)
            for language, found in texts.items()}


def encode(text, encoding):
    """None: it is not in the encoding. Windows-1258 writes marks of tones apart."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    try:
        if encoding != "cp1258":
            return text.encode(encoding)
        parts = []
        for c in unicodedata.normalize("NFC", text):
            apart = unicodedata.normalize("NFD", c)
            base = unicodedata.normalize("NFC", "".join(x for x in apart if x not in tones))
            parts.append(base + "".join(x for x in apart if x in tones))
        return "".join(parts).encode(encoding)
    except UnicodeEncodeError:
        return None


def write_shapefile(path, values, cpg=None):
    """Points at 0, 0 with one column of bytes, NAME."""
    width, n = max(map(len, values)), len(values)
    header = struct.pack("<4d", 0, 0, 0, 0) + bytes(32)
    records = b"".join(struct.pack(">2i", i + 1, 10) + struct.pack("<i2d", 1, 0, 0) for i in range(n))
    index = b"".join(struct.pack(">2i", 50 + 14 * i, 10) for i in range(n))
    for ending, body in (("shp", records), ("shx", index)):
        begin = struct.pack(">i20xi", 9994, (100 + len(body)) // 2) + struct.pack("<2i", 1000, 1)
        path.with_suffix("." + ending).write_bytes(begin + header + body)
    dbf = struct.pack("<4BI2H20x", 3, 26, 1, 1, n, 65, width + 1) + b"NAME".ljust(11, b"\0") + b"C"
    dbf += bytes(4) + bytes([width]) + bytes(15) + b"\r" + b"".join(b" " + v.ljust(width) for v in values) + b"\x1a"
    path.with_suffix(".dbf").write_bytes(dbf)
    path.with_suffix(".prj").write_text("GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137,"
                                        "298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"Degree\",0.0174532925199433]]")
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg:
        path.with_suffix(".cpg").write_text(cpg)


def read_by_lode(lode, folder, values, way):
    if way == "csv":
        path = folder / "names.csv"
        path.write_bytes(b"NAME,V\n" + b"".join(b'"%s",1\n' % v.replace(b'"', b'""') for v in values))
    else:
        path = folder / "names.shp"
        write_shapefile(path, values, "UTF-8" if way == "lie" else None)
    run = subprocess.run([lode, "query", path, "--select", "NAME", "--format", "csv"], capture_output=True)
    if run.returncode:
        sys.exit(run.stderr.decode())
    said = b"warning: " in run.stderr
    return [row["NAME"] for row in csv.DictReader(io.StringIO(run.stdout.decode()))], said


def decode(values, name):
    try:
        return [v.decode({"UHC": "cp949", "MAC-CYRILLIC": "mac-cyrillic"}.get(name, name)) for v in values]
    except (UnicodeDecodeError, LookupError):
        return None


def names_by_others(values):
    text = b"\n".join(values)
    found = {"uchardet": subprocess.run(["uchardet"], input=text, capture_output=True).stdout.decode().strip()}
    if chardet:
        found["chardet"] = chardet.detect(text)["encoding"] or "ascii"
    return found


def sweep(lode, data, times, only=None):
    """{(size, tool): [right, tried]}, the pairs of language and encoding, and what lode read wrong in silence."""
    names, totals, pairs, silent = all_names(data), {}, {}, 0
    with tempfile.TemporaryDirectory() as folder:
        for language, encodings in ENCODINGS.items():
            for encoding in encodings.split():
                known = [(t, b) for t in names[language] for b in [encode(t, encoding)] if b and not b.isascii()]
                if len(known) < 8 or (only and (language, encoding) not in only):
                    continue
                for size, n in (("one name", times), ("ten names", max(times // 2, 1)), ("a column", 1)):
                    for k in range(n):
                        random.seed(f"{language} {encoding} {size} {k}")
                        count = {"one name": 1, "ten names": 10, "a column": 400}[size]
                        texts, values = zip(*random.sample(known, min(count, len(known))))
                        want = [unicodedata.normalize("NFC", t) for t in texts]
                        way = ("unstated", "lie", "csv")[k % 3]
                        read, said = read_by_lode(lode, Path(folder), values, way)
                        results = {"lode": [unicodedata.normalize("NFC", t) for t in read] == want}
                        by_chance = all(decode([v], "utf-8") for v in values)
                        silent += not results["lode"] and not said and not by_chance
                        truth = decode(values, encoding)
                        for tool, name in names_by_others(values).items():
                            results[tool] = decode(values, name) == truth
                        for tool, right in results.items():
                            total = totals.setdefault((size, tool), [0, 0])
                            pair = pairs.setdefault((language, encoding), {}).setdefault((size, tool), [0, 0])
                            for counts in (total, pair):
                                counts[0] += right
                                counts[1] += 1
    return totals, pairs, silent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lode", default=str(ROOT / "build/src/cli/lode"))
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--times", type=int, default=9)
    args = parser.parse_args()
    totals, pairs, silent = sweep(args.lode, args.data, args.times)

    columns = sorted(totals, key=lambda c: (["one name", "ten names", "a column"].index(c[0]), c[1]))
    print("right of tried:      " + "".join(f"{size + ', ' + tool:>21}" for size, tool in columns))
    for (language, encoding), counts in pairs.items():
        cells = (counts.get(column, (0, 0)) for column in columns)
        print(f"{language:6}{encoding:15}" + "".join(f"{f'{right}/{tried}':>21}" for right, tried in cells))
    for size, tool in columns:
        right, tried = totals[size, tool]
        print(f"{size}, {tool}: {right} of {tried} ({100 * right / tried:.1f} %)")
    print(f"{len(pairs)} pairs of language and encoding; read wrong without a word: {silent}")

    bad = silent
    for size in ("one name", "ten names", "a column"):
        bad += totals[size, "lode"][0] < totals[size, "uchardet"][0]
    bad += totals["ten names", "lode"][0] < 0.9 * totals["ten names", "lode"][1]
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
