package sparkstack.bench.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import sparkstack.bench.BenchException;

/** The values that are parsed from the output of docker, Spark, the registry and the kernel. */
class ParsingTest {

  @Test
  void pushedLayersAreCounted() {
    assertEquals(
        1,
        PushOutput.pushedLayers(
            """
            The push refers to repository [localhost:5000/spark-bench]
            f1e2d3c4b5a6: Preparing
            0123456789ab: Preparing
            0123456789ab: Layer already exists
            aaaaaaaaaaaa: Mounted from spark
            f1e2d3c4b5a6: Pushed
            ours: digest: sha256:0123 size: 1234
            """));
  }

  @Test
  void aManifestTellsTheSizesOfItsBlobs() throws Exception {
    Registry.Manifest manifest =
        Registry.Manifest.of(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"config": {"size": 7}, "layers": [{"size": 5000000000}, {"size": 30}]}
                    """));

    assertEquals(List.of(5_000_000_000L, 30L), manifest.layers());
    assertEquals(5_000_000_037L, manifest.size());
  }

  @Test
  void aContainerStateHasTheTimesThatDockerHas() {
    Container.State state =
        Container.State.parse(
            "2026-11-22T19:09:17.875591836Z 0001-01-01T00:00:00Z 27353 0 198.18.128.3");

    assertEquals(27353, state.pid());
    assertEquals("198.18.128.3", state.address());
    assertEquals(2.5, state.secondsUntil(Instant.parse("2026-11-22T19:09:20.375591836Z")));
  }

  @Test
  void aContainerThatHasEndedHasNoAddress() {
    Container.State state =
        Container.State.parse("2026-11-22T19:09:17Z 2026-11-22T19:09:18.5Z 0 137 ");

    assertEquals(137, state.exitCode());
    assertEquals("", state.address());
    assertEquals(1.5, state.secondsUntil(state.finished()));
  }

  @Test
  void aLogTellsWhenSomethingHappenedFirst() {
    String log =
        """
        WARNING: Using incubator modules: jdk.incubator.vector
        1795374566485 INFO Worker: Asked to launch executor app-20261122190926-0000/1 for weather
        1795374585891 INFO Worker: Asked to launch executor app-20261122190945-0001/1 for weather
        """;

    assertEquals(
        Instant.ofEpochMilli(1795374566485L), SparkLog.timeOf(SparkLog.LAUNCHED_EXECUTOR, log));
    BenchException e =
        assertThrows(
            BenchException.class, () -> SparkLog.timeOf(SparkLog.REGISTERED_EXECUTOR, log));
    assertTrue(e.getMessage().contains("no line \"Registered executor\""), e.getMessage());
  }

  @Test
  void theProbeTellsWhenItsDriverIsReady() {
    assertEquals(
        Instant.ofEpochMilli(1795374566485L),
        Round.driverReady("something\ndriver ready at 1795374566485\n"));
    assertThrows(BenchException.class, () -> Round.driverReady("something\n"));
  }

  @Test
  void theKernelTellsThePeakInKibibytes() {
    assertEquals(
        OptionalDouble.of(256), MemoryWatch.peak("VmPeak:\t  900 kB\nVmHWM:\t  250000 kB\n"));
    assertEquals(OptionalDouble.empty(), MemoryWatch.peak("Name:\tjava\nState:\tZ (zombie)\n"));
  }

  @Test
  void aRoleIsToldByTheMainClass() {
    assertEquals(
        Optional.of(Role.EXECUTOR),
        Role.of(List.of("java", "-cp", "x", Role.EXECUTOR.mainClass(), "--worker-url", "y")));
    assertEquals(
        Optional.empty(),
        Role.of(List.of("java", "org.apache.spark.launcher.Main", Role.DRIVER.mainClass())));
    assertEquals(Optional.empty(), Role.of(List.of("tini", "-s")));
  }
}
