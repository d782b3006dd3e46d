# shellcheck shell=bash
# shellcheck disable=SC2034 # used by the scripts that source this
# Functions that mvn and run/package share: the paths of the package, the JVM options that start it, and the check that
# it is fresh. Paths are relative to the checkout, because a class-data archive is valid for one literal class path
# only.

PACKAGE=target/package
PROGRAM=sparkstack.launch.App
DISCOVERY="com.pulumi.bootstrap.internal.Main packages" # Pulumi's Java host runs it to list the plugins that the program needs

# The same JVM as Maven's.
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java

# find_program NAME: prints the path of mvn or javac on PATH. It skips the script in the checkout, which PATH contains
# if the checkout or "." is on it: the script would start itself endlessly.
find_program() {
  local found
  while read -r found; do
    if [[ ! $found -ef $1 ]]; then
      printf '%s\n' "$found"
      return
    fi
  done < <(type -aP "$1")
  printf 'error: %s is not on PATH\n       install a JDK and Maven 3.8 or newer\n' "$1" >&2
  return 1
}

require_pulumi() {
  command -v pulumi >/dev/null && return
  printf 'error: pulumi is not on PATH\n       %s\n' \
    "install Pulumi 3.250 or newer, or use the one of the local environment: eval \"\$(make -s env)\"" >&2
  return 1
}

# The program runs for about a second, so an optimizing compiler and garbage collector threads do not pay off. With a
# small young generation, the JVM touches fewer pages of memory. By default, the JVM maps the class-data archive at a
# random address and therefore changes every pointer in it, which takes a twentieth of a second. At the address of
# the dump, it changes nothing. The JVM silently ignores an archive that it cannot use.
JAVA_OPTIONS=(
  "-XX:SharedArchiveFile=$PACKAGE/spark.jsa" -Xshare:auto -Xlog:disable
  -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0
  -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmn32m -XX:-UsePerfData
  -cp "$PACKAGE/spark.jar"
)

# Hashes every input of the program: the content of its sources, Maven's options, and the JDK.
sources_hash() {
  local -x LC_ALL=C # the same order in every locale
  local java release inputs=(mvn run src/main pom.xml parent/pom.xml)
  java=$(command -v "$JAVA") && java=$(readlink -f "$java") || return 1
  release=${java%/bin/java}/release
  [[ ! -f $release ]] || inputs+=("$release")
  [[ ! -d .mvn ]] || inputs+=(.mvn)
  find -L "${inputs[@]}" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum
}

# fingerprint HASH: prints the hash of the sources and the names of the package's jars. The fingerprint does not match
# if a jar is missing.
fingerprint() {
  local -x LC_ALL=C
  printf '%s\n' "$1" $PACKAGE/*.jar $PACKAGE/lib/*.jar
}

# The package is fresh if its fingerprint matches the sources.
package_is_fresh() {
  local sources
  [[ -f $PACKAGE/fingerprint ]] && sources=$(sources_hash) && [[ $(<$PACKAGE/fingerprint) == "$(fingerprint "$sources")" ]]
}
