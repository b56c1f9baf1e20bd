#!/usr/bin/env bash
# Every benchmark, one after another: two at once would measure each other.
set -euo pipefail
cd "$(dirname "$0")/../backend"
shopt -s nullglob
for benchmark in benchmarks/bench_*.py; do
  echo "== ${benchmark#benchmarks/} =="
  PYTHONPATH=. python "$benchmark"
done
