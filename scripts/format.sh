#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "$0")/.."
(cd backend && ruff check --fix --quiet . ../scripts; ruff format --quiet . ../scripts)
if [[ -f frontend/package.json ]]; then (cd frontend && npm run --silent format); fi
