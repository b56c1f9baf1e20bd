#!/usr/bin/env bash
# Every check runs even when one before it failed, so that one run shows all there is to mend.
set -uo pipefail
cd "$(dirname "$0")/.."
[[ -t 1 ]] || export NO_COLOR=1

failed=()

check() { # NAME FOLDER COMMAND…: quiet when all is well
  local name=$1 folder=$2 output began=$SECONDS
  shift 2
  if output=$(cd "$folder" && "$@" 2>&1); then
    printf 'ok      %-28s %3d s\n' "$name" $((SECONDS - began))
  else
    printf 'FAILED  %-28s %3d s\n%s\n' "$name" $((SECONDS - began)) "$output"
    failed+=("$name")
  fi
}

check "python format" backend ruff format --check . ../scripts
check "python lint" backend ruff check . ../scripts
check "python types" backend mypy
check "walls between rooms" backend lint-imports
check "dependencies" backend deptry --no-ansi src
check "house rules" backend env PYTHONPATH=tools python -m house_rules
check "migrations against models" backend python ../scripts/check_migrations.py
check "openapi and client" . scripts/api_client.sh --check
check "api changes" backend env PYTHONPATH=tools python -m api_changes
check "documents against code" . python scripts/write_docs.py --check
if [[ -f frontend/package.json ]]; then
  check "app format" frontend npm run --silent format:check
  check "app lint" frontend npm run --silent lint
  check "app walls" frontend npm run --silent walls
fi

if ((${#failed[@]})); then
  printf '\n%d failed: %s\n' "${#failed[@]}" "$(IFS=,; echo "${failed[*]}")"
  exit 1
fi
