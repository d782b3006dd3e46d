# The targets are thin: Maven, Pulumi and the scripts in local/ do the work. With your own Pulumi, cluster and registry,
# `pulumi up` needs none of these targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

MAVEN := mvn --batch-mode --no-transfer-progress --quiet
STACK := dev
WITH_ENV := eval "$$(./local/env)" &&
WEATHER_JAR := examples/weather/target/weather.jar
FEATURES_JAR := examples/features/target/features.jar

.PHONY: help
help: ## Prints this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: up
up: local $(WEATHER_JAR) ## Starts the local environment, on a bare machine too, and deploys the dev stack with its Spark job
	@$(WITH_ENV) ./local/stack up $(STACK)
	@$(MAKE) --no-print-directory result
	@$(WITH_ENV) echo "The master's page: $$(pulumi stack output uiUrl --stack $(STACK))" >&2
	@echo 'To use pulumi, kubectl and docker with it in your shell: eval "$$(make -s env)"' >&2

# Kubernetes keeps stdout and stderr of a container in one log. This pattern recognizes Spark's own lines: lines that
# start with a timestamp, startup messages, and query plans.
SPARK_LINES := ^[0-9]{2}(/[0-9]{2}){2} |^Using Spark|^WARNING: Using incubator|^ *([:+]-|: *\+-|\.\.\.) 

.PHONY: result
result: ## Prints the output of the dev stack's driver: its log without Spark's own lines
	@$(WITH_ENV) kubectl --namespace "$$(pulumi stack output namespace --stack $(STACK))" logs job/spark-driver \
	  | sed -E '\#$(SPARK_LINES)#d'

.PHONY: preview
preview: local $(WEATHER_JAR) ## Previews the changes that make up would make to the dev stack
	@$(WITH_ENV) ./local/stack preview $(STACK)

.PHONY: logs
logs: ## Follows the log of the dev stack's driver
	@$(WITH_ENV) kubectl --namespace "$$(pulumi stack output namespace --stack $(STACK))" logs --follow job/spark-driver

.PHONY: sbom
sbom: local ## Writes the SBOM of the dev stack's image, in SPDX format: target/spark.spdx.json
	@$(WITH_ENV) ./local/write-sbom "$$(pulumi stack output image --stack $(STACK))" target/spark.spdx.json

NAME :=

.PHONY: ui-user
ui-user: ## Asks for a password, and prints the line of a user of the web UI: docs/security.md (NAME=alice)
	@./run/ui-user '$(NAME)'

.PHONY: env
env: ## Prints the exports that point a shell at the local environment: eval "$(make -s env)"
	@./local/env

.PHONY: local
local: ## Starts only the local environment: Pulumi, a Docker engine, a registry, Kubernetes
	@./local/up

.PHONY: metrics
metrics: local ## Installs Kubernetes' metrics-server on the local cluster; autoscaling needs it
	@./local/start-metrics-server

.PHONY: down
down: ## Destroys the dev stack and stops the local environment; keeps data and cache
	@./local/stack destroy $(STACK)
	@./local/down

.PHONY: clean-local
clean-local: down ## Does make down, and also removes the data and cache of the local environment
	@./local/down --with-data

# The sources of an example and of the parent POM that its Maven module inherits from.
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
bench-image: local $(WEATHER_JAR) $(BENCH_JAR) ## Compares the image with one that is built like Apache's (RUNS=5)
	@$(WITH_ENV) java -cp $(BENCH_JAR) sparkstack.bench.image.ImageBench --project . --config Pulumi.$(STACK).yaml \
	  --runs $(RUNS) --scale $(SCALE)

# The previews use the image of the dev stack, so they build no image. The first run builds Pulumi YAML's language host.
.PHONY: bench-preview
bench-preview: local $(BENCH_JAR) ## Compares previews of the packaged program, the program under Maven, and Pulumi YAML (RUNS=5)
	@$(WITH_ENV) ./run/package
	@$(WITH_ENV) image=$$(pulumi stack output image --stack $(STACK)) && host=$$(./local/run-tool --path pulumi-language-yaml) && \
	  PATH=$${host%/*}:$$PATH java -cp $(BENCH_JAR) sparkstack.bench.preview.PreviewBench --project . \
	  --config Pulumi.$(STACK).yaml --image "$$image" --runs $(RUNS)

# Without --quiet, because the result is the number of tests.
VERIFY := mvn --batch-mode --no-transfer-progress verify

.PHONY: test
test: lint test-example test-bench local docker-compose local-package $(WEATHER_JAR) $(FEATURES_JAR) ## Runs lint and every test except test-slow and chaos, on the local cluster
	@./local/start-metrics-server
	@$(WITH_ENV) go -C local/tools/pulumi-resource-docker test -count=1 ./...
	@$(WITH_ENV) $(VERIFY) -Pe2e

# The end-to-end tests start it.
.PHONY: local-package
local-package: local
	@$(WITH_ENV) ./run/package

# SeedIT and ComposeIT use it.
.PHONY: docker-compose
docker-compose: local
	@./local/install-packages docker-compose:docker-compose

.PHONY: package
package: ## Packages the program; until a source changes, ./mvn starts it without Maven, in a fifth of the time
	@./run/package

# The workflows in .github run the following targets. They work with any backend that Pulumi is logged in to. In a shell
# with `make env`, that is the local backend.
#
# Builds the jar that a stack builds into its image, if a Maven module of this repository makes it.
.PHONY: baked-jar
baked-jar: package
	@jar=$$(./ci/baked-jar $(STACK)) && case $$jar in \
	  '') ;; \
	  $(WEATHER_JAR) | $(FEATURES_JAR)) $(MAKE) --no-print-directory --silent "$$jar" ;; \
	  *) $(MAVEN) -DskipTests -f "$${jar%%/target/*}/pom.xml" package ;; \
	esac

.PHONY: preview-stack
preview-stack: package baked-jar ## Previews a stack in Pulumi's backend (STACK=prod); also writes Markdown to target/ci
	@./ci/stack preview $(STACK)

.PHONY: changes
changes: package baked-jar ## Prints changes=true if an update would change a stack, else changes=false; also sets the step's output (STACK=prod)
	@./ci/stack changes $(STACK)

.PHONY: render-stack
render-stack: ## Previews a stack without a backend: renews the golden files and prints their diff (STACK=dev BASE=origin/main)
	@mkdir -p target/ci
	@printf '### Preview of stack %s: its rendered objects\n\n**It failed.** See the log of the job.\n' $(STACK) >target/ci/$(STACK)-preview.md
	@$(MAKE) --no-print-directory golden
	@./ci/golden-diff $(BASE) $(STACK)

.PHONY: drift
drift: package baked-jar ## Fails if a stack's objects differ from its state or from this checkout (STACK=prod)
	@./ci/stack drift $(STACK)

.PHONY: up-stack
up-stack: package baked-jar ## Updates a stack in Pulumi's backend without confirmation (STACK=prod)
	@./ci/stack up $(STACK)

.PHONY: newest
newest: ## Fails if this checkout is not the last commit of the branch main on GitHub; needs gh
	@./ci/newest main

.PHONY: comment
comment: ## Comments on a pull request with the preview of a stack (STACK=prod PULL_REQUEST=12); needs gh
	@./ci/comment $(PULL_REQUEST) preview-$(STACK) target/ci/$(STACK)-preview.md

# Runs single goals, because the phase integration-test would run the unit tests first.
E2E_TESTS = mvn --batch-mode --no-transfer-progress --quiet -DskipTests package && \
  mvn --batch-mode --no-transfer-progress -Pe2e failsafe:integration-test failsafe:verify

.PHONY: has-pulumi
has-pulumi:
	@source run/lib.sh && require_pulumi

.PHONY: golden
golden: has-pulumi ## Renews the golden files: the rendered Kubernetes objects of every committed stack
	@$(E2E_TESTS) -Dit.test=GoldenFilesIT -Dgolden.renew=true

.PHONY: test-golden
test-golden: has-pulumi ## Compares every stack with its golden files and checks these with kube-score; needs Pulumi and Go
	@$(E2E_TESTS) -Dit.test='GoldenFilesIT,KubeScoreIT'

.PHONY: urns
urns: ## Adds the URNs of new resources to src/test/resources/urns; tests of upgrades use them
	@$(MAVEN) -Dtest=UrnsTest\#everyUrnOfAStackIsInItsGoldenFile -Durns.renew=true test

BASE := origin/main

.PHONY: golden-diff
golden-diff: ## Prints the diff between the golden files of BASE and of this checkout, as Markdown (BASE=origin/main)
	@./ci/golden-diff $(BASE)

# The Spark versions that VersionsIT tests, each with its own image: the newest release of each line that is known to
# work.
VERSIONS := 4.3.0 4.1.4 3.5.9
SPARK_3_JAR := examples/weather/target/spark-3/weather.jar

$(SPARK_3_JAR): $(call sources,examples/weather)
	@echo "Building the example weather for Spark 3" >&2
	@$(MAVEN) -f examples/weather/pom.xml -Dspark.version=3.5.9 -Dscala.binary.version=2.12 -Dbuild.folder=target/spark-3 package
	@touch $@

FAULTS := 100
MINUTES := 100
SEED :=

# A run that was stopped goes on after its last fault, if it gets the same seed.
.PHONY: chaos
chaos: local-package $(WEATHER_JAR) ## Damages a cluster in random order, and requires every result (FAULTS=100 MINUTES=100 SEED=1)
	@$(WITH_ENV) $(E2E_TESTS) -De2e.tags=chaos -De2e.forks=1 -Dchaos.faults=$(FAULTS) -Dchaos.minutes=$(MINUTES) $(if $(SEED),-Dchaos.seed=$(SEED))

# Every test that make test and make chaos leave out, one after the other, because some of them measure. local/test
# runs last, because it stops and starts the environment.
.PHONY: test-slow
test-slow: local docker-compose local-package $(WEATHER_JAR) $(SPARK_3_JAR) ## Runs the slow tests: other Spark versions (VERSIONS="3.5.9"), other images, the local environment
	@./local/add-spark $(VERSIONS)
	@$(WITH_ENV) $(VERIFY) -Pe2e -De2e.tags=slow -De2e.forks=1 -Dspark.versions="$(VERSIONS)"
	@./local/test

.PHONY: test-unit
test-unit: test-example test-bench ## Runs the tests that need neither a Docker engine nor a cluster
	@$(VERIFY)
	@go -C local/tools/pulumi-resource-docker test -short ./...

.PHONY: test-example
test-example: install
	@$(VERIFY) -f examples/weather/pom.xml
	@$(VERIFY) -f examples/features/pom.xml
	@$(VERIFY) -f examples/two-clusters/pom.xml

.PHONY: install
install: ## Installs the program in the local Maven repository, for programs that use it as a library
	@$(MAVEN) -f parent/pom.xml install
	@$(MAVEN) -DskipTests install

.PHONY: test-bench
test-bench:
	@$(VERIFY) -f bench/pom.xml

.PHONY: lint
lint: ## Checks shell scripts, GitHub workflows and Go code
	@./local/install-packages shellcheck:shellcheck
	@shellcheck --external-sources --source-path SCRIPTDIR $$(git grep --untracked -lE '^(#!/.*sh$$|# shellcheck shell=)')
	@./local/run-tool actionlint .github/workflows/*.yml
	@unformatted=$$(gofmt -l local/tools) && [[ -z $$unformatted ]] || { echo "error: these files are not formatted; run make format: $$unformatted" >&2; exit 1; }
	@go -C local/tools/pulumi-resource-docker vet ./...

.PHONY: reference
reference: ## Renews docs/configuration.md, docs/stack.schema.json and the config of Pulumi.yaml from the program
	@$(MAVEN) -Dtest=ConfigurationReferenceTest -Dreference.renew=true test

.PHONY: format
format: ## Formats the Java and the Go code
	@for pom in pom.xml examples/weather/pom.xml examples/features/pom.xml examples/two-clusters/pom.xml bench/pom.xml; do $(MAVEN) -f "$$pom" spotless:apply; done
	@gofmt -w local/tools
