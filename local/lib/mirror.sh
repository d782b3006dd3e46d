# shellcheck shell=bash
# Spark's distribution, served over HTTP with the layout of Apache's mirrors. It comes from PyPI's source package of
# pyspark, which carries the distribution's jars and scripts in its folder `deps`, pinned by its hash.

has_mirror() { [[ $(cat "$CACHE/mirror/spark-$1/recipe" 2>/dev/null) == "$(mirror_recipe "$1")" ]]; }

pinned_versions() {
  local pin
  for pin in "$LOCAL"/spark-*.txt; do
    pin=${pin##*/spark-}
    echo "${pin%.txt}"
  done
}

has_pin() { [[ -f $LOCAL/spark-$1.txt ]]; }

# The key of what a version's archive is made from and how. Of the code as bash reads it: comments are not part of it.
mirror_recipe() {
  { declare -f make_mirror && cat "$LOCAL/spark-$1.txt"; } | sha256sum | cut -c1-12
}

make_mirror() {
  local version=$1 folder=$CACHE/mirror/spark-$1 name=spark-$1-bin-hadoop3 work
  work=$(mktemp -d "$CACHE/building.XXXXXX")
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$work'" EXIT
  python3 -m pip download --no-deps --no-binary :all: --require-hashes --disable-pip-version-check \
    --dest "$work" --requirement "$LOCAL/spark-$version.txt"
  install -d -m 0755 "$work/$name"{,/python}
  tar -xzf "$work/pyspark-$version.tar.gz" -C "$work" "pyspark-$version"/{deps,lib,pyspark}
  mv "$work/pyspark-$version/deps"/{bin,data,examples,jars,licenses,sbin} "$work/$name/"
  mv "$work/pyspark-$version"/{lib,pyspark} "$work/$name/python/"
  # Second copies of what is elsewhere, for an installation by pip.
  rm -rf "$work/$name/python/pyspark/python"
  chmod 0755 "$work/$name"/{bin,sbin}/*
  # Sorted, owned by root and of one time: packed again, it has the same checksum.
  tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C "$work" "$name" | gzip -n -1 >"$work/$name.tgz"
  (cd "$work" && sha512sum "$name.tgz" >"$name.tgz.sha512")
  mkdir -p "$folder"
  rm -f "$folder/recipe"
  mv "$work/$name.tgz" "$folder/"
  mv "$work/$name.tgz.sha512" "$folder/"
  mirror_recipe "$version" >"$folder/recipe" # last: its presence says that the archive is whole
}
