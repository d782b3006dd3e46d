package main

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	dockerimage "github.com/docker/docker/api/types/image"
	"github.com/docker/docker/client"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
)

// These tests build and push with the Docker engine of DOCKER_HOST, which must run on this machine. They push to
// REGISTRY and build from BASE_IMAGE, a small image with sh.
var (
	registryHost = cmp.Or(os.Getenv("REGISTRY"), "localhost:5000")
	baseImage    = cmp.Or(os.Getenv("BASE_IMAGE"), registryHost+"/debian:bookworm")
)

// project is a Pulumi project with an image that has a new name and new content.
type project struct {
	*pulumiPlugin
	repository, name string
}

func newProject(t *testing.T) *project {
	t.Helper()
	needsEngine(t)
	t.Chdir(t.TempDir())
	t.Setenv("DOCKER_CONFIG", t.TempDir())
	p := &project{repository: fmt.Sprintf("docker-plugin-test/%d", rand.Int64())}
	p.name = registryHost + "/" + p.repository + ":1"
	write(t, "docker/Dockerfile", "FROM scratch\nCOPY data /data\n")
	write(t, "data", p.repository)
	p.pulumiPlugin = start(t, "5.1.0")
	_, err := p.configure(nil)
	check(t, err)
	return p
}

func needsEngine(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a Docker engine")
	}
}

// inputs returns the inputs of the image, with more inputs of its build.
func (p *project) inputs(more map[string]any) map[string]any {
	build := map[string]any{"context": ".", "dockerfile": "docker/Dockerfile", "platform": "linux/amd64"}
	for key, value := range more {
		build[key] = value
	}
	return map[string]any{"imageName": p.name, "build": build, "skipPush": false}
}

func TestIntroducesItselfUnderTheVersionThatItIsInstalledAs(t *testing.T) {
	needsEngine(t)
	for _, version := range []string{"5.1.0", "4.5.1"} {
		plugin := start(t, version)
		info, err := plugin.GetPluginInfo(t.Context(), &emptypb.Empty{})
		check(t, err)
		configured, err := plugin.configure(nil)
		check(t, err)
		if info.GetVersion() != version || !configured.GetSupportsPreview() || configured.GetAcceptSecrets() {
			t.Errorf("%v %v", info, configured)
		}
	}
}

func TestPushesWhatItBuilt(t *testing.T) {
	p := newProject(t)
	created := p.created(p.inputs(nil))
	outputs := created.GetProperties().AsMap()
	reference := outputs["repoDigest"].(string)
	delete(outputs, "repoDigest")
	if _, isSecret := outputs[oldInputs].(map[string]any)["4dabf18193072939515e22adb298388d"]; !isSecret {
		t.Error("the inputs in the state are not secret")
	}
	delete(outputs, oldInputs)
	want := map[string]any{
		"imageName": p.name, "baseImageName": p.name, "context": ".", "dockerfile": "docker/Dockerfile",
		"registryServer": "", "platform": "linux/amd64",
	}
	if fmt.Sprint(outputs) != fmt.Sprint(want) || created.GetId() != p.name {
		t.Errorf("%s: %v, want %v", created.GetId(), outputs, want)
	}
	repository, digest, _ := strings.Cut(reference, "@")
	response := manifest(t, registryHost, p.repository, digest)
	if repository != registryHost+"/"+p.repository || response.StatusCode != 200 || response.Header.Get("Docker-Content-Digest") != digest {
		t.Errorf("%s: %v", reference, response)
	}
}

func TestShowsOutputWhileItRunsOnly(t *testing.T) {
	p := newProject(t)
	p.created(p.inputs(nil))
	contains(t, p.shown(true), "COPY data /data")
	if left := p.shown(false); left != "" {
		t.Errorf("Diagnostics, where nothing is wrong: %s", left)
	}
	for _, log := range p.logs {
		if log.GetUrn() != urn {
			t.Errorf("%v", log)
		}
	}
}

func TestGivesTheSameInputsTheSameImage(t *testing.T) {
	p := newProject(t)
	first, second := p.check(p.inputs(nil)), p.check(p.inputs(nil))
	state, err := p.create(first, false)
	check(t, err)
	check(t, os.Chown("data", 1234, 1234)) // like in another user's checkout
	again, err := p.create(second, false)
	check(t, err)
	if !proto.Equal(first, second) || !proto.Equal(state, again) {
		t.Errorf("%v, then %v", state, again)
	}
	diff, err := p.Diff(t.Context(), diffRequest(state.GetProperties(), second))
	check(t, err)
	if diff.GetChanges() != pulumirpc.DiffResponse_DIFF_NONE {
		t.Errorf("%v", diff)
	}
	image, err := engine(t).ImageInspect(t.Context(), p.name)
	check(t, err)
	if len(image.Config.Labels) > 0 {
		t.Errorf("labels %v", image.Config.Labels)
	}
}

func TestUpdatesWhenAFileOfTheContextChanges(t *testing.T) {
	p := newProject(t)
	state := p.created(p.inputs(nil)).GetProperties()
	write(t, "data", p.repository+" changed")
	news := p.check(p.inputs(nil))
	diff, err := p.Diff(t.Context(), diffRequest(state, news))
	check(t, err)
	if len(diff.GetDetailedDiff()) != 1 || diff.GetDetailedDiff()["build"].GetKind() != pulumirpc.PropertyDiff_UPDATE {
		t.Errorf("%v", diff)
	}
	updated, err := p.Update(t.Context(), &pulumirpc.UpdateRequest{Id: p.name, Urn: urn, Olds: state, News: news})
	check(t, err)
	if updated.GetProperties().AsMap()["repoDigest"] == state.AsMap()["repoDigest"] {
		t.Error("the image is the same")
	}
	diff, err = p.Diff(t.Context(), diffRequest(updated.GetProperties(), news))
	check(t, err)
	if diff.GetChanges() != pulumirpc.DiffResponse_DIFF_NONE {
		t.Errorf("%v", diff)
	}
}

func TestReadsAndDeletesWithoutTouchingTheImage(t *testing.T) {
	p := newProject(t)
	state := p.created(p.inputs(nil)).GetProperties()
	read, err := p.Read(t.Context(), &pulumirpc.ReadRequest{Id: p.name, Urn: urn, Properties: state})
	check(t, err)
	_, err = p.Delete(t.Context(), &pulumirpc.DeleteRequest{Id: p.name, Urn: urn, Properties: state})
	check(t, err)
	if !proto.Equal(read.GetProperties(), state) || manifest(t, registryHost, p.repository, "1").StatusCode != 200 {
		t.Errorf("%v", read)
	}
}

// A stack's state can require the older version. Pulumi then calls only Delete of that version.
func TestDeletesForAnOlderStack(t *testing.T) {
	needsEngine(t)
	older := start(t, "4.5.1")
	_, err := older.configure(nil)
	check(t, err)
	_, err = older.Delete(t.Context(), &pulumirpc.DeleteRequest{Id: "localhost:5000/spark:1", Urn: urn})
	check(t, err)
}

func TestPreviewsWithoutBuilding(t *testing.T) {
	p := newProject(t)
	inputs := p.check(p.inputs(nil))
	previewed, err := p.create(inputs, true)
	check(t, err)
	if !proto.Equal(previewed.GetProperties(), inputs) || previewed.GetId() != "" || p.shown(true) != "" {
		t.Errorf("%v", previewed)
	}
	if _, err := engine(t).ImageInspect(t.Context(), p.name); err == nil {
		t.Error("it built the image")
	}
}

func TestBuildsInAPreviewOnRequestButDoesNotPush(t *testing.T) {
	p := newProject(t)
	inputs := p.inputs(nil)
	inputs["buildOnPreview"] = true
	previewed, err := p.create(p.check(inputs), true)
	check(t, err)
	p.isLocal(previewed)
	inputs["build"].(map[string]any)["args"] = map[string]any{"A": unknown}
	unknowns := p.check(inputs)
	previewed, err = p.create(unknowns, true)
	check(t, err)
	if !proto.Equal(previewed.GetProperties(), unknowns) {
		t.Errorf("%v", previewed)
	}
}

func TestLeavesTheImageInTheEngineWhenNotToPush(t *testing.T) {
	p := newProject(t)
	inputs := p.inputs(nil)
	inputs["skipPush"] = true
	p.isLocal(p.created(inputs))
}

func (p *project) isLocal(created *pulumirpc.CreateResponse) {
	p.t.Helper()
	image, err := engine(p.t).ImageInspect(p.t.Context(), p.name)
	check(p.t, err)
	if got := created.GetProperties().AsMap()["repoDigest"]; got != image.ID {
		p.t.Errorf("%v, want %s", got, image.ID)
	}
	if manifest(p.t, registryHost, p.repository, "1").StatusCode != 404 {
		p.t.Error("the image was pushed")
	}
}

func TestPassesTargetArgumentsAndPlatformOn(t *testing.T) {
	p := newProject(t)
	write(t, "docker/Dockerfile", "FROM scratch AS wanted\nARG FIRST\nARG SECOND=no\nCOPY ${FIRST}${SECOND} /data\nFROM wanted\nCOPY missing /\n")
	p.created(p.inputs(map[string]any{
		"target": "wanted", "platform": "linux/arm64", "args": map[string]any{"FIRST": "da", "SECOND": "ta"}}))
	image, err := engine(t).ImageInspect(t.Context(), p.name)
	check(t, err)
	if image.Architecture != "arm64" {
		t.Errorf("built for %s", image.Architecture)
	}
}

func TestPassesHostsAndNetworkOn(t *testing.T) {
	p := newProject(t)
	write(t, "docker/Dockerfile", "FROM "+baseImage+"\nCOPY data /\nRUN grep '192.0.2.1.*somewhere' /etc/hosts && ! ls -d /sys/class/net/eth0\n")
	p.created(p.inputs(map[string]any{"addHosts": []any{"somewhere:192.0.2.1"}, "network": "none"}))
}

func TestTakesADockerfileFromOutsideOfTheContext(t *testing.T) {
	p := newProject(t)
	write(t, "app/data", p.repository)
	created := p.created(p.inputs(map[string]any{"context": "app"}))
	if got := created.GetProperties().AsMap()["dockerfile"]; got != "../docker/Dockerfile" {
		t.Errorf("%v", got)
	}
}

func TestLeavesOutWhatIsIgnored(t *testing.T) {
	p := newProject(t)
	write(t, "docker/Dockerfile.dockerignore", "*\n")
	contains(t, p.failure(p.inputs(nil)), "error reading build output: ")
	write(t, "docker/Dockerfile.dockerignore", "*\n!data\n")
	p.created(p.inputs(nil))
}

func TestBuildsWithTheClassicBuilderToo(t *testing.T) {
	p := newProject(t)
	p.created(p.inputs(map[string]any{"builderVersion": "BuilderV1"}))
	contains(t, p.shown(true), "Step 1/2 : FROM scratch")
}

func TestGoesOnWithoutAnImageOfTheCache(t *testing.T) {
	p := newProject(t)
	missing := registryHost + "/" + p.repository + ":none"
	p.created(p.inputs(map[string]any{"cacheFrom": map[string]any{"images": []any{missing}}}))
	contains(t, p.shown(false), "cannot pull "+missing)
}

// The lines before have the reason, but a terminal has overwritten them when the build fails.
func TestTellsOfAFailingBuildTheCommandAndItsExitCodeOnly(t *testing.T) {
	p := newProject(t)
	write(t, "docker/Dockerfile", "FROM "+baseImage+"\nCOPY data /\nRUN echo the reason && exit 3\n")
	message := p.failure(p.inputs(nil))
	// Docker 20.10, and newer versions.
	want := regexp.MustCompile(`^error reading build output: ` +
		`(executor failed running \[/bin/sh -c echo the reason && exit 3\]|process "/bin/sh -c echo the reason && exit 3" did not complete successfully): exit code: 3$`)
	if !want.MatchString(message) {
		t.Errorf("%q", message)
	}
	contains(t, p.shown(true), "\nthe reason")
	if left := p.shown(false); left != "" {
		t.Errorf("Diagnostics: %s", left)
	}
}

func TestTellsWhatIsWrongInADockerfile(t *testing.T) {
	p := newProject(t)
	write(t, "docker/Dockerfile", "FRM scratch\n")
	contains(t, p.failure(p.inputs(nil)), "unknown instruction: FRM")
}

func TestCheckCompletesInputs(t *testing.T) {
	p := newProject(t)
	write(t, "Dockerfile", "FROM scratch\n")
	checked := p.check(map[string]any{"imageName": p.name}).AsMap()
	build := checked["build"].(map[string]any)
	if checked["buildOnPreview"] != false || build["context"] != "." || build["dockerfile"] != "Dockerfile" || len(build["contextDigest"].(string)) != 64 {
		t.Errorf("%v", checked)
	}
	if _, there := checked["skipPush"]; there {
		t.Error("skipPush does not stay as it was sent")
	}
	contains(t, p.shown(false), build["platform"].(string))
	for _, key := range []string{"context", "dockerfile"} {
		build := p.check(map[string]any{"imageName": unknown, "build": map[string]any{key: unknown}}).AsMap()["build"].(map[string]any)
		if _, there := build["contextDigest"]; there || build[key] != unknown {
			t.Errorf("%v", build)
		}
	}
}

func TestCheckRefusesOtherResources(t *testing.T) {
	p := newProject(t)
	_, err := p.Check(t.Context(), &pulumirpc.CheckRequest{Urn: "urn:pulumi:dev::spark::docker:index/network:Network::n"})
	contains(t, errorText(err), "has only docker:index/image:Image")
}

func TestTellsThatNoEngineAnswers(t *testing.T) {
	needsEngine(t)
	const nobody, want = "unix:///no/such/docker.sock", "docker native provider returned an unexpected error from Configure: " +
		"failed to connect to any docker daemon"
	for _, plugin := range []struct {
		config      map[string]any
		environment string
	}{{map[string]any{"host": nobody}, "A=B"}, {nil, "DOCKER_HOST=" + nobody}} {
		_, err := start(t, "5.1.0", plugin.environment).configure(plugin.config)
		if got := status.Convert(err).Message(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTellsThatNoRegistryListens(t *testing.T) {
	p := newProject(t)
	p.name = freeAddress(t) + "/" + p.repository + ":1"
	message := p.failure(p.inputs(nil))
	contains(t, message, "error reading push output: ")
	contains(t, message, "connection refused")
}

func TestLogsInToTheRegistry(t *testing.T) {
	p := newProject(t)
	address := privateRegistry(t)
	p.name = address + "/spark:1"
	inputs := p.inputs(nil)
	login := map[string]any{"server": address, "username": user, "password": password}
	inputs["registry"] = login
	outputs := p.created(inputs).GetProperties().AsMap()
	if outputs["registryServer"] != address || !strings.HasPrefix(outputs["repoDigest"].(string), address+"/spark@sha256:") {
		t.Errorf("%v", outputs)
	}
	p.buildsFromItself(inputs)
	login["password"] = "close sesame"
	contains(t, p.failure(inputs), "unauthorized: authentication required")
	delete(inputs, "registry")
	if message := p.failure(inputs); message != "error reading push output: no basic auth credentials" {
		t.Errorf("%q", message)
	}
	if shown := p.shown(true) + p.shown(false); strings.Contains(shown, "sesame") {
		t.Errorf("a password in %s", shown)
	}
	if left, err := os.ReadDir(os.Getenv("DOCKER_CONFIG")); err != nil || len(left) > 0 && left[0].Name() == "config.json" {
		t.Errorf("%v, %v", left, err)
	}
}

func TestUsesTheLoginOfTheUser(t *testing.T) {
	p := newProject(t)
	address := privateRegistry(t)
	auth := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
	write(t, filepath.Join(os.Getenv("DOCKER_CONFIG"), "config.json"), fmt.Sprintf(`{"auths": {%q: {"auth": %q}}}`, address, auth))
	p.name = address + "/spark:1"
	p.created(p.inputs(nil))
	p.buildsFromItself(p.inputs(nil))
}

// buildsFromItself makes BuildKit fetch the pushed image, for which BuildKit requests a login through its session.
func (p *project) buildsFromItself(inputs map[string]any) {
	p.t.Helper()
	dockerfile, err := os.ReadFile("docker/Dockerfile")
	check(p.t, err)
	write(p.t, "docker/Dockerfile", "FROM "+p.name+"\nCOPY docker /docker\n")
	_, err = engine(p.t).ImageRemove(p.t.Context(), p.name, dockerimage.RemoveOptions{Force: true})
	check(p.t, err)
	p.created(inputs)
	write(p.t, "docker/Dockerfile", string(dockerfile))
}

// A build that continued after Pulumi's engine is killed would hold its locks and its folder.
func TestBuildEndsWithTheEngine(t *testing.T) {
	p := newProject(t)
	seconds := fmt.Sprintf("%d", 1000+rand.IntN(100_000))
	write(t, "docker/Dockerfile", "FROM "+baseImage+"\nCOPY data /\nRUN echo asleep; exec sleep "+seconds+"\n")
	inputs := p.check(p.inputs(nil))
	go p.create(inputs, false)
	await(t, "the build", func() bool { return strings.Contains(p.shown(true), "\nasleep") && runs("sleep", seconds) })
	p.connection.Close()
	await(t, "the end of the build", func() bool { return !runs("sleep", seconds) })
}

func runs(command ...string) bool {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range files {
		if line, err := os.ReadFile(file); err == nil && string(line) == strings.Join(command, "\x00")+"\x00" {
			return true
		}
	}
	return false
}

func await(t *testing.T, what string, condition func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	for ticks := time.Tick(100 * time.Millisecond); !condition(); {
		select {
		case <-ctx.Done():
			t.Fatal("timed out waiting for", what)
		case <-ticks:
		}
	}
}

func engine(t *testing.T) *client.Client {
	t.Helper()
	docker, err := client.NewClientWithOpts(client.FromEnv, client.WithAPIVersionNegotiation())
	check(t, err)
	t.Cleanup(func() { docker.Close() })
	return docker
}

// manifest requests a manifest from a registry, without Docker.
func manifest(t *testing.T, host, repository, reference string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, fmt.Sprintf("http://%s/v2/%s/manifests/%s", host, repository, reference), nil)
	check(t, err)
	request.Header.Add("Accept", "application/vnd.docker.distribution.manifest.v2+json")
	request.Header.Add("Accept", "application/vnd.oci.image.manifest.v1+json")
	response, err := http.DefaultClient.Do(request)
	check(t, err)
	response.Body.Close()
	return response
}

const (
	user     = "me"
	password = "open sesame"
	htpasswd = user + ":$2b$05$abcdefghijklmnopqrstuupx2xBUC4954936wVIjyyPHmUBFu0wCW\n"
)

// privateRegistry starts Docker's own registry with a single user.
func privateRegistry(t *testing.T) string {
	t.Helper()
	folder, address := t.TempDir(), freeAddress(t)
	write(t, folder+"/htpasswd", htpasswd)
	write(t, folder+"/registry.yml", fmt.Sprintf(`
version: 0.1
storage: {filesystem: {rootdirectory: "%[1]s/storage"}}
http: {addr: "%[2]s"}
auth: {htpasswd: {realm: test, path: "%[1]s/htpasswd"}}
`, folder, address))
	command := exec.Command("docker-registry", "serve", folder+"/registry.yml")
	command.Stdout, command.Stderr = io.Discard, io.Discard
	check(t, command.Start())
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	await(t, "the registry", func() bool {
		response, err := http.Get("http://" + address + "/v2/")
		if err == nil {
			response.Body.Close()
		}
		return err == nil
	})
	return address
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	defer listener.Close()
	return fmt.Sprintf("localhost:%d", listener.Addr().(*net.TCPAddr).Port)
}
