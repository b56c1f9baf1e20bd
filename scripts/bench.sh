#!/usr/bin/env bash
# Every benchmark, one after another: two at once would measure each other. Ends with a table of all.
# One of them alone: scripts/bench.sh imports
set -euo pipefail
cd "$(dirname "$0")/../backend"
shopt -s nullglob

wanted=${1:-*}
MUSAIC_BENCH_SUMMARY=$(mktemp)
export MUSAIC_BENCH_SUMMARY
trap 'rm -f "$MUSAIC_BENCH_SUMMARY"' EXIT
began=$SECONDS
failed=()
# shellcheck disable=SC2231  the pattern is meant to be one
for benchmark in benchmarks/bench_${wanted}.py; do
  echo "== ${benchmark#benchmarks/} (load $(cut -d' ' -f1 /proc/loadavg 2>/dev/null || echo unknown)) =="
  at=$SECONDS
  PYTHONPATH=.:benchmarks python "$benchmark" || failed+=("${benchmark#benchmarks/}")
  echo "-- $((SECONDS - at)) s"
done

printf '\n== all figures, %d s ==\n' $((SECONDS - began))
python benchmarks/summary.py "$MUSAIC_BENCH_SUMMARY"
if ((${#failed[@]})); then
  echo "failed: ${failed[*]}"
  exit 1
fi
