"""Settings for every test."""

import atexit
import os
import shutil
import tempfile

from hypothesis import settings

# A law holds or not; how long an example took says only what else the machine was doing.
settings.register_profile("laws", deadline=None)
settings.load_profile("laws")

# No test reads or writes what the developer keeps; set here, since processes that tests start inherit it.
os.environ["BENCH_CACHE"] = tempfile.mkdtemp(prefix="bench-tests-")
atexit.register(shutil.rmtree, os.environ["BENCH_CACHE"], ignore_errors=True)
