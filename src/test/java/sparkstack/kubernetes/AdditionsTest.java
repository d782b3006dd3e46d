package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import sparkstack.Manifest;
import sparkstack.ProjectFolder;
import sparkstack.ProjectTest;
import sparkstack.Recording;

/** The fields that a user adds to pods appear as in a manifest, beside the program's own. */
class AdditionsTest extends ProjectTest {
  private static final String POD = "spec.template.spec.";
  private static final String CONTAINER = POD + "containers.0.";

  private Manifest worker(String pod) {
    return recording("workerPod", pod, Map.of()).object("Deployment", "spark-worker");
  }

  private Manifest driver(String pod) {
    return recording("driverPod", pod, ProjectFolder.WITH_DRIVER).object("Job", "spark-driver");
  }

  private Recording recording(String key, String pod, Map<String, ?> more) {
    var config = new HashMap<String, Object>(more);
    config.put(key, new Yaml().load(pod));
    return Recording.of(project, config);
  }

  @Test
  void fieldsOfThePodAndOfTheContainerGoWhereTheyBelong() {
    var worker =
        worker(
            """
            hostAliases: [{ip: 192.0.2.10, hostnames: [db]}]
            dnsConfig: {options: [{name: ndots, value: "2"}]}
            runtimeClassName: gvisor
            terminationGracePeriodSeconds: 60
            lifecycle: {postStart: {exec: {command: [sleep, "5"]}}}
            command: [/wrap]
            """);

    assertEquals("db", worker.at(POD + "hostAliases.0.hostnames.0"));
    assertEquals("2", worker.at(POD + "dnsConfig.options.0.value"));
    assertEquals("gvisor", worker.at(POD + "runtimeClassName"));
    assertEquals(60.0, worker.at(POD + "terminationGracePeriodSeconds"));
    assertEquals(
        List.of("sleep", "5"), worker.texts(CONTAINER + "lifecycle.postStart.exec.command"));
    assertEquals(List.of("/wrap"), worker.texts(CONTAINER + "command"));
    assertTrue(worker.containerArgs().contains("spark-class"));
    assertEquals("worker", worker.at(CONTAINER + "name"));
  }

  @Test
  void extendedResourcesStandBesideTheProgramsOwn() {
    var config = new HashMap<String, Object>();
    config.put("workerPod", Map.of("resources", Map.of("limits", Map.of("nvidia.com/gpu", 2))));
    config.put("workerConf", Map.of("spark.worker.resource.gpu.amount", 2));
    var recording = Recording.of(project, config);

    var limits =
        Manifest.object(
            recording.object("Deployment", "spark-worker").at(CONTAINER + "resources.limits"));
    assertEquals(
        Map.of("cpu", "2", "memory", "1920Mi", "ephemeral-storage", "10Gi", "nvidia.com/gpu", "2"),
        limits);
    assertTrue(recording.properties("worker").contains("spark.worker.resource.gpu.amount=2"));
  }

  @Test
  void aSecurityContextIsMergedWithTheProgramsWithoutWeakeningIt() {
    var worker =
        worker(
            """
            securityContext:
              runAsUser: 2000
              supplementalGroups: [3000]
              readOnlyRootFilesystem: false
              capabilities: {add: [NET_BIND_SERVICE]}
            """);

    var pod = Manifest.object(worker.at(POD + "securityContext"));
    assertEquals(2000.0, pod.get("runAsUser"));
    assertEquals(List.of(3000.0), pod.get("supplementalGroups"));
    assertEquals(10_000.0, pod.get("runAsGroup"));
    assertEquals(true, pod.get("runAsNonRoot"));
    assertEquals(Map.of("type", "RuntimeDefault"), pod.get("seccompProfile"));
    assertEquals(
        Map.of(
            "allowPrivilegeEscalation",
            false,
            "readOnlyRootFilesystem",
            false,
            "capabilities",
            Map.of("drop", List.of("ALL"), "add", List.of("NET_BIND_SERVICE"))),
        worker.at(CONTAINER + "securityContext"));
  }

  @Test
  void containersComeAfterTheRolesOwnAndRunItsImageUnlessTheyNameOne() {
    var worker =
        worker(
            """
            containers:
            - name: ship
              image: registry.example.com/ship:1
              ports: [{containerPort: 9100, name: metrics}]
              livenessProbe: {httpGet: {port: metrics}}
              env: [{name: LEVEL, value: 1}]
              securityContext: &restricted {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            - name: own
              command: [sleep, infinity]
              securityContext: *restricted
            """);

    assertEquals(
        List.of("worker", "ship", "own"),
        worker.objects(POD + "containers").stream().map(it -> it.get("name")).toList());
    assertEquals("registry.example.com/ship:1", worker.at(POD + "containers.1.image"));
    assertNull(worker.at(POD + "containers.1.imagePullPolicy"));
    assertEquals(9100.0, worker.at(POD + "containers.1.ports.0.containerPort"));
    assertEquals("metrics", worker.at(POD + "containers.1.livenessProbe.httpGet.port"));
    assertEquals("1", worker.at(POD + "containers.1.env.0.value"));
    assertEquals(false, worker.at(POD + "containers.1.securityContext.allowPrivilegeEscalation"));
    assertEquals(worker.at(CONTAINER + "image"), worker.at(POD + "containers.2.image"));
    assertEquals("IfNotPresent", worker.at(POD + "containers.2.imagePullPolicy"));
  }

  /** The SDK lacks the field restartPolicy of a container. */
  @Test
  void anInitContainerMayBeASidecar() {
    var driver =
        driver(
            """
            initContainers:
            - name: proxy
              restartPolicy: Always
              securityContext: &restricted {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            - name: fetch
              securityContext: *restricted
            """);

    assertEquals(1, driver.objects(POD + "containers").size());
    assertEquals("Always", driver.at(POD + "initContainers.0.restartPolicy"));
    assertNull(driver.at(POD + "initContainers.1.restartPolicy"));
    assertEquals(driver.at(CONTAINER + "image"), driver.at(POD + "initContainers.1.image"));
    assertEquals("Never", driver.at(POD + "restartPolicy"));
  }

  /** The SDK lacks the fields that Kubernetes moved out of source in 1.31. */
  @Test
  void resourceClaimsMayHaveTheirNewForm() {
    var worker =
        worker(
            """
            resourceClaims: [{name: gpu, resourceClaimTemplateName: gpus}]
            resources: {claims: [{name: gpu}]}
            """);

    assertEquals("gpus", worker.at(POD + "resourceClaims.0.resourceClaimTemplateName"));
    assertEquals("gpu", worker.at(CONTAINER + "resources.claims.0.name"));
    assertEquals("1920Mi", worker.at(CONTAINER + "resources.limits.memory"));
  }

  @Test
  void inANamespaceOfOnesOwnPodsMayDoMore() {
    var config =
        Map.of(
            "createNamespace",
            false,
            "clusterName",
            "etl",
            "networkPolicy",
            false,
            "workerPod",
            new Yaml()
                .load(
                    """
                    hostNetwork: true
                    securityContext: {privileged: true, allowPrivilegeEscalation: true}
                    volumes: [{name: host, hostPath: {path: /mnt}}]
                    """));
    var worker = Recording.of(project, config).object("Deployment", "etl-worker");

    assertEquals(true, worker.at(POD + "hostNetwork"));
    assertEquals(true, worker.at(CONTAINER + "securityContext.privileged"));
    assertEquals("/mnt", worker.at(POD + "volumes.4.hostPath.path"));
  }
}
