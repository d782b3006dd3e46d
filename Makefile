# Thin targets: what they do is in Maven, in Pulumi and in local/. With Pulumi, a cluster and a registry of your own,
# `pulumi up` needs none of them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

MAVEN := mvn --batch-mode --no-transfer-progress --quiet
STACK := dev
WITH_ENV := eval "$$(./local/env)" &&
WEATHER_JAR := examples/weather/target/weather.jar
FEATURES_JAR := examples/features/target/features.jar

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: up
up: local $(WEATHER_JAR) ## Everything on a bare machine: the local environment, then the dev stack with its Spark job
	@$(WITH_ENV) ./local/stack up $(STACK)
	@$(MAKE) --no-print-directory result
	@$(WITH_ENV) echo "The master's page: $$(pulumi stack output uiUrl --stack $(STACK))" >&2
	@echo 'A shell with pulumi, kubectl and docker for it: eval "$$(make -s env)"' >&2

# Kubernetes keeps a container's output and its errors in one log: what Spark itself writes is told by its looks, lines
# that start with a time, and query plans.
SPARK_LINES := ^[0-9]{2}(/[0-9]{2}){2} |^Using Spark|^WARNING: Using incubator|^ *([:+]-|: *\+-|\.\.\.) 

.PHONY: result
result: ## What the dev stack's driver printed: its log without Spark's own lines
	@$(WITH_ENV) kubectl --namespace "$$(pulumi stack output namespace --stack $(STACK))" logs job/spark-driver \
	  | sed -E '\#$(SPARK_LINES)#d'

.PHONY: preview
preview: local $(WEATHER_JAR) ## What make up would change in the dev stack
	@$(WITH_ENV) ./local/stack preview $(STACK)

.PHONY: logs
logs: ## The log of the dev stack's driver, as it grows
	@$(WITH_ENV) kubectl --namespace "$$(pulumi stack output namespace --stack $(STACK))" logs --follow job/spark-driver

.PHONY: sbom
sbom: local ## What is in the dev stack's image, as SPDX: target/spark.spdx.json
	@$(WITH_ENV) ./local/write-sbom "$$(pulumi stack output image --stack $(STACK))" target/spark.spdx.json

.PHONY: env
env: ## Exports for a shell: eval "$(make -s env)"
	@./local/env

.PHONY: local
local: ## Only the local environment: Pulumi, a Docker engine, a registry, Kubernetes
	@./local/up

.PHONY: metrics
metrics: local ## Autoscaling on the local cluster: Kubernetes' metrics-server
	@./local/start-metrics-server

.PHONY: down
down: ## Destroys the dev stack, then stops the local environment; data and cache stay
	@./local/stack destroy $(STACK)
	@./local/down

.PHONY: clean-local
clean-local: down ## As down, and removes the local environment's data and cache too
	@./local/down --with-data

# An example's sources, and what its Maven module inherits.
sources = $(shell find $(1)/src $(1)/pom.xml parent -type f)

$(WEATHER_JAR): $(call sources,examples/weather)
$(FEATURES_JAR): $(call sources,examples/features)
$(WEATHER_JAR) $(FEATURES_JAR):
	@echo "Building the example $(basename $(notdir $@))" >&2
	@$(MAVEN) -f $(patsubst %/target/,%,$(dir $@))/pom.xml -DskipTests package
	@touch $@

BENCH_JAR := bench/target/bench.jar
RUNS := 5
SCALE := 400000

$(BENCH_JAR): $(shell find bench/src bench/pom.xml parent -type f)
	@echo "Building the benches" >&2
	@$(MAVEN) -f bench/pom.xml -DskipTests package
	@touch $@

.PHONY: bench-image
bench-image: local $(WEATHER_JAR) $(BENCH_JAR) ## Compares the image with one in the way of Apache's (RUNS=5)
	@$(WITH_ENV) java -cp $(BENCH_JAR) sparkstack.bench.image.ImageBench --project . --config Pulumi.$(STACK).yaml \
	  --runs $(RUNS) --scale $(SCALE)

# The image is that of the stack dev, so that nothing is built. Pulumi YAML's language host is built the first time.
.PHONY: bench-preview
bench-preview: local $(BENCH_JAR) ## Compares previews of the packaged program, of Maven's and of Pulumi YAML's (RUNS=5)
	@$(WITH_ENV) ./run/package
	@$(WITH_ENV) image=$$(pulumi stack output image --stack $(STACK)) && host=$$(./local/run-tool --path pulumi-language-yaml) && \
	  PATH=$${host%/*}:$$PATH java -cp $(BENCH_JAR) sparkstack.bench.preview.PreviewBench --project . \
	  --config Pulumi.$(STACK).yaml --image "$$image" --runs $(RUNS)

# Tests are not quiet: their counts are the result.
VERIFY := mvn --batch-mode --no-transfer-progress verify

.PHONY: test
test: lint test-example test-bench local $(WEATHER_JAR) $(FEATURES_JAR) ## Everything there is to test, on the local cluster
	@./local/install-packages docker-compose:docker-compose
	@./local/start-metrics-server
	@$(WITH_ENV) go -C local/tools/pulumi-resource-docker test -count=1 ./...
	@$(WITH_ENV) $(VERIFY) -Pe2e
	@./local/test

.PHONY: package
package: ## The program as ./mvn starts it without Maven, until a source changes: previews in a quarter of the time
	@./run/package

# What the workflows in .github run. They are for any backend that Pulumi is logged in to; in a shell of `make env` that
# is the local one.
#
# The jar that a stack bakes in, if a Maven module here makes it: the example's, or another's.
.PHONY: baked-jar
baked-jar: package
	@jar=$$(./ci/baked-jar $(STACK)) && case $$jar in \
	  '') ;; \
	  $(WEATHER_JAR) | $(FEATURES_JAR)) $(MAKE) --no-print-directory --silent "$$jar" ;; \
	  *) $(MAVEN) -DskipTests -f "$${jar%%/target/*}/pom.xml" package ;; \
	esac

.PHONY: preview-stack
preview-stack: package baked-jar ## Previews a stack in Pulumi's backend (STACK=prod); as Markdown in target/ci
	@./ci/stack preview $(STACK)

.PHONY: changes
changes: package baked-jar ## Whether an update would change a stack, changes=true or false, also as a step's output (STACK=prod)
	@./ci/stack changes $(STACK)

.PHONY: render-stack
render-stack: ## As preview-stack, without a backend: renews the golden files, and tells what changed (STACK=dev BASE=origin/main)
	@mkdir -p target/ci
	@printf '### Preview of stack %s: its rendered objects\n\n**It failed**: the log of the job says why.\n' $(STACK) >target/ci/$(STACK)-preview.md
	@$(MAKE) --no-print-directory golden
	@./ci/golden-diff $(BASE) $(STACK)

.PHONY: drift
drift: package baked-jar ## Fails if a stack's objects are not what its state and this checkout say (STACK=prod)
	@./ci/stack drift $(STACK)

.PHONY: up-stack
up-stack: package baked-jar ## Updates a stack in Pulumi's backend, without asking (STACK=prod)
	@./ci/stack up $(STACK)

.PHONY: newest
newest: ## Fails if the branch main on GitHub has gone on from this checkout, with gh
	@./ci/newest main

.PHONY: comment
comment: ## Puts the preview of a stack on a pull request (STACK=prod PULL_REQUEST=12), with gh
	@./ci/comment $(PULL_REQUEST) preview-$(STACK) target/ci/$(STACK)-preview.md

# Without the unit tests, which the phases before would run.
GOLDEN_TESTS = mvn --batch-mode --no-transfer-progress --quiet -DskipTests package && \
  mvn --batch-mode --no-transfer-progress -Pe2e failsafe:integration-test failsafe:verify

.PHONY: has-pulumi
has-pulumi:
	@source run/lib.sh && require_pulumi

.PHONY: golden
golden: has-pulumi ## Renews the golden files: what every committed stack is on Kubernetes
	@$(GOLDEN_TESTS) -Dit.test=GoldenFilesIT -Dgolden.renew=true

.PHONY: test-golden
test-golden: has-pulumi ## Compares every stack with its golden files, and these with kube-score; needs Pulumi and Go
	@$(GOLDEN_TESTS) -Dit.test='GoldenFilesIT,KubeScoreIT'

.PHONY: urns
urns: ## Adds the URNs of new resources to src/test/resources/urns, by which upgrades are tested
	@$(MAVEN) -Dtest=UrnsTest\#everyUrnOfAStackIsInItsGoldenFile -Durns.renew=true test

BASE := origin/main

.PHONY: golden-diff
golden-diff: ## What the golden files of this checkout change (BASE=origin/main), as Markdown
	@./ci/golden-diff $(BASE)

# What VersionsIT runs, each with an image of its own: the newest release of each line that is known to work.
VERSIONS := 4.3.0 4.1.4 3.5.9
SPARK_3_JAR := examples/weather/target/spark-3/weather.jar

$(SPARK_3_JAR): $(call sources,examples/weather)
	@echo "Building the example weather for Spark 3" >&2
	@$(MAVEN) -f examples/weather/pom.xml -Dspark.version=3.5.9 -Dscala.binary.version=2.12 -Dbuild.folder=target/spark-3 package
	@touch $@

.PHONY: test-versions
test-versions: local $(WEATHER_JAR) $(SPARK_3_JAR) ## Other images: each version of Spark that works (VERSIONS="3.5.9"), Python
	@./local/add-spark $(VERSIONS)
	@$(WITH_ENV) $(VERIFY) -Pe2e -De2e.tags=images -Dspark.versions="$(VERSIONS)"

.PHONY: test-unit
test-unit: test-example test-bench ## The tests that need neither a Docker engine nor a cluster
	@$(VERIFY)
	@go -C local/tools/pulumi-resource-docker test -short ./...

.PHONY: test-example
test-example: install
	@$(VERIFY) -f examples/weather/pom.xml
	@$(VERIFY) -f examples/features/pom.xml
	@$(VERIFY) -f examples/two-clusters/pom.xml

.PHONY: install
install: ## Puts the program into the local Maven repository, where programs that use it as a library find it
	@$(MAVEN) -f parent/pom.xml install
	@$(MAVEN) -DskipTests install

.PHONY: test-bench
test-bench:
	@$(VERIFY) -f bench/pom.xml

.PHONY: lint
lint: ## Shell scripts, GitHub workflows and Go code
	@./local/install-packages shellcheck:shellcheck
	@shellcheck --external-sources --source-path SCRIPTDIR $$(git grep --untracked -lE '^(#!/.*sh$$|# shellcheck shell=)')
	@./local/run-tool actionlint .github/workflows/*.yml
	@unformatted=$$(gofmt -l local/tools) && [[ -z $$unformatted ]] || { echo "Not formatted, run make format: $$unformatted" >&2; exit 1; }
	@go -C local/tools/pulumi-resource-docker vet ./...

.PHONY: reference
reference: ## Renews docs/configuration.md from the program and Pulumi.yaml
	@$(MAVEN) -Dtest=ConfigurationReferenceTest -Dreference.renew=true test

.PHONY: format
format: ## Formats the Java and the Go code
	@for pom in pom.xml examples/weather/pom.xml examples/features/pom.xml examples/two-clusters/pom.xml bench/pom.xml; do $(MAVEN) -f "$$pom" spotless:apply; done
	@gofmt -w local/tools
