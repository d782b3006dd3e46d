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

# list_inputs: sets INPUTS to the files and folders that determine the package: the program's sources, Maven's options,
# and the JDK.
list_inputs() {
  local java release
  INPUTS=(mvn run src/main pom.xml parent/pom.xml)
  java=$(command -v "$JAVA") && java=$(readlink -f "$java") || return 1
  release=${java%/bin/java}/release
  [[ ! -f $release ]] || INPUTS+=("$release")
  [[ ! -d .mvn ]] || INPUTS+=(.mvn)
}

# Hashes the content of every input.
sources_hash() {
  local -x LC_ALL=C # the same order in every locale
  find -L "${INPUTS[@]}" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum
}

# fingerprint HASH: prints the hash of the sources and the names of the package's jars. The fingerprint does not match
# if a jar is missing.
fingerprint() {
  local -x LC_ALL=C
  printf '%s\n' "$1" $PACKAGE/*.jar $PACKAGE/lib/*.jar
}

# Whether no input has changed since $PACKAGE/inputs was written, which names the inputs. The system sets the time of a
# change (ctime). A folder changes if a file in it appears or disappears.
inputs_are_unchanged() {
  local changed
  [[ -f $PACKAGE/inputs && $(<$PACKAGE/inputs) == "${INPUTS[*]}" ]] &&
    changed=$(find -L "${INPUTS[@]}" -newercm $PACKAGE/inputs -print -quit) && [[ -z $changed ]]
}

# The package is fresh if its fingerprint matches the inputs. A preview asks four times, so unchanged inputs are not
# hashed again.
package_is_fresh() {
  local recorded sources
  [[ -f $PACKAGE/fingerprint ]] && list_inputs || return 1
  recorded=$(<$PACKAGE/fingerprint)
  if inputs_are_unchanged; then sources=${recorded%%$'\n'*}; else sources=$(sources_hash) || return 1; fi
  [[ $recorded == "$(fingerprint "$sources")" ]]
}
