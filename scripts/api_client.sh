#!/usr/bin/env bash
# The OpenAPI snapshot (docs/openapi.json), the tables of docs/*.md and, where the app has a generator,
# its client.
# With --check nothing is left changed and the exit status says whether they are fresh.
set -euo pipefail
cd "$(dirname "$0")/.."

snapshot=docs/openapi.json
client=frontend/src/app/shared/api-client
mkdir -p docs

kept=$(mktemp -d)
trap 'rm -rf "$kept"' EXIT

write() {
  python scripts/write_openapi.py "$snapshot"
  if [[ -f frontend/orval.config.ts || -f frontend/orval.config.js ]]; then
    (cd frontend && npx --no-install orval >/dev/null)
  fi
}

if [[ ${1:-} != --check ]]; then
  write
  python scripts/write_docs.py
  exit
fi

for path in "$snapshot" "$client"; do
  if [[ -e $path ]]; then mkdir -p "$kept/$(dirname "$path")" && cp -R "$path" "$kept/$path"; fi
done
write
stale=0
for path in "$snapshot" "$client"; do
  [[ -e $path ]] || continue
  if ! diff -rq "$kept/$path" "$path" >/dev/null 2>&1; then
    echo "$path is not fresh: run make api-client and commit the result"
    stale=1
  fi
  rm -rf "$path"
  if [[ -e $kept/$path ]]; then cp -R "$kept/$path" "$path"; fi
done
exit $stale
