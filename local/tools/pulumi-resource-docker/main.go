// Command pulumi-resource-docker stands in for Pulumi's docker plugin if Pulumi cannot download it. It has the only resource
// that the program uses, docker:index/image:Image, and builds and pushes with a real Docker engine. Tests must show
// what users see: inputs, outputs, state and context digest are the same as the plugin's, and so are its short error
// messages. See README.md.
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

// installedVersion returns the version under which Pulumi installed this program: plugins/resource-docker-vVERSION. One
// build serves every version, because the state of older stacks requires older versions.
func installedVersion() string {
	program, err := os.Executable()
	if err != nil {
		return ""
	}
	_, version, _ := strings.Cut(filepath.Base(filepath.Dir(program)), "resource-docker-v")
	return version
}
