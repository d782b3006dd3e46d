package sparkstack.e2e.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.DockerCluster;
import sparkstack.e2e.support.DockerObjects;
import sparkstack.e2e.support.StackImage;

/**
 * A cluster on an IPv6 address, which is set without brackets, like a pod's address in Kubernetes.
 *
 * <p>It is the loopback address of a network namespace that all containers share, because Docker
 * has no IPv6 network by default.
 */
@Tag("slow")
class Ipv6IT {
  @RegisterExtension
  private static final DockerObjects OBJECTS = new DockerObjects("spark-e2e-ipv6");

  private static final Duration START = Duration.ofMinutes(2);
  private static final String MASTER_URL = "spark://[::1]:7077";

  private static String image;

  @BeforeAll
  static void buildImage() throws Exception {
    image = StackImage.reference();
    Command.docker("pull", "--quiet", image).run();
  }

  @AfterEach
  void removeContainers() throws Exception {
    for (var role : List.of("driver", "worker", "master")) {
      Command.docker("rm", "--force", OBJECTS.name(role)).result();
    }
  }

  /** Uses the arguments that the program sets in its pods. */
  @Test
  void runsAnApplicationInPods() throws Exception {
    master(image, "spark-class", DockerCluster.MASTER)
        .and("--host", "::1", "--port", "7077", "--webui-port", "8080")
        .run();
    awaitHealthy("master");
    beside("worker", "--detach")
        .and(image, "spark-class", DockerCluster.WORKER, "--host", "::1", "--port", "7078")
        .and("--cores", "1", "--memory", "1g", "--webui-port", "8081", MASTER_URL)
        .run();
    awaitWorker();
    var rows =
        beside("driver")
            .and(image, "spark-submit", "--master=" + MASTER_URL)
            .and("--conf", "spark.driver.host=::1", "--conf", "spark.driver.bindAddress=::1")
            .and("--class=org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver")
            .and("spark-internal", "-e", "SELECT 'rows', count(*) FROM range(1000) GROUP BY id % 1")
            .run();

    assertTrue(rows.contains("rows\t1000"), rows);
    assertAddressesAreInBrackets();
  }

  /** The scripts use the address of the host name. */
  @Test
  void runsAnApplicationByTheScripts() throws Exception {
    master("--entrypoint=/master.sh", image).run();
    awaitHealthy("master");
    beside("worker", "--detach", "--env=SPARK_MASTER_HOST=::1", "--entrypoint=/worker.sh")
        // The master's UI already uses port 8080.
        .and(image, "--webui-port", "8081", "--cores", "1", "--memory", "1g")
        .run();
    awaitWorker();
    var log =
        beside("driver", "--env=SPARK_MASTER_HOST=::1", "--entrypoint=/submit.sh")
            .and("--env=MAIN_CLASS=sparkstack.examples.weather.Weather")
            .and("--env=JAR=/opt/spark/application/weather.jar", image)
            .run();

    assertTrue(log.contains("weather: 48 months from 1461 days"), log);
    assertAddressesAreInBrackets();
  }

  @Test
  void theHealthCheckUsesTheAddressThatTheUiListensOn() throws Exception {
    for (var address : List.of("::1", "[::1]")) {
      master("--env=SPARK_LOCAL_IP=" + address, image, "spark-class", DockerCluster.MASTER)
          .and("--host", "::1", "--port", "7077", "--webui-port", "8080")
          .run();
      awaitHealthy("master");
      removeContainers();
    }
  }

  private static Command master(String... arguments) throws Exception {
    return Command.docker("run", "--detach", "--name=" + OBJECTS.name("master"))
        .and("--network=none", "--sysctl=net.ipv6.conf.all.disable_ipv6=0")
        .and("--hostname=spark-ipv6", "--add-host=spark-ipv6:::1")
        .and(arguments);
  }

  /** A container in the master's network namespace; the caller adds the image and the command. */
  private static Command beside(String role, String... options) {
    return Command.docker("run", "--name=" + OBJECTS.name(role))
        .and("--network=container:" + OBJECTS.name("master"))
        .and(options);
  }

  private static void awaitHealthy(String role) {
    Await.until(
        "a healthy " + role,
        START,
        () -> Command.docker("exec", OBJECTS.name(role), "/opt/spark/scripts/healthcheck").result(),
        result -> result.status() == 0 && masterState().contains("\"status\" : \"ALIVE\""));
  }

  private static void awaitWorker() {
    Await.until(
        "a worker", START, Ipv6IT::masterState, state -> state.contains("\"aliveworkers\" : 1"));
  }

  /** The response of the master's state page; empty if it fails. The image has no HTTP client. */
  private static String masterState() {
    var get =
        "exec 3<>/dev/tcp/::1/8080 && printf 'GET /json/ HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3";
    try {
      var state = Command.docker("exec", OBJECTS.name("master"), "bash", "-c", get).result();
      return state.status() == 0 ? state.output() : "";
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertAddressesAreInBrackets() {
    var state = masterState();
    assertTrue(state.contains("\"url\" : \"" + MASTER_URL + "\""), state);
    assertTrue(state.contains("\"host\" : \"[::1]\""), state);
    assertTrue(state.contains("\"webuiaddress\" : \"http://[::1]:8081\""), state);
    assertFalse(state.contains("127.0.0.1"), state);
    assertEquals(-1, state.indexOf("//::1"), state);
  }
}
