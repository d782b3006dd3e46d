package sparkstack.settings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a config value may look like.
 *
 * @param allowed what is allowed, to be read after "must be"
 * @param parse gives the value of a text, or empty if the text is not allowed
 */
record Syntax<T>(String allowed, Function<String, Optional<T>> parse) {
  /** Both executor and driver refuse to start with less than 450 MiB (SPARK-12759). */
  private static final MemorySize LEAST_HEAP = MemorySize.ofMebibytes(512);

  static final Syntax<MemorySize> HEAP =
      new Syntax<>(
          "a whole number with a unit m, g or t, such as 1g or 1536m, of at least "
              + LEAST_HEAP.toSpark(),
          text ->
              MemorySize.parse(text).filter(size -> size.mebibytes() >= LEAST_HEAP.mebibytes()));

  static final Syntax<CpuQuantity> CPU =
      new Syntax<>("a Kubernetes CPU quantity above 0, such as 500m or 2", CpuQuantity::parse);

  static final Syntax<UiServiceType> UI_SERVICE_TYPE =
      new Syntax<>("NodePort or LoadBalancer", UiServiceType::parse);

  static final Syntax<String> STORAGE_SIZE =
      matching(
          "a Kubernetes quantity of bytes, such as 10Gi",
          "[0-9]*[1-9][0-9]*(\\.[0-9]+)?(k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?");

  static final Syntax<String> ACCESS_MODE =
      matching(
          "ReadWriteMany, ReadWriteOnce or ReadWriteOncePod",
          "ReadWriteMany|ReadWriteOnce|ReadWriteOncePod");

  static final Syntax<String> NAMESPACE =
      matching(
          "at most 63 lower case letters, digits and -, with a letter or digit at both ends",
          "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  static final Syntax<String> STORAGE_CLASS =
      matching(
          "lower case letters, digits, - and ., with a letter or digit at both ends",
          "[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

  /** A lone name would be taken for a user of Docker Hub rather than a host. */
  static final Syntax<String> REGISTRY =
      matching(
          "HOST or HOST:PORT, where a HOST alone is localhost or has a dot",
          "(localhost|[A-Za-z0-9][-A-Za-z0-9]*(\\.[-A-Za-z0-9]+)+)(:[0-9]+)?"
              + "|[A-Za-z0-9][-A-Za-z0-9]*:[0-9]+");

  static final Syntax<String> REPOSITORY =
      matching(
          "lower case names with / between them, such as team/spark",
          "[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");

  static final Syntax<String> IMAGE_REFERENCE =
      matching("an image such as debian:bookworm-slim", "[A-Za-z0-9][-._:/@A-Za-z0-9]*");

  static final Syntax<String> SPARK_VERSION =
      matching("a release such as 4.3.0", "[0-9]+\\.[0-9]+\\.[0-9]+(-[A-Za-z0-9.]+)?");

  static final Syntax<String> HADOOP_FLAVOUR =
      matching("hadoop3 or without-hadoop", "hadoop3|without-hadoop");

  static final Syntax<String> SCALA_VERSION = matching("2.12 or 2.13", "2\\.1[23]");

  static final Syntax<Boolean> BOOLEAN =
      new Syntax<>(
          "true or false",
          text ->
              Optional.of(text).filter(Set.of("true", "false")::contains).map(Boolean::valueOf));

  static final Syntax<String> FINGERPRINT =
      matching("the fingerprint of an OpenPGP key, 40 hex digits", "[0-9A-Fa-f]{40}");

  static final Syntax<String> REVISION =
      matching("a revision such as a Git commit", "[A-Za-z0-9][-+._/A-Za-z0-9]*");

  static final Syntax<String> HOSTS =
      matching("hosts with commas between them, such as localhost,.example.org", "[^\\s]+");

  static final Syntax<String> SHA512 = matching("128 hex digits", "[0-9A-Fa-f]{128}");

  static final Syntax<String> URL =
      matching("a URL that starts with http:// or https://", "https?://[^\\s/][^\\s]*");

  static final Syntax<String> HOST =
      matching("a host name or an IP address", "[A-Za-z0-9][-.A-Za-z0-9]*|\\[[0-9A-Fa-f:]+\\]");

  static final Syntax<String> JAVA_CLASS =
      matching(
          "the full name of a class, such as example.weather.Main",
          "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
              + "(\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

  static final Syntax<ApplicationJar> APPLICATION_JAR =
      new Syntax<>(
          "the path of a jar below this folder, such as examples/weather/target/weather.jar, or "
              + "local:///PATH of a jar in the image",
          Syntax::applicationJar);

  static Syntax<Integer> wholeNumber(int least, int most) {
    return new Syntax<>(
        "a whole number from " + least + " to " + most,
        text ->
            Optional.of(text)
                .filter(Pattern.compile("[0-9]{1,9}").asMatchPredicate())
                .map(Integer::valueOf)
                .filter(number -> least <= number && number <= most));
  }

  private static Syntax<String> matching(String allowed, String regex) {
    var pattern = Pattern.compile(regex).asMatchPredicate();
    return new Syntax<>(allowed, text -> Optional.of(text).filter(pattern));
  }

  private static Optional<ApplicationJar> applicationJar(String text) {
    var inImage = text.matches("local://(/[^/\\s]+)+\\.jar");
    var inProject = text.matches("([^/:\\s]+/)*[^/:\\s]+\\.jar");
    var leadsUpwards = List.of(text.split("/")).contains("..");
    return (inImage || inProject) && !leadsUpwards
        ? Optional.of(new ApplicationJar(text))
        : Optional.empty();
  }
}
