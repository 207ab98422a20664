"""What readers of a PDF copy and find: tests/against/pdf_text.py, for the scripts with most to lose."""
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LODE = os.environ.get("LODE", ROOT / "build/src/cli/lode")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
@pytest.mark.parametrize("language", ["fa", "ar", "he", "ur", "hi", "th", "vi", "en"])
def test_words_are_found_as_they_were_written(language):
    got = subprocess.run([sys.executable, ROOT / "tests/against/pdf_text.py", "--lode", LODE, language],
                         capture_output=True, text=True)
    assert got.returncode == 0, got.stdout + got.stderr
