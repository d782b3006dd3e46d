// Command pulumi-resource-kubernetes is Pulumi's own Kubernetes plugin, built from its Go module.
//
// The module's main package cannot be built from the module proxy: it embeds two generated files that
// are not part of the module. This main embeds the schema and the mapping that the module does carry;
// local/tools.sh copies them here, with the version set, before it builds.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

//go:embed schema.json
var schema []byte

//go:embed terraform-mapping.json
var mapping []byte

// version is what the plugin answers to the engine; set by the linker.
var version string

func main() {
	provider.Serve("kubernetes", version, schema, mapping)
}
