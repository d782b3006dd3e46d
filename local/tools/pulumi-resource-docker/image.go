package main

import (
	"cmp"
	"fmt"
	"path"

	"github.com/distribution/reference"
	"github.com/docker/docker/api/types/build"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/mapper"
	"google.golang.org/protobuf/types/known/structpb"
)

var builderVersions = map[string]build.BuilderVersion{"BuilderBuildKit": build.BuilderBuildKit, "BuilderV1": build.BuilderV1}

// image has the inputs of an Image with their defaults. Unknown inputs have their defaults too. The context and the
// Dockerfile are both relative to the folder of the Pulumi project.
type image struct {
	Name  string `pulumi:"imageName,optional"`
	Build struct {
		Context        string            `pulumi:"context,optional"`
		Dockerfile     string            `pulumi:"dockerfile,optional"`
		Platform       string            `pulumi:"platform,optional"`
		Target         string            `pulumi:"target,optional"`
		Network        string            `pulumi:"network,optional"`
		AddHosts       []string          `pulumi:"addHosts,optional"`
		Args           map[string]string `pulumi:"args,optional"`
		BuilderVersion string            `pulumi:"builderVersion,optional"`
		CacheFrom      struct {
			Images []string `pulumi:"images,optional"`
		} `pulumi:"cacheFrom,optional"`
	} `pulumi:"build,optional"`
	Registry struct {
		Server   string `pulumi:"server,optional"`
		Username string `pulumi:"username,optional"`
		Password string `pulumi:"password,optional"`
	} `pulumi:"registry,optional"`
	SkipPush       bool `pulumi:"skipPush,optional"`
	BuildOnPreview bool `pulumi:"buildOnPreview,optional"`
}

func parseImage(given *structpb.Struct) (resource.PropertyMap, *image, error) {
	known, err := unmarshal(given, false)
	if err != nil {
		return nil, nil, err
	}
	result := &image{}
	if err := mapper.New(&mapper.Opts{IgnoreUnrecognized: true}).Decode(known.Mappable(), result); err != nil {
		return nil, nil, err
	}
	b := &result.Build
	b.Context = cmp.Or(b.Context, ".")
	b.Dockerfile = cmp.Or(b.Dockerfile, path.Join(b.Context, "Dockerfile"))
	b.BuilderVersion = cmp.Or(b.BuilderVersion, "BuilderBuildKit")
	if builderVersions[b.BuilderVersion] == "" {
		return nil, nil, fmt.Errorf("build.builderVersion %q is neither BuilderBuildKit nor BuilderV1", b.BuilderVersion)
	}
	inputs, err := unmarshal(given, true)
	return inputs, result, err
}

// requireFullNames refuses a name without a registry, because Docker would send the image to Docker Hub.
func (i *image) requireFullNames() error {
	names := i.Build.CacheFrom.Images
	if i.Name != "" && (!i.SkipPush || len(names) > 0) {
		names = append([]string{i.Name}, names...)
	}
	for _, name := range names {
		if _, err := reference.ParseNamed(name); err != nil {
			return fmt.Errorf("image name %q must be fully qualified, like docker.io/repository/image:tag: %w", name, err)
		}
	}
	return nil
}
