package main

import (
	"cmp"
	"context"
	"errors"
	"os"

	"github.com/docker/docker/client"
)

// connect returns a client of the Docker engine: the given engine or that of DOCKER_HOST, without fallback; if neither
// is set, the system's engine or the user's own.
func connect(ctx context.Context, host string) (*client.Client, error) {
	hosts := []string{cmp.Or(host, os.Getenv("DOCKER_HOST"))}
	if hosts[0] == "" {
		user := "unix://" + os.Getenv("HOME") + "/.docker/"
		hosts = []string{client.DefaultDockerHost, user + "run/docker.sock", user + "desktop/docker.sock"}
	}
	for _, host := range hosts {
		docker, err := client.NewClientWithOpts(
			client.WithTLSClientConfigFromEnv(), client.WithHost(host), client.WithAPIVersionNegotiation())
		if err != nil {
			return nil, err
		}
		if _, err := docker.Ping(ctx); err == nil {
			return docker, nil
		}
	}
	return nil, errors.New("failed to connect to any docker daemon")
}
