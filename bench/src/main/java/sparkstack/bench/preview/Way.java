package sparkstack.bench.preview;

/** A way to create the same resources. */
enum Way {
  /** The Java program that {@code make package} builds. */
  PACKAGED("packaged", "java"),

  /** The same program with Pulumi's Java host and Maven. */
  MAVEN("maven", "java"),

  /** A program in Pulumi YAML. */
  YAML("yaml", "yaml");

  private final String title;
  private final String stack;

  Way(String title, String language) {
    this.title = title;
    this.stack = "bench-preview-" + language;
  }

  /** The column in the table, the part in names of figures, and the folder. */
  String title() {
    return title;
  }

  /** The stack. The two Java ways share one, because they run one program. */
  String stack() {
    return stack;
  }

  /** The namespace of the stack's objects: the program's default for the stack. */
  String namespace() {
    return "spark-" + stack;
  }
}
