package sparkstack.config;

import static sparkstack.config.Form.list;
import static sparkstack.config.Form.optional;
import static sparkstack.config.Form.required;
import static sparkstack.config.Key.key;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sparkstack.settings.ApplicationJar;
import sparkstack.settings.CpuQuantity;
import sparkstack.settings.MemorySize;

/** The keys of the application and its driver. */
final class DriverKeys {
  private static final int WEEK_OF_MINUTES = 7 * 24 * 60;
  private static final int MOST_EXECUTORS = 10_000;

  static final Key<Optional<ApplicationJar>> JAR =
      key(
          "driverJar",
          optional(SparkSyntax.APPLICATION_JAR),
          "Jar of the application. A path in this repository, such as"
              + " examples/weather/target/weather.jar, is built into the image;"
              + " docker/Dockerfile.dockerignore must let it in. local:///PATH is a jar that the image"
              + " already contains. If it is not set, there is no driver.");

  static final Key<Optional<String>> CLASS =
      key(
          "driverClass",
          optional(SparkSyntax.JAVA_CLASS),
          "Main class of the application. Set it together with driverJar.");

  static final Key<List<String>> ARGUMENTS =
      key("driverArguments", list(SparkSyntax.ARGUMENT), "Arguments of the application.")
          .thatMayHoldSecrets();

  static final Key<MemorySize> MEMORY =
      key(
          "driverMemory",
          required(QuantitySyntax.HEAP.like("2g"), "1g"),
          "Heap of the driver, in Spark's syntax (1g, 1536m).");

  static final Key<Optional<MemorySize>> MEMORY_OVERHEAD =
      key(
          "driverMemoryOverhead",
          optional(QuantitySyntax.MEMORY.like("1g")),
          "Memory that the driver's container has in addition to the heap. If it is not set, it is"
              + " 10 % of the heap, at least 384 MiB.");

  static final Key<Integer> TIMEOUT_MINUTES =
      key(
          "driverTimeoutMinutes",
          required(Syntax.wholeNumber(1, WEEK_OF_MINUTES).in("minutes").like("120"), "30"),
          "How long pulumi up waits for the driver to complete, including the start of its pod. After"
              + " that, the update fails. The driver continues to run and keeps its executors until it"
              + " ends or you delete its Job. The next pulumi up deletes a Job that has not completed"
              + " and runs it again.");

  static final Key<Boolean> DYNAMIC_ALLOCATION =
      key(
          "dynamicAllocation",
          required(Syntax.BOOLEAN, "false"),
          "Whether the application gives back idle executors. Executors with shuffle files that may"
              + " still be needed stay (shuffle tracking).");

  static final Key<Integer> MIN_EXECUTORS =
      key(
          "dynamicAllocationMinExecutors",
          required(Syntax.wholeNumber(0, MOST_EXECUTORS).in("executors").like("2"), "0"),
          "Lowest number of executors that the application keeps.");

  static final Key<Integer> MAX_EXECUTORS =
      key(
          "dynamicAllocationMaxExecutors",
          required(Syntax.wholeNumber(1, MOST_EXECUTORS).in("executors").like("40"), "1000"),
          "Highest number of executors that the application asks for.");

  static final Key<CpuQuantity> CPU_REQUEST =
      key("driverCpuRequest", required(QuantitySyntax.CPU, "500m"), "CPU request of the driver.");

  static final Key<Optional<CpuQuantity>> CPU_LIMIT =
      Role.DRIVER.cpuLimit(
          "CPU limit of the driver, which its JVM takes as the number of processors. If it is not"
              + " set, it is 2, or the request if that is more.");

  static final Key<String> STORAGE =
      Role.DRIVER.storage(
          "4Gi",
          "Limit of the disk space that the driver uses, for broadcasts, spilled blocks and its log.");

  static final Key<Map<String, String>> CONF =
      Role.properties(
          "sparkConf",
          "spark.sql.shuffle.partitions",
          "48",
          "Spark properties of the application.");

  static final Key<Map<String, String>> LOG_LEVELS =
      Role.DRIVER.logLevels("Levels of the driver's loggers. root is the level of all others.");

  static final Key<JsonObject> POD = Role.DRIVER.pod();

  static final RoleKeys ROLE =
      new RoleKeys(
          Role.DRIVER,
          MEMORY,
          MEMORY_OVERHEAD,
          CPU_REQUEST,
          Optional.empty(),
          CPU_LIMIT,
          STORAGE,
          Optional.empty(),
          CONF,
          LOG_LEVELS,
          POD);

  static final Section SECTION =
      Section.of(
          "Driver",
          JAR,
          CLASS,
          ARGUMENTS,
          MEMORY,
          MEMORY_OVERHEAD,
          TIMEOUT_MINUTES,
          DYNAMIC_ALLOCATION,
          MIN_EXECUTORS,
          MAX_EXECUTORS,
          CPU_REQUEST,
          CPU_LIMIT,
          STORAGE,
          CONF,
          LOG_LEVELS,
          POD);

  private DriverKeys() {}
}
