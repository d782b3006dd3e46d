package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/distribution/reference"
	"github.com/docker/cli/cli/config"
	"github.com/docker/cli/cli/config/configfile"
	"github.com/docker/cli/cli/config/credentials"
	clitypes "github.com/docker/cli/cli/config/types"
	"github.com/docker/docker/api/types/build"
	dockerimage "github.com/docker/docker/api/types/image"
	"github.com/docker/docker/api/types/registry"
	"github.com/docker/docker/client"
	"github.com/docker/docker/pkg/jsonmessage"
	controlapi "github.com/moby/buildkit/api/services/control"
	"github.com/moby/buildkit/session"
	"github.com/moby/buildkit/session/auth/authprovider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/diag"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/provider"
	"google.golang.org/protobuf/proto"
)

// builder builds and pushes one image within a call of the engine. The build ends with the call's context.
type builder struct {
	docker *client.Client
	host   *provider.HostClient
	urn    resource.URN
	image  *image
	files  *buildContext
}

// run returns the reference by which the image can be pulled, or the image's ID if it is not pushed.
func (b *builder) run(ctx context.Context, push bool) (string, error) {
	logins, err := config.Load(config.Dir())
	if err != nil {
		return "", err
	}
	logins.CredentialsStore = credentials.DetectDefaultStore(logins.CredentialsStore)
	name, err := reference.ParseNormalizedNamed(b.image.Name)
	if err != nil {
		return "", err
	}
	login, err := b.login(ctx, logins, name)
	if err != nil {
		return "", err
	}
	if err := b.build(ctx, logins, login); err != nil {
		return "", err
	}
	var pushed string
	if push {
		b.status(ctx, "Pushing "+b.image.Name)
		output, err := b.docker.ImagePush(ctx, b.image.Name, dockerimage.PushOptions{RegistryAuth: login})
		if pushed, err = b.follow(ctx, "push", output, err); err != nil {
			return "", err
		}
	}
	built, err := b.docker.ImageInspect(ctx, b.image.Name)
	if err != nil || !push {
		return built.ID, err
	}
	return repoDigest(name, pushed, built.RepoDigests), nil
}

// login returns the image's login if it is complete, or else the user's, in the encoding of the Docker engine.
func (b *builder) login(ctx context.Context, logins *configfile.ConfigFile, name reference.Named) (string, error) {
	given := b.image.Registry
	server := authServer(cmp.Or(given.Server, reference.Domain(name)))
	if given.Username != "" && given.Password != "" {
		login := registry.AuthConfig{Username: given.Username, Password: given.Password, ServerAddress: server}
		logins.AuthConfigs[server] = clitypes.AuthConfig(login)
		return registry.EncodeAuthConfig(login)
	}
	if given.Username != "" || given.Password != "" {
		b.host.Log(ctx, diag.Warning, b.urn, "registry has only one of username and password: using the login of docker's configuration")
	}
	login, err := logins.GetAuthConfig(server)
	if err != nil {
		return "", err
	}
	return registry.EncodeAuthConfig(registry.AuthConfig(login))
}

// authServer returns the key of a registry's login in docker's configuration.
func authServer(server string) string {
	switch host := credentials.ConvertToHostname(server); host {
	case "docker.io", "index.docker.io", "registry-1.docker.io":
		return "https://index.docker.io/v1/"
	default:
		return host
	}
}

func (b *builder) build(ctx context.Context, logins *configfile.ConfigFile, login string) error {
	b.status(ctx, "Building "+b.image.Name)
	given := b.image.Build
	options := build.ImageBuildOptions{
		Tags:        []string{b.image.Name},
		BuildArgs:   map[string]*string{},
		CacheFrom:   given.CacheFrom.Images,
		ExtraHosts:  given.AddHosts,
		NetworkMode: given.Network,
		Platform:    given.Platform,
		Target:      given.Target,
		Version:     builderVersions[given.BuilderVersion],
	}
	for key, value := range given.Args {
		options.BuildArgs[key] = &value
	}
	if options.Version == build.BuilderBuildKit {
		opened, err := b.openSession(ctx, logins)
		if err != nil {
			return err
		}
		defer opened.Close()
		options.SessionID = opened.ID()
	}
	for _, cached := range given.CacheFrom.Images {
		output, err := b.docker.ImagePull(ctx, cached, dockerimage.PullOptions{RegistryAuth: login, Platform: given.Platform})
		if _, err := b.follow(ctx, "pull", output, err); err != nil {
			b.host.Log(ctx, diag.Warning, b.urn, fmt.Sprintf("cannot pull %s, an image of build.cacheFrom: %v", cached, err))
		}
	}
	files, dockerfile, err := b.files.tar()
	if err != nil {
		return err
	}
	defer files.Close()
	options.Dockerfile = dockerfile
	response, err := b.docker.ImageBuild(ctx, files, options)
	_, err = b.follow(ctx, "build", response.Body, err)
	return err
}

// openSession gives BuildKit the logins for the base images of the build. If it fails, the build fails too.
func (b *builder) openSession(ctx context.Context, logins *configfile.ConfigFile) (*session.Session, error) {
	opened, err := session.NewSession(ctx, "pulumi-resource-docker")
	if err != nil {
		return nil, err
	}
	opened.Allow(authprovider.NewDockerAuthProvider(authprovider.DockerAuthProviderConfig{ConfigFile: logins}))
	go func() {
		err := opened.Run(ctx, func(ctx context.Context, protocol string, meta map[string][]string) (net.Conn, error) {
			return b.docker.DialHijack(ctx, "/session", protocol, meta)
		})
		if err != nil {
			b.status(ctx, err.Error())
		}
	}()
	return opened, nil
}

// follow shows the output of a running operation as status lines, which a terminal overwrites. Its error has only the
// engine's last message, not the lines before it. It returns the digest of a push.
func (b *builder) follow(ctx context.Context, operation string, output io.ReadCloser, err error) (digest string, _ error) {
	if err != nil {
		return "", err
	}
	defer output.Close()
	for messages := json.NewDecoder(output); ; {
		var message jsonmessage.JSONMessage
		err := messages.Decode(&message)
		if errors.Is(err, io.EOF) {
			return digest, nil
		}
		if err == nil && message.Error != nil {
			err = message.Error
		}
		if err != nil {
			return "", fmt.Errorf("error reading %s output: %w", operation, err)
		}
		text, pushed := describe(&message)
		b.status(ctx, text)
		if pushed != "" {
			digest = pushed
		}
	}
}

// describe returns the text of one message of the engine, and the digest at the end of a push.
func describe(message *jsonmessage.JSONMessage) (text, digest string) {
	if message.Aux == nil {
		return strings.TrimSpace(message.ID + " " + message.Status + message.Stream), ""
	}
	var pushed struct{ Digest string }
	var encoded []byte
	var progress controlapi.StatusResponse
	if json.Unmarshal(*message.Aux, &pushed) == nil {
		return "", pushed.Digest
	}
	if json.Unmarshal(*message.Aux, &encoded) != nil || proto.Unmarshal(encoded, &progress) != nil {
		return "", "" // a message of an unknown kind
	}
	var lines []string
	for _, step := range progress.Vertexes {
		lines = append(lines, step.Name, step.Error)
	}
	for _, output := range progress.Logs {
		lines = append(lines, strings.TrimSpace(string(output.Msg)))
	}
	return strings.TrimSpace(strings.Join(lines, "\n")), ""
}

// repoDigest returns the image's reference by digest. It prefers the digest of this push: an image that was pushed in
// another form before still has the older digest too.
func repoDigest(name reference.Named, pushed string, digests []string) string {
	repository := reference.FamiliarName(name) + "@" // the engine lists names without Docker Hub's host
	if slices.Contains(digests, repository+pushed) {
		return repository + pushed
	}
	for _, digest := range digests {
		if strings.HasPrefix(digest, repository) {
			return digest
		}
	}
	return "<none>@<none>"
}

// status ignores errors: an engine that no longer listens has cancelled its call.
func (b *builder) status(ctx context.Context, text string) {
	if text != "" {
		b.host.LogStatus(ctx, diag.Info, b.urn, text)
	}
}
