#!/usr/bin/python3
"""Words of many scripts on pages, and what readers find in the PDF: pdftotext (poppler), and mutool (MuPDF) where it is installed.

A page for each language, with a title, labels and a legend. pdftotext adds marks of direction, which are taken out;
all else must be as it was written: joiners, soft hyphens, brackets, the letters of ligatures, composed or not.
MuPDF 1.21 does not read /ActualText, so its number is only printed."""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORDS = {
    "fa": ["می\u200cشود", "کتاب\u200cها", "خانه\u200cای", "نمی\u200cخواهم", "(سلام) دنیا", "دنیا [بزرگ]", "«تهران»", "ولایت بغلان", "سال ۱۴۰۲",
           "سنگِ آهن", "طلا و مس"],
    "ar": ["السلام عليكم", "لا إله إلا الله", "الإسلام", "(الأردن)", "مُحَمَّد", "آلاف", "١٢٣ كم", "ســلام"],
    "he": ["שלום (עולם)", "ירושלים", "בְּרֵאשִׁית", "[חיפה]", "תל־אביב"],
    "ur": ["پاکستان", "اردو ہے", "لاہور", "(کراچی)", "اسلام آباد"],
    "ps": ["پښتو", "افغانستان", "کندهار", "لوګر ولایت"],
    "hi": ["हिन्दी", "क्षेत्र", "राष्ट्रीय", "क्\u200dष", "श्री", "दिल्ली"],
    "bn": ["বাংলা", "ক্ষেত্র", "ঢাকা", "র\u200d্যাম"],
    "ta": ["தமிழ்", "சென்னை", "கொழும்பு"],
    "th": ["ภาษาไทย", "กรุงเทพ", "น้ำ"],
    "km": ["ខ្មែរ", "ភ្នំពេញ"],
    "my": ["မြန်မာ", "ရန်ကုန်"],
    "zh": ["中文", "北京市（首都）", "铁路"],
    "ja": ["日本語", "東京", "カタカナ"],
    "ko": ["한국어", "서울"],
    "ka": ["ქართული", "თბილისი"],
    "hy": ["Հայերեն", "Երևան"],
    "am": ["አማርኛ", "አዲስ"],
    "el": ["Ελληνικά", "Αθήνα"],
    "ru": ["Русский", "Алма\u00a0Ата", "й".join(["Ма", ""])],
    "vi": ["Tiếng Việt", "Đà Nẵng", unicodedata.normalize("NFD", "Tiếng Việt")],
    "en": ["office", "waffle", "fi fl ffl", "soft\u00adhyphen", "(brackets) [in] {text}", "no\u00a0break"],
}
# What poppler itself turns round, whoever made the PDF: a blank beside Arabic digits at the start of a line, and a
# mark that it takes for a letter of its own.
LIMITS = {"١٢٣ كم", "ရန်ကုန်"}
DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def page(folder, lode, language, words):
    """A page with the words, as a PDF; returns its path."""
    features = [{"type": "Feature", "properties": {"n": w}, "geometry": {"type": "Point", "coordinates": [60, 30 + i]}}
                for i, w in enumerate(words)]
    (folder / "p.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    document = {"lode": 1, "language": language, "data": {"p": "p.geojson"},
                "layers": [{"marker": "p", "label": {"text": "{n}"}, "legend": {"title": words[-1]}}],
                "page": {"title": words[0], "scale-bar": "none"}, "outputs": ["o.pdf"]}
    (folder / "map.yaml").write_text(json.dumps(document))
    got = subprocess.run([lode, "render", folder / "map.yaml"], capture_output=True, text=True)
    if got.returncode:
        sys.exit(got.stderr)
    return folder / "o.pdf"


def read(*command):
    return DIRECTION.sub("", subprocess.run(list(map(str, command)), capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lode", default=ROOT / "build/src/cli/lode")
    parser.add_argument("languages", nargs="*", help="all without")
    args = parser.parse_args()
    tried = found = second = beyond = 0

    with tempfile.TemporaryDirectory() as name:
        for language in args.languages or WORDS:
            words = WORDS[language]
            pdf = page(pathlib.Path(name), args.lode, language, words)
            texts = [read("pdftotext", "-layout", pdf, "-"), read("pdftotext", pdf, "-")]
            # no-break spaces are written as such, and readers give a blank
            lost = [w for w in words if not all(w.replace("\u00a0", " ") in t.replace("\u00a0", " ") for t in texts)]
            tried, found = tried + len(words), found + len(words) - len(lost)
            beyond += sum(w not in LIMITS for w in lost)
            if lost:
                print(f"{language}: not found: {'  '.join(lost)}  ({ascii(lost)})")
            if shutil.which("mutool"):
                text = read("mutool", "draw", "-q", "-F", "text", pdf)
                second += sum(w in text for w in words)

    print(f"{tried} words tried, {found} found by pdftotext" + (f", {second} by mutool" if shutil.which("mutool") else ""))
    return 1 if beyond else 0


if __name__ == "__main__":
    sys.exit(main())
