package sparkstack.config;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks a role's properties and environment variables against its pods: folders must be writable,
 * and no value may collide with the heap size and the log configuration that the program sets.
 *
 * @param properties the role's Spark properties
 */
record RoleRules(ConfigValues values, RoleKeys role, Map<String, String> properties) {
  /**
   * Properties that name a folder on a Hadoop file system, each with the property that enables its
   * use; an empty string if it is always used.
   */
  private static final Map<String, String> FOLDERS =
      Map.of(
          "spark.checkpoint.dir", "",
          "spark.driver.log.dfsDir", "spark.driver.log.persistToDfs.enabled",
          "spark.eventLog.dir", "spark.eventLog.enabled",
          "spark.sql.streaming.checkpointLocation", "",
          "spark.sql.warehouse.dir", "");

  /** Properties that name local folders, separated by commas. */
  private static final Set<String> LOCAL_FOLDERS =
      Set.of(
          "spark.deploy.recoveryDirectory",
          "spark.driver.log.localDir",
          "spark.hadoop.fs.s3a.buffer.dir",
          "spark.hadoop.hadoop.tmp.dir",
          "spark.jars.ivy",
          "spark.local.dir");

  /** Environment variables that name local folders, separated by commas. */
  private static final Set<String> FOLDERS_IN_VARIABLES =
      Set.of("SPARK_LOCAL_DIRS", "SPARK_WORKER_DIR", "TMPDIR");

  private static final Set<String> OPTIONS =
      Set.of(
          "spark.driver.defaultJavaOptions",
          "spark.driver.extraJavaOptions",
          "spark.executor.defaultJavaOptions",
          "spark.executor.extraJavaOptions");

  private static final Set<String> OPTIONS_IN_VARIABLES =
      Set.of(
          "JAVA_TOOL_OPTIONS",
          "JDK_JAVA_OPTIONS",
          "_JAVA_OPTIONS",
          "SPARK_EXECUTOR_OPTS",
          "SPARK_MASTER_OPTS",
          "SPARK_SUBMIT_OPTS",
          "SPARK_WORKER_OPTS");

  /** Variables that Spark's scripts read and that arguments of the program override. */
  private static final Map<String, Optional<Key<?>>> OVERRIDDEN =
      Map.of(
          "MASTER", Optional.empty(),
          "SPARK_DRIVER_MEMORY", Optional.of(DriverKeys.MEMORY),
          "SPARK_EXECUTOR_CORES", Optional.of(WorkerKeys.EXECUTOR_CORES),
          "SPARK_EXECUTOR_MEMORY", Optional.of(WorkerKeys.EXECUTOR_MEMORY),
          "SPARK_PROPERTIES_FILE", Optional.of(DriverKeys.CONF));

  void check() {
    var paths = WritablePaths.of(values, role);
    for (var property : properties.keySet()) {
      checkProperty(property, paths);
    }
    PodChecks.forEachObject(
        values.rawObject(role.pod()),
        role.pod().name(),
        "env",
        (path, variable) -> checkVariable(path, variable, paths));
    checkAuthentication();
  }

  private void checkProperty(String property, WritablePaths paths) {
    var value = properties.get(property);
    if (FOLDERS.containsKey(property)) {
      LocalPath.of(properties, property)
          .filter(it -> isUsed(FOLDERS.get(property)))
          .filter(it -> !paths.contain(it))
          .ifPresent(it -> reject(property, paths.allowed()));
    } else if (LOCAL_FOLDERS.contains(property)) {
      checkFolders(path(property), value, paths);
    } else if (OPTIONS.contains(property)) {
      checkOptions(property, value, paths);
    } else if (property.equals("spark.log.structuredLogging.enabled")
        && PropertyValues.isTrue(value)) {
      reject(property, "left out: the program sets the log format");
    } else if (property.startsWith("spark.history.") && values.areRight(path(property))) {
      values.warn(path(property), "has no effect: the stack runs no history server");
    } else if (property.equals("spark.driver.cores")) {
      reject(
          property,
          "left out: it has no effect on a driver in client mode. Use "
              + values.name(DriverKeys.CPU_LIMIT));
    }
  }

  private boolean isUsed(String enabledBy) {
    return enabledBy.isEmpty()
        || PropertyValues.isTrue(properties.getOrDefault(enabledBy, "false"));
  }

  private void checkFolders(String path, String value, WritablePaths paths) {
    for (var folder : value.split(",")) {
      var isWrong = LocalPath.absolute(folder.strip()).filter(it -> !paths.contain(it)).isPresent();
      if (isWrong && values.areRight(path)) {
        values.reject(path, "\"%s\" must be %s".formatted(folder.strip(), paths.allowed()));
      }
    }
  }

  private void checkOptions(String property, String value, WritablePaths paths) {
    var ofExecutor = property.startsWith("spark.executor.");
    JavaOptions.heapIn(value)
        .ifPresent(
            it ->
                rejectOption(
                    path(property),
                    it,
                    "use "
                        + values.name(
                            ofExecutor ? WorkerKeys.EXECUTOR_MEMORY : DriverKeys.MEMORY)));
    for (var inner : JavaOptions.propertiesIn(value)) {
      var instead = ManagedProperties.insteadOf(inner, role, values);
      if (ofExecutor || instead.isPresent()) {
        rejectOption(
            path(property),
            "-D" + inner,
            instead.orElse("set it as a property in " + values.name(role.properties())));
      }
    }
    if (property.endsWith("defaultJavaOptions")) {
      JavaOptions.loggingIn(value)
          .ifPresent(
              it ->
                  rejectOption(
                      path(property),
                      it,
                      "put it into "
                          + property.replace("default", "extra")
                          + ", which takes precedence over the program's options"));
    }
    if (!ofExecutor) {
      checkFilesOf(path(property), value, paths);
    }
  }

  private void checkFilesOf(String path, String options, WritablePaths paths) {
    for (var file : JavaOptions.filesIn(options)) {
      if (!paths.contain(file) && values.areRight(path)) {
        values.reject(path, "writes %s, which must be %s".formatted(file, paths.allowed()));
      }
    }
  }

  private void checkVariable(String path, JsonObject variable, WritablePaths paths) {
    var name = PodChecks.text(variable, "name").orElse("");
    var value = PodChecks.text(variable, "value").orElse("");
    var valuePath = path + ".value";
    if (OVERRIDDEN.containsKey(name)) {
      var other = OVERRIDDEN.get(name);
      values.reject(
          path + ".name",
          name,
          "left out: the program overrides it"
              + other.map(it -> ". Use " + values.name(it)).orElse(""));
    } else if (FOLDERS_IN_VARIABLES.contains(name)) {
      checkFolders(valuePath, value, paths);
    } else if (OPTIONS_IN_VARIABLES.contains(name)) {
      JavaOptions.heapIn(value)
          .ifPresent(it -> rejectOption(valuePath, it, "use " + values.name(role.heap())));
      for (var property : JavaOptions.propertiesIn(value)) {
        ManagedProperties.insteadOf(property, role, values)
            .ifPresent(it -> rejectOption(valuePath, "-D" + property, it));
      }
      if (!name.startsWith("SPARK_")) {
        JavaOptions.loggingIn(value)
            .ifPresent(
                it ->
                    rejectOption(
                        valuePath,
                        it,
                        "use %s, because the program sets its own Log4j file"
                            .formatted(values.name(role.logLevels()))));
      }
      checkFilesOf(valuePath, value, paths);
    }
  }

  /** In a standalone cluster, Spark does not generate a secret. */
  private void checkAuthentication() {
    var isOn = PropertyValues.isTrue(properties.getOrDefault("spark.authenticate", ""));
    var hasSecret =
        properties.containsKey("spark.authenticate.secret")
            || !role.isDriver() && properties.containsKey("spark.authenticate.secret.file");
    if (isOn && !hasSecret) {
      reject("spark.authenticate", "set together with spark.authenticate.secret");
    }
  }

  private void reject(String property, String allowed) {
    if (values.areRight(path(property))) {
      values.reject(path(property), properties.get(property), allowed);
    }
  }

  private void rejectOption(String path, String option, String instead) {
    if (values.areRight(path)) {
      values.reject(path, "must not contain %s: %s".formatted(option, instead));
    }
  }

  private String path(String property) {
    return role.properties().entry(property);
  }
}
