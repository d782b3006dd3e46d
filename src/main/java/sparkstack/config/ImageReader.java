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
    var username = values.get(ImageKeys.REGISTRY_USERNAME);
    var password = values.get(ImageKeys.REGISTRY_PASSWORD);
    values.requireTogether(ImageKeys.REGISTRY_USERNAME, ImageKeys.REGISTRY_PASSWORD);
    return username.flatMap(user -> password.map(it -> new RegistryCredentials(user, it)));
  }

  private void checkIsFixed(String reference) {
    if (!reference.contains("@sha256:")) {
      values.warn(
          ImageKeys.REFERENCE,
          "\"%s\" is a tag, which may become another image: pods that start later run that one; use REPOSITORY@sha256:DIGEST"
              .formatted(reference));
    }
  }

  /** A login that someone wanted for another host would be sent to that of the image. */
  private void checkIsRegistry(String host, String registry) {
    if (values.isChanged(ImageKeys.REGISTRY)
        && values.areRight(ImageKeys.REGISTRY)
        && !host.equals(registry)) {
      values.warn(
          ImageKeys.REGISTRY,
          "\"%s\" is not used, and %s is the login for %s, where %s is"
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

  /** A number for what is 4.3 of Spark 4.3.0, greater for later lines. */
  private static int line(int major, int minor) {
    return major * 10_000 + minor;
  }

  /** Such a Spark does not start before it is told where Hadoop is. */
  private void checkWithoutHadoop(ImageContents contents) {
    var because =
        "false where %s is without-hadoop".formatted(values.name(ImageKeys.HADOOP_FLAVOUR));
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
    var problem = pem.flatMap(CaCertificates::problem);
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
          "must not have a user's name or password in it: build arguments are plain text in the stack's state. Name a proxy or mirror on the builder's side that logs in itself");
    }
  }
}
