# shellcheck shell=bash
# The mirror serves the Spark distribution over HTTP, with the layout of Apache's mirrors. The distribution comes from the
# source package of pyspark on PyPI, which is pinned by its hash and has the distribution's jars and scripts in its folder
# `deps`.

has_mirror() { [[ $(cat "$CACHE/mirror/spark-$1/recipe" 2>/dev/null) == "$(mirror_recipe "$1")" ]]; }

pinned_versions() {
  local pin
  for pin in "$LOCAL"/spark-*.txt; do
    pin=${pin##*/spark-}
    echo "${pin%.txt}"
  done
}

has_pin() { [[ -f $LOCAL/spark-$1.txt ]]; }

# Hashes the pin of a version and the function that makes its archive. `declare -f` prints the function without comments.
mirror_recipe() {
  { declare -f make_mirror && cat "$LOCAL/spark-$1.txt"; } | sha256sum | cut -c1-12
}

make_mirror() {
  local version=$1 folder=$CACHE/mirror/spark-$1 name=spark-$1-bin-hadoop3 work
  work=$(mktemp -d "$CACHE/building.XXXXXX")
  # shellcheck disable=SC2064 # expands the local variable now, because it is gone when the trap runs
  trap "rm -rf '$work'" EXIT
  python3 -m pip download --no-deps --no-binary :all: --require-hashes --disable-pip-version-check \
    --dest "$work" --requirement "$LOCAL/spark-$version.txt"
  install -d -m 0755 "$work/$name"{,/python}
  tar -xzf "$work/pyspark-$version.tar.gz" -C "$work" "pyspark-$version"/{deps,lib,pyspark}
  mv "$work/pyspark-$version/deps"/{bin,data,examples,jars,licenses,sbin} "$work/$name/"
  mv "$work/pyspark-$version"/{lib,pyspark} "$work/$name/python/"
  # The package has second copies of these files for an installation with pip.
  rm -rf "$work/$name/python/pyspark/python"
  chmod 0755 "$work/$name"/{bin,sbin}/*
  # The files are sorted, owned by root, and have one timestamp, so that a new archive has the same checksum.
  tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C "$work" "$name" | gzip -n -1 >"$work/$name.tgz"
  (cd "$work" && sha512sum "$name.tgz" >"$name.tgz.sha512")
  mkdir -p "$folder"
  rm -f "$folder/recipe"
  mv "$work/$name.tgz" "$folder/"
  mv "$work/$name.tgz.sha512" "$folder/"
  mirror_recipe "$version" >"$folder/recipe" # last: this file marks the archive as complete
}
