package sparkstack.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Generates the part {@code config} of the project's file from the declarations of the keys. */
final class PulumiYaml {
  static final Path FILE = Path.of("Pulumi.yaml");

  private static final String CONFIG = "config:\n";
  private static final int LINE_LENGTH = 100;
  private static final Set<String> WITH_TYPE = Set.of("string", "secret");

  private PulumiYaml() {}

  /** The whole file: the part before {@code config} is unchanged. */
  static String text() throws IOException {
    var file = Files.readString(FILE);
    var text = new StringBuilder(file.substring(0, file.indexOf("\n" + CONFIG) + 1));
    text.append(CONFIG);
    for (var section : StackKeys.SECTIONS) {
      text.append("  # ---- %s%n".formatted(section.title()));
      section.keys().forEach(key -> text.append(declaration(key)));
    }
    return text.toString();
  }

  private static String declaration(Key<?> key) {
    var type = WITH_TYPE.contains(key.form().type()) ? "    type: string\n" : "";
    return "  %s:%n%s%s%s"
        .formatted(key.name(), type, description(key.meaning()), defaultOf(key.form()));
  }

  private static String description(String meaning) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (var word : meaning.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > LINE_LENGTH - "      ".length()) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return "    description: >-\n      %s\n".formatted(String.join("\n      ", lines));
  }

  private static String defaultOf(Form<?> form) {
    if (form instanceof Form.ListOf<?> list && !list.defaults().isEmpty()) {
      return "    default:\n" + lines("      - %s\n", list.defaults());
    }
    var empty =
        switch (form.type()) {
          // For a list of objects, an empty list is a value of its own.
          case "list" -> form instanceof Form.Objects ? "\"\"" : "[]";
          case "map" -> "{}";
          default -> "\"\"";
        };
    return "    default: %s%n".formatted(form.defaultText().isEmpty() ? empty : form.defaultText());
  }

  private static String lines(String format, List<String> values) {
    var lines = new StringBuilder();
    values.forEach(value -> lines.append(format.formatted(value)));
    return lines.toString();
  }
}
