// Command kube-network-policies enforces the NetworkPolicies of the local cluster, whose CNI plugin does not. The
// packet filter passes the first packet of each connection of a pod to a queue, and this program decides about it.
//
// The module's own program only runs in a pod. Its rules need nftables' queue expression, which not every kernel has.
package main

import (
	"context"
	"flag"
	"os/signal"
	"strings"
	"syscall"

	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
)

// The kernel refuses a table with this name, so the module makes no rules of its own: nobody would remove them after a
// kill -9.
var noTable = strings.Repeat("x", 300)

func main() {
	kubeconfig := flag.String("kubeconfig", "", "file with the cluster's address and credentials")
	queue := flag.Int("queue", 0, "number of the queue")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *kubeconfig, *queue); err != nil {
		klog.Exit(err) // the supervisor starts the program again
	}
}

func run(ctx context.Context, kubeconfig string, queue int) error {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	factory := informers.NewSharedInformerFactory(client, 0)
	controller, err := networkpolicy.NewController(
		client,
		factory.Networking().V1().NetworkPolicies(),
		factory.Core().V1().Namespaces(),
		factory.Core().V1().Pods(),
		nil, nil, nil, nil, // for kinds of policies that this cluster does not have
		networkpolicy.Config{
			FailOpen:    true, // for packets that it cannot read
			QueueID:     queue,
			NFTableName: noTable,
			// False: without its NRI plugin, the module fails at the first address that belongs to no pod. The
			// plugin finds no runtime that offers NRI, and ends.
			NRIdisabled: false,
		})
	if err != nil {
		return err
	}
	factory.Start(ctx.Done())
	return controller.Run(ctx)
}
