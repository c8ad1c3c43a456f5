"""Wall and processor time of `puffery audit` by number of jobs, and of a cold start.

`python tests/benchmarks/jobs.py [FOLDER OR FILE]`, by default the invented articles. Each line is
one run in a process of its own; the run folders are compared to the byte. The load of the machine
before each run is printed, because it decides how far a figure can be trusted.
"""

import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CORPUS = Path(__file__).parents[2] / "corpus"
COLD = ("charity-arthritis-diet.txt", "clinic-knee-prp.html")
JOBS = (1, 2)


def timed(*arguments: str) -> None:
    load = os.getloadavg()[0]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "puffery", *arguments], stdout=subprocess.DEVNULL, check=False
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"  {wall:7.2f} s wall, {cpu:7.2f} s processor, load before {load:.1f}", flush=True)


def digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()[:16]


def main() -> None:
    articles = sys.argv[1] if len(sys.argv) > 1 else str(CORPUS / "invented")
    with tempfile.TemporaryDirectory() as name:
        out = Path(name)
        print("puffery --help")
        timed("--help")
        (out / "two").mkdir()
        for sample in COLD:
            (out / "two" / sample).write_bytes((CORPUS / "samples" / sample).read_bytes())
        print("two articles")
        timed("audit", str(out / "two"), "-q", "-o", str(out / "cold"))
        fixed = ("--run-id", "x", "--created", "2026-01-01", "-q")
        for jobs in JOBS:
            print(f"{articles}, {jobs} jobs")
            timed("audit", articles, "-j", str(jobs), "-o", str(out / str(jobs)), *fixed)
        print("same bytes:", len({digest(out / str(jobs) / "x") for jobs in JOBS}) == 1)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
