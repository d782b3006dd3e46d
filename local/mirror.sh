# shellcheck shell=bash
# Spark's distribution, served over HTTP with the layout of Apache's mirrors. It comes from PyPI's source package of
# pyspark, which carries the distribution's jars and scripts in its folder `deps`, pinned by its hash.

has_mirror() { [[ -f $CACHE/mirror/spark-$1/spark-$1-bin-hadoop3.tgz.sha512 ]]; }

make_mirror() {
  local version=$1 folder=$CACHE/mirror/spark-$1 name=spark-$1-bin-hadoop3 work
  work=$(mktemp -d "$CACHE/building.XXXXXX")
  # shellcheck disable=SC2064 # the folder of now
  trap "rm -rf '$work'" EXIT
  python3 -m pip download --no-deps --no-binary :all: --require-hashes --disable-pip-version-check \
    --dest "$work" --requirement "$LOCAL/spark-$version.txt"
  mkdir "$work/$name"
  tar -xzf "$work/pyspark-$version.tar.gz" -C "$work" "pyspark-$version/deps"
  mv "$work/pyspark-$version/deps"/{bin,data,examples,jars,licenses,sbin} "$work/$name/"
  chmod 0755 "$work/$name"/{bin,sbin}/*
  # Sorted, owned by root and of one time: packed again, it has the same checksum.
  tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 -C "$work" "$name" | gzip -n -1 >"$work/$name.tgz"
  (cd "$work" && sha512sum "$name.tgz" >"$name.tgz.sha512")
  mkdir -p "$folder"
  mv "$work/$name.tgz" "$folder/"
  mv "$work/$name.tgz.sha512" "$folder/" # last: its presence says that the archive is whole
}
