#!/usr/bin/env bash
# Every test. Stops at the first part that fails; the parts run one after another because each of
# them uses all cores.
set -euo pipefail
cd "$(dirname "$0")/.."
[[ -t 1 ]] || export NO_COLOR=1

CHROMIUM="$(python scripts/find_programs.py)"
export CHROMIUM

echo "== backend =="
contract=tests/entrypoints/test_openapi_contract.py
(cd backend && python -m pytest -q -n auto --dist loadscope --durations=20 -m 'not chaos' --ignore "$contract")

echo "== backend: every operation of the API against its document =="
# alone: its cases take turns on one server, whatever the number of cores
(cd backend && python -m pytest -q "$contract")

echo "== backend: processes killed at random =="
(cd backend && python -m pytest -q -m chaos tests/jobs)

echo "== app: units =="
(cd frontend && npm test)

echo "== app: end to end =="
(cd frontend && npm run e2e)
