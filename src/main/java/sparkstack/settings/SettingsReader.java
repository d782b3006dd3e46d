package sparkstack.settings;

import com.pulumi.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the stack's config: the only place that knows its keys and their defaults.
 *
 * <p>A new setting is one line here, with its {@link Syntax}, and its declaration in Pulumi.yaml.
 */
public final class SettingsReader {
  private static final List<String> APACHE_MIRRORS =
      List.of("https://dlcdn.apache.org/spark", "https://archive.apache.org/dist/spark");

  private final ConfigValues values;
  private final String stackName;
  private final Path projectRoot;

  private SettingsReader(ConfigValues values, String stackName, Path projectRoot) {
    this.values = values;
    this.stackName = stackName;
    this.projectRoot = projectRoot;
  }

  /**
   * Reads and checks the config.
   *
   * @param stackName gives the namespace its default name
   * @param projectRoot folder that a jar to be baked is looked for in
   * @throws com.pulumi.exceptions.RunException if values are wrong, with a line for each: the key,
   *     the value, what is allowed
   */
  public static Settings read(Config config, String stackName, Path projectRoot) {
    var values = new ConfigValues(config);
    var settings = new SettingsReader(values, stackName, projectRoot).settings();
    values.throwIfWrong();
    return settings;
  }

  private Settings settings() {
    var driver = driver();
    var image = image(driver.map(DriverSettings::jar).filter(ApplicationJar::isBaked));
    return new Settings(image, cluster(image.spark().version()), driver);
  }

  private ImageSettings image(Optional<ApplicationJar> applicationJar) {
    return new ImageSettings(
        values.required("registry", "localhost:5000", Syntax.REGISTRY),
        values.required("repository", "spark", Syntax.REPOSITORY),
        sparkRelease(),
        imageContents(),
        imageBuild(),
        applicationJar);
  }

  private SparkRelease sparkRelease() {
    return new SparkRelease(
        values.required("sparkVersion", "4.3.0", Syntax.SPARK_VERSION),
        values.required("hadoopFlavour", "hadoop3", Syntax.HADOOP_FLAVOUR),
        values.optional("scalaVersion", Syntax.SCALA_VERSION),
        mirrors(),
        values.optional("sparkSha512", Syntax.SHA512),
        values.list("sparkSigningKeys", List.of(), Syntax.FINGERPRINT));
  }

  private ImageContents imageContents() {
    return new ImageContents(
        values.required("javaVersion", "17", Syntax.wholeNumber(17, 99)),
        values.required("imageTrim", "true", Syntax.BOOLEAN),
        values.required("imagePython", "false", Syntax.BOOLEAN),
        values.required("imageObjectStore", "false", Syntax.BOOLEAN),
        values.required("imageCdsArchive", "true", Syntax.BOOLEAN));
  }

  private ImageBuildSettings imageBuild() {
    return new ImageBuildSettings(
        values.required("buildBaseImage", "debian:bookworm-slim", Syntax.IMAGE_REFERENCE),
        values.required("baseImage", "debian:bookworm-slim", Syntax.IMAGE_REFERENCE),
        values.optional("buildHttpProxy", Syntax.URL),
        values.optional("buildHttpsProxy", Syntax.URL),
        values.optional("buildNoProxy", Syntax.HOSTS),
        values.optional("mavenMirror", Syntax.URL),
        values.optional("imageRevision", Syntax.REVISION));
  }

  private List<String> mirrors() {
    var mirrors = values.list("mirrors", APACHE_MIRRORS, Syntax.URL);
    if (mirrors.isEmpty()) {
      values.reject("mirrors", "[]", "a list of at least one URL");
    }
    return mirrors;
  }

  private ClusterSettings cluster(String sparkVersion) {
    return new ClusterSettings(
        values.required("namespace", "spark-" + stackName, Syntax.NAMESPACE),
        sparkVersion,
        workers(),
        ui(),
        dataVolume());
  }

  private WorkerSettings workers() {
    var cores = values.required("workerCores", "1", Syntax.wholeNumber(1, 1024));
    return new WorkerSettings(
        values.required("workerReplicas", "2", Syntax.wholeNumber(0, 10_000)),
        cores,
        values.required("workerMemory", "1g", Syntax.HEAP),
        values.optional("workerCpuRequest", Syntax.CPU).orElse(CpuQuantity.ofCores(cores)));
  }

  private UiSettings ui() {
    return new UiSettings(
        values.required("uiServiceType", "LoadBalancer", Syntax.UI_SERVICE_TYPE),
        values.required("uiHost", "localhost", Syntax.HOST));
  }

  private Optional<DataVolumeSettings> dataVolume() {
    var size = values.optional("dataVolumeSize", Syntax.STORAGE_SIZE);
    var storageClass = values.optional("dataVolumeStorageClass", Syntax.STORAGE_CLASS);
    var accessMode = values.required("dataVolumeAccessMode", "ReadWriteMany", Syntax.ACCESS_MODE);
    if (storageClass.isPresent()) {
      values.requireTogether("dataVolumeSize", "dataVolumeStorageClass");
    }
    return size.map(bytes -> new DataVolumeSettings(bytes, storageClass, accessMode));
  }

  private Optional<DriverSettings> driver() {
    var jar = applicationJar();
    var mainClass = values.optional("driverClass", Syntax.JAVA_CLASS);
    var arguments = values.list("driverArguments", List.of());
    var memory = values.required("driverMemory", "1g", Syntax.HEAP);
    var cpuRequest = values.required("driverCpuRequest", "500m", Syntax.CPU);
    values.requireTogether("driverJar", "driverClass");
    return jar.flatMap(
        file ->
            mainClass.map(name -> new DriverSettings(file, name, arguments, memory, cpuRequest)));
  }

  private Optional<ApplicationJar> applicationJar() {
    var jar = values.optional("driverJar", Syntax.APPLICATION_JAR);
    jar.filter(ApplicationJar::isBaked).ifPresent(this::checkIsInContext);
    return jar;
  }

  private void checkIsInContext(ApplicationJar jar) {
    if (!isBuilt(jar)) {
      var module = moduleOf(Path.of(jar.location()));
      var allowed = "a file that exists: build it first (mvn package in %s)".formatted(module);
      values.reject("driverJar", jar.location(), allowed);
    } else if (!DockerIgnore.in(projectRoot).letsIn(jar.location())) {
      var allowed = "a file that %s lets in: add the line !%s to it";
      values.reject(
          "driverJar", jar.location(), allowed.formatted(DockerIgnore.FILE, jar.location()));
    }
  }

  private boolean isBuilt(ApplicationJar jar) {
    return Files.isRegularFile(projectRoot.resolve(jar.location()));
  }

  /** The folder of the Maven module that {@code jar} is built in, relative to the project root. */
  private static Path moduleOf(Path jar) {
    var folder = Path.of(".").resolve(jar).getParent();
    var module = folder.endsWith("target") ? folder.getParent() : folder;
    return module.equals(Path.of(".")) ? module : Path.of(".").relativize(module);
  }
}
