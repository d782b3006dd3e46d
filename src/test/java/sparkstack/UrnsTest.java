package sparkstack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.core.Alias;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.test.TestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sparkstack.config.StackConfig;
import sparkstack.e2e.support.StackFile;

/**
 * The URNs of each committed stack are in a golden file.
 *
 * <p>Pulumi finds a resource in a stack's state by its URN. If a resource has another URN in the
 * next version of the program, and no alias, Pulumi creates the object under the new URN and
 * deletes the old one, which may be a volume. The user did not ask for that.
 *
 * <p>A golden file only grows: {@code make urns} adds the URNs of new resources. A former URN stays
 * in the file, so that its alias stays as long as states need it.
 */
class UrnsTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "urns");
  private static final boolean RENEW = Boolean.getBoolean("urns.renew");

  @TempDir Path folder;

  static List<String> stacks() throws IOException {
    return StackFile.names(Path.of("").toAbsolutePath());
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void everyUrnThatAStackEverHadIsOneOfItsResourcesOrAnAlias(String stack) throws IOException {
    var lost = new TreeSet<>(golden(stack));
    lost.removeAll(urns(stack).known());

    assertTrue(
        lost.isEmpty(),
        () ->
            """
            The next `pulumi up` of stack %s would delete these resources, because the program has no resource with these URNs:
            %s
            If you renamed a resource, or changed its type or parent, set the former one in its options: aliases(Alias...).
            If you removed a resource, add "Deletes `KIND NAME`" to CHANGELOG.md and remove its line from %s."""
                .formatted(stack, lines(lost).indent(2).stripTrailing(), file(stack)));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void everyUrnOfAStackIsInItsGoldenFile(String stack) throws IOException {
    var urns = urns(stack).aliases().keySet();
    if (RENEW) {
      var all = new TreeSet<>(golden(stack));
      all.addAll(urns);
      Files.createDirectories(GOLDEN);
      Files.writeString(file(stack), lines(all));
    }

    var added = new TreeSet<>(urns);
    added.removeAll(golden(stack));

    assertTrue(
        added.isEmpty(),
        () ->
            "%s lacks URNs of stack %s. Run `make urns` and commit the file.%n%s"
                .formatted(file(stack), stack, lines(added).indent(2).stripTrailing()));
  }

  @Test
  void thereIsNoGoldenFileOfAnotherStack() throws IOException {
    try (var files = Files.list(GOLDEN)) {
      var others = files.collect(Collectors.toCollection(TreeSet::new));
      for (var stack : stacks()) {
        others.remove(file(stack));
      }
      assertEquals(new TreeSet<>(), others, "Delete these files: they have no Pulumi.STACK.yaml");
    }
  }

  @Test
  void aResourceIsKnownByItsOwnAliases() {
    var renamed =
        CustomResourceOptions.builder().aliases(Alias.builder().name("volume").build()).build();
    var fromTheRoot =
        ComponentResourceOptions.builder()
            .aliases(Alias.noParent(), Alias.withUrn(urn("other:index:Part", "part")))
            .build();

    var urns =
        urnsOf(
            () -> {
              var whole = new Component("other:index:Whole", "whole", null);
              namespace("data", renamed);
              new Component(
                  "other:index:Piece",
                  "piece",
                  ComponentResourceOptions.merge(
                      fromTheRoot, ComponentResourceOptions.builder().parent(whole).build()));
            });

    assertEquals(
        new TreeSet<>(
            List.of(
                urn("kubernetes:core/v1:Namespace", "data"),
                urn("kubernetes:core/v1:Namespace", "volume"),
                urn("other:index:Part", "part"),
                urn("other:index:Piece", "piece"),
                urn("other:index:Whole", "whole"),
                urn("other:index:Whole$other:index:Piece", "piece"))),
        urns.known());
  }

  /** A component can be renamed with an alias of its own only. */
  @Test
  void aChildIsKnownByTheAliasesOfItsParents() {
    var urns =
        urnsOf(
            () -> {
              var cluster =
                  new Component(
                      "other:index:Cluster",
                      "etl",
                      ComponentResourceOptions.builder()
                          .aliases(Alias.builder().type("other:index:Old").name("spark").build())
                          .build());
              namespace("etl-data", CustomResourceOptions.builder().parent(cluster).build());
              namespace("logs", CustomResourceOptions.builder().parent(cluster).build());
            });

    var child = "$kubernetes:core/v1:Namespace";
    assertEquals(
        new TreeSet<>(
            List.of(
                urn("other:index:Cluster", "etl"),
                urn("other:index:Cluster" + child, "etl-data"),
                urn("other:index:Cluster" + child, "logs"),
                urn("other:index:Old", "spark"),
                urn("other:index:Old" + child, "logs"),
                urn("other:index:Old" + child, "spark-data"))),
        urns.known());
  }

  private static final class Component extends ComponentResource {
    Component(String type, String name, ComponentResourceOptions options) {
      super(type, name, options);
    }
  }

  private static void namespace(String name, CustomResourceOptions options) {
    new com.pulumi.kubernetes.core.v1.Namespace(name, null, options);
  }

  private static String urn(String type, String name) {
    return "urn:pulumi:dev::other::%s::%s".formatted(type, name);
  }

  private Urns urnsOf(Runnable program) {
    var options = TestOptions.builder().projectName("other").rootDirectory(folder.toString());
    return Recording.of(options, context -> program.run()).urns();
  }

  private Urns urns(String stack) throws IOException {
    return Recording.of(ProjectFolder.in(folder), stack, committed(stack)).urns();
  }

  /** The config of the stack's file, with a placeholder for each secret. */
  private static StackConfig committed(String stack) throws IOException {
    var file = StackFile.read(Path.of("").toAbsolutePath(), stack);
    var config = Recording.passed(file.config());
    var secretKeys = new HashSet<String>(config.secretKeys());
    file.secretPaths().forEach(path -> secretKeys.add(path.replaceFirst("\\[.*", "")));
    return new StackConfig(config.values(), secretKeys);
  }

  private static SortedSet<String> golden(String stack) throws IOException {
    try (var lines = Files.exists(file(stack)) ? Files.lines(file(stack)) : Stream.<String>of()) {
      return lines.collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Path file(String stack) {
    return GOLDEN.resolve(stack + ".txt");
  }

  private static String lines(SortedSet<String> urns) {
    return String.join("\n", urns) + "\n";
  }
}
