# shellcheck shell=bash
# shellcheck disable=SC2034 # used by the scripts that source this
# What mvn and run/package share: where the package is, how it is started, and whether it is of the sources that
# are here now. Paths are relative to the checkout: a class-data archive is good for one class path, word for word.

PACKAGE=target/package
PROGRAM=sparkstack.launch.App
DISCOVERY="com.pulumi.bootstrap.internal.Main packages" # by which Pulumi's Java host asks what plugins are needed

# The JVM that Maven would take.
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java

# find_program NAME: mvn or javac, but not the one here, to which a PATH with the checkout or "." in it leads: it would
# start itself for ever.
find_program() {
  local found
  while read -r found; do
    if [[ ! $found -ef $1 ]]; then
      printf '%s\n' "$found"
      return
    fi
  done < <(type -aP "$1")
  printf 'error: there is no %s on PATH\n       install a JDK and Maven 3.8 or newer\n' "$1" >&2
  return 1
}

require_pulumi() {
  command -v pulumi >/dev/null && return
  printf 'error: there is no pulumi on PATH\n       %s\n' \
    "install Pulumi 3.250 or newer; with the local environment: eval \"\$(make -s env)\"" >&2
  return 1
}

# For a program of a second: no optimising compiler, no threads that collect garbage. An archive that does not fit is
# left out, without a word.
JAVA_OPTIONS=(
  "-XX:SharedArchiveFile=$PACKAGE/spark.jsa" -Xshare:auto -Xlog:disable
  -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData
  -cp "$PACKAGE/spark.jar"
)

# Over all that decides what the program is: the content of its sources, Maven's options, the JDK.
sources_hash() {
  local -x LC_ALL=C # one order everywhere
  local java release inputs=(mvn run src/main pom.xml parent/pom.xml)
  java=$(command -v "$JAVA") && java=$(readlink -f "$java") || return 1
  release=${java%/bin/java}/release
  [[ ! -f $release ]] || inputs+=("$release")
  [[ ! -d .mvn ]] || inputs+=(.mvn)
  find -L "${inputs[@]}" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum
}

# fingerprint HASH: the hash of the sources, and the names of the package's jars: without one of them it is none.
fingerprint() {
  local -x LC_ALL=C
  printf '%s\n' "$1" $PACKAGE/*.jar $PACKAGE/lib/*.jar
}

package_is_fresh() {
  local sources
  [[ -f $PACKAGE/fingerprint ]] && sources=$(sources_hash) && [[ $(<$PACKAGE/fingerprint) == "$(fingerprint "$sources")" ]]
}
