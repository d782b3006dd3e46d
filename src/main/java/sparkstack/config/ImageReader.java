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

/** Reads the contents of the image and where it comes from. */
record ImageReader(ConfigValues values) {
  /**
   * The settings.
   *
   * @param registry that the credentials are for
   * @param sparkVersion Spark release in the image; for an existing image, the one that the user
   *     set
   * @param usernameKey key of the credentials' user name, for messages
   * @param passwordKey key of their password
   */
  record Result(
      ImageSource source,
      String registry,
      Optional<RegistryCredentials> credentials,
      String sparkVersion,
      String usernameKey,
      String passwordKey) {}

  /** Java versions that Spark's documentation names, by the first Spark line that supports them. */
  private static final NavigableMap<Integer, List<String>> JAVA_VERSIONS =
      new TreeMap<>(
          Map.of(
              line(3, 5), List.of("17"),
              line(4, 0), List.of("17", "21"),
              line(4, 2), List.of("17", "21", "25")));

  /** Newest Spark line in the table. For later lines, every Java version is accepted. */
  private static final int NEWEST_LINE = line(4, 3);

  /** Reads everything except the application's jar, which {@link DriverReader} reads. */
  Result read() {
    var existing = values.get(ImageKeys.REFERENCE);
    var registry = values.get(ImageKeys.REGISTRY);
    var repository = values.get(ImageKeys.REPOSITORY);
    var credentials = credentials();
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
                        credentials,
                        values.name(ImageKeys.REFERENCE)));
    return new Result(
        source,
        existing.map(ImageReader::host).orElse(registry),
        credentials,
        spark.version(),
        values.name(ImageKeys.REGISTRY_USERNAME),
        values.name(ImageKeys.REGISTRY_PASSWORD));
  }

  /** Host of an image's registry. A first part that is not a host is a user of Docker Hub. */
  private static String host(String reference) {
    var first = reference.split("/")[0];
    var isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    return reference.contains("/") && isHost ? first : "docker.io";
  }

  private Optional<RegistryCredentials> credentials() {
    var username = values.get(ImageKeys.REGISTRY_USERNAME);
    var password = values.get(ImageKeys.REGISTRY_PASSWORD);
    values.requireTogether(ImageKeys.REGISTRY_USERNAME, ImageKeys.REGISTRY_PASSWORD);
    return username.flatMap(user -> password.map(it -> new RegistryCredentials(user, it)));
  }

  private void checkIsFixed(String reference) {
    if (!reference.contains("@sha256:")) {
      values.warn(
          ImageKeys.REFERENCE,
          "\"%s\" is a tag, which may move to another image: pods that start later then run that image. Use REPOSITORY@sha256:DIGEST"
              .formatted(reference));
    }
  }

  /** The image's registry would get a login that the user may have meant for another host. */
  private void checkIsRegistry(String host, String registry) {
    if (values.isChanged(ImageKeys.REGISTRY)
        && values.areRight(ImageKeys.REGISTRY)
        && !host.equals(registry)) {
      values.warn(
          ImageKeys.REGISTRY,
          "\"%s\" has no effect: the program uses %s to log in to %s, the registry of %s"
              .formatted(
                  registry,
                  values.name(ImageKeys.REGISTRY_USERNAME),
                  host,
                  values.name(ImageKeys.REFERENCE)));
    }
  }

  private SparkRelease sparkRelease() {
    return new SparkRelease(
        values.get(ImageKeys.SPARK_VERSION),
        values.get(ImageKeys.HADOOP_FLAVOUR),
        values.get(ImageKeys.SCALA_VERSION),
        mirrors(),
        values.get(ImageKeys.SPARK_SHA512),
        values.get(ImageKeys.SPARK_SIGNING_KEYS));
  }

  private List<String> mirrors() {
    var mirrors = values.get(ImageKeys.MIRRORS, this::checkHasNoLogin);
    if (values.isEmptyList(ImageKeys.MIRRORS)) {
      values.reject(ImageKeys.MIRRORS, "[]", "a list of at least one URL");
    }
    return mirrors;
  }

  private ImageContents imageContents() {
    return new ImageContents(
        values.get(ImageKeys.JAVA_VERSION),
        values.get(ImageKeys.TRIM),
        values.get(ImageKeys.PYTHON),
        values.get(ImageKeys.OBJECT_STORE),
        values.get(ImageKeys.CDS_ARCHIVE));
  }

  private void checkTogether(SparkRelease spark, ImageContents contents) {
    if (values.areRight(ImageKeys.SPARK_VERSION)) {
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
      values.reject(ImageKeys.SPARK_VERSION, spark.version(), "3.5.0 or newer");
      return;
    }
    var allowed = JAVA_VERSIONS.floorEntry(line).getValue();
    if (line <= NEWEST_LINE
        && !allowed.contains(String.valueOf(javaVersion))
        && values.areRight(ImageKeys.JAVA_VERSION)) {
      values.reject(
          ImageKeys.JAVA_VERSION,
          values.typed(ImageKeys.JAVA_VERSION),
          "%s for Spark %s".formatted(Syntax.either(allowed), spark.version()));
    }
    if (line >= line(4, 0) && spark.scalaVersion().filter("2.12"::equals).isPresent()) {
      values.reject(
          ImageKeys.SCALA_VERSION, "2.12", "2.13 for Spark %s".formatted(spark.version()));
    }
  }

  /**
   * A number for a line of Spark, such as 4.3 for Spark 4.3.0. Later lines have greater numbers.
   */
  private static int line(int major, int minor) {
    return major * 10_000 + minor;
  }

  /** A Spark release without Hadoop does not start until it is told where Hadoop is. */
  private void checkWithoutHadoop(ImageContents contents) {
    var because = "false if %s is without-hadoop".formatted(values.name(ImageKeys.HADOOP_FLAVOUR));
    if (contents.cdsArchive() && values.areRight(ImageKeys.CDS_ARCHIVE)) {
      values.reject(ImageKeys.CDS_ARCHIVE, "true", because);
    }
    if (contents.objectStore()) {
      values.reject(ImageKeys.OBJECT_STORE, "true", because);
    }
  }

  private ImageBuildSettings imageBuild() {
    return new ImageBuildSettings(
        values.get(ImageKeys.PLATFORM),
        values.get(ImageKeys.BUILD_BASE_IMAGE),
        values.get(ImageKeys.BASE),
        url(ImageKeys.BUILD_HTTP_PROXY),
        url(ImageKeys.BUILD_HTTPS_PROXY),
        values.get(ImageKeys.BUILD_NO_PROXY),
        caCertificates(),
        url(ImageKeys.MAVEN_MIRROR),
        values.get(ImageKeys.REVISION));
  }

  private Optional<String> caCertificates() {
    var key = ImageKeys.CA_CERTIFICATES;
    var pem = values.get(key);
    var problem = pem.flatMap(it -> CaCertificates.problem(it, values.name(key)));
    if (problem.isPresent()) {
      values.reject(key, problem.get());
      return Optional.empty();
    }
    pem.map(it -> CaCertificates.warnings(it, Instant.now()))
        .ifPresent(warnings -> warnings.forEach(it -> values.warn(key, it)));
    return pem.map(CaCertificates::normalized);
  }

  private Optional<String> url(Key<Optional<String>> key) {
    var url = values.get(key);
    url.ifPresent(it -> checkHasNoLogin(key.name(), it));
    return url;
  }

  private void checkHasNoLogin(String path, String url) {
    if (Secrets.isUrlWithUser(url)) {
      values.reject(
          path,
          "must not contain a user name or password: build arguments are plain text in the stack's state. Use a proxy or mirror on the builder's side that logs in by itself");
    }
  }
}
