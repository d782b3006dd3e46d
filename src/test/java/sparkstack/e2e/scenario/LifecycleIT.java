package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;
import sparkstack.Manifest;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.BusyApplication;
import sparkstack.e2e.support.Http;
import sparkstack.e2e.support.LinkCrawl;
import sparkstack.e2e.support.MachineFacts;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TestStack;
import sparkstack.e2e.support.WeatherLog;

/** A stack from its first {@code pulumi up} to its {@code pulumi destroy}. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifecycleIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  private static final String MANIFEST_TYPES =
      "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json";

  /**
   * Additions to the worker's pod. Their commands run as the user of the image, and the entry point
   * of the image makes them exit on SIGTERM.
   */
  private static final String WORKER_POD =
      """
      hostAliases: [{ip: 192.0.2.10, hostnames: [warehouse]}]
      lifecycle: {postStart: {exec: {command: [touch, /tmp/started]}}}
      volumes: [{name: prepared, emptyDir: {}}]
      volumeMounts: [{name: prepared, mountPath: /prepared}]
      initContainers:
      - name: prepare
        args:
        - sh
        - -c
        - |
          cat > /prepared/gpus <<'END'
          #!/bin/sh
          echo '{"name": "gpu", "addresses": ["0"]}'
          END
          chmod +x /prepared/gpus
        volumeMounts: [{name: prepared, mountPath: /prepared}]
        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      - name: first-sidecar
        restartPolicy: Always
        args: [sleep, infinity]
        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      containers:
      - name: sidecar
        args: [sleep, infinity]
        securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
      """;

  /** The cluster has no device plugin for GPUs, so a discovery script reports one GPU. */
  private static final Map<String, String> WORKER_CONF =
      Map.of(
          "spark.worker.resource.gpu.amount", "1",
          "spark.worker.resource.gpu.discoveryScript", "/prepared/gpus");

  /** A sidecar. Without its restartPolicy, the driver would never start. */
  private static final String DRIVER_POD =
      """
      initContainers:
      - name: sidecar
        restartPolicy: Always
        args: [sleep, infinity]
        securityContext:
          allowPrivilegeEscalation: false
          capabilities: {drop: [ALL]}
      """;

  private static TestStack stack;
  private static SparkNamespace namespace;

  @BeforeAll
  static void create() throws Exception {
    stack = SCENARIO.stack("e2e-lifecycle");
    namespace = stack.namespace();
    stack.set("workerPod", new Yaml().load(WORKER_POD));
    stack.set("workerConf", WORKER_CONF);
    stack.set("driverPod", new Yaml().load(DRIVER_POD));
  }

  @Test
  @Order(1)
  void theFirstUpCreatesEverything() throws Exception {
    stack.up();

    assertEquals(
        Set.of(
            "Namespace spark-e2e-lifecycle",
            "PersistentVolumeClaim spark-data",
            "PersistentVolumeClaim spark-recovery",
            "Deployment spark-master",
            "Deployment spark-worker",
            "Service spark-master",
            "Service spark-ui",
            "Job spark-driver",
            "Job spark-trial"),
        namespace.objects());
    assertEquals(1, namespace.driverJob().getStatus().getSucceeded());
  }

  @Test
  @Order(2)
  void theDriverPrintsTheRightNumbers() throws Exception {
    WeatherLog.of(namespace).requireRightNumbersWrittenTo("/data/weather");
  }

  @Test
  @Order(3)
  void thePartFilesOfTheExecutorsHaveEveryMonth() throws Exception {
    var worker = namespace.pods("worker").get(0);
    var files =
        namespace.exec(worker, Duration.ofMinutes(2), "ls", "/data/weather").lines().toList();
    var parts = files.stream().filter(file -> file.endsWith(".parquet")).count();
    assertTrue(parts > 1, "Expected files of more than one executor: " + files);

    var rows =
        namespace.exec(
            worker,
            Duration.ofMinutes(2),
            "spark-sql",
            "--master=local[1]",
            "--driver-memory=512m",
            "--conf=spark.ui.enabled=false",
            "--conf=spark.sql.catalogImplementation=in-memory",
            "-e",
            "select count(*), sum(days), sum(rain_days) from parquet.`/data/weather`");

    assertEquals("48\t1461\t600", rows.strip());
  }

  @Test
  @Order(4)
  void theOutputImageIsInTheRegistryAndInThePods() throws Exception {
    var image = stack.output("image");

    assertEquals(Set.of(image), namespace.images());
    assertEquals(image, referenceInRegistry());
  }

  @Test
  @Order(5)
  void theOutputsHaveTheAddressesOfTheCluster() throws Exception {
    assertEquals("spark-e2e-lifecycle", stack.output("namespace"));
    assertEquals("spark://spark-master.spark-e2e-lifecycle.svc:7077", stack.output("masterUrl"));
    assertEquals("2", stack.output("workerReplicas"));
    MasterPage.awaitAliveWorkers(uiUrl(), 2);
    assertTrue(Http.get(uiUrl()).body().contains("Spark Master at"));
  }

  @Test
  @Order(6)
  void theWorkerPodsHaveTheAdditionsFromTheConfig() throws Exception {
    for (var worker : namespace.pods("worker")) {
      assertEquals(
          Set.of("worker", "first-sidecar", "sidecar"), namespace.runningContainers(worker));
      var limit = Duration.ofMinutes(1);
      namespace.exec(worker, limit, "ls", "/prepared/gpus", "/tmp/started");
      assertTrue(
          namespace.exec(worker, limit, "cat", "/etc/hosts").contains("192.0.2.10\twarehouse"));
    }
    assertEquals(Set.of("gpu"), MasterPage.awaitAliveWorkers(uiUrl(), 2).resources());
  }

  @Test
  @Order(7)
  void aSecondUpChangesNothing() throws Exception {
    var before = everyPod();

    stack.previewExpectingNoChanges();
    stack.upExpectingNoChanges();

    assertEquals(before, everyPod());
  }

  @Test
  @Order(8)
  void theStateHasNoValuesOfThisMachine() throws Exception {
    var state = stack.state();

    assertTrue(state.contains("spark-e2e-lifecycle"), state);
    assertEquals(Set.of(), MachineFacts.in(state, stack.config()));
  }

  @Test
  @Order(9)
  void aPreviewInAnotherShellShowsNoChanges(@TempDir Path elsewhere) throws Exception {
    stack.pulumiIn(
        MachineFacts.ofAnotherShell(elsewhere),
        "preview",
        "--refresh",
        "--diff",
        "--expect-no-changes");
  }

  /** Release 0.1.0 recorded environment variables in the inputs of the providers. */
  @Test
  @Order(10)
  void upRemovesVariablesOfAShellFromTheStateWithoutAReplacement() throws Exception {
    var state = JsonParser.parseString(stack.state()).getAsJsonObject();
    for (var element : state.getAsJsonObject("deployment").getAsJsonArray("resources")) {
      var resource = element.getAsJsonObject();
      switch (resource.get("type").getAsString()) {
        case "pulumi:providers:docker" -> record(resource, "host", System.getenv("DOCKER_HOST"));
        case "pulumi:providers:kubernetes" -> record(resource, "enableServerSideApply", "true");
        default -> {}
      }
    }
    stack.setState(state.toString());
    var providers = Set.of("update docker docker", "update kubernetes kubernetes");

    assertEquals(providers, stack.preview().steps());
    assertEquals(providers, stack.up().steps());

    assertEquals(Set.of(), MachineFacts.in(stack.state(), stack.config()));
  }

  @Test
  @Order(11)
  void everyLinkWorksFromOutsideTheCluster() throws Exception {
    try (var application = BusyApplication.start(namespace, uiUrl())) {
      application.requireAllItsPagesAmong(LinkCrawl.from(uiUrl()).requireThatAllWork());
      // Like behind a load balancer, which forwards the Host header of the browser.
      LinkCrawl.from("http://192.0.2.10:8080", uiUrl()).requireThatAllWork();
      try (var forward = namespace.forward("spark-ui", 8080)) {
        LinkCrawl.from("http://localhost:" + forward.getLocalPort()).requireThatAllWork();
      }
      application.requireNoButton();
    }
  }

  @Test
  @Order(12)
  void aChangedArgumentRunsOnlyTheDriverAgain() throws Exception {
    var cluster = new TreeSet<>(namespace.incarnations("worker"));
    cluster.addAll(namespace.incarnations("master"));
    stack.set("driverArguments", List.of("--scale", "2"));
    var onlyDriver = Set.of("replace Job spark-driver");

    assertEquals(onlyDriver, stack.preview().steps());
    assertEquals(onlyDriver, stack.up().steps());

    WeatherLog.of(namespace).requireSummary(2, "not written");
    var after = new TreeSet<>(namespace.incarnations("worker"));
    after.addAll(namespace.incarnations("master"));
    assertEquals(cluster, after);
  }

  @Test
  @Order(13)
  void aScaleEditChangesOnlyTheWorkerDeployment() throws Exception {
    var job = namespace.driverJob().getMetadata().getUid();
    var workers = namespace.incarnations("worker");
    var master = namespace.incarnations("master");
    stack.set("workerReplicas", 4);
    var onlyWorkers = Set.of("update Deployment spark-worker");

    assertEquals(onlyWorkers, stack.preview().steps());
    assertEquals(onlyWorkers, stack.up().steps());

    MasterPage.awaitAliveWorkers(uiUrl(), 4);
    assertEquals("4", stack.output("workerReplicas"));
    assertEquals(job, namespace.driverJob().getMetadata().getUid(), "The Job was run again");
    assertEquals(master, namespace.incarnations("master"));
    assertTrue(
        namespace.incarnations("worker").containsAll(workers),
        () -> workers + " are not among " + namespace.incarnations("worker"));
  }

  @Test
  @Order(14)
  void aLogLevelOfTheWorkersOnlyReplacesTheWorkers() throws Exception {
    var job = namespace.driverJob().getMetadata().getUid();
    var master = namespace.incarnations("master");
    var workers = namespace.incarnations("worker");
    stack.set("workerLogLevels", Map.of("root", "warn"));
    var onlyWorkers = Set.of("replace ConfigMap spark-worker", "update Deployment spark-worker");

    assertEquals(onlyWorkers, stack.preview().steps());
    assertEquals(onlyWorkers, stack.up().steps());

    MasterPage.awaitAliveWorkers(uiUrl(), 4);
    assertEquals(job, namespace.driverJob().getMetadata().getUid(), "The Job was run again");
    assertEquals(master, namespace.incarnations("master"));
    assertTrue(Collections.disjoint(workers, namespace.incarnations("worker")));
    var log = namespace.log(namespace.pods("worker").get(0));
    assertFalse(log.contains(" INFO "), log);
  }

  @Test
  @Order(15)
  void theNamespaceRefusesPodsWithMorePrivileges() {
    var refusal =
        assertThrows(KubernetesClientException.class, () -> namespace.run("root", "sleep", "1"));
    assertTrue(
        refusal.getMessage().contains("violates PodSecurity \"restricted"), refusal::getMessage);
  }

  @Test
  @Order(16)
  void everyLinkWorksBehindAnIngressWithTls() throws Exception {
    var service = uiUrl();
    stack.set("uiIngressHost", "spark.example.com").set("uiIngressTlsSecret", "spark-tls");
    assertEquals(
        Set.of(
            "create Ingress spark-ui",
            "replace ConfigMap spark-driver",
            "replace Job spark-driver"),
        stack.up().steps());
    assertEquals("https://spark.example.com", uiUrl());
    try (var application = BusyApplication.start(namespace, service)) {
      // There is no Ingress controller, so the test sends requests like one.
      var alive = MasterPage.read(service).workerIds();
      application.requireAllItsPagesAmong(
          LinkCrawl.from(uiUrl(), service).withWorkers(alive).requireThatAllWork());
    }
  }

  @Test
  @Order(17)
  void destroyLeavesNothing() throws Exception {
    stack.destroy();

    assertEquals(List.of(), stack.resources());
    assertFalse(namespace.exists(), "The namespace still exists");
    Await.until(
        "the deletion of the namespace's volumes",
        Duration.ofMinutes(5),
        namespace::volumes,
        List::isEmpty);
  }

  private static void record(JsonObject resource, String property, String value) {
    resource.getAsJsonObject("inputs").addProperty(property, value);
    resource.getAsJsonObject("outputs").addProperty(property, value);
  }

  private static Set<String> everyPod() {
    var pods = new TreeSet<String>();
    for (var component : List.of("master", "worker", "driver")) {
      pods.addAll(namespace.incarnations(component));
    }
    return pods;
  }

  private static String uiUrl() throws Exception {
    return stack.output("uiUrl");
  }

  /** The reference of the image with the digest that the registry returns for the pushed tag. */
  private static String referenceInRegistry() throws Exception {
    var outputs = Manifest.object(stack.resource("docker:index/image:Image").get("outputs"));
    var pushed = (String) outputs.get("imageName");
    var tag = pushed.lastIndexOf(':');
    var repository = pushed.substring(0, tag);
    var slash = repository.indexOf('/');
    var answer =
        Http.get(
            "http://%s/v2/%s/manifests/%s"
                .formatted(
                    repository.substring(0, slash),
                    repository.substring(slash + 1),
                    pushed.substring(tag + 1)),
            "Accept",
            MANIFEST_TYPES);
    return repository + "@" + answer.headers().firstValue("Docker-Content-Digest").orElseThrow();
  }
}
