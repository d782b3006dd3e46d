package sparkstack.config;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import sparkstack.settings.ExistingImage;
import sparkstack.settings.ImageBuildSettings;
import sparkstack.settings.ImageContents;
import sparkstack.settings.ImageSettings;
import sparkstack.settings.ImageSource;
import sparkstack.settings.RegistryCredentials;
import sparkstack.settings.SparkRelease;

/** Reads what the image is, and where it comes from. */
record ImageReader(ConfigValues values) {
  /**
   * What was read.
   *
   * @param registry that the credentials are for
   * @param sparkVersion release that the image has, or is said to have
   */
  record Result(
      ImageSource source,
      String registry,
      Optional<RegistryCredentials> credentials,
      String sparkVersion) {}

  private static final List<String> APACHE_MIRRORS =
      List.of("https://dlcdn.apache.org/spark", "https://archive.apache.org/dist/spark");

  /** For examples. */
  private static final String DEBIAN = "registry.example.com/debian:bookworm-slim";

  private static final String PROXY = "http://proxy.example.com:3128";

  private static final String HEX_16 = "0123456789abcdef";

  /** The modules of the image's Java runtime are those of 17 and newer. */
  private static final int LEAST_JAVA = 17;

  /** Versions of Java that Spark's documentation names, by the first line with them. */
  private static final NavigableMap<Integer, List<String>> JAVA_VERSIONS =
      new TreeMap<>(
          Map.of(
              line(3, 5), List.of("17"),
              line(4, 0), List.of("17", "21"),
              line(4, 2), List.of("17", "21", "25")));

  /** Of those that come after it, nothing is known here. */
  private static final int NEWEST_LINE = line(4, 3);

  /** Everything but the application's jar, which is the driver's. */
  Result read() {
    values.section("Image");
    var existing =
        values.optional(
            "imageReference",
            Syntax.IMAGE_REFERENCE.like("registry.example.com/spark@sha256:" + HEX_16.repeat(4)));
    var registry = values.required("registry", "localhost:5000", Syntax.REGISTRY);
    var repository = values.required("repository", "spark", Syntax.REPOSITORY);
    var credentials = credentials();
    values.section("Contents of the image");
    var spark = sparkRelease();
    var contents = imageContents();
    checkTogether(spark, contents);
    var build = imageBuild();
    existing.ifPresent(this::checkIsFixed);
    if (credentials.isPresent()) {
      existing.map(ImageReader::host).ifPresent(host -> checkIsRegistry(host, registry));
    }
    var source =
        existing
            .<ImageSource>map(ExistingImage::new)
            .orElseGet(
                () ->
                    new ImageSettings(
                        registry,
                        repository,
                        spark,
                        contents,
                        build,
                        Optional.empty(),
                        credentials));
    return new Result(
        source, existing.map(ImageReader::host).orElse(registry), credentials, spark.version());
  }

  /** Of an image's registry: a first part that is no host is a user of Docker Hub. */
  private static String host(String reference) {
    var first = reference.split("/")[0];
    var isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    return reference.contains("/") && isHost ? first : "docker.io";
  }

  private Optional<RegistryCredentials> credentials() {
    var username = values.optionalSecret("registryUsername", Syntax.USER_NAME);
    var password = values.secret("registryPassword");
    values.requireTogether("registryUsername", "registryPassword");
    return username.flatMap(user -> password.map(it -> new RegistryCredentials(user, it)));
  }

  private void checkIsFixed(String reference) {
    if (!reference.contains("@sha256:")) {
      values.warn(
          "imageReference",
          "\"%s\" is a tag, which may become another image: pods that start later run that one; use REPOSITORY@sha256:DIGEST"
              .formatted(reference));
    }
  }

  /** A login that someone wanted for another host would be sent to that of the image. */
  private void checkIsRegistry(String host, String registry) {
    if (values.isChanged("registry") && values.areRight("registry") && !host.equals(registry)) {
      values.warn(
          "registry",
          "\"%s\" is not used, and %s is the login for %s, where %s is"
              .formatted(
                  registry, values.name("registryUsername"), host, values.name("imageReference")));
    }
  }

  private SparkRelease sparkRelease() {
    return new SparkRelease(
        values.required("sparkVersion", "4.3.0", Syntax.SPARK_VERSION),
        values.required("hadoopFlavour", "hadoop3", Syntax.HADOOP_FLAVOUR),
        values.optional("scalaVersion", Syntax.SCALA_VERSION),
        mirrors(),
        values.optional("sparkSha512", Syntax.SHA512.like(HEX_16.repeat(8))),
        values.list(
            "sparkSigningKeys", List.of(), Syntax.FINGERPRINT.like(HEX_16.repeat(3).substring(8))));
  }

  private List<String> mirrors() {
    var mirrors = values.list("mirrors", APACHE_MIRRORS, Syntax.URL, this::checkHasNoLogin);
    if (values.isEmptyList("mirrors")) {
      values.reject("mirrors", "[]", "a list of at least one URL");
    }
    return mirrors;
  }

  private ImageContents imageContents() {
    return new ImageContents(
        values.required("javaVersion", "17", Syntax.wholeNumber(LEAST_JAVA, 99)),
        values.required("imageTrim", "true", Syntax.BOOLEAN.like("false")),
        values.required("imagePython", "false", Syntax.BOOLEAN),
        values.required("imageObjectStore", "false", Syntax.BOOLEAN),
        values.required("imageCdsArchive", "true", Syntax.BOOLEAN.like("false")));
  }

  private void checkTogether(SparkRelease spark, ImageContents contents) {
    if (values.areRight("sparkVersion")) {
      checkWithSpark(spark, contents.javaVersion());
    }
    if (spark.hadoopFlavour().equals("without-hadoop")) {
      checkWithoutHadoop(contents);
    }
  }

  private void checkWithSpark(SparkRelease spark, int javaVersion) {
    var numbers = spark.version().split("[.]");
    var line = line(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    if (line < JAVA_VERSIONS.firstKey()) {
      values.reject("sparkVersion", spark.version(), "3.5.0 or newer");
      return;
    }
    var allowed = JAVA_VERSIONS.floorEntry(line).getValue();
    if (line <= NEWEST_LINE
        && !allowed.contains(String.valueOf(javaVersion))
        && values.areRight("javaVersion")) {
      values.reject(
          "javaVersion",
          values.typed("javaVersion"),
          "%s for Spark %s".formatted(Syntax.either(allowed), spark.version()));
    }
    if (line >= line(4, 0) && spark.scalaVersion().filter("2.12"::equals).isPresent()) {
      values.reject("scalaVersion", "2.12", "2.13 for Spark %s".formatted(spark.version()));
    }
  }

  /** A number for what is 4.3 of Spark 4.3.0, greater for later lines. */
  private static int line(int major, int minor) {
    return major * 10_000 + minor;
  }

  /** Such a Spark does not start before it is told where Hadoop is. */
  private void checkWithoutHadoop(ImageContents contents) {
    var because = "false where %s is without-hadoop".formatted(values.name("hadoopFlavour"));
    if (contents.cdsArchive() && values.areRight("imageCdsArchive")) {
      values.reject("imageCdsArchive", "true", because);
    }
    if (contents.objectStore()) {
      values.reject("imageObjectStore", "true", because);
    }
  }

  private ImageBuildSettings imageBuild() {
    return new ImageBuildSettings(
        values.required("platform", "linux/amd64", Syntax.oneOf("linux/amd64", "linux/arm64")),
        values.required(
            "buildBaseImage", "debian:bookworm-slim", Syntax.IMAGE_REFERENCE.like(DEBIAN)),
        values.required("baseImage", "debian:bookworm-slim", Syntax.IMAGE_REFERENCE.like(DEBIAN)),
        url("buildHttpProxy", PROXY),
        url("buildHttpsProxy", PROXY),
        values.optional("buildNoProxy", Syntax.HOSTS),
        caCertificates(),
        url("mavenMirror", "https://maven.example.com/central"),
        values.optional("imageRevision", Syntax.REVISION));
  }

  private Optional<String> caCertificates() {
    var key = "caCertificates";
    var pem = values.optional(key, Syntax.CERTIFICATES);
    var problem = pem.flatMap(CaCertificates::problem);
    if (problem.isPresent()) {
      values.reject(key, problem.get());
      return Optional.empty();
    }
    pem.map(it -> CaCertificates.warnings(it, Instant.now()))
        .ifPresent(warnings -> warnings.forEach(it -> values.warn(key, it)));
    return pem.map(CaCertificates::normalized);
  }

  private Optional<String> url(String key, String example) {
    var url = values.optional(key, Syntax.URL.like(example));
    url.ifPresent(it -> checkHasNoLogin(key, it));
    return url;
  }

  private void checkHasNoLogin(String path, String url) {
    if (Secrets.isUrlWithUser(url)) {
      values.reject(
          path,
          "must not have a user's name or password in it: build arguments are plain text in the stack's state. Name a proxy or mirror on the builder's side that logs in itself");
    }
  }
}
