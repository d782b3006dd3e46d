package sparkstack.bench.preview;

/** A way to the same resources. */
enum Way {
  /** The Java program as {@code make package} made it. */
  PACKAGED("packaged", "java"),

  /** The same program by Pulumi's Java host as it is by itself. */
  MAVEN("maven", "java"),

  /** A program in Pulumi YAML. */
  YAML("yaml", "yaml");

  private final String title;
  private final String stack;

  Way(String title, String language) {
    this.title = title;
    this.stack = "bench-preview-" + language;
  }

  /** Its column in the table, its part in names of figures, its folder. */
  String title() {
    return title;
  }

  /** The two in Java share one, as they are one program. */
  String stack() {
    return stack;
  }

  /** Where the stack's objects are: the program's default for that stack. */
  String namespace() {
    return "spark-" + stack;
  }
}
