package sparkstack.e2e.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A stack's namespace on the cluster. */
public record SparkNamespace(String name) {
  private static final KubernetesClient CLIENT = new KubernetesClientBuilder().build();

  /** The state of a listening socket in proc(5). */
  private static final String LISTENING = "0A";

  private static final Duration CREATION = Duration.ofMinutes(1);
  private static final Duration DELETION = Duration.ofMinutes(3);

  /** The objects of a stack, such as {@code "Deployment spark-master"}. */
  public Set<String> objects() {
    var apps = CLIENT.apps();
    return Stream.of(
            CLIENT.namespaces().list().getItems().stream()
                .filter(namespace -> namespace.getMetadata().getName().equals(name)),
            CLIENT.persistentVolumeClaims().inNamespace(name).list().getItems().stream(),
            apps.deployments().inNamespace(name).list().getItems().stream(),
            CLIENT.services().inNamespace(name).list().getItems().stream(),
            CLIENT.batch().v1().jobs().inNamespace(name).list().getItems().stream())
        .flatMap(objects -> objects)
        .map(HasMetadata.class::cast)
        .map(object -> object.getKind() + " " + object.getMetadata().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All objects of the kinds that a stack has, and of the kinds that Kubernetes makes of them. */
  public List<HasMetadata> everyObject() {
    return Stream.of(
            CLIENT.pods().inNamespace(name).list(),
            CLIENT.apps().replicaSets().inNamespace(name).list(),
            deployments().list(),
            CLIENT.batch().v1().jobs().inNamespace(name).list(),
            CLIENT.configMaps().inNamespace(name).list(),
            CLIENT.secrets().inNamespace(name).list(),
            CLIENT.serviceAccounts().inNamespace(name).list(),
            CLIENT.services().inNamespace(name).list(),
            CLIENT.persistentVolumeClaims().inNamespace(name).list(),
            CLIENT.network().v1().networkPolicies().inNamespace(name).list(),
            CLIENT.policy().v1().podDisruptionBudget().inNamespace(name).list())
        .flatMap(list -> list.getItems().stream())
        .map(HasMetadata.class::cast)
        .toList();
  }

  public boolean exists() {
    return CLIENT.namespaces().withName(name).get() != null;
  }

  /**
   * The resource versions of the namespace and of the stack's objects in it. A write changes the
   * version of an object. For a Deployment, it is the generation, because a controller writes its
   * status.
   */
  public Map<String, String> resourceVersions() {
    var versions = new TreeMap<String, String>();
    Stream.of(
            Stream.of(CLIENT.namespaces().withName(name).get()),
            CLIENT.configMaps().inNamespace(name).list().getItems().stream(),
            CLIENT.services().inNamespace(name).list().getItems().stream(),
            CLIENT.serviceAccounts().inNamespace(name).list().getItems().stream(),
            CLIENT.network().v1().networkPolicies().inNamespace(name).list().getItems().stream(),
            deployments().list().getItems().stream())
        .flatMap(objects -> objects)
        .map(HasMetadata.class::cast)
        .forEach(
            object ->
                versions.put(
                    object.getKind() + " " + object.getMetadata().getName(),
                    object instanceof Deployment
                        ? object.getMetadata().getUid() + " " + object.getMetadata().getGeneration()
                        : object.getMetadata().getResourceVersion()));
    return versions;
  }

  /** Sets an annotation of the namespace by server-side apply, without force. */
  public void applyAnnotation(String key, String value, String fieldManager) {
    var patch =
        new NamespaceBuilder()
            .withNewMetadata()
            .withName(name)
            .addToAnnotations(key, value)
            .endMetadata()
            .build();
    CLIENT
        .namespaces()
        .resource(patch)
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(fieldManager)
                .withForce(false)
                .build());
  }

  /** The value of a key of a Secret; empty if there is no such Secret. */
  public Optional<String> secret(String secret, String key) {
    return Optional.ofNullable(CLIENT.secrets().inNamespace(name).withName(secret).get())
        .map(it -> new String(Base64.getDecoder().decode(it.getData().get(key)), UTF_8));
  }

  /** The UIDs of the namespace and of each claim in it. */
  public Map<String, String> uids() {
    return Stream.<HasMetadata>concat(
            Stream.of(CLIENT.namespaces().withName(name).require()),
            CLIENT.persistentVolumeClaims().inNamespace(name).list().getItems().stream())
        .collect(
            Collectors.toMap(
                object -> object.getKind() + " " + object.getMetadata().getName(),
                object -> object.getMetadata().getUid()));
  }

  /** Deletes a Secret like {@code kubectl delete secret}. */
  public void deleteSecret(String secret) {
    CLIENT.secrets().inNamespace(name).withName(secret).delete();
  }

  /** Names of a pod's running containers, including sidecars among the init containers. */
  public Set<String> runningContainers(Pod pod) {
    return everyStatus(pod)
        .filter(it -> it.getState().getRunning() != null)
        .map(ContainerStatus::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Names of the volumes that are bound to claims in this namespace. */
  public List<String> volumes() {
    return CLIENT.persistentVolumes().list().getItems().stream()
        .filter(volume -> volume.getSpec().getClaimRef() != null)
        .filter(volume -> name.equals(volume.getSpec().getClaimRef().getNamespace()))
        .map(volume -> volume.getMetadata().getName())
        .toList();
  }

  /** Pods of a role that are not terminating. */
  public List<Pod> pods(String component) {
    return pods(Map.of("app.kubernetes.io/component", component));
  }

  /** Pods of a role in one of the namespace's clusters that are not terminating. */
  public List<Pod> pods(String cluster, String component) {
    return pods(
        Map.of("app.kubernetes.io/instance", cluster, "app.kubernetes.io/component", component));
  }

  /** Pods of a role that run: neither terminating nor evicted. */
  public List<Pod> runningPods(String component) {
    return pods(component).stream()
        .filter(pod -> pod.getStatus().getPhase().equals("Running"))
        .toList();
  }

  private List<Pod> pods(Map<String, String> labels) {
    return CLIENT.pods().inNamespace(name).withLabels(labels).list().getItems().stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** The image in the master's Deployment. */
  public String masterImage() {
    return deployments()
        .withName("spark-master")
        .require()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getImage();
  }

  /** Whether a role has one pod, which is ready; a pod that is terminating counts too. */
  public boolean hasOneReadyPod(String component) {
    var pods =
        CLIENT
            .pods()
            .inNamespace(name)
            .withLabel("app.kubernetes.io/component", component)
            .list()
            .getItems();
    return pods.size() == 1
        && pods.get(0).getStatus().getConditions().stream()
            .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
  }

  /** Identifies each pod of a role and the restarts of its containers. */
  public Set<String> incarnations(String component) {
    return pods(component).stream()
        .map(
            pod ->
                pod.getMetadata().getName()
                    + " "
                    + pod.getMetadata().getUid()
                    + " restarts "
                    + statuses(pod).mapToInt(ContainerStatus::getRestartCount).sum())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The desired number of workers in the Deployment. */
  public int workerReplicas() {
    return deployments().withName("spark-worker").get().getSpec().getReplicas();
  }

  /** The number of workers that are ready. */
  public int readyWorkers() {
    var ready = deployments().withName("spark-worker").get().getStatus().getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  /** The number of workers that have been ready for the Deployment's {@code minReadySeconds}. */
  public int availableWorkers() {
    var available = deployments().withName("spark-worker").get().getStatus().getAvailableReplicas();
    return available == null ? 0 : available;
  }

  /** Scales the workers like {@code kubectl scale}. */
  public void scaleWorkers(int replicas) {
    deployments().withName("spark-worker").scale(replicas);
  }

  /**
   * A pod like those of the stack's workers, which ends with its process.
   *
   * @param variable of the container, with another value
   */
  public Pod worker(String pod, String variable, UnaryOperator<String> value) {
    var template = deployments().withName("spark-worker").require().getSpec().getTemplate();
    var spec =
        new PodSpecBuilder(template.getSpec())
            .withRestartPolicy("Never")
            .editFirstContainer()
            .editMatchingEnv(it -> it.getName().equals(variable))
            .withValue(value.apply(env(template.getSpec(), variable)))
            .endEnv()
            .endContainer()
            .build();
    return new PodBuilder()
        .withNewMetadata()
        .withName(pod)
        .addToLabels(template.getMetadata().getLabels())
        .endMetadata()
        .withSpec(spec)
        .build();
  }

  private static String env(PodSpec spec, String variable) {
    return spec.getContainers().get(0).getEnv().stream()
        .filter(it -> it.getName().equals(variable))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow(() -> new AssertionError("No variable " + variable + " in " + spec));
  }

  private NonNamespaceOperation<Deployment, DeploymentList, RollableScalableResource<Deployment>>
      deployments() {
    return CLIENT.apps().deployments().inNamespace(name);
  }

  /** Images in the specs of the pods' containers. */
  public Set<String> images() {
    return CLIENT.pods().inNamespace(name).list().getItems().stream()
        .flatMap(pod -> pod.getSpec().getContainers().stream())
        .map(container -> container.getImage())
        .collect(Collectors.toSet());
  }

  public Job driverJob() {
    return Objects.requireNonNull(
        CLIENT.batch().v1().jobs().inNamespace(name).withName("spark-driver").get(),
        "No Job spark-driver in " + name);
  }

  public String driverLog() {
    return CLIENT.batch().v1().jobs().inNamespace(name).withName("spark-driver").getLog();
  }

  /**
   * Starts a pod that only waits, with the rights that the namespace allows, and waits until it is
   * ready.
   */
  public Pod startClient(String image, Map<String, String> labels) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("client")
            .addToLabels(labels)
            .endMetadata()
            .withNewSpec()
            .withNewSecurityContext()
            .withRunAsNonRoot(true)
            .withRunAsUser(10_000L)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .addNewContainer()
            .withName("client")
            .withImage(image)
            .withCommand("sleep", "infinity")
            .withNewSecurityContext()
            .withAllowPrivilegeEscalation(false)
            .withNewCapabilities()
            .addToDrop("ALL")
            .endCapabilities()
            .endSecurityContext()
            .endContainer()
            .withTerminationGracePeriodSeconds(0L)
            .endSpec()
            .build();
    var created = CLIENT.pods().inNamespace(name).resource(pod);
    created.create();
    return created.waitUntilReady(CREATION.toSeconds(), TimeUnit.SECONDS);
  }

  /** The current IP address of a pod. */
  public String address(Pod pod) {
    return CLIENT
        .pods()
        .inNamespace(name)
        .withName(pod.getMetadata().getName())
        .require()
        .getStatus()
        .getPodIP();
  }

  /** The ports on which the processes of a pod listen. */
  public Set<Integer> listeningPorts(Pod pod) throws Exception {
    var sockets = exec(pod, CREATION, "cat", "/proc/net/tcp", "/proc/net/tcp6");
    return sockets
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields[3].equals(LISTENING))
        .map(fields -> fields[1].substring(fields[1].lastIndexOf(':') + 1))
        .map(port -> Integer.parseInt(port, 16))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Runs a command in a pod's container, and returns its output. */
  public String exec(Pod pod, Duration limit, String... command) throws Exception {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    try (var exec =
        CLIENT
            .pods()
            .inNamespace(name)
            .withName(pod.getMetadata().getName())
            .inContainer(container(pod))
            .writingOutput(out)
            .writingError(err)
            .exec(command)) {
      var status = exec.exitCode().get(limit.toSeconds(), TimeUnit.SECONDS);
      if (status != 0) {
        throw new AssertionError(
            "%s in %s exited with %d:%n%s%n%s"
                .formatted(
                    List.of(command),
                    pod.getMetadata().getName(),
                    status,
                    out.toString(UTF_8),
                    err.toString(UTF_8)));
      }
      return out.toString(UTF_8);
    }
  }

  /** Forwards a local port to a port of a Service, like {@code kubectl port-forward}. */
  public LocalPortForward forward(String service, int port) {
    return CLIENT.services().inNamespace(name).withName(service).portForward(port);
  }

  /** A pod like that of the stack's Job. */
  public DriverPod driver() {
    return DriverPod.of(driverJob().getSpec().getTemplate());
  }

  /**
   * Starts a driver like that of the stack's Job, but with SQL statements in place of the
   * application.
   *
   * @param conf more arguments of spark-submit
   * @return the pod, which runs until the statements end or the pod is deleted
   */
  public Pod startDriver(String statements, String... conf) {
    return create(driver().withStatements(statements, conf).named("sql-driver"));
  }

  public Pod create(Pod pod) {
    return CLIENT.pods().inNamespace(name).resource(pod).create();
  }

  /** The current state of a pod that exists. */
  Pod pod(Pod pod) {
    return CLIENT.pods().inNamespace(name).withName(pod.getMetadata().getName()).require();
  }

  /** The phase of a pod, for example {@code Running}. */
  public String phase(Pod pod) {
    return pod(pod).getStatus().getPhase();
  }

  /** Whether all containers of a pod have ended, and will not start again. */
  public boolean hasEnded(Pod pod) {
    var phase = phase(pod);
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /** Whether the container of a pod's role runs or has run: it has a log. */
  public boolean hasStarted(Pod pod) {
    return statuses(pod(pod))
        .filter(it -> it.getName().equals(container(pod)))
        .anyMatch(SparkNamespace::hasStarted);
  }

  private static boolean hasStarted(ContainerStatus status) {
    var state = status.getState();
    return state.getRunning() != null || state.getTerminated() != null;
  }

  /** Deletes a pod like {@code kubectl delete pod}. */
  public void deletePod(Pod pod) {
    CLIENT.pods().inNamespace(name).resource(pod).delete();
  }

  /** Deletes a pod like {@code kubectl delete pod --grace-period=0 --force}. */
  public void deletePodByForce(Pod pod) {
    CLIENT.pods().inNamespace(name).resource(pod).withGracePeriod(0).delete();
  }

  /**
   * Makes the kubelet renew the files of a pod's Secrets and ConfigMaps at once. Without a change
   * of the pod, it does so within a minute and a half.
   */
  public void renewFiles(Pod pod) {
    CLIENT
        .pods()
        .inNamespace(name)
        .withName(pod.getMetadata().getName())
        .edit(
            it ->
                new PodBuilder(it)
                    .editMetadata()
                    .addToAnnotations("e2e/renewed", Instant.now().toString())
                    .endMetadata()
                    .build());
  }

  /** Evicts a pod like {@code kubectl drain}. */
  public void evict(Pod pod) {
    CLIENT.pods().inNamespace(name).withName(pod.getMetadata().getName()).evict();
  }

  /** Kills the JVM of a pod's first container. */
  public void killJvm(Pod pod) throws Exception {
    killJvms(pod, "");
  }

  /** Kills the JVMs of the executors in a worker's pod. */
  public void killExecutors(Pod worker) throws Exception {
    killJvms(worker, "CoarseGrainedExecutorBackend");
  }

  /**
   * @param text in their command lines
   */
  private void killJvms(Pod pod, String text) throws Exception {
    exec(
        pod,
        Duration.ofMinutes(1),
        "bash",
        "-c",
        "status=1; for process in /proc/[0-9]*; do if [[ $(readlink $process/exe) == */java ]]"
            + " && grep -qa -e \"$0\" $process/cmdline; then kill -9 ${process#/proc/}; status=0; fi; done;"
            + " exit $status",
        text);
  }

  /** Watches the pods of a role, and counts those that terminate at the same time. */
  public Terminations watchTerminations(String component) {
    var terminations = new Terminations();
    terminations.watch(
        CLIENT.pods().inNamespace(name).withLabel("app.kubernetes.io/component", component));
    return terminations;
  }

  /** Waits until a pod is gone. */
  public void awaitEnd(Pod pod, Duration limit) {
    CLIENT
        .pods()
        .inNamespace(name)
        .resource(pod)
        .waitUntilCondition(Objects::isNull, limit.toSeconds(), TimeUnit.SECONDS);
  }

  /** Deletes a pod immediately, and waits until it is gone. */
  public void delete(Pod pod) {
    var deleted = CLIENT.pods().inNamespace(name).resource(pod);
    deleted.withGracePeriod(0).delete();
    deleted.waitUntilCondition(Objects::isNull, DELETION.toSeconds(), TimeUnit.SECONDS);
  }

  public String log(Pod pod) {
    return CLIENT
        .pods()
        .inNamespace(name)
        .withName(pod.getMetadata().getName())
        .inContainer(container(pod))
        .getLog();
  }

  /** The logs of all containers that have started, by {@code POD CONTAINER}. */
  public Map<String, String> logs() {
    var logs = new TreeMap<String, String>();
    for (var pod : CLIENT.pods().inNamespace(name).list().getItems()) {
      var podName = pod.getMetadata().getName();
      everyStatus(pod)
          .filter(SparkNamespace::hasStarted)
          .map(ContainerStatus::getName)
          .forEach(
              container ->
                  logs.put(
                      podName + " " + container,
                      CLIENT
                          .pods()
                          .inNamespace(name)
                          .withName(podName)
                          .inContainer(container)
                          .getLog()));
    }
    return logs;
  }

  /** The lines of a pod's log, each after the time at which the container runtime read it. */
  public List<String> logWithTimes(Pod pod) {
    return CLIENT
        .pods()
        .inNamespace(name)
        .withName(pod.getMetadata().getName())
        .inContainer(container(pod))
        .usingTimestamps()
        .getLog()
        .lines()
        .toList();
  }

  /**
   * When the running container of a pod's role started. Kubernetes cuts off the fraction of the
   * second.
   */
  public Instant started(Pod pod) {
    return statuses(pod)
        .filter(it -> it.getName().equals(container(pod)))
        .map(it -> Instant.parse(it.getState().getRunning().getStartedAt()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No container of the role runs in " + pod));
  }

  /** The container of the role, which comes before those that the user adds. */
  private static String container(Pod pod) {
    return pod.getSpec().getContainers().get(0).getName();
  }

  /** Creates a pod without a security context. */
  public void run(String image, String... command) {
    var container = new ContainerBuilder().withName("any").withImage(image).withCommand(command);
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("any")
            .endMetadata()
            .withNewSpec()
            .withContainers(container.build())
            .endSpec()
            .build();
    CLIENT.pods().inNamespace(name).resource(pod).create();
  }

  /** Sets a quota that allows no pods. */
  public void allowNoPods() {
    var quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("no-pods")
            .endMetadata()
            .withNewSpec()
            .addToHard("pods", new Quantity("0"))
            .endSpec()
            .build();
    CLIENT.resourceQuotas().inNamespace(name).resource(quota).create();
  }

  public void allowPods() {
    CLIENT.resourceQuotas().inNamespace(name).withName("no-pods").delete();
  }

  public void deleteDriverPod() {
    CLIENT.pods().inNamespace(name).withLabel("job-name", "spark-driver").delete();
  }

  /**
   * Creates the namespace like an administrator, for a stack that does not create it. Waits for the
   * objects that Kubernetes itself creates in each namespace.
   */
  public void create() {
    var namespace = new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
    CLIENT.namespaces().resource(namespace).create();
    awaitCreation(CLIENT.serviceAccounts().inNamespace(name).withName("default"));
    awaitCreation(CLIENT.configMaps().inNamespace(name).withName("kube-root-ca.crt"));
  }

  private static <T> void awaitCreation(Resource<T> object) {
    object.waitUntilCondition(Objects::nonNull, CREATION.toSeconds(), TimeUnit.SECONDS);
  }

  /** Deletes the namespace, and waits until it is gone. */
  public void delete() {
    CLIENT.namespaces().withName(name).delete();
    Await.until("the end of namespace " + name, DELETION, this::exists, exists -> !exists);
  }

  /** The pods with their states, the events, and the last lines of every log. */
  public String describe() {
    var text = new StringBuilder("Namespace " + name + "\n");
    for (var pod : CLIENT.pods().inNamespace(name).list().getItems()) {
      var podName = pod.getMetadata().getName();
      text.append("  pod %s: %s%n".formatted(podName, pod.getStatus().getPhase()));
      statuses(pod)
          .forEach(
              status ->
                  text.append(
                      "    %s: ready %s, restarts %d, %s%n"
                          .formatted(
                              status.getName(),
                              status.getReady(),
                              status.getRestartCount(),
                              status.getState())));
      text.append(lastLines(pod).indent(6));
    }
    warnings().forEach(event -> text.append("  event on " + text(event)));
    return text.toString();
  }

  /** The warnings about a pod, one in a line. */
  public String warnings(Pod pod) {
    return warnings()
        .filter(event -> event.getInvolvedObject().getName().equals(pod.getMetadata().getName()))
        .map(SparkNamespace::text)
        .collect(Collectors.joining());
  }

  private Stream<Event> warnings() {
    return CLIENT.v1().events().inNamespace(name).list().getItems().stream()
        .filter(event -> !"Normal".equals(event.getType()));
  }

  private static String text(Event event) {
    return "%s: %s %s%n"
        .formatted(event.getInvolvedObject().getName(), event.getReason(), event.getMessage());
  }

  private String lastLines(Pod pod) {
    try {
      return CLIENT
          .pods()
          .inNamespace(name)
          .withName(pod.getMetadata().getName())
          .inContainer(container(pod))
          .tailingLines(60)
          .getLog();
    } catch (RuntimeException e) {
      return "no log: " + e.getMessage();
    }
  }

  /** Including those of the init containers. */
  private static Stream<ContainerStatus> everyStatus(Pod pod) {
    return Stream.concat(statuses(pod), pod.getStatus().getInitContainerStatuses().stream());
  }

  private static Stream<ContainerStatus> statuses(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream();
  }
}
