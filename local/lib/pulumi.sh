# shellcheck shell=bash
# Pulumi's CLI, Java language host and plugins. A Pulumi on this machine is used if its version is new enough; otherwise
# they are built from Go modules.

# The plugin versions that the program pins.
KUBERNETES_PLUGIN=4.25.0
DOCKER_PLUGIN=5.1.0

# The plugin versions of older releases: `pulumi destroy` loads the version that a stack's state names. If Pulumi cannot
# download a plugin, the one that is built here is installed under the older versions too.
OLDER_KUBERNETES_PLUGINS=(4.18.1)
OLDER_DOCKER_PLUGINS=(4.5.1)

at_least() { [[ $(printf '%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

# Prints the first pulumi on PATH that is new enough and is not the link in $BIN.
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
  folder=$("$LOCAL/build-tool" --path pulumi)
  for program in pulumi pulumi-language-java; do ln -sfn "$folder/$program" "$BIN/$program"; done
}

make_passphrase() {
  [[ -f $DATA/passphrase ]] && return
  (umask 077 && head -c 32 /dev/urandom | base64 >"$DATA/passphrase.new")
  mv "$DATA/passphrase.new" "$DATA/passphrase"
}

# Pulumi leaves a file DIR.partial beside the folder of an unfinished installation.
has_plugin() { [[ -d $PULUMI_HOME/plugins/resource-$1-v$2 && ! -e $PULUMI_HOME/plugins/resource-$1-v$2.partial ]]; }

plugins_are_there() {
  local version
  for version in "$KUBERNETES_PLUGIN" "${OLDER_KUBERNETES_PLUGINS[@]}"; do has_plugin kubernetes "$version" || return 1; done
  for version in "$DOCKER_PLUGIN" "${OLDER_DOCKER_PLUGINS[@]}"; do has_docker_plugin "$version" || return 1; done
}

has_docker_plugin() { has_plugin docker "$1" && { ! is_stand_in "$1" || is_fresh_stand_in "$1"; }; }

is_stand_in() { [[ -f $PULUMI_HOME/plugins/resource-docker-v$1/made-from ]]; }

# The stand-in is installed again if its sources change.
is_fresh_stand_in() {
  local name=pulumi-resource-docker
  cmp -s "$PULUMI_HOME/plugins/resource-docker-v$1/$name" "$("$LOCAL/build-tool" --path $name)/$name"
}

download_plugin() { timeout 300 pulumi plugin install resource "$1" "$2"; }

build_kubernetes_plugin() { "$LOCAL/build-tool" pulumi-resource-kubernetes; }

install_kubernetes_plugin() {
  pulumi plugin install resource kubernetes "$1" --reinstall \
    --file "$("$LOCAL/build-tool" --path pulumi-resource-kubernetes)/pulumi-resource-kubernetes"
}

build_docker_plugin() { "$LOCAL/build-tool" pulumi-resource-docker; }

# One build is installed under all versions: the plugin takes its version from the folder that it is installed in.
install_docker_plugin() {
  pulumi plugin install resource docker "$1" --reinstall --file "$("$LOCAL/build-tool" --path pulumi-resource-docker)"
}

make_plugins() {
  local version
  for version in "$KUBERNETES_PLUGIN" "${OLDER_KUBERNETES_PLUGINS[@]}"; do
    has_plugin kubernetes "$version" || try_download kubernetes "$version" || make_kubernetes_plugin "$version"
  done
  for version in "$DOCKER_PLUGIN" "${OLDER_DOCKER_PLUGINS[@]}"; do
    if ! has_docker_plugin "$version"; then
      { ! is_stand_in "$version" && try_download docker "$version"; } || make_docker_plugin "$version"
    fi
  done
}

make_kubernetes_plugin() {
  step plugin-kubernetes-build "Building Pulumi's Kubernetes plugin (7 minutes on two cores, once)" build_kubernetes_plugin
  step plugin-kubernetes "Installing Pulumi's Kubernetes plugin $1" install_kubernetes_plugin "$1"
}

make_docker_plugin() {
  step plugin-docker-build "Building the stand-in for Pulumi's docker plugin (2 minutes on two cores, once)" build_docker_plugin
  step plugin-docker "Installing the stand-in as Pulumi's docker plugin $1" install_docker_plugin "$1"
}

try_download() {
  if download_plugin "$1" "$2" >"$LOGS/plugin-download.log" 2>&1; then
    say "Pulumi downloaded its $1 plugin $2"
  else
    say "Pulumi cannot download its $1 plugin $2. The plugin is built from local/tools instead."
    return 1
  fi
}
