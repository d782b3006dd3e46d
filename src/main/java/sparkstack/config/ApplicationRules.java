package sparkstack.config;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import sparkstack.settings.DynamicAllocation;

/**
 * The checks that Spark makes when a driver starts: {@code SparkConf.validateSettings}, {@code
 * ExecutorAllocationManager}, its memory manager, its serializer and its event log.
 *
 * @param properties of the application
 * @param paths that the driver may write to
 */
record ApplicationRules(ConfigValues values, Map<String, String> properties, WritablePaths paths) {
  private static final String AUTHENTICATE = "spark.authenticate";
  private static final String HEARTBEAT = "spark.executor.heartbeatInterval";
  private static final String NETWORK_TIMEOUT = "spark.network.timeout";
  private static final String EVENT_LOG = "spark.eventLog.enabled";
  private static final String EVENT_LOG_FOLDER = "spark.eventLog.dir";
  private static final String OFF_HEAP = "spark.memory.offHeap.enabled";
  private static final String OFF_HEAP_SIZE = "spark.memory.offHeap.size";
  private static final String ALLOCATION = "spark.dynamicAllocation.";
  private static final String INITIAL_EXECUTORS = ALLOCATION + "initialExecutors";
  private static final String INSTANCES = "spark.executor.instances";

  /** Kryo writes to a Java array, whose length is below this number. */
  private static final BigInteger KRYO_END = BigInteger.valueOf(1L << 31);

  void check(Optional<DynamicAllocation> dynamicAllocation) {
    checkMemory();
    checkNetwork();
    checkEventLog();
    dynamicAllocation.ifPresentOrElse(this::checkAllocation, this::warnOfNoAllocation);
  }

  private void checkMemory() {
    for (var share : new String[] {"spark.memory.fraction", "spark.memory.storageFraction"}) {
      value(share)
          .flatMap(PropertyValues::number)
          .filter(it -> it < 0 || it > 1)
          .ifPresent(it -> reject(share, "a number from 0 to 1"));
    }
    var offHeap = value(OFF_HEAP_SIZE).flatMap(it -> PropertyValues.bytes(it, "b"));
    if (isOn(OFF_HEAP) && offHeap.filter(it -> it.signum() > 0).isEmpty()) {
      reject(OFF_HEAP, "false unless %s is set to a size above 0".formatted(OFF_HEAP_SIZE));
    }
    checkKryo("spark.kryoserializer.buffer", "k");
    checkKryo("spark.kryoserializer.buffer.max", "m");
  }

  private void checkKryo(String property, String unit) {
    value(property)
        .flatMap(it -> PropertyValues.bytes(it, unit))
        .filter(it -> it.compareTo(KRYO_END) >= 0)
        .ifPresent(it -> reject(property, "less than 2048m"));
  }

  private void checkNetwork() {
    for (var encryption :
        new String[] {"spark.network.crypto.enabled", AUTHENTICATE + ".enableSaslEncryption"}) {
      if (isOn(encryption) && !isOn(AUTHENTICATE)) {
        reject(
            encryption,
            "false unless %s is true: Spark needs both to encrypt".formatted(AUTHENTICATE));
      }
    }
    var timeout = time(NETWORK_TIMEOUT, "s", Duration.ofSeconds(120));
    var heartbeat = time(HEARTBEAT, "ms", Duration.ofSeconds(10));
    if (timeout.isPresent()
        && heartbeat.isPresent()
        && timeout.get().compareTo(heartbeat.get()) <= 0) {
      var isTimeout = !properties.containsKey(HEARTBEAT);
      reject(
          isTimeout ? NETWORK_TIMEOUT : HEARTBEAT,
          isTimeout
              ? "more than %s, which is 10s by default".formatted(HEARTBEAT)
              : "less than %s, which is %s"
                  .formatted(NETWORK_TIMEOUT, value(NETWORK_TIMEOUT).orElse("120s by default")));
    }
  }

  /** Spark does not create the folder of the event log (SPARK-17160). */
  private void checkEventLog() {
    if (!isOn(EVENT_LOG)) {
      return;
    }
    if (!properties.containsKey(EVENT_LOG_FOLDER)) {
      reject(
          EVENT_LOG,
          "false unless %s is set: its default, /tmp/spark-events, does not exist in a pod"
              .formatted(EVENT_LOG_FOLDER));
      return;
    }
    LocalPath.of(properties, EVENT_LOG_FOLDER)
        .filter(paths::isMissingAtStart)
        .ifPresent(
            it ->
                reject(
                    EVENT_LOG_FOLDER,
                    "a folder that exists when the driver starts, such as the mount path of a volume: Spark does not create it"));
  }

  private void checkAllocation(DynamicAllocation allocation) {
    if (values.areRight(DriverKeys.MIN_EXECUTORS, DriverKeys.MAX_EXECUTORS)) {
      checkInitial(INITIAL_EXECUTORS, allocation);
      checkInitial(INSTANCES, allocation);
    }
    for (var timeout :
        new String[] {
          ALLOCATION + "schedulerBacklogTimeout", ALLOCATION + "sustainedSchedulerBacklogTimeout"
        }) {
      value(timeout)
          .flatMap(it -> PropertyValues.time(it, "s"))
          .filter(it -> it.toSeconds() <= 0)
          .ifPresent(it -> reject(timeout, "a time of at least 1s"));
    }
    var ratio = ALLOCATION + "executorAllocationRatio";
    value(ratio)
        .flatMap(PropertyValues::number)
        .filter(it -> it <= 0 || it > 1)
        .ifPresent(it -> reject(ratio, "a number above 0 and at most 1"));
  }

  private void checkInitial(String property, DynamicAllocation allocation) {
    var executors = value(property).flatMap(PropertyValues::wholeNumber).map(BigInteger::intValue);
    executors
        .filter(it -> it < allocation.minExecutors())
        .ifPresent(
            it ->
                reject(
                    property,
                    "at least %s (%d)"
                        .formatted(
                            values.name(DriverKeys.MIN_EXECUTORS), allocation.minExecutors())));
    executors
        .filter(it -> it > allocation.maxExecutors())
        .ifPresent(
            it ->
                reject(
                    property,
                    "at most %s (%d)"
                        .formatted(
                            values.name(DriverKeys.MAX_EXECUTORS), allocation.maxExecutors())));
  }

  private void warnOfNoAllocation() {
    for (var property : properties.keySet()) {
      if (property.startsWith(ALLOCATION) && values.areRight(path(property))) {
        values.warn(
            path(property),
            "has no effect without %s: true".formatted(values.name(DriverKeys.DYNAMIC_ALLOCATION)));
      }
    }
    if (properties.containsKey(INSTANCES) && values.areRight(path(INSTANCES))) {
      values.warn(
          path(INSTANCES),
          "has no effect in a standalone cluster, which gives an application all free cores. Use spark.cores.max");
    }
  }

  private Optional<Duration> time(String property, String unit, Duration otherwise) {
    return properties.containsKey(property)
        ? value(property).flatMap(it -> PropertyValues.time(it, unit))
        : Optional.of(otherwise);
  }

  private boolean isOn(String property) {
    return value(property).filter(PropertyValues::isTrue).isPresent();
  }

  private Optional<String> value(String property) {
    return Optional.ofNullable(properties.get(property));
  }

  private void reject(String property, String allowed) {
    if (values.areRight(path(property))) {
      values.reject(path(property), properties.get(property), allowed);
    }
  }

  private static String path(String property) {
    return DriverKeys.CONF.entry(property);
  }
}
