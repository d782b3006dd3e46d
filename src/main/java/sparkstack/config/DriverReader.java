package sparkstack.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sparkstack.kubernetes.DataVolume;
import sparkstack.settings.ApplicationJar;
import sparkstack.settings.ClusterSettings;
import sparkstack.settings.DriverSettings;
import sparkstack.settings.DynamicAllocation;
import sparkstack.settings.ImageSettings;
import sparkstack.settings.ImageSource;

/**
 * Reads the settings of the driver.
 *
 * @param projectRoot folder that the path of a jar is relative to
 */
record DriverReader(ConfigValues values, Path projectRoot) {

  /** Name of the only application that these keys describe. */
  private static final String NAME = "driver";

  /**
   * Keys with another message: {@code driverClass} is an error without a jar, and the other two
   * have a warning without dynamic allocation.
   */
  private static final Set<Key<?>> WITH_OTHER_MESSAGE =
      Set.of(DriverKeys.CLASS, DriverKeys.MIN_EXECUTORS, DriverKeys.MAX_EXECUTORS);

  /**
   * @param image to which the driver's jar may be added
   */
  Optional<DriverSettings> read(ClusterSettings cluster, ImageSource image) {
    var jar = values.get(DriverKeys.JAR);
    if (image instanceof ImageSettings) {
      jar.filter(ApplicationJar::isBaked).ifPresent(this::checkIsInContext);
    }
    var mainClass = values.get(DriverKeys.CLASS);
    values.requireTogether(DriverKeys.JAR, DriverKeys.CLASS);
    var arguments = values.get(DriverKeys.ARGUMENTS);
    var memory = values.get(DriverKeys.MEMORY);
    var overhead = values.get(DriverKeys.MEMORY_OVERHEAD);
    var timeout = values.get(DriverKeys.TIMEOUT_MINUTES);
    var dynamicAllocation = dynamicAllocation();
    var role =
        new RoleReader(values, DriverKeys.ROLE, cluster.sparkVersion())
            .read(values.get(DriverKeys.CPU_REQUEST), RoleReader.limitFor(1));
    new ApplicationRules(values, role.properties(), WritablePaths.of(values, DriverKeys.ROLE))
        .check(dynamicAllocation);
    checkArguments(arguments, role.properties());
    if (jar.isPresent()) {
      new CoreChecks(values, cluster).check(role.properties());
      checkHasWorkers(cluster);
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

  private void checkHasWorkers(ClusterSettings cluster) {
    if (cluster.workers().replicas() == 0 && values.areRight(WorkerKeys.REPLICAS)) {
      values.reject(
          WorkerKeys.REPLICAS, "0", "1 or more: without workers, the driver would wait forever");
    }
  }

  /** Only warns: to remove the driver for a while, the user unsets only the jar. */
  private void warnOfNoDriver() {
    for (var key : DriverKeys.SECTION.keys()) {
      if (!WITH_OTHER_MESSAGE.contains(key) && values.isChanged(key)) {
        values.warn(key, "has no effect: %s is not set".formatted(values.name(DriverKeys.JAR)));
      }
    }
  }

  /**
   * The image that the driver runs, with the driver's jar if its path is in the project.
   *
   * @param imageValues values that {@code image} was read from
   */
  ImageSource imageFor(DriverSettings driver, ImageSource image, ConfigValues imageValues) {
    var jar = driver.jar();
    if (!jar.isBaked()) {
      return image;
    }
    if (!(image instanceof ImageSettings built)) {
      var allowed = "local:///PATH of a jar in the image: with %s, the stack builds no image";
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
                "%s, the jar of another driver, or local:///PATH of a jar in the image: the stack builds one jar into the image"
                    .formatted(it.location())));
    return built.with(jar);
  }

  /** The Job contains the arguments in plain text. */
  private void checkArguments(List<String> arguments, Map<String, String> properties) {
    // A list that is encrypted or wrong has an error already.
    if (!values.areRight(DriverKeys.ARGUMENTS) || values.hasWrongElement(DriverKeys.ARGUMENTS)) {
      return;
    }
    var checks = new SecretChecks(values);
    for (var i = 0; i < arguments.size(); i++) {
      checks.checkArgument(
          DriverKeys.ARGUMENTS.element(i),
          i == 0 ? "" : arguments.get(i - 1),
          arguments.get(i),
          DriverKeys.POD);
      if (!values.isSet(ClusterKeys.DATA_VOLUME_SIZE) && values.isSet(DriverKeys.JAR)) {
        warnOfNoVolume(
            DriverKeys.ARGUMENTS.element(i), LocalPath.inArgument(properties, arguments.get(i)));
      }
    }
  }

  /** Without the data volume, the application would fail when it writes its result. */
  private void warnOfNoVolume(String argument, Optional<String> path) {
    path.filter(DataVolume::contains)
        .filter(it -> !WritablePaths.isMounted(values, DriverKeys.ROLE, it))
        .ifPresent(
            it ->
                values.warn(
                    argument,
                    "%s is on no volume: %s, which mounts a volume at %s, is not set"
                        .formatted(
                            it, values.name(ClusterKeys.DATA_VOLUME_SIZE), DataVolume.MOUNT_PATH)));
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
          "at most %s (%d)".formatted(values.name(DriverKeys.MAX_EXECUTORS), most));
    }
    return enabled ? Optional.of(new DynamicAllocation(least, most)) : Optional.empty();
  }

  private void checkIsInContext(ApplicationJar jar) {
    Path path;
    try {
      path = Path.of(jar.location());
    } catch (InvalidPathException e) {
      // Under LC_ALL=C, Java accepts only ASCII characters in paths.
      values.reject(
          DriverKeys.JAR,
          jar.location(),
          "a path that this machine's locale can encode: set LC_ALL to a UTF-8 locale, such as C.UTF-8");
      return;
    }
    var file = projectRoot.resolve(path);
    if (!Files.isRegularFile(file)) {
      values.reject(
          DriverKeys.JAR, jar.location(), "a file that exists: build it first" + command(path));
    } else if (!DockerIgnore.in(projectRoot).letsIn(jar.location())) {
      var allowed = "a file that %s lets in: add the line !%s to it";
      values.reject(
          DriverKeys.JAR, jar.location(), allowed.formatted(DockerIgnore.FILE, jar.location()));
    } else if (values.areRight(DriverKeys.JAR, DriverKeys.CLASS)) {
      values
          .get(DriverKeys.CLASS)
          .ifPresent(it -> new MainClassCheck(values).check(jar.location(), file, it));
    }
  }

  /** The command that builds a jar in the folder {@code target} of a Maven module. */
  private static String command(Path jar) {
    var folder = jar.getParent();
    if (folder == null || !folder.endsWith("target")) {
      return "";
    }
    var module = folder.getParent();
    return module == null ? " (mvn package)" : " (mvn package in %s)".formatted(module);
  }
}
