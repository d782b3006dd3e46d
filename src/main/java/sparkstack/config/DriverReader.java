package sparkstack.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import sparkstack.settings.ApplicationJar;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.DriverSettings;
import sparkstack.settings.DynamicAllocation;
import sparkstack.settings.ImageSettings;
import sparkstack.settings.ImageSource;

/**
 * Reads what the driver is.
 *
 * @param projectRoot folder that a jar to be baked is looked for in
 */
record DriverReader(ConfigValues values, Path projectRoot) {
  private static final int WEEK_OF_MINUTES = 7 * 24 * 60;
  private static final int LEAST_EXECUTORS = 0;
  private static final int MOST_EXECUTORS = 1000;

  private static final String SECTION = "Driver";

  /** Of the one application that these keys are about. */
  private static final String NAME = "driver";

  /** The first is refused without a jar, the others are warned of without dynamic allocation. */
  private static final Set<String> TOLD_OF_OTHERWISE =
      Set.of("driverClass", "dynamicAllocationMinExecutors", "dynamicAllocationMaxExecutors");

  /**
   * @param image that a jar may be baked into
   */
  Optional<DriverSettings> read(ClusterSettings cluster, ImageSource image) {
    values.section(SECTION);
    var jar = values.optional("driverJar", Syntax.APPLICATION_JAR);
    if (image instanceof ImageSettings) {
      jar.filter(ApplicationJar::isBaked).ifPresent(this::checkIsInContext);
    }
    var mainClass = values.optional("driverClass", Syntax.JAVA_CLASS);
    values.requireTogether("driverJar", "driverClass");
    var arguments = values.list("driverArguments", List.of(), Syntax.ARGUMENT);
    checkArguments(arguments);
    var memory = values.required("driverMemory", "1g", Syntax.HEAP.like("2g"));
    var overhead = values.optional("driverMemoryOverhead", Syntax.MEMORY.like("1g"));
    var timeout =
        values.required(
            "driverTimeoutMinutes",
            "30",
            Syntax.wholeNumber(1, WEEK_OF_MINUTES).in("minutes").like("120"));
    var dynamicAllocation = dynamicAllocation();
    var reader = new RoleReader(values, "driver", cluster.sparkVersion());
    var role =
        reader.read(
            reader.cpuRequest("500m"),
            RoleReader.limitFor(1),
            "4Gi",
            new PropertiesReader.Key("sparkConf", "spark.sql.shuffle.partitions", "48"));
    new ApplicationRules(values, role.properties(), WritablePaths.of(values, "driver"))
        .check(dynamicAllocation);
    if (jar.isPresent()) {
      new CoreChecks(values, cluster).check(role.properties());
    }
    if (jar.isPresent() && cluster.workers().replicas() == 0 && values.areRight("workerReplicas")) {
      values.reject(
          "workerReplicas",
          "0",
          "1 or more where there is a driver, which would wait for them for ever");
    }
    if (!values.isSet("driverJar")) {
      warnOfNoDriver();
    }
    return jar.flatMap(
        file ->
            mainClass.map(
                name ->
                    new DriverSettings(
                        NAME,
                        file,
                        name,
                        arguments,
                        memory,
                        overhead,
                        Duration.ofMinutes(timeout),
                        dynamicAllocation,
                        role)));
  }

  /** No error: the driver is left out, for a while, by its jar alone. */
  private void warnOfNoDriver() {
    var names =
        values.declared().stream()
            .filter(it -> it.section().equals(SECTION))
            .map(Declared::key)
            .filter(key -> !TOLD_OF_OTHERWISE.contains(key))
            .filter(values::isChanged)
            .map(values::name)
            .collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      values.warn("driverJar", "is not set, so that there is no driver for " + names);
    }
  }

  /**
   * The image that the driver runs, with its jar in it if that is to be baked in.
   *
   * @param imageValues where {@code image} was read
   */
  ImageSource imageFor(DriverSettings driver, ImageSource image, ConfigValues imageValues) {
    var jar = driver.jar();
    if (!jar.isBaked()) {
      return image;
    }
    if (!(image instanceof ImageSettings built)) {
      var allowed = "local:///PATH of a jar in the image: with %s nothing is built";
      values.reject(
          "driverJar", jar.location(), allowed.formatted(imageValues.name("imageReference")));
      return image;
    }
    var other = built.applicationJar().filter(it -> !it.equals(jar));
    other.ifPresent(
        it ->
            values.reject(
                "driverJar",
                jar.location(),
                "%s, another driver's, or local:///PATH of a jar in the image: one jar is baked in"
                    .formatted(it.location())));
    return built.with(jar);
  }

  /** Arguments are in the Job, as they are. */
  private void checkArguments(List<String> arguments) {
    // If the list is encrypted or wrong, its errors are noted already.
    if (!values.areRight("driverArguments") || values.hasWrongPart("driverArguments")) {
      return;
    }
    var checks = new SecretChecks(values);
    for (var i = 0; i < arguments.size(); i++) {
      checks.checkArgument(
          "driverArguments[%d]".formatted(i),
          i == 0 ? "" : arguments.get(i - 1),
          arguments.get(i),
          "driverPod");
    }
  }

  private Optional<DynamicAllocation> dynamicAllocation() {
    var enabled = values.required("dynamicAllocation", "false", Syntax.BOOLEAN);
    var least =
        values.required(
            "dynamicAllocationMinExecutors",
            String.valueOf(LEAST_EXECUTORS),
            Syntax.wholeNumber(0, 10_000).in("executors").like("2"));
    var most =
        values.required(
            "dynamicAllocationMaxExecutors",
            String.valueOf(MOST_EXECUTORS),
            Syntax.wholeNumber(1, 10_000).in("executors").like("40"));
    var isOff = !enabled && values.areRight("dynamicAllocation");
    if (isOff && least != LEAST_EXECUTORS) {
      values.warnWithout("dynamicAllocation", "true", "dynamicAllocationMinExecutors");
    }
    if (isOff && most != MOST_EXECUTORS) {
      values.warnWithout("dynamicAllocation", "true", "dynamicAllocationMaxExecutors");
    }
    if (enabled
        && least > most
        && values.areRight("dynamicAllocationMinExecutors", "dynamicAllocationMaxExecutors")) {
      values.reject(
          "dynamicAllocationMinExecutors",
          String.valueOf(least),
          "at most %s, %d".formatted(values.name("dynamicAllocationMaxExecutors"), most));
    }
    return enabled ? Optional.of(new DynamicAllocation(least, most)) : Optional.empty();
  }

  private void checkIsInContext(ApplicationJar jar) {
    Path path;
    try {
      path = Path.of(jar.location());
    } catch (InvalidPathException e) {
      // Under LC_ALL=C, Java has no paths with other characters than ASCII.
      values.reject("driverJar", jar.location(), "a path of characters that the locale here has");
      return;
    }
    if (!Files.isRegularFile(projectRoot.resolve(path))) {
      var module = moduleOf(path);
      var allowed = "a file that exists: build it first (mvn package in %s)".formatted(module);
      values.reject("driverJar", jar.location(), allowed);
    } else if (!DockerIgnore.in(projectRoot).letsIn(jar.location())) {
      var allowed = "a file that %s lets in: add the line !%s to it";
      values.reject(
          "driverJar", jar.location(), allowed.formatted(DockerIgnore.FILE, jar.location()));
    }
  }

  /** The folder of the Maven module that {@code jar} is built in, relative to the project root. */
  private static Path moduleOf(Path jar) {
    var folder = Path.of(".").resolve(jar).getParent();
    var module = folder.endsWith("target") ? folder.getParent() : folder;
    return module.equals(Path.of(".")) ? module : Path.of(".").relativize(module);
  }
}
