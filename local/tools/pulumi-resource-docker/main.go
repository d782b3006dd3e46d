// Command pulumi-resource-docker stands in for Pulumi's docker plugin where Pulumi cannot download it, for the one resource
// that the program uses, docker:index/image:Image. It builds and pushes with a real Docker engine. Tests must see what users
// see: inputs, outputs, state and context digest are those of the plugin, and it reports as little. README.md says more.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	"github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func main() {
	err := provider.Main("docker", func(host *provider.HostClient) (pulumirpc.ResourceProviderServer, error) {
		return &server{host: host, version: installedVersion()}, nil
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-resource-docker:", err)
		os.Exit(1)
	}
}

// installedVersion is the version under which Pulumi has installed this program: plugins/resource-docker-vVERSION. One
// build serves every version, because the state of older stacks names older ones.
func installedVersion() string {
	program, err := os.Executable()
	if err != nil {
		return ""
	}
	_, version, _ := strings.Cut(filepath.Base(filepath.Dir(program)), "resource-docker-v")
	return version
}
