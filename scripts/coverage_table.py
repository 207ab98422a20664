"""The table of scripts/coverage from gcovr's CSV: lines and branches reached, by folder of src/.

usage: coverage_table.py FILE.csv [FILES]     with FILES (any text): by file as well
"""
import csv
import sys
from collections import Counter, defaultdict

COUNTS = ("line_total", "line_covered", "branch_total", "branch_covered")


def share(covered, total):
    return f"{100 * covered / total:6.1f} %" if total else "       -"


def print_row(name, counts):
    print(f"{name:<34}{counts['line_total']:>8}{share(counts['line_covered'], counts['line_total'])}"
          f"{counts['branch_total']:>10}{share(counts['branch_covered'], counts['branch_total'])}")


def main(path, by_file):
    folders, files = defaultdict(Counter), {}
    with open(path, newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            counts = Counter({key: int(row[key]) for key in COUNTS})
            files[row["filename"]] = counts
            folders["/".join(row["filename"].split("/")[:-1])] += counts
    print(f"{'':<34}{'lines':>8}{'reached':>8}{'branches':>10}{'reached':>8}")
    for folder in sorted(folders):
        print_row(folder, folders[folder])
        for name in sorted(n for n in files if by_file and n.rpartition("/")[0] == folder):
            print_row("  " + name.rpartition("/")[2], files[name])
    print_row("all", sum(folders.values(), Counter()))


if __name__ == "__main__":
    main(sys.argv[1], len(sys.argv) > 2)
