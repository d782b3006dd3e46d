package sparkstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/**
 * The parts of CHANGELOG.md that the upgrade test follows.
 *
 * @param sections lines of each version's section, by heading, newest first
 */
public record Changelog(Map<String, List<String>> sections) {
  private static final Path FILE = Path.of("CHANGELOG.md");
  private static final String UPGRADING = "### Upgrading";

  private static final Pattern REPLACES = Pattern.compile("- Replaces `(\\S+ \\S+)`.*");
  private static final Pattern DELETES = Pattern.compile("- Deletes `(\\S+ \\S+)`.*");
  private static final Pattern RENAME =
      Pattern.compile("- Rename `(spark:\\w+)` to `(spark:\\w+)`.*");
  private static final Pattern REMOVE = Pattern.compile("- Remove `(spark:\\w+)`.*");
  private static final Pattern SET = Pattern.compile("- Set `(spark:\\w+): ([^`]+)`.*");

  /**
   * The upgrade from a release to this version: the user's edits, and the results.
   *
   * @param edits edits of a stack's config with full keys, such as {@code spark:workerReplicas}
   * @param replaced resources that the first update replaces, such as {@code "Job spark-driver"}
   * @param deleted resources that the first update deletes
   */
  public record Upgrade(
      List<Consumer<Map<String, Object>>> edits, Set<String> replaced, Set<String> deleted) {}

  public static Changelog committed() throws IOException {
    return of(Files.readString(FILE));
  }

  static Changelog of(String text) {
    var sections = new LinkedHashMap<String, List<String>>();
    var current = new ArrayList<String>();
    for (var line : text.lines().toList()) {
      if (line.startsWith("## ")) {
        current = new ArrayList<>();
        sections.put(line.substring(3).strip(), current);
      } else {
        current.add(line);
      }
    }
    return new Changelog(sections);
  }

  /**
   * Reads the parts "### Upgrading" of all sections above the section of {@code release}, oldest
   * first.
   *
   * @throws IllegalStateException if the section is missing, or if one above it has an item that a
   *     test cannot follow
   */
  public Upgrade upgradeFrom(String release) {
    if (!sections.containsKey(release)) {
      throw new IllegalStateException("%s has no section \"## %s\"".formatted(FILE, release));
    }
    var newer =
        new ArrayList<>(
            sections.keySet().stream().takeWhile(version -> !version.equals(release)).toList());
    Collections.reverse(newer);
    var upgrade = new Upgrade(new ArrayList<>(), new TreeSet<>(), new TreeSet<>());
    newer.stream()
        .flatMap(version -> upgrading(sections.get(version)))
        .forEach(item -> read(item, upgrade));
    return upgrade;
  }

  private static Stream<String> upgrading(List<String> section) {
    return section.stream()
        .dropWhile(line -> !line.startsWith(UPGRADING))
        .skip(1)
        .takeWhile(line -> !line.startsWith("#"))
        .filter(line -> line.startsWith("- "));
  }

  private static void read(String item, Upgrade upgrade) {
    var replaces = REPLACES.matcher(item);
    var deletes = DELETES.matcher(item);
    var rename = RENAME.matcher(item);
    var remove = REMOVE.matcher(item);
    var set = SET.matcher(item);
    if (replaces.matches()) {
      upgrade.replaced.add(replaces.group(1));
    } else if (deletes.matches()) {
      upgrade.deleted.add(deletes.group(1));
    } else if (rename.matches()) {
      upgrade.edits.add(config -> rename(config, rename.group(1), rename.group(2)));
    } else if (remove.matches()) {
      upgrade.edits.add(config -> config.remove(remove.group(1)));
    } else if (set.matches()) {
      upgrade.edits.add(config -> config.put(set.group(1), new Yaml().load(set.group(2))));
    } else {
      throw new IllegalStateException(
          """
          %s, "%s": the upgrade test cannot follow this item: %s
          Each item must start with one of these, on one line:
          - Replaces `KIND NAME`   - Deletes `KIND NAME`
          - Rename `spark:KEY` to `spark:KEY`   - Remove `spark:KEY`   - Set `spark:KEY: VALUE`"""
              .formatted(FILE, UPGRADING, item));
    }
  }

  private static void rename(Map<String, Object> config, String from, String to) {
    if (config.containsKey(from)) {
      config.put(to, config.remove(from));
    }
  }
}
