package sparkstack.e2e.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.BusyApplication;
import sparkstack.e2e.support.KnownSum;
import sparkstack.e2e.support.LinkCrawl;
import sparkstack.e2e.support.MasterPage;
import sparkstack.e2e.support.Scenario;
import sparkstack.e2e.support.SparkNamespace;
import sparkstack.e2e.support.TestStack;
import sparkstack.e2e.support.TimedApplication.Result;
import sparkstack.e2e.support.WeatherLog;

/**
 * The secret that the processes of a cluster have in common, and drivers and workers that do not
 * have it.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuthenticationIT {
  @RegisterExtension private static final Scenario SCENARIO = new Scenario();

  /** What a Secret has before the value: a JVM option, in Kubernetes as Base64. */
  private static final String OPTION = "-Dspark.authenticate.secret=";

  private static final Duration COMMAND = Duration.ofMinutes(1);

  /** Three attempts of 20 seconds, which no property changes, and the end of a busy JVM. */
  private static final Duration ATTEMPTS = Duration.ofSeconds(90);

  /** The attempts after the start of the pod, beside others. */
  private static final Duration END = ATTEMPTS.plusMinutes(2);

  private static final KnownSum JOB = KnownSum.ofShortJob(1);

  /** The start of a worker, 45 seconds without registration, and its end. */
  private static final Duration WORKER = Duration.ofSeconds(90);

  /** Arguments of a driver that writes its events to files named events_*. */
  private static final String[] EVENT_LOG = {
    "--conf", "spark.eventLog.enabled=true",
    "--conf", "spark.eventLog.dir=file:///tmp",
    "--conf", "spark.eventLog.rolling.enabled=true",
    "--conf", "spark.eventLog.compress=false"
  };

  private static final String WRONG = "0123456789abcdef".repeat(4);

  private static final String REFUSED = "Failed to connect to master";

  /** Drivers that the master refuses. Each differs from the stack's in its properties only. */
  private enum Stranger {
    WITHOUT_AUTHENTICATION(
        "Unknown challenge message",
        "spark.authenticate=false",
        "spark.network.crypto.enabled=false",
        // In place of the option that reads the secret.
        "spark.driver.extraJavaOptions=-Dstranger=true"),

    WRONG_SECRET(
        "Authentication failed",
        "spark.driver.extraJavaOptions=-Dstranger=true",
        "spark.authenticate.secret=" + WRONG);

    private final String reason;
    private final List<String> properties;

    Stranger(String reason, String... properties) {
      this.reason = reason;
      this.properties = List.of(properties);
    }

    Pod start() {
      var conf = properties.stream().flatMap(it -> Stream.of("--conf", it)).toArray(String[]::new);
      var name = name().toLowerCase(Locale.ROOT).replace('_', '-');
      return namespace.create(
          namespace.driver().withStatements(JOB.statements(), conf).named(name));
    }
  }

  private static TestStack stack;
  private static SparkNamespace namespace;
  private static String uiUrl;
  private static final Map<Stranger, Pod> STRANGERS = new EnumMap<>(Stranger.class);
  private static Pod strangeWorker;

  /** The strings that would reveal the secret. */
  private static List<String> secret;

  private static List<String> leaks;

  @BeforeAll
  static void create() throws Exception {
    stack =
        SCENARIO
            .stack("e2e-authentication")
            .set("workerReplicas", 1)
            .set("dataVolumeSize", "")
            .set("driverArguments", List.of());
    namespace = stack.namespace();
    stack.up();
    uiUrl = stack.output("uiUrl");
    var option = secretOf(0).orElseThrow();
    secret = List.of(option.strip().substring(OPTION.length()), base64(option), base64(OPTION));
    leaks = Collections.synchronizedList(new ArrayList<>());
    // Their attempts take a minute, in which other steps run.
    for (var stranger : Stranger.values()) {
      STRANGERS.put(stranger, stranger.start());
    }
  }

  /** Including the pages, processes and logs of an application that runs. */
  @Test
  @Order(1)
  void theSecretIsInNoObjectLogPageOrArgument() throws Exception {
    try (var application = BusyApplication.start(namespace, uiUrl, EVENT_LOG)) {
      application.requireAllItsPagesAmong(
          LinkCrawl.from(uiUrl).readBy(AuthenticationIT::search).requireThatAllWork());
      searchObjects();
      namespace.logs().forEach(AuthenticationIT::search);
      for (var pod :
          List.of(
              namespace.pods("master").get(0),
              namespace.pods("worker").get(0),
              application.driver())) {
        search("processes of " + pod.getMetadata().getName(), arguments(pod));
      }
      search("event log", eventLog(application.driver()));
    }
    assertEquals(List.of(), leaks);
  }

  @Test
  @Order(2)
  void theSecretIsNeitherInAPreviewNorInThePlainState() throws Exception {
    // Its attempts take a minute, in which this step runs.
    strangeWorker =
        namespace.create(
            namespace.worker(
                "wrong-secret-worker",
                "SPARK_DAEMON_JAVA_OPTS",
                options ->
                    options.replace("@/etc/spark-authentication/java-options", OPTION + WRONG)));
    stack.set("secretRotation", 1);

    search("preview", stack.pulumi("preview", "--diff"));
    search("plain state", stack.pulumi("stack", "export"));
    search("Pulumi's output", stack.log());

    assertEquals(List.of(), leaks);
  }

  @Test
  @Order(3)
  void theMasterRefusesDriversWithoutTheSecretAndTheyEndWithTheReason() throws Exception {
    for (var stranger : Stranger.values()) {
      var pod = STRANGERS.get(stranger);
      Await.until("the end of " + stranger, END, () -> namespace.hasEnded(pod), ended -> ended);
      assertEquals("Failed", namespace.phase(pod), () -> namespace.log(pod));

      var log = namespace.log(pod);
      assertEquals(Result.NONE, JOB.in(log), log);
      assertTrue(log.contains(REFUSED), log);
      assertTrue(log.contains(stranger.reason), log);
      assertTrue(log.contains("All masters are unresponsive"), log);
      requireAtMost(ATTEMPTS, pod, REFUSED);
      namespace.delete(pod);
    }
    // The stack's own application and the busy one.
    assertEquals(2, MasterPage.read(uiUrl).completedApplications());
  }

  @Test
  @Order(4)
  void theMasterRefusesAWorkerWithAnotherSecretAndItEndsWithTheReason() throws Exception {
    var pod = strangeWorker;
    Await.until("the end of the worker", END, () -> namespace.hasEnded(pod), ended -> ended);
    assertEquals("Failed", namespace.phase(pod), () -> namespace.log(pod));

    var log = namespace.log(pod);
    assertTrue(log.contains(REFUSED), log);
    assertTrue(log.contains("Authentication failed"), log);
    var reason = "Error: the master at spark-master has not registered this worker for 45 seconds";
    assertTrue(log.contains(reason), log);
    requireAtMost(WORKER, pod, "");
    assertEquals(1, MasterPage.read(uiUrl).aliveWorkers().size());
    namespace.delete(pod);
  }

  @Test
  @Order(5)
  void aRotationMakesAnotherSecretAndRollsAllPods() throws Exception {
    var first = secretOf(0);
    var master = namespace.incarnations("master");
    var worker = namespace.incarnations("worker");

    assertEquals(
        Set.of(
            "create Secret spark-authentication-1",
            "update Deployment spark-master",
            "update Deployment spark-worker",
            "replace Job spark-driver",
            "delete Secret spark-authentication-0"),
        stack.up().steps());

    assertNotEquals(first, secretOf(1));
    assertTrue(secretOf(1).isPresent());
    assertEquals(Optional.empty(), secretOf(0));
    assertTrue(Collections.disjoint(master, namespace.incarnations("master")));
    assertTrue(Collections.disjoint(worker, namespace.incarnations("worker")));
    WeatherLog.of(namespace).requireSummary(1, "not written");
    stack.previewExpectingNoChanges();
  }

  @Test
  @Order(6)
  void aSecretThatWasDeletedIsGeneratedAgainAndRollsAllPods() throws Exception {
    var old = secretOf(1);
    namespace.deleteSecret("spark-authentication-1");
    stack.pulumi("refresh", "--yes");

    var steps = requireAnotherSecret(old);

    assertTrue(steps.contains("replace Job spark-driver"), steps.toString());
  }

  @Test
  @Order(7)
  void aSecretThatTheStateLostIsGeneratedAgainAndRollsAllPods() throws Exception {
    var old = secretOf(1);
    stack.forgetResources();

    requireAnotherSecret(old);
  }

  @Test
  @Order(8)
  void aClusterWithoutAuthenticationHasNoSecret() throws Exception {
    stack.unset("secretRotation").set("authentication", false).up();

    WeatherLog.of(namespace).requireSummary(1, "not written");
    assertFalse(namespace.everyObject().stream().anyMatch(Secret.class::isInstance));
  }

  /** Updates the stack, whose master and worker must get another secret. Returns the steps. */
  private static Set<String> requireAnotherSecret(Optional<String> old) throws Exception {
    var master = namespace.incarnations("master");
    var worker = namespace.incarnations("worker");

    var steps = stack.up().steps();

    assertTrue(secretOf(1).isPresent());
    assertNotEquals(old, secretOf(1));
    assertTrue(Collections.disjoint(master, namespace.incarnations("master")));
    assertTrue(Collections.disjoint(worker, namespace.incarnations("worker")));
    MasterPage.awaitAliveWorkers(uiUrl, 1);
    stack.previewExpectingNoChanges();
    return steps;
  }

  private static void searchObjects() {
    for (var object : namespace.everyObject()) {
      if (!(object instanceof Secret)) {
        search(
            object.getKind() + " " + object.getMetadata().getName(), Serialization.asYaml(object));
      }
    }
  }

  private static void search(String place, String content) {
    if (secret.stream().anyMatch(content::contains)) {
      leaks.add(place);
    }
  }

  /** The arguments of all processes. The command is not the search itself, which would find it. */
  private static String eventLog(Pod driver) throws Exception {
    var log =
        namespace.exec(driver, COMMAND, "bash", "-c", "find /tmp -name 'events_*' -exec cat {} +");
    assertTrue(log.contains("SparkListenerEnvironmentUpdate"), log);
    return log;
  }

  private static String arguments(Pod pod) throws Exception {
    return namespace.exec(
        pod,
        COMMAND,
        "bash",
        "-c",
        "for process in /proc/[0-9]*; do tr '\\0' ' ' <$process/cmdline; echo; done 2>/dev/null");
  }

  /** Limits the time from the first line of a pod's log that contains a text to the last line. */
  private static void requireAtMost(Duration limit, Pod pod, String text) {
    var lines = namespace.logWithTimes(pod);
    var first = lines.stream().filter(it -> it.contains(text)).findFirst().orElseThrow();
    var time = Duration.between(time(first), time(lines.get(lines.size() - 1)));
    assertTrue(time.compareTo(limit) <= 0, () -> time + " of\n" + String.join("\n", lines));
  }

  private static Instant time(String line) {
    return Instant.parse(line.substring(0, line.indexOf(' ')));
  }

  private static Optional<String> secretOf(int rotation) {
    return namespace.secret("spark-authentication-" + rotation, "java-options");
  }

  /** Without its last characters, which depend on the text that follows. */
  private static String base64(String text) {
    var length = text.length() / 3 * 3;
    return Base64.getEncoder().encodeToString(text.substring(0, length).getBytes(UTF_8));
  }
}
