#!/usr/bin/env bash
# Runs the fuzzer: run.sh FOLDER [FAMILY] [SECONDS] [CRASH]. Seeds, what was found worth keeping and
# crashes go to FOLDER; `make fuzz` has built the program there.
set -euo pipefail
folder=$1 wanted=${2:-} seconds=${3:-60} crash=${4:-}
program=$folder/release/estreat-fuzz
# Swift's own crash report takes half a minute and adds nothing to that of the sanitizer.
export SWIFT_BACKTRACE=enable=no
# Foundation keeps caches to the end; memory is watched by the limit below.
export ASAN_OPTIONS=detect_leaks=0:abort_on_error=0:${ASAN_OPTIONS:-}
symbolizer=$(dirname "$(readlink -f "$(command -v swift)")")/llvm-symbolizer
[ ! -x "$symbolizer" ] || export ASAN_SYMBOLIZER_PATH=$symbolizer

if [ -n "$crash" ]; then
  [ -n "$wanted" ] || { echo "make: CRASH= needs FAMILY=" >&2; exit 2; }
  exec env FUZZ_FAMILY="$wanted" "$program" "$crash"
fi

families=$wanted
# Asked for no family, the program names them and fails.
[ -n "$families" ] || families=$({ FUZZ_FAMILY='' "$program" 2>&1 || true; } | sed -n 's/^FUZZ_FAMILY must be one of: //p')
roots=(Datasets)
[ ! -d ../shared/corpus ] || roots+=(../shared/corpus)
found=0
for family in $families; do
  export FUZZ_FAMILY=$family
  mkdir -p "$folder/seeds" "$folder/kept/$family" "$folder/crashes"
  rm -rf "$folder/seeds/$family"
  FUZZ_SEEDS=$folder/seeds/$family "$program" "${roots[@]}"
  echo "fuzz: $family for $seconds s"
  log=$folder/$family.log
  if "$program" "$folder/kept/$family" "$folder/seeds/$family" -dict="$folder/seeds/$family.dict" \
    -max_total_time="$seconds" -max_len=8192 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$folder/crashes/$family-" >"$log" 2>&1; then
    sed -n 's/^stat::\(number_of_executed_units\|average_exec_per_sec\|peak_rss_mb\): */  \1 /p' "$log"
  else
    found=1
    grep -E 'finding:|Fatal error|ERROR: |SUMMARY: |Test unit written' "$log" | head -5 >&2 || tail -5 "$log" >&2
    echo "  again: make fuzz FAMILY=$family CRASH=<that file>" >&2
  fi
done
exit "$found"
