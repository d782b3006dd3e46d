package sparkstack.bench.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The role of a process of a Spark cluster. */
enum Role {
  MASTER("org.apache.spark.deploy.master.Master"),
  WORKER("org.apache.spark.deploy.worker.Worker"),
  EXECUTOR("org.apache.spark.executor.CoarseGrainedExecutorBackend"),
  DRIVER("org.apache.spark.deploy.SparkSubmit");

  /** Runs before the others, and has their class among its arguments. */
  private static final String LAUNCHER = "org.apache.spark.launcher.Main";

  private final String mainClass;

  Role(String mainClass) {
    this.mainClass = mainClass;
  }

  String mainClass() {
    return mainClass;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of the process with the given command line; empty if it is not one of Spark's. */
  static Optional<Role> of(List<String> commandLine) {
    if (commandLine.contains(LAUNCHER)) {
      return Optional.empty();
    }
    return Arrays.stream(values()).filter(role -> commandLine.contains(role.mainClass)).findFirst();
  }
}
