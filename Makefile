# Thin targets: what they do is in Maven, in Pulumi and in local/. With Pulumi, a cluster and a registry of your own,
# `pulumi up` needs none of them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

MAVEN := mvn --batch-mode --no-transfer-progress --quiet
STACK := dev
WITH_ENV := eval "$$(./local/env)" &&
WEATHER_JAR := examples/weather/target/weather.jar

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: up
up: local $(WEATHER_JAR) ## Everything on a bare machine: the local environment, then the dev stack with its Spark job
	@$(WITH_ENV) ./local/stack up $(STACK)

.PHONY: preview
preview: local $(WEATHER_JAR) ## What make up would change in the dev stack
	@$(WITH_ENV) ./local/stack preview $(STACK)

.PHONY: logs
logs: ## The log of the dev stack's driver, as it grows
	@$(WITH_ENV) kubectl --namespace "$$(pulumi stack output namespace --stack $(STACK))" logs --follow job/spark-driver

.PHONY: env
env: ## Exports for a shell: eval "$(make -s env)"
	@./local/env

.PHONY: local
local: ## Only the local environment: Pulumi, a Docker engine, a registry, Kubernetes
	@./local/up

.PHONY: down
down: ## Destroys the dev stack, then stops the local environment; data and cache stay
	@./local/stack destroy $(STACK)
	@./local/down

.PHONY: clean-local
clean-local: down ## As down, and removes the local environment's data and cache too
	@./local/down --with-data

$(WEATHER_JAR): $(shell find examples/weather/src examples/weather/pom.xml maven -type f)
	@echo "Building the example application" >&2
	@$(MAVEN) -f examples/weather/pom.xml -DskipTests package
	@touch $@

.PHONY: test
test: lint local $(WEATHER_JAR) ## Everything there is to test, on the local cluster
	@$(MAVEN) -f examples/weather/pom.xml verify
	@$(WITH_ENV) $(MAVEN) -f local/docker-plugin/pom.xml -Pengine verify
	@$(WITH_ENV) $(MAVEN) -Pe2e verify

.PHONY: lint
lint: ## Shell scripts
	@command -v shellcheck >/dev/null || apt-get install -y --no-install-recommends shellcheck >/dev/null
	@shellcheck --external-sources --source-path SCRIPTDIR local/up local/down local/env local/stack local/*.sh docker/fetch-spark

.PHONY: format
format: ## Formats the Java code
	@for pom in pom.xml examples/weather/pom.xml local/docker-plugin/pom.xml; do $(MAVEN) -f "$$pom" spotless:apply; done
