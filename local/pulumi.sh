# shellcheck shell=bash
# Pulumi's command line, language host and plugins: the machine's own where they will do, else from Go modules.

# The plugins that the program asks for, at the versions that it pins.
KUBERNETES_PLUGIN=4.25.0
DOCKER_PLUGIN=4.5.1

# The Kubernetes plugins of older releases: Pulumi destroys a stack with the version that its state names. Where Pulumi
# cannot download them, the one plugin that is built here serves under their versions too.
OLDER_KUBERNETES_PLUGINS=(4.18.1)

at_least() { [[ $(printf '%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

# The first one on PATH that is not the link we made.
own_pulumi() {
  local pulumi version
  while read -r pulumi; do
    [[ $pulumi != "$BIN/"* ]] || continue
    version=$("$pulumi" version 2>/dev/null) || continue
    if at_least "$PULUMI_VERSION_LEAST" "${version#v}"; then
      echo "$pulumi"
      return
    fi
  done < <(type -aP pulumi)
  return 1
}

link_pulumi() {
  local pulumi folder program
  if pulumi=$(own_pulumi); then
    rm -f "$BIN/pulumi" "$BIN/pulumi-language-java"
    return
  fi
  folder=$("$LOCAL/tools.sh" --path pulumi)
  for program in pulumi pulumi-language-java; do ln -sfn "$folder/$program" "$BIN/$program"; done
}

make_passphrase() {
  [[ -f $DATA/passphrase ]] && return
  (umask 077 && head -c 32 /dev/urandom | base64 >"$DATA/passphrase.new")
  mv "$DATA/passphrase.new" "$DATA/passphrase"
}

# Pulumi leaves a file DIR.partial beside an installation that did not end.
has_plugin() { [[ -d $PULUMI_HOME/plugins/resource-$1-v$2 && ! -e $PULUMI_HOME/plugins/resource-$1-v$2.partial ]]; }

plugins_are_there() { has_kubernetes_plugins && has_docker_plugin; }

has_kubernetes_plugins() {
  local version
  for version in "$KUBERNETES_PLUGIN" "${OLDER_KUBERNETES_PLUGINS[@]}"; do has_plugin kubernetes "$version" || return; done
}

has_docker_plugin() {
  has_plugin docker "$DOCKER_PLUGIN" &&
    [[ ! -f $(docker_plugin_mark) || $(cat "$(docker_plugin_mark)") == "$(docker_plugin_key)" ]]
}

# A mark beside our stand-in: it is made again when its sources change. Pulumi's own has none.
docker_plugin_mark() { echo "$PULUMI_HOME/plugins/resource-docker-v$DOCKER_PLUGIN/made-from"; }

docker_plugin_key() { key_of "$LOCAL/docker-plugin" "$ROOT/maven"; }

download_plugin() { timeout 300 pulumi plugin install resource "$1" "$2"; }

build_kubernetes_plugin() { "$LOCAL/tools.sh" pulumi-resource-kubernetes; }

install_kubernetes_plugin() {
  pulumi plugin install resource kubernetes "$1" --reinstall \
    --file "$("$LOCAL/tools.sh" --path pulumi-resource-kubernetes)/pulumi-resource-kubernetes"
}

install_docker_plugin() {
  mvn -B --no-transfer-progress -f "$LOCAL/docker-plugin/pom.xml" -DskipTests package
  docker_plugin_key >"$LOCAL/docker-plugin/target/plugin/made-from"
  pulumi plugin install resource docker "$DOCKER_PLUGIN" --reinstall --file "$LOCAL/docker-plugin/target/plugin"
}

make_plugins() {
  local version
  for version in "$KUBERNETES_PLUGIN" "${OLDER_KUBERNETES_PLUGINS[@]}"; do
    has_plugin kubernetes "$version" || try_download kubernetes "$version" || make_kubernetes_plugin "$version"
  done
  if ! has_docker_plugin && { [[ -f $(docker_plugin_mark) ]] || ! try_download docker "$DOCKER_PLUGIN"; }; then
    step plugin-docker "Building the stand-in for Pulumi's docker plugin $DOCKER_PLUGIN" install_docker_plugin
  fi
}

make_kubernetes_plugin() {
  step plugin-kubernetes-build "Building Pulumi's Kubernetes plugin (7 minutes on two cores, once)" build_kubernetes_plugin
  step plugin-kubernetes "Installing Pulumi's Kubernetes plugin $1" install_kubernetes_plugin "$1"
}

try_download() {
  if download_plugin "$1" "$2" >"$LOGS/plugin-download.log" 2>&1; then
    say "Pulumi downloaded its $1 plugin $2"
  else
    say "Pulumi cannot download its $1 plugin $2 here; it is made from local/ instead"
    return 1
  fi
}
