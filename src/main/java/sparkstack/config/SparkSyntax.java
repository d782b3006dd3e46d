package sparkstack.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sparkstack.settings.ApplicationJar;
import sparkstack.settings.RecoveryMode;

/** The syntaxes of Spark's properties, loggers and applications. */
final class SparkSyntax {
  /** Most characters of a property's name. Some contain the name of a bucket or a class. */
  private static final int LONGEST_PROPERTY = 1024;

  /**
   * Spark ignores names without the prefix {@code spark.}. After it, names of Hadoop and plugins
   * have any form.
   */
  static final Syntax<String> PROPERTY =
      Syntax.matching(
          "a Spark property (spark.NAME)",
          "spark.sql.shuffle.partitions",
          LONGEST_PROPERTY,
          "spark\\.(\\P{Cntrl}*[^\\p{Cntrl}\\s])");

  static final Syntax<String> PROPERTY_VALUE = Syntax.anyText("a string", "512k");

  /** Log4j accepts any name but an empty one. It would replace ${…}. root must be lowercase. */
  static final Syntax<String> LOGGER =
      Syntax.text(
          "root or the name of a logger",
          "org.apache.spark.scheduler",
          name ->
              Optional.of(name)
                  .filter(it -> it.equals(it.strip()) && !it.isEmpty())
                  .filter(it -> !it.contains("${") && !it.matches("(?s).*\\p{Cntrl}.*"))
                  .filter(it -> it.equals("root") || !it.equalsIgnoreCase("root")));

  private static final List<String> LEVELS =
      List.of("off", "fatal", "error", "warn", "info", "debug", "trace", "all");

  /** A level in uppercase or lowercase, because Log4j accepts both. */
  static final Syntax<String> LOG_LEVEL =
      Syntax.text(
          Syntax.either(LEVELS),
          "warn",
          text -> Optional.of(text.toLowerCase(Locale.ROOT)).filter(LEVELS::contains));

  static final Syntax<RecoveryMode> RECOVERY_MODE =
      Syntax.oneOf(Stream.of(RecoveryMode.values()).map(RecoveryMode::key).toArray(String[]::new))
          .as(RecoveryMode::parse);

  static final Syntax<String> JAVA_CLASS =
      Syntax.matching(
          "the full name of a class, such as example.weather.Main",
          "example.weather.Main",
          "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
              + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

  static final Syntax<ApplicationJar> APPLICATION_JAR =
      Syntax.text(
          "the path of a jar in the project, such as examples/weather/target/weather.jar, or "
              + "local:///PATH of a jar in the image",
          "local:///opt/spark/application/app.jar",
          SparkSyntax::applicationJar);

  static final Syntax<String> ARGUMENT =
      Syntax.anyText("a string", "--date, \"2026-01-01\"")
          .as(text -> Optional.of(text).filter(it -> it.indexOf('\0') < 0));

  /** Name of an argument, with or without dashes, or of a property, a variable or an option. */
  static final Syntax<String> ARGUMENT_NAME =
      Syntax.matching(
          "the name of an argument, property, variable or JVM option",
          "--session-token",
          LONGEST_PROPERTY,
          "-{0,2}[^-\\s][^\\s=]*");

  private SparkSyntax() {}

  private static Optional<ApplicationJar> applicationJar(String text) {
    var inImage = text.matches("local://(/[^/\\s\\p{Cntrl}]+)+\\.jar");
    var inProject = text.matches("([^/:\\s\\p{Cntrl}]+/)*[^/:\\s\\p{Cntrl}]+\\.jar");
    var hasParent = List.of(text.split("/")).contains("..");
    return (inImage || inProject) && !hasParent
        ? Optional.of(new ApplicationJar(text))
        : Optional.empty();
  }
}
