# estreat: every target is safe to run again. `make` alone shows what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

SWIFT   ?= swift
PYTHON  ?= python3
ESTREAT := .build/release/estreat
DEMO    := Datasets/incidents/payment-2024-05-15
OUT     := Reports/local/demo
FUZZ_SECONDS ?= 60

# Debian packages: the first list is needed to build, the second by the tests and the data sets.
BUILD_PACKAGES := zlib1g-dev libisal-dev libssl-dev libgcrypt20-dev libdeflate-dev libvectorscan-dev pkg-config unzip \
  libcairo2-dev libpangocairo-1.0-0 libqrencode-dev fonts-wqy-microhei
TEST_PACKAGES  := python3 python3-yaml libre2-dev prometheus p7zip-full poppler-utils zbar-tools libpango1.0-dev xxd
# What the product is measured against; neither building nor testing needs any of it.
PEER_PACKAGES  := python3 python3-venv g++ libre2-dev ripgrep percona-toolkit prometheus coreutils gzip pigz zip
PEER_WHEELS    := duckdb polars chdb numpy pandas

.PHONY: help
help: ## show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

.PHONY: setup
setup: ## install the Debian packages that are missing (sudo when not root); quiet when none is
	@$(call install,$(BUILD_PACKAGES))
	@command -v $(SWIFT) >/dev/null || { echo "make: no Swift toolchain; see https://www.swift.org/install" >&2; exit 1; }

.PHONY: setup-tests
setup-tests: setup
	@$(call install,$(TEST_PACKAGES))
	@$(PYTHON) -c 'import bagit' 2>/dev/null || $(PYTHON) -m pip install --quiet --break-system-packages bagit >/dev/null 2>&1 \
	  || echo "note: no bagit.py; the test that runs it is skipped"
	@$(PYTHON) -c 'import opentelemetry.proto.trace.v1.trace_pb2' 2>/dev/null || $(PYTHON) -m pip install --quiet --break-system-packages opentelemetry-proto >/dev/null 2>&1 \
	  || echo "note: no opentelemetry-proto; the test that compares with it is skipped"

.PHONY: build
build: setup ## build the release binary, .build/release/estreat
	@$(SWIFT) build -c release --static-swift-stdlib --product estreat

.PHONY: demo
demo: build ## analyze the payment incident into Reports/local/demo
	@rm -rf $(OUT); mkdir -p $(dir $(OUT)); status=0; \
	echo; echo '$$ estreat analyze -a $(DEMO)/appendix.yaml $(DEMO)/exports -o $(OUT)'; \
	$(ESTREAT) analyze -a $(DEMO)/appendix.yaml $(DEMO)/exports -o $(OUT) || status=$$?; \
	echo; echo "exit status $$status (1 = a clause in force was breached, which is what this data set shows)"; \
	test $$status -eq 1

.PHONY: test
test: setup ## run all tests
	@$(SWIFT) build --build-tests
	@$(SWIFT) test --skip-build --disable-xctest

.PHONY: check
check: setup-tests lint datasets-check build test ## what CI runs: lint, data sets, release build, tests

.PHONY: lint
lint:
	@$(SWIFT) format lint --strict --recursive Sources Tests Package.swift

.PHONY: format
format: ## format all Swift code in place
	@$(SWIFT) format --in-place --recursive Sources Tests Package.swift

.PHONY: datasets
datasets: setup-tests ## make every shipped export and every expectation again
	@$(SWIFT) run --quiet make-datasets Datasets
	@$(PYTHON) Datasets/expectations.py
	@$(PYTHON) Datasets/chains/make_chains.py
	@$(PYTHON) Datasets/packages/make_packages.py

.PHONY: datasets-check
datasets-check: setup-tests
	@before=$$(mktemp); after=$$(mktemp); trap 'rm -f "$$before" "$$after"' EXIT; \
	sums() { find Datasets -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum; }; \
	sums >"$$before"; $(MAKE) datasets; sums >"$$after"; \
	diff "$$before" "$$after" || { echo "make: the data sets do not regenerate byte for byte" >&2; exit 1; }

.PHONY: golden
golden: setup ## write the committed summaries below Reports/incidents again; read the difference
	@$(SWIFT) build --build-tests
	@RECORD_SNAPSHOTS=1 $(SWIFT) test --skip-build --disable-xctest --filter GoldenReportTests >/dev/null
	@git --no-pager diff --stat -- Reports

.PHONY: calibrate
calibrate: setup ## simulate the false alarms of the seasonal rule again, into Reports/calibration.md
	@$(SWIFT) build -c release --product calibrate
	@.build/release/calibrate >Reports/calibration.md
	@echo Reports/calibration.md

.PHONY: bench
bench: build setup-peers ## measure beside the peers: SIZE=1G PAIRS=7 ROWS=survey,hash,gz,package,…
	@$(SWIFT) build -c release --static-swift-stdlib --product bench-rolling
	@SIZE='$(SIZE)' PAIRS='$(PAIRS)' ROWS='$(ROWS)' SIZE10='$(SIZE10)' \
	  BENCH_DATE='$(BENCH_DATE)' BENCH_NOTE='$(BENCH_NOTE)' BENCH_OUT='$(BENCH_OUT)' \
	  $(PYTHON) Tests/Benchmarks/bench.py

.PHONY: bench-quick
bench-quick: ## the same, small and without writing the reports: does every row work, do the answers agree
	@$(MAKE) bench SIZE=64M PAIRS=3 BENCH_OUT=.build/bench/quick

.PHONY: setup-peers
setup-peers:
	@$(call install,$(PEER_PACKAGES))
	@python=.build/bench/venv/bin/python; \
	$$python -c 'import duckdb, polars, chdb, numpy, pandas' 2>/dev/null || { \
	  mkdir -p .build/bench; $(PYTHON) -m venv --clear .build/bench/venv; \
	  echo "installing $(PEER_WHEELS)"; $$python -m pip install --quiet $(PEER_WHEELS); }

.PHONY: fuzz
fuzz: setup ## fuzz every family of inputs for FUZZ_SECONDS (60); FAMILY= runs one, CRASH= one input
	@$(SWIFT) build --package-path Tests/Fuzzing --scratch-path .build/fuzz -c release \
	  --sanitize fuzzer --sanitize address -Xswiftc -enable-testing --product estreat-fuzz
	@Tests/Fuzzing/run.sh .build/fuzz '$(FAMILY)' '$(FUZZ_SECONDS)' '$(CRASH)'

.PHONY: clean
clean: ## remove what was built and what was analyzed locally
	@rm -rf .build Reports/local

# install(packages): nothing is printed, and no privilege asked for, when all are there. A package may
# bring a service (prometheus does): Debian's policy-rc.d keeps it from being started meanwhile.
define install
missing=(); for package in $(1); do \
  dpkg-query -W -f '$${db:Status-Status}' "$$package" 2>/dev/null | grep -qx installed || missing+=("$$package"); \
done; \
if [ $${#missing[@]} -gt 0 ]; then \
  command -v apt-get >/dev/null || { echo "make: please install what Debian calls: $${missing[*]}" >&2; exit 1; }; \
  sudo=(); [ "$$(id -u)" -eq 0 ] || sudo=(sudo); \
  echo "installing $${missing[*]}"; \
  "$${sudo[@]}" apt-get update -qq; \
  guard=/usr/sbin/policy-rc.d; \
  if [ ! -e "$$guard" ]; then \
    printf '#!/bin/sh\nexit 101\n' | "$${sudo[@]}" tee "$$guard" >/dev/null; \
    "$${sudo[@]}" chmod 755 "$$guard"; trap '"$${sudo[@]}" rm -f "$$guard"' EXIT; \
  fi; \
  "$${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$${missing[@]}" >/dev/null; \
fi
endef
