"""Add up JUnit files: prints 'N passed, N failed' (and skipped ones) and fails when any failed.

usage: count_results.py FAILED_RUNS FILE...
"""
import re
import sys
import xml.etree.ElementTree as ET


def main(failed_runs, files):
    passed, failed, skipped = 0, int(failed_runs), 0
    for name in files:
        # Test programs print what they like: control characters have no place in XML.
        text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "?", open(name, encoding="utf-8", errors="replace").read())
        for case in ET.fromstring(text.encode()).iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                print(f"failed: {case.get('classname')} {case.get('name')}")
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
    if int(failed_runs):
        print(f"failed: {failed_runs} builds or runs as a whole")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
