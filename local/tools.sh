#!/usr/bin/env bash
# Builds a tool from its pins, once: tools.sh NAME. The binaries are in $CACHE/tools/NAME-KEY, where KEY changes with
# the pins, with the functions here that build the tool, and with Go's version; tools.sh --path NAME prints that folder,
# and tools.sh --fetch NAME downloads the modules: both build nothing.
set -euo pipefail
# shellcheck source=local/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

version_of() { go list -m -f '{{.Version}}' "$1"; }

folder_of() {
  local key
  key=$({
    declare -f version_of go_build "build_$1"
    find "$LOCAL/tools/$1" \( -name '*.go' -o -name 'go.*' \) ! -name '*_test.go' -print0 | sort -z | xargs -0 cat
    go version
  } | sha256sum)
  printf '%s/tools/%s-%s' "$CACHE" "$1" "${key:0:12}"
}

# A link is half the size without the symbol table and debugging information.
go_build() {
  local output=$1 flags=$2
  shift 2
  CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w $flags" -o "$output" "$@"
}

build_pulumi() {
  local version pulumi=github.com/pulumi/pulumi java=github.com/pulumi/pulumi-java
  version=$(version_of $pulumi/pkg/v3)
  go_build "$1/" "-X $pulumi/sdk/v3/go/common/version.Version=$version" \
    $pulumi/pkg/v3/cmd/pulumi $java/pkg/cmd/pulumi-language-java
}

build_kubernetes() {
  local version minor flags='' package
  version=$(version_of k8s.io/kubernetes)
  minor=${version#v1.}
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags+=" -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=${minor%%.*}"
  done
  go_build "$1/kubernetes" "$flags" .
  for program in kubeadm kubectl kubelet; do ln -s kubernetes "$1/$program"; done
}

build_etcd() { go_build "$1/etcd" "" go.etcd.io/etcd/server/v3; }

build_coredns() { go_build "$1/coredns" "" github.com/coredns/coredns; }

build_local-path-provisioner() { go_build "$1/local-path-provisioner" "" github.com/rancher/local-path-provisioner; }

# The module lacks two generated files that its own main embeds; the ones that it has serve as well.
build_pulumi-resource-kubernetes() {
  local module=github.com/pulumi/pulumi-kubernetes version source
  version=$(version_of $module/sdk/v4)
  go mod download $module/provider/v4 # before that, go list knows no folder
  source=$(go list -m -f '{{.Dir}}' $module/provider/v4)/cmd/pulumi-resource-kubernetes
  install -m 0644 "$source/terraform-mapping.json" terraform-mapping.json
  sed "0,/\"name\"/s//\"version\": \"${version#v}\",\n    \"name\"/" "$source/schema.json" >schema.json
  go_build "$1/pulumi-resource-kubernetes" "-X main.version=${version#v} -X $module/provider/v4/pkg/version.Version=${version#v}" .
}

# Installed as a plugin with the file made-from beside it, which tells it from Pulumi's own.
build_pulumi-resource-docker() {
  go_build "$1/pulumi-resource-docker" "" .
  echo local/tools/pulumi-resource-docker >"$1/made-from"
}

# A folder with a main package of its own, or one that only pins the module's.
fetch() {
  cd "$LOCAL/tools/$1"
  local package=tool
  [[ ! -f main.go ]] || package=.
  go list -deps "$package" >/dev/null || die "cannot fetch the Go modules of $1" "check the network and GOPROXY, then run this again"
}

case $1 in
  --path)
    folder_of "$2"
    exit
    ;;
  --fetch)
    fetch "$2"
    exit
    ;;
esac

name=$1
folder=$(folder_of "$name")
[[ -d $folder ]] && exit
# Built apart and moved into place whole, so that a killed build leaves nothing that looks built.
work=$(mktemp -d "$CACHE/building.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp -r "$LOCAL/tools/$name" "$work/source"
mkdir "$work/out"
cd "$work/source"
"build_$name" "$work/out"
mkdir -p "$CACHE/tools"
mv -T "$work/out" "$folder"
