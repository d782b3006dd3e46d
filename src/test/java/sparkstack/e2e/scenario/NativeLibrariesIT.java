package sparkstack.e2e.scenario;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sparkstack.e2e.support.Command;
import sparkstack.e2e.support.DockerBuild;
import sparkstack.e2e.support.DockerObjects;
import sparkstack.e2e.support.TestProject;

/**
 * The native libraries that the image keeps for each platform.
 *
 * <p>The test reads the platform from the headers of the files, not from their names, and needs no
 * machine of the platform.
 */
@Tag("slow")
class NativeLibrariesIT {
  @RegisterExtension
  private static final DockerObjects OBJECTS = new DockerObjects("spark-e2e-libraries");

  private static final String TAG = "spark-e2e-libraries:fetch";

  /** Libraries for other C libraries than Debian's, and for other operating systems. */
  private static final String OF_OTHER_SYSTEMS = ".*(musl|android|FreeBSD|freebsd|SunOS).*";

  /**
   * Libraries that Spark's release has for amd64 only. One is not used any more, the other colors
   * consoles.
   */
  private static final Set<String> NOT_FOR_ARM =
      Set.of("jline-2.14.6.jar", "leveldbjni-all-1.8.jar");

  /** A platform with its machine number in ELF headers. */
  private enum Platform {
    AMD64(62),
    ARM64(183);

    private final int machine;

    Platform(int machine) {
      this.machine = machine;
    }
  }

  /** The native libraries of each jar with their machine numbers; 0 if a library is not ELF. */
  private static Map<String, Map<String, Integer>> released;

  private static final Map<Platform, Map<String, Map<String, Integer>>> KEPT = new TreeMap<>();

  @TempDir private static Path folder;

  @BeforeAll
  static void trimForEachPlatform() throws Exception {
    DockerBuild.of(TAG, DockerBuild.arguments(), "--target=fetch").run();
    released = libraries("released", "true");
    for (var platform : Platform.values()) {
      var trim =
          "TRIM=standalone PYTHON=false TARGETARCH=%s SOURCE_DATE_EPOCH=0 /trim/trim-spark /rootfs/opt/spark"
              .formatted(platform.name().toLowerCase());
      KEPT.put(platform, libraries(platform.name().toLowerCase(), trim));
    }
  }

  @AfterAll
  static void removeImage() throws Exception {
    Command.docker("image", "rm", "--force", TAG).result();
  }

  /** The native libraries of the release's jars, after a command has run. */
  private static Map<String, Map<String, Integer>> libraries(String name, String command)
      throws Exception {
    var container = OBJECTS.name(name);
    var lists = Path.of("docker/trim").toAbsolutePath();
    Command.docker("run", "--name=" + container, "--volume=" + lists + ":/trim:ro", TAG)
        .and("sh", "-c", command)
        .run();
    var jars = folder.resolve(name);
    Command.docker("cp", container + ":/rootfs/opt/spark/jars", jars.toString()).run();
    Command.docker("rm", container).run();
    var libraries = new TreeMap<String, Map<String, Integer>>();
    try (var files = Files.list(jars)) {
      for (var jar : files.filter(it -> it.toString().endsWith(".jar")).toList()) {
        libraries.put(jar.getFileName().toString(), librariesIn(jar));
      }
    }
    TestProject.delete(jars);
    return libraries;
  }

  private static Map<String, Integer> librariesIn(Path jar) throws IOException {
    var libraries = new TreeMap<String, Integer>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (var entry : zip.stream().filter(it -> !it.isDirectory()).toList()) {
        try (var in = zip.getInputStream(entry)) {
          var header = in.readNBytes(20);
          if (isElf(header)) {
            var order = header[5] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
            libraries.put(entry.getName(), (int) ByteBuffer.wrap(header).order(order).getShort(18));
          } else if (entry.getName().matches(".*\\.(so|sl|a|dll|dylib|jnilib)")) {
            libraries.put(entry.getName(), 0);
          }
        }
      }
    }
    return libraries;
  }

  private static boolean isElf(byte[] header) {
    return header.length == 20
        && Arrays.equals(Arrays.copyOf(header, 4), new byte[] {0x7f, 'E', 'L', 'F'});
  }

  @ParameterizedTest
  @EnumSource
  void everyKeptLibraryIsForThePlatform(Platform platform) {
    KEPT.get(platform)
        .forEach(
            (jar, libraries) ->
                libraries.forEach(
                    (library, machine) ->
                        assertEquals(platform.machine, machine, jar + " " + library)));
  }

  @ParameterizedTest
  @EnumSource
  void everyLibraryOfTheReleaseForThePlatformIsKept(Platform platform) {
    var kept = KEPT.get(platform);
    released.forEach(
        (jar, libraries) ->
            libraries.entrySet().stream()
                .filter(library -> library.getValue() == platform.machine)
                .map(Map.Entry::getKey)
                .filter(library -> !library.matches(OF_OTHER_SYSTEMS))
                .forEach(
                    library ->
                        assertTrue(
                            kept.getOrDefault(jar, Map.of()).containsKey(library),
                            jar + " " + library)));
    assertTrue(projects(platform).size() > 8, projects(platform).toString());
  }

  @Test
  void everyJarWithLibrariesForAmd64HasThemForArm64() {
    var missing = projects(Platform.AMD64);
    missing.removeAll(projects(Platform.ARM64));
    assertEquals(NOT_FOR_ARM, missing);
  }

  /** Names of the jars with native libraries, without the name of the platform. */
  private static Set<String> projects(Platform platform) {
    return KEPT.get(platform).entrySet().stream()
        .filter(jar -> !jar.getValue().isEmpty())
        .flatMap(jar -> Stream.of(jar.getKey().replaceFirst("-linux-(x86_64|aarch_64)", "")))
        .collect(toCollection(TreeSet::new));
  }
}
