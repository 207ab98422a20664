"""What all whole-run tests share: the command under test, and running it."""
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = ROOT / "layers"
MAPS = ROOT / "maps"

# Fixed, so that what is printed does not depend on who runs the tests.
ENV = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "TZ": "UTC"}


class Lode:
    def __init__(self, path):
        self.path = path

    def __call__(self, *args, cwd=ROOT, env=None, status=0, **kw):
        run = subprocess.run([self.path, *map(str, args)], cwd=cwd, env={**ENV, **(env or {})},
                             capture_output=True, timeout=300, **kw)
        if status is not None:
            assert run.returncode == status, (
                f"exit status {run.returncode}, expected {status}: lode {' '.join(map(str, args))}\n"
                + run.stderr.decode())
        return run


def lode_path():
    return Path(os.environ.get("LODE", ROOT / "build/src/cli/lode"))


@pytest.fixture(scope="session")
def lode():
    path = lode_path()
    if not path.exists():
        pytest.fail(f"{path} is not built: run 'meson setup build && ninja -C build'")
    return Lode(path)


@pytest.fixture(scope="session")
def scratch(lode):
    """The command with one row more in each table, beside the command under test; see tests/scratch/meson.build."""
    path = lode.path.resolve().parents[2] / "tests/scratch/lode-scratch"
    if not path.exists():
        pytest.fail(f"{path} is not built: run 'ninja -C build'")
    return Lode(path)


@pytest.fixture(scope="session")
def maps(tmp_path_factory):
    """The shipped maps in a folder of the tests' own, for what they write beside their pictures, into ../out."""
    root = tmp_path_factory.mktemp("shipped")
    for name in ("layers", "styles"):
        (root / name).symlink_to(ROOT / name)
    for name in ("maps", "out"):  # not linked: a '..' behind a link leads out of it
        (root / name).mkdir()
    for path in MAPS.iterdir():
        (root / "maps" / path.name).symlink_to(path)
    return root / "maps"


@pytest.fixture
def write_map(tmp_path):
    """A document in the test's folder, with {layers} standing for the folder of the shipped layers."""

    def write(text, name="map.yaml"):
        path = tmp_path / name
        path.write_text(text.replace("{layers}", str(LAYERS)), encoding="utf-8")
        return path

    return write
