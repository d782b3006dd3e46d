package sparkstack.e2e.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.e2e.support.Command;

/** The scripts that start a master with a recovery volume, without Spark. */
class RecoveringMasterTest {
  private static final Path SCRIPTS = Path.of("src/main/resources/sparkstack/cluster");

  @TempDir Path folder;
  private Path volume;

  @BeforeEach
  void makeVolume() throws IOException {
    volume = Files.createDirectory(folder.resolve("volume"));
    install("2.13-4.3.0");
  }

  @Test
  void aMasterHasAFolderForItsReleaseAndMode() throws Exception {
    var options = start("ROCKSDB", "sh", "-c", "echo $SPARK_MASTER_OPTS").run();

    var state = volume.resolve("state-2.13-4.3.0-ROCKSDB");
    assertTrue(Files.isDirectory(state));
    assertEquals(
        "-Dusers=1 -Dspark.deploy.recoveryMode=ROCKSDB -Dspark.deploy.recoveryDirectory=" + state,
        options.strip());
  }

  @Test
  void theNextMasterHasTheState() throws Exception {
    start("ROCKSDB", "true").run();
    var file = Files.createFile(volume.resolve("state-2.13-4.3.0-ROCKSDB/app"));

    assertEquals("", start("ROCKSDB", "true").run());

    assertTrue(Files.exists(file));
  }

  @Test
  void anotherReleaseOrModeStartsWithoutTheState() throws Exception {
    start("ROCKSDB", "true").run();
    install("2.13-4.1.4");
    assertEquals(
        "recovery: the volume has the state of 2.13-4.3.0-ROCKSDB, and this master is"
            + " 2.13-4.1.4-ROCKSDB: it starts without applications\n",
        start("ROCKSDB", "true").run());
    assertFalse(Files.exists(volume.resolve("state-2.13-4.3.0-ROCKSDB")));

    assertTrue(start("FILESYSTEM", "true").run().contains("the state of 2.13-4.1.4-ROCKSDB"));
  }

  @Test
  void rocksDbNeedsSpark4() throws Exception {
    install("2.12-3.5.9");

    var result = start("ROCKSDB", "true").result();

    assertEquals(1, result.status());
    assertTrue(result.output().contains("set spark:masterRecovery to filesystem"), result.output());
    assertEquals("", start("FILESYSTEM", "true").run());
  }

  @Test
  void aSecondMasterWaitsForTheFirst() throws Exception {
    var order = volume.resolve("order");
    var second =
        "sh %s %s ROCKSDB sh -c 'echo second >>%s'"
            .formatted(SCRIPTS.resolve("recovering-master"), volume, order);
    // The first master ends when the second one has reported that it waits.
    var first =
        """
        %s 9>&- 2>%s &
        until grep -q 'another master' %s; do sleep 0.1; done
        echo first >>%s
        exec 9>&-
        wait
        """
            .formatted(second, volume.resolve("log"), volume.resolve("log"), order);

    start("ROCKSDB", "sh", "-c", first).run();

    assertEquals(List.of("first", "second"), Files.readAllLines(order));
  }

  @Test
  void aVolumeThatIsNotWritableIsAnError() throws Exception {
    Files.delete(volume);

    var result = start("ROCKSDB", "true").result();

    assertEquals(1, result.status());
    assertTrue(result.output().contains("cannot write to the volume"), result.output());
  }

  @Test
  void onlyAnAliveMasterIsReady() throws Exception {
    start("ROCKSDB", "true").run();

    assertEquals(new Command.Result(0, ""), isAlive("ALIVE"));
    for (var status : List.of("STANDBY", "RECOVERING", "COMPLETING_RECOVERY")) {
      assertEquals(
          new Command.Result(1, "the master's status is " + status + "\n"), isAlive(status));
    }
  }

  @Test
  void aMasterThatStaysStandbyHasAStateThatTheNextOneDropsOnce() throws Exception {
    start("ROCKSDB", "true").run();
    var file = Files.createFile(volume.resolve("state-2.13-4.3.0-ROCKSDB/app"));
    var minutesAgo = FileTime.from(Instant.now().minusSeconds(120));
    Files.setLastModifiedTime(volume.resolve("started"), minutesAgo);

    isAlive("RECOVERING");
    assertEquals("", start("ROCKSDB", "true").run());
    assertTrue(Files.exists(file));

    Files.setLastModifiedTime(volume.resolve("started"), minutesAgo);
    assertTrue(isAlive("STANDBY").output().contains("it cannot read its state"));
    isAlive("ALIVE");
    assertEquals("", start("ROCKSDB", "true").run());
    assertTrue(Files.exists(file));

    Files.setLastModifiedTime(volume.resolve("started"), minutesAgo);
    isAlive("STANDBY");
    isAlive("RECOVERING");
    assertEquals("", start("ROCKSDB", "true").run(), "a slow master that was killed");
    assertTrue(Files.exists(file));

    Files.setLastModifiedTime(volume.resolve("started"), minutesAgo);
    isAlive("STANDBY");
    assertTrue(start("ROCKSDB", "true").run().contains("could not read the state"));
    assertFalse(Files.exists(file));
    assertEquals("", start("ROCKSDB", "true").run());
  }

  /** Also if there is space again before the master restarts. */
  @Test
  void aVolumeThatWasFullSinceTheStartKeepsTheState() throws Exception {
    var minutesAgo = FileTime.from(Instant.now().minusSeconds(120));
    start("ROCKSDB", "true").run();
    var file = Files.createFile(volume.resolve("state-2.13-4.3.0-ROCKSDB/app"));
    fill();
    start("ROCKSDB", "true").run();
    Files.setLastModifiedTime(volume.resolve("started"), minutesAgo);
    assertTrue(isAlive("STANDBY").output().contains("volume was full when the master started"));

    start("ROCKSDB", "true").run();
    fill();
    assertTrue(isAlive("STANDBY").output().contains("the recovery volume is full"));
    Files.setLastModifiedTime(volume.resolve("started"), minutesAgo);
    assertTrue(isAlive("STANDBY").output().contains("volume was full when the master started"));

    assertEquals("", start("ROCKSDB", "true").run());
    assertTrue(Files.exists(file));
  }

  /** Until a script has looked for space once. */
  private void fill() throws IOException {
    Files.createSymbolicLink(volume.resolve(".space"), Path.of("/dev/full"));
  }

  /** A master whose volume is full cannot take a new application. */
  @Test
  void aMasterIsReadyIfItIsAliveAndItsVolumeHasSpace() throws Exception {
    assertEquals(new Command.Result(0, ""), probe("master-is-ready", "ALIVE"), "without recovery");
    start("ROCKSDB", "true").run();
    assertEquals(new Command.Result(0, ""), probe("master-is-ready", "ALIVE"));
    assertEquals(
        new Command.Result(1, "the master's status is RECOVERING\n"),
        probe("master-is-ready", "RECOVERING"));

    fill();
    var full = probe("master-is-ready", "ALIVE");
    assertEquals(1, full.status());
    assertTrue(full.output().contains("No space left on device"), full.output());
    assertFalse(Files.exists(volume.resolve(".space")));

    assertEquals(new Command.Result(0, ""), probe("master-is-ready", "ALIVE"));
  }

  /** Makes a Spark home with a release of Spark, such as 2.13-4.3.0. */
  private void install(String release) throws IOException {
    var jars = Files.createDirectories(folder.resolve("spark/jars"));
    try (var old = Files.newDirectoryStream(jars)) {
      for (var jar : old) {
        Files.delete(jar);
      }
    }
    Files.createFile(jars.resolve("spark-core_" + release + ".jar"));
  }

  private Command start(String mode, String... master) {
    return Command.of(
            "sh", SCRIPTS.resolve("recovering-master").toString(), volume.toString(), mode)
        .and(master)
        .withEnvironment(
            Map.of(
                "SPARK_HOME",
                folder.resolve("spark").toString(),
                "SPARK_MASTER_OPTS",
                "-Dusers=1"));
  }

  /** Runs the probe of a master whose state page has this status. */
  private Command.Result isAlive(String status) throws Exception {
    return probe("master-is-alive", status);
  }

  private Command.Result probe(String script, String status) throws Exception {
    try (var page =
        StatePage.of("{\n  \"workers\" : [ ],\n  \"status\" : \"%s\"\n}".formatted(status))) {
      return Command.of("bash", SCRIPTS.resolve(script).toString(), volume.toString(), page.port())
          .result();
    }
  }
}
