"""Every page is valid HTML, as the Nu checker sees it, where Java and the checker are at hand (`make checker`)."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def test_every_page_is_valid(real: Path, root: Path) -> None:
    checker = root / ".cache/checker/node_modules/vnu-jar/build/dist/vnu.jar"
    java = shutil.which("java")
    if java is None or not checker.is_file():
        if os.environ.get("SITEGEN_REQUIRE_CHECKER"):
            pytest.fail("SITEGEN_REQUIRE_CHECKER is set and there is no Java or no checker")
        pytest.skip("NO JAVA OR NO CHECKER (make checker): nothing was tested of whether pages are valid HTML")
    pages = sorted((real / "public").rglob("*.html"))
    done = subprocess.run(
        [java, "-Xss4m", "-jar", checker, "--errors-only", "--format", "gnu", *pages],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr.splitlines() == []
