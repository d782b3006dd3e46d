package sparkstack.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** Of the one application that these keys are about. */
  private static final String NAME = "driver";

  /** The first is refused without a jar, the others are warned of without dynamic allocation. */
  private static final Set<Key<?>> TOLD_OF_OTHERWISE =
      Set.of(DriverKeys.CLASS, DriverKeys.MIN_EXECUTORS, DriverKeys.MAX_EXECUTORS);

  /**
   * @param image that a jar may be baked into
   */
  Optional<DriverSettings> read(ClusterSettings cluster, ImageSource image) {
    var jar = values.get(DriverKeys.JAR);
    if (image instanceof ImageSettings) {
      jar.filter(ApplicationJar::isBaked).ifPresent(this::checkIsInContext);
    }
    var mainClass = values.get(DriverKeys.CLASS);
    values.requireTogether(DriverKeys.JAR, DriverKeys.CLASS);
    var arguments = values.get(DriverKeys.ARGUMENTS);
    checkArguments(arguments);
    var memory = values.get(DriverKeys.MEMORY);
    var overhead = values.get(DriverKeys.MEMORY_OVERHEAD);
    var timeout = values.get(DriverKeys.TIMEOUT_MINUTES);
    var dynamicAllocation = dynamicAllocation();
    var role =
        new RoleReader(values, DriverKeys.ROLE, cluster.sparkVersion())
            .read(values.get(DriverKeys.CPU_REQUEST), RoleReader.limitFor(1));
    new ApplicationRules(values, role.properties(), WritablePaths.of(values, DriverKeys.ROLE))
        .check(dynamicAllocation);
    if (jar.isPresent()) {
      new CoreChecks(values, cluster).check(role.properties());
    }
    if (jar.isPresent()
        && cluster.workers().replicas() == 0
        && values.areRight(WorkerKeys.REPLICAS)) {
      values.reject(
          WorkerKeys.REPLICAS,
          "0",
          "1 or more where there is a driver, which would wait for them for ever");
    }
    if (!values.isSet(DriverKeys.JAR)) {
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
    for (var key : DriverKeys.SECTION.keys()) {
      if (!TOLD_OF_OTHERWISE.contains(key) && values.isChanged(key)) {
        values.warn(key, "has no effect: %s is not set".formatted(values.name(DriverKeys.JAR)));
      }
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
          DriverKeys.JAR, jar.location(), allowed.formatted(imageValues.name(ImageKeys.REFERENCE)));
      return image;
    }
    var other = built.applicationJar().filter(it -> !it.equals(jar));
    other.ifPresent(
        it ->
            values.reject(
                DriverKeys.JAR,
                jar.location(),
                "%s, another driver's, or local:///PATH of a jar in the image: one jar is baked in"
                    .formatted(it.location())));
    return built.with(jar);
  }

  /** Arguments are in the Job, as they are. */
  private void checkArguments(List<String> arguments) {
    // If the list is encrypted or wrong, its errors are noted already.
    if (!values.areRight(DriverKeys.ARGUMENTS) || values.hasWrongElement(DriverKeys.ARGUMENTS)) {
      return;
    }
    var checks = new SecretChecks(values);
    for (var i = 0; i < arguments.size(); i++) {
      checks.checkArgument(
          "driverArguments[%d]".formatted(i),
          i == 0 ? "" : arguments.get(i - 1),
          arguments.get(i),
          DriverKeys.POD);
    }
  }

  private Optional<DynamicAllocation> dynamicAllocation() {
    var enabled = values.get(DriverKeys.DYNAMIC_ALLOCATION);
    var least = values.get(DriverKeys.MIN_EXECUTORS);
    var most = values.get(DriverKeys.MAX_EXECUTORS);
    var isOff = !enabled && values.areRight(DriverKeys.DYNAMIC_ALLOCATION);
    if (isOff && values.isChanged(DriverKeys.MIN_EXECUTORS)) {
      values.warnWithout(DriverKeys.DYNAMIC_ALLOCATION, "true", DriverKeys.MIN_EXECUTORS);
    }
    if (isOff && values.isChanged(DriverKeys.MAX_EXECUTORS)) {
      values.warnWithout(DriverKeys.DYNAMIC_ALLOCATION, "true", DriverKeys.MAX_EXECUTORS);
    }
    if (enabled
        && least > most
        && values.areRight(DriverKeys.MIN_EXECUTORS, DriverKeys.MAX_EXECUTORS)) {
      values.reject(
          DriverKeys.MIN_EXECUTORS,
          String.valueOf(least),
          "at most %s, %d".formatted(values.name(DriverKeys.MAX_EXECUTORS), most));
    }
    return enabled ? Optional.of(new DynamicAllocation(least, most)) : Optional.empty();
  }

  private void checkIsInContext(ApplicationJar jar) {
    Path path;
    try {
      path = Path.of(jar.location());
    } catch (InvalidPathException e) {
      // Under LC_ALL=C, Java has no paths with other characters than ASCII.
      values.reject(
          DriverKeys.JAR, jar.location(), "a path of characters that the locale here has");
      return;
    }
    if (!Files.isRegularFile(projectRoot.resolve(path))) {
      var module = moduleOf(path);
      var allowed = "a file that exists: build it first (mvn package in %s)".formatted(module);
      values.reject(DriverKeys.JAR, jar.location(), allowed);
    } else if (!DockerIgnore.in(projectRoot).letsIn(jar.location())) {
      var allowed = "a file that %s lets in: add the line !%s to it";
      values.reject(
          DriverKeys.JAR, jar.location(), allowed.formatted(DockerIgnore.FILE, jar.location()));
    }
  }

  /** The folder of the Maven module that {@code jar} is built in, relative to the project root. */
  private static Path moduleOf(Path jar) {
    var folder = Path.of(".").resolve(jar).getParent();
    var module = folder.endsWith("target") ? folder.getParent() : folder;
    return module.equals(Path.of(".")) ? module : Path.of(".").relativize(module);
  }
}
