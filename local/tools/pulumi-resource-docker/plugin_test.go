package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

const urn = "urn:pulumi:dev::spark::docker:index/image:Image::spark"

var someTime = time.Unix(0, 0)

// pulumiPlugin runs this program and calls it in the same way as Pulumi's engine. It records the messages that the
// engine would show.
type pulumiPlugin struct {
	pulumirpc.ResourceProviderClient
	pulumirpc.UnimplementedEngineServer
	t          *testing.T
	connection *grpc.ClientConn
	mutex      sync.Mutex
	logs       []*pulumirpc.LogRequest
}

// start runs the program in the working folder, as if it were installed under a version.
func start(t *testing.T, version string, environment ...string) *pulumiPlugin {
	t.Helper()
	plugin := &pulumiPlugin{t: t}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	engine := grpc.NewServer()
	pulumirpc.RegisterEngineServer(engine, plugin)
	go engine.Serve(listener)
	t.Cleanup(engine.Stop)

	command := exec.Command(install(t, version), listener.Addr().String())
	command.Env = append(os.Environ(), environment...)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	check(t, err)
	check(t, command.Start())
	t.Cleanup(func() {
		command.Process.Kill()
		command.Wait()
	})
	port, err := bufio.NewReader(output).ReadString('\n')
	check(t, err)
	plugin.connection, err = grpc.NewClient("127.0.0.1:"+strings.TrimSpace(port), grpc.WithTransportCredentials(insecure.NewCredentials()))
	check(t, err)
	t.Cleanup(func() { plugin.connection.Close() })
	plugin.ResourceProviderClient = pulumirpc.NewResourceProviderClient(plugin.connection)
	return plugin
}

// plugins is the folder of installed programs, like ~/.pulumi/plugins.
var plugins string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(func() int {
		if testing.Short() {
			return m.Run()
		}
		var err error
		if plugins, err = os.MkdirTemp("", "plugins"); err != nil {
			panic(err)
		}
		defer os.RemoveAll(plugins)
		if output, err := exec.Command("go", "build", "-buildvcs=false", "-o", plugins+"/built", ".").CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "%s%v\n", output, err)
			return 1
		}
		return m.Run()
	}())
}

func install(t *testing.T, version string) string {
	t.Helper()
	program := filepath.Join(plugins, "resource-docker-v"+version, "pulumi-resource-docker")
	if _, err := os.Stat(program); err != nil {
		check(t, os.MkdirAll(filepath.Dir(program), 0o755))
		check(t, os.Link(plugins+"/built", program))
	}
	return program
}

func (p *pulumiPlugin) Log(_ context.Context, r *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.logs = append(p.logs, r)
	return &emptypb.Empty{}, nil
}

// shown returns the messages that stay in the output of `pulumi up`, or the ephemeral ones.
func (p *pulumiPlugin) shown(ephemeral bool) string {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	var lines []string
	for _, log := range p.logs {
		if log.GetEphemeral() == ephemeral {
			lines = append(lines, log.GetMessage())
		}
	}
	return strings.Join(lines, "\n")
}

func (p *pulumiPlugin) configure(config map[string]any) (*pulumirpc.ConfigureResponse, error) {
	return p.Configure(p.t.Context(), &pulumirpc.ConfigureRequest{Args: toStruct(p.t, config), AcceptSecrets: true})
}

func (p *pulumiPlugin) check(inputs map[string]any) *structpb.Struct {
	p.t.Helper()
	checked, err := p.Check(p.t.Context(), &pulumirpc.CheckRequest{Urn: urn, News: toStruct(p.t, inputs)})
	check(p.t, err)
	return checked.GetInputs()
}

func (p *pulumiPlugin) create(inputs *structpb.Struct, preview bool) (*pulumirpc.CreateResponse, error) {
	ctx, cancel := context.WithTimeout(p.t.Context(), 2*time.Minute)
	defer cancel()
	return p.Create(ctx, &pulumirpc.CreateRequest{Urn: urn, Properties: inputs, Preview: preview})
}

func (p *pulumiPlugin) created(inputs map[string]any) *pulumirpc.CreateResponse {
	p.t.Helper()
	response, err := p.create(p.check(inputs), false)
	check(p.t, err)
	return response
}

func (p *pulumiPlugin) failure(inputs map[string]any) string {
	p.t.Helper()
	_, err := p.create(p.check(inputs), false)
	return status.Convert(err).Message()
}

func diffRequest(state, news *structpb.Struct) *pulumirpc.DiffRequest {
	return &pulumirpc.DiffRequest{Urn: urn, Olds: state, News: news}
}
