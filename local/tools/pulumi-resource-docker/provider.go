package main

import (
	"context"
	"fmt"
	"runtime"

	"github.com/docker/docker/client"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

const (
	imageType = "docker:index/image:Image"
	// The state contains the inputs of the last update. All of them are secret, because of the registry's password.
	oldInputs = "__inputs"
)

// server handles the calls of Pulumi's engine. Missing methods return Unimplemented. For the engine, that means "config
// unchanged" (CheckConfig), "no diff" (DiffConfig) and "not cancelled" (Cancel). A build still ends with the engine,
// because its call is cancelled then.
type server struct {
	pulumirpc.UnimplementedResourceProviderServer
	host    *provider.HostClient
	version string
	docker  *client.Client
}

func (s *server) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: s.version}, nil
}

// Configure connects to the Docker engine, so that a preview without an engine fails. It does not accept secrets: the
// engine decrypts them before each call, and marks the results as secret itself.
func (s *server) Configure(ctx context.Context, r *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	config, err := unmarshal(r.GetArgs(), false)
	if err != nil {
		return nil, err
	}
	host, _ := config.Mappable()["host"].(string)
	if s.docker, err = connect(ctx, host); err != nil {
		return nil, fmt.Errorf("docker native provider returned an unexpected error from Configure: %w", err)
	}
	return &pulumirpc.ConfigureResponse{SupportsPreview: true}, nil
}

// Check adds defaults and the digest of the build context to the inputs, so that a preview shows a changed file.
func (s *server) Check(ctx context.Context, r *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	urn := resource.URN(r.GetUrn())
	if urn.Type().String() != imageType {
		return nil, fmt.Errorf("%s: this stand-in for the docker plugin has only %s", urn, imageType)
	}
	inputs, image, err := parseImage(r.GetNews())
	if err == nil {
		err = image.requireFullNames()
	}
	if err != nil {
		return nil, err
	}
	setDefault(inputs, "buildOnPreview", false)
	setDefault(inputs, "build", resource.PropertyMap{})
	if inputs["build"].IsObject() {
		build := inputs["build"].ObjectValue()
		setDefault(build, "context", image.Build.Context)
		setDefault(build, "dockerfile", image.Build.Dockerfile)
		if platform := "linux/" + runtime.GOARCH; setDefault(build, "platform", platform) {
			s.host.Log(ctx, diag.Info, urn, "Building for "+platform+", this machine's platform, because build.platform is not set")
		}
		if !build["context"].IsComputed() && !build["dockerfile"].IsComputed() {
			digest, err := contextDigest(image.Build.Context, image.Build.Dockerfile)
			if err != nil {
				return nil, err
			}
			build["contextDigest"] = resource.NewProperty(digest)
		}
	}
	checked, err := marshal(inputs)
	return &pulumirpc.CheckResponse{Inputs: checked}, err
}

func setDefault(values resource.PropertyMap, key resource.PropertyKey, value any) bool {
	_, given := values[key]
	if !given {
		values[key] = resource.NewPropertyValue(value)
	}
	return !given
}

// Diff never replaces: a new name is an update too.
func (s *server) Diff(_ context.Context, r *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	state, err := unmarshal(r.GetOlds(), true)
	if err != nil {
		return nil, err
	}
	news, err := unmarshal(r.GetNews(), true)
	if err != nil {
		return nil, err
	}
	olds, _ := state[oldInputs].V.(resource.PropertyMap)
	changes := changedInputs(olds, news)
	if len(changes) == 0 {
		return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}, nil
	}
	return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_SOME, DetailedDiff: changes, HasDetailedDiff: true}, nil
}

func changedInputs(olds, news resource.PropertyMap) map[string]*pulumirpc.PropertyDiff {
	changes := map[string]*pulumirpc.PropertyDiff{}
	diff := olds.Diff(news)
	for _, key := range diff.ChangedKeys() {
		kind := pulumirpc.PropertyDiff_UPDATE
		if diff.Added(key) {
			kind = pulumirpc.PropertyDiff_ADD
		} else if diff.Deleted(key) {
			kind = pulumirpc.PropertyDiff_DELETE
		} else if login := diff.Updates[key].Object; key == "registry" && login != nil && !login.Updated("server") {
			continue // a login can change with every run, but the image is the same
		}
		changes[string(key)] = &pulumirpc.PropertyDiff{Kind: kind}
	}
	return changes
}

func (s *server) Create(ctx context.Context, r *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	id, state, err := s.deploy(ctx, r.GetUrn(), r.GetProperties(), r.GetPreview())
	return &pulumirpc.CreateResponse{Id: id, Properties: state}, err
}

func (s *server) Update(ctx context.Context, r *pulumirpc.UpdateRequest) (*pulumirpc.UpdateResponse, error) {
	_, state, err := s.deploy(ctx, r.GetUrn(), r.GetNews(), r.GetPreview())
	return &pulumirpc.UpdateResponse{Properties: state}, err
}

// deploy builds and pushes an image, and returns its ID and state. A preview returns the inputs, so that the engine
// treats the outputs as unknown. With buildOnPreview, a preview builds but does not push.
func (s *server) deploy(ctx context.Context, urn string, given *structpb.Struct, preview bool) (string, *structpb.Struct, error) {
	inputs, image, err := parseImage(given)
	if err != nil {
		return "", nil, err
	}
	if preview && (!image.BuildOnPreview || inputs["imageName"].IsComputed() || inputs["build"].ContainsUnknowns()) {
		return "", given, nil
	}
	files, err := openContext(image.Build.Context, image.Build.Dockerfile)
	if err != nil {
		return "", nil, err
	}
	builder := &builder{docker: s.docker, host: s.host, urn: resource.URN(urn), image: image, files: files}
	repoDigest, err := builder.run(ctx, !preview && !image.SkipPush)
	if err != nil {
		return "", nil, err
	}
	state, err := marshal(resource.PropertyMap{
		"baseImageName":  resource.NewProperty(image.Name),
		"context":        resource.NewProperty(image.Build.Context),
		"dockerfile":     resource.NewProperty(files.dockerfileInContext),
		"imageName":      resource.NewProperty(image.Name),
		"platform":       resource.NewProperty(image.Build.Platform),
		"registryServer": resource.NewProperty(image.Registry.Server),
		"repoDigest":     resource.NewProperty(repoDigest),
		oldInputs:        resource.MakeSecret(resource.NewProperty(inputs)),
	})
	return image.Name, state, err
}

// Read returns the old state: nothing else builds under the image's name.
func (s *server) Read(_ context.Context, r *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	return &pulumirpc.ReadResponse{Id: r.GetId(), Inputs: r.GetInputs(), Properties: r.GetProperties()}, nil
}

// Delete keeps the image in the Docker engine and in the registry.
func (s *server) Delete(context.Context, *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func unmarshal(from *structpb.Struct, keepUnknowns bool) (resource.PropertyMap, error) {
	return plugin.UnmarshalProperties(from, plugin.MarshalOptions{KeepUnknowns: keepUnknowns, SkipNulls: true})
}

func marshal(from resource.PropertyMap) (*structpb.Struct, error) {
	return plugin.MarshalProperties(from, plugin.MarshalOptions{KeepUnknowns: true, KeepSecrets: true, SkipNulls: true})
}
