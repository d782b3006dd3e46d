package sparkstack.e2e.chaos;

import static sparkstack.e2e.chaos.Workload.JOB;
import static sparkstack.e2e.chaos.Workload.NOTHING;
import static sparkstack.e2e.chaos.Workload.SHUFFLE;
import static sparkstack.e2e.chaos.Workload.TASKS;

import sparkstack.e2e.support.SparkNamespace;

/**
 * A kind of damage. {@link ChaosIT} runs all kinds; a new one needs only a constant here.
 *
 * <p>The number is the parts of the application beside it: the seconds that it takes on one core.
 * It is chosen so that the application still runs when a new master starts.
 */
enum Fault {
  MASTER_DELETED(
      "master deleted",
      Target.MASTER,
      TASKS,
      80,
      Damage.toPod("master", SparkNamespace::deletePod)),
  MASTER_DELETED_BY_FORCE(
      "master deleted by force",
      Target.MASTER,
      TASKS,
      80,
      Damage.toPod("master", SparkNamespace::deletePodByForce)),
  MASTER_JVM_KILLED(
      "master JVM killed",
      Target.MASTER,
      TASKS,
      80,
      Damage.toPod("master", SparkNamespace::killJvm)),
  MASTER_EVICTED(
      "master evicted", Target.MASTER, TASKS, 80, Damage.toPod("master", SparkNamespace::evict)),
  MASTER_UPDATED(
      "master's config edited",
      Target.MASTER,
      TASKS,
      160,
      Damage.byCommand("master", Commands::editMaster)),
  MASTER_WITH_WORKER(
      "master with a worker", Target.MASTER_WITH_OTHERS, TASKS, 96, Damage.toMasterWith("worker")),
  MASTER_WITH_DRIVER(
      "master with the driver", Target.MASTER_WITH_OTHERS, JOB, 0, Damage.toMasterWith("driver")),
  MASTER_WITH_ALL(
      "master with all others", Target.ALL, JOB, 0, Damage.toMasterWithAll("worker", "driver")),
  EXECUTOR_KILLED(
      "executor killed",
      Target.EXECUTORS,
      SHUFFLE,
      48,
      Damage.toPod("worker", SparkNamespace::killExecutors)),
  WORKER_DELETED_BY_FORCE(
      "worker deleted by force",
      Target.WORKERS,
      SHUFFLE,
      48,
      Damage.toPod("worker", SparkNamespace::deletePodByForce)),
  WORKER_SCRATCH_FULL(
      "worker's scratch full",
      Target.WORKERS,
      SHUFFLE,
      400,
      Damage.toPod("worker", Commands::fillScratch)),
  WORKERS_SCALED_IN("workers scaled in", Target.EXECUTORS, SHUFFLE, 64, new ScaleIn()),
  IDLE_WORKER_DELETED(
      "idle worker deleted",
      Target.WORKERS,
      NOTHING,
      0,
      Damage.byCommand("worker", Commands::deleteIdleWorker)),
  WORKERS_ROLLED(
      "workers rolled",
      Target.WORKERS,
      SHUFFLE,
      120,
      Damage.byCommand("worker", Commands::rollWorkers)),
  PULUMI_KILLED(
      "Pulumi killed",
      Target.WORKERS,
      SHUFFLE,
      160,
      Damage.byCommand("worker", Commands::killEngine)),
  NODE_DRAINED(
      "node drained", Target.ALL, SHUFFLE, 48, Damage.byCommand("master", Commands::drainNode));

  private final String title;
  private final Target target;
  private final Workload workload;
  private final int parts;
  private final Damage damage;

  Fault(String title, Target target, Workload workload, int parts, Damage damage) {
    this.title = title;
    this.target = target;
    this.workload = workload;
    this.parts = parts;
    this.damage = damage;
  }

  /** The name for a reader. */
  String title() {
    return title;
  }

  Target target() {
    return target;
  }

  Damage damage() {
    return damage;
  }

  RunningApplication startApplication(Cluster cluster) throws Exception {
    return workload.start(cluster, parts);
  }
}
