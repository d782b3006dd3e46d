package sparkstack;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import sparkstack.MarkdownPage.Piece;

/** The pages of the documentation mention only existing links, Make targets, keys and paths. */
class DocsTest {
  private static final Path README = Path.of("README.md");

  /** Folders that do not belong to the repository. */
  private static final Set<String> OTHERS = Set.of("target", ".git", ".idea", ".vscode");

  private static final Pattern URL = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
  private static final Pattern MAKE =
      Pattern.compile(
          "(?<![\\w./-])make((?: +(?:-\\S+|[A-Za-z_]+=(?:\"[^\"]*\"|\\S*)|[a-z][a-z0-9-]*)(?![\\w.:/]))+)");
  private static final Pattern TARGET = Pattern.compile("(?m)^([a-z][a-z0-9-]*):(?!=)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\(([A-Z_]+)\\)");
  private static final Pattern KEY =
      Pattern.compile("(?<![\\w./:@-])spark:([a-zA-Z]\\w*)(?![\\w:])");

  /** A class of tests, or one test of it: {@code ThreatsIT#thePagesEndNothing}. */
  private static final Pattern TEST = Pattern.compile("([A-Z]\\w+(?:Test|IT))(?:#(\\w+))?");

  /**
   * A path relative to the root or to the page's folder. Absolute paths belong to the image or to a
   * machine.
   */
  private static final Pattern PATH =
      Pattern.compile("(?:\\./)?[\\w.*@-]+(?:/[\\w.*@-]+)+/?|\\./[\\w.-]+");

  private static final Pattern FILE_NAME =
      Pattern.compile("[\\w.*-]+\\.(?:md|java|yaml|yml|xml|sh|go|mod|list|json)");

  /**
   * A path with a host: its first part has a dot or a port, such as {@code
   * registry.example.com/data/spark}.
   */
  private static final Pattern HOST = Pattern.compile("[\\w-]+(?:\\.[\\w-]+)+/.*");

  /** A Kubernetes API version, a media type, a platform, or a GitHub action. */
  private static final Pattern NO_PATH =
      Pattern.compile(
          "[a-z.]+/v[0-9]\\w*|(?:application|text)/[\\w.+-]+|linux/\\w+|actions/[\\w/-]+|pulumi/actions");

  /**
   * Strings that look like paths of this repository, but are a glob of Spark's files or names of
   * images.
   */
  private static final Set<String> NO_PATHS =
      Set.of("jars/*", "sbin/start-master.sh", "sparkstack/owner", "team/spark", "apache/spark");

  private static List<MarkdownPage> pages;
  private static Set<String> files;
  private static Set<String> targets;
  private static Set<String> variables;
  private static Set<String> keys;

  @BeforeAll
  static void read() throws IOException {
    files = filesOfTheRepository();
    var makefile = Files.readString(Path.of("Makefile"));
    targets = found(TARGET, makefile);
    variables = found(VARIABLE, makefile);
    var project = Manifest.object(new Yaml().load(Files.readString(Path.of("Pulumi.yaml"))));
    keys = Manifest.object(project.get("config")).keySet();
    pages = new ArrayList<>();
    for (var page : pages().toList()) {
      pages.add(MarkdownPage.read(page));
    }
  }

  static Stream<Path> pages() throws IOException {
    return filesOfTheRepository().stream().filter(it -> it.endsWith(".md")).map(Path::of);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void whatAPageNamesExists(Path file) throws IOException {
    assertEquals(List.of(), problems(MarkdownPage.read(file)), "Problems in " + file);
  }

  /** Pages in the root need no link: GitHub lists them. */
  @Test
  void aReaderGetsFromTheReadmeToEveryPage() {
    var reached = new TreeSet<>(List.of(README));
    var left = new ArrayDeque<>(reached);
    while (!left.isEmpty()) {
      var file = left.remove();
      pages.stream()
          .filter(page -> page.file().equals(file))
          .flatMap(DocsTest::named)
          .filter(reached::add)
          .forEach(left::add);
    }

    var lost =
        pages.stream()
            .map(MarkdownPage::file)
            .filter(file -> file.getParent() != null && !reached.contains(file))
            .toList();
    assertEquals(List.of(), lost, "These pages cannot be reached from README.md");
  }

  /** Proves that the check finds problems. */
  @Test
  void findsWhatDoesNotExist(@TempDir Path folder) throws IOException {
    var page = folder.resolve("page.md");
    Files.writeString(
        page,
        """
        # A page

        [no page](none.md), [no heading](#none), [a heading](#a-page), [`code`](none-either.md),
        [elsewhere](https://example.com/none.md)

        `make nothing`, `make up`, `make golden-diff BASE=main NONE=1`; make no error of prose.
        `spark:workerReplica` and `spark:workerReplicas`, spark:alsoWrong, `spark:KEY`,
        `registry.example.com/spark:none`, `spark:index:SparkCluster`
        `docker/none`, `docker/Dockerfile`, `Pulumi.STACK.yaml`, `Pulumi.none.yaml`, `NoneIT`,
        `/etc/none/none`, `target/none`, `docker/*.none`, `a
        span/that-wraps`, `DocsTest#findsWhatDoesNotExist`, `DocsTest#none`, `DocsTest#hasTest`

        ```
        make none   # a comment
        ./none --option
        pulumi config set spark:none 4
        ```
        """);

    assertEquals(
        List.of(
            "3: the link none.md has no target file",
            "3: the link #none has no target heading",
            "3: the link none-either.md has no target file",
            "6: the Makefile has no target nothing",
            "6: the Makefile has no variable NONE",
            "7: Pulumi.yaml declares no key spark:alsoWrong",
            "7: Pulumi.yaml declares no key spark:workerReplica",
            "9: the repository has no docker/none",
            "9: the repository has no file named Pulumi.none.yaml",
            "9: there is no test NoneIT",
            "10: the repository has no docker/*.none",
            "11: there is no test DocsTest#none",
            "11: there is no test DocsTest#hasTest",
            "14: the Makefile has no target none",
            "15: the repository has no ./none",
            "16: Pulumi.yaml declares no key spark:none"),
        problems(MarkdownPage.read(page)));
  }

  private static List<String> problems(MarkdownPage page) {
    var problems = new ArrayList<Piece>();
    page.links().forEach(link -> checkLink(page, link, problems::add));
    page.prose().forEach(text -> checkKeys(text, problems::add));
    for (var span : page.spans()) {
      checkCommands(span, problems::add);
      checkKeys(span, problems::add);
      checkPath(page, span, problems::add);
    }
    for (var line : page.blocks()) {
      checkCommands(line, problems::add);
      checkKeys(line, problems::add);
      checkProgram(page, line, problems::add);
    }
    return problems.stream()
        .sorted(Comparator.comparing(Piece::line))
        .map(problem -> problem.line() + ": " + problem.text())
        .toList();
  }

  private static void checkLink(MarkdownPage page, Piece link, Consumer<Piece> problems) {
    if (URL.matcher(link.text()).matches()) {
      return;
    }
    var parts = link.text().split("#", 2);
    var target = parts[0].isEmpty() ? page.file() : beside(page, parts[0]);
    if (!Files.exists(target)) {
      problems.accept(problem(link, "the link %s has no target file", link.text()));
    } else if (parts.length == 2 && !anchors(target).contains(parts[1])) {
      problems.accept(problem(link, "the link %s has no target heading", link.text()));
    }
  }

  private static void checkCommands(Piece code, Consumer<Piece> problems) {
    for (var make : MAKE.matcher(code.text()).results().toList()) {
      for (var word : make.group(1).strip().split(" +(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
        if (word.contains("=")) {
          var variable = word.substring(0, word.indexOf('='));
          if (!variables.contains(variable)) {
            problems.accept(problem(code, "the Makefile has no variable %s", variable));
          }
        } else if (!word.startsWith("-") && !targets.contains(word)) {
          problems.accept(problem(code, "the Makefile has no target %s", word));
        }
      }
    }
  }

  private static void checkKeys(Piece text, Consumer<Piece> problems) {
    KEY.matcher(text.text())
        .results()
        .filter(key -> !keys.contains(key.group(1)) && !isPlaceholder(key.group(1)))
        .map(key -> text.part(key.start(), key.group()))
        .forEach(
            key -> problems.accept(problem(key, "Pulumi.yaml declares no key %s", key.text())));
  }

  /**
   * Checks a code span that is a path, a file name or a test class as a whole, and not a command.
   */
  private static void checkPath(MarkdownPage page, Piece span, Consumer<Piece> problems) {
    var text = span.text();
    if (NO_PATHS.contains(text) || NO_PATH.matcher(text).matches()) {
      return;
    }
    var test = TEST.matcher(text);
    if (test.matches()) {
      if (!hasTest(test.group(1), test.group(2))) {
        problems.accept(problem(span, "there is no test %s", text));
      }
    } else if (FILE_NAME.matcher(text).matches()) {
      if (!exists("{" + asGlob(text) + ",**/" + asGlob(text) + "}")) {
        problems.accept(problem(span, "the repository has no file named %s", text));
      }
    } else if (PATH.matcher(text).matches() && !HOST.matcher(text).matches()) {
      requirePath(page, span, text, problems);
    }
  }

  /** Checks a line of a block that starts a program of the repository. */
  private static void checkProgram(MarkdownPage page, Piece line, Consumer<Piece> problems) {
    var program = line.text().strip().split("\\s")[0];
    if (program.startsWith("./")) {
      requirePath(page, line, program, problems);
    }
  }

  private static void requirePath(
      MarkdownPage page, Piece where, String path, Consumer<Piece> problems) {
    var made = Path.of(path).normalize();
    for (var part : made) {
      if (OTHERS.contains(part.toString())) {
        return;
      }
    }
    var glob = asGlob(made.toString());
    var folder = page.file().getParent();
    var fromPage = folder == null ? "" : folder.resolve(glob).normalize() + ",";
    if (!exists("{" + fromPage + glob + "," + glob + "/**}")) {
      problems.accept(problem(where, "the repository has no %s", path));
    }
  }

  /**
   * Whether there is a class of tests, and a method of it without a modifier, as tests have none.
   *
   * @param method null for the class alone
   */
  private static boolean hasTest(String testClass, String method) {
    return matching("**/" + testClass + ".java")
        .anyMatch(file -> method == null || read(file).contains("\n  void " + method + "("));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean exists(String glob) {
    return matching(glob).findAny().isPresent();
  }

  private static Stream<Path> matching(String glob) {
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    return files.stream().map(Path::of).filter(matcher::matches);
  }

  /** {@code Pulumi.STACK.yaml} matches any stack's file. */
  private static String asGlob(String path) {
    return path.replaceAll("(?<![A-Za-z])[A-Z]{2,}(?![A-Za-z])", "*");
  }

  private static boolean isPlaceholder(String key) {
    return key.equals(key.toUpperCase(Locale.ROOT));
  }

  private static Piece problem(Piece where, String text, Object value) {
    return new Piece(where.line(), text.formatted(value));
  }

  /**
   * The pages that a page links to or mentions, by their own path or by the folder that they
   * describe.
   */
  private static Stream<Path> named(MarkdownPage page) {
    return Stream.concat(
            page.links().stream().map(link -> beside(page, link.text().split("#")[0])),
            page.spans().stream()
                .filter(span -> PATH.matcher(span.text()).matches())
                .map(span -> Path.of(span.text()).normalize()))
        .flatMap(path -> Stream.of(path, path.resolve(README)))
        .filter(path -> path.toString().endsWith(".md"));
  }

  private static Path beside(MarkdownPage page, String target) {
    return page.file().resolveSibling(target).normalize();
  }

  private static Set<String> anchors(Path target) {
    try {
      return MarkdownPage.read(target).anchors();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(it -> it.group(1))
        .collect(toCollection(TreeSet::new));
  }

  private static Set<String> filesOfTheRepository() throws IOException {
    var files = new TreeSet<String>();
    Files.walkFileTree(
        Path.of(""),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return OTHERS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(file.toString());
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }
}
