"""Add up JUnit files: prints 'N passed, N failed' (and skipped ones) and fails when any failed.

usage: count_results.py FAILED_BUILDS FILE...
"""
import sys
import xml.etree.ElementTree as ET


def main(failed_builds, files):
    passed, failed, skipped = 0, int(failed_builds), 0
    for name in files:
        for case in ET.parse(name).iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                print(f"failed: {case.get('classname')} {case.get('name')}")
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
    if int(failed_builds):
        print(f"failed: {failed_builds} builds")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
