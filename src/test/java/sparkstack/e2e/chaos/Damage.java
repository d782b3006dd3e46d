package sparkstack.e2e.chaos;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.stream.Stream;
import sparkstack.e2e.support.Await;
import sparkstack.e2e.support.SparkNamespace;

/** What a fault does to a cluster. */
@FunctionalInterface
interface Damage {
  /**
   * Begins the damage.
   *
   * @param moment of a part of the damage that needs one, from 0, which is early, to 1
   */
  DamageInProgress begin(Cluster cluster, double moment) throws Exception;

  /** Undoes what the cluster does not repair by itself, after the application has ended. */
  default void undo(Cluster cluster) throws Exception {}

  /** Damages a pod. */
  interface Blow {
    void to(SparkNamespace namespace, Pod pod) throws Exception;
  }

  /** Damages a cluster, and returns the promises that the stack broke meanwhile. */
  interface Work {
    List<String> on(Cluster cluster, double moment) throws Exception;
  }

  /** Damage to the first pod of a role, which begins with the request. */
  static Damage toPod(String role, Blow blow) {
    return (cluster, moment) -> {
      var namespace = cluster.namespace();
      var pod = namespace.runningPods(role).get(0);
      var began = Instant.now();
      blow.to(namespace, pod);
      return DamageInProgress.done(began);
    };
  }

  /** Deletes the master by force, and immediately before it the first pod of another role. */
  static Damage toMasterWith(String role) {
    return byForce(cluster -> List.of(cluster.namespace().runningPods(role).get(0)));
  }

  /** Deletes the master by force, and immediately before it all pods of the other roles. */
  static Damage toMasterWithAll(String... roles) {
    return byForce(
        cluster ->
            Stream.of(roles)
                .flatMap(role -> cluster.namespace().runningPods(role).stream())
                .toList());
  }

  private static Damage byForce(Function<Cluster, List<Pod>> others) {
    return (cluster, moment) -> {
      var namespace = cluster.namespace();
      var pods = new ArrayList<>(others.apply(cluster));
      pods.addAll(namespace.pods("master"));
      var began = Instant.now();
      pods.forEach(namespace::deletePodByForce);
      return DamageInProgress.done(began);
    };
  }

  /**
   * Damage by a command that takes longer. It begins when the command deletes the first pod of a
   * role.
   */
  static Damage byCommand(String role, Work command) {
    return (cluster, moment) -> {
      var before = cluster.namespace().incarnations(role);
      var work = new FutureTask<>(() -> command.on(cluster, moment));
      new Thread(work, "damage").start();
      try {
        Await.until(
            "a deleted pod of role " + role,
            Duration.ofMinutes(5),
            () -> cluster.namespace().incarnations(role),
            now -> work.isDone() || !now.containsAll(before));
      } catch (AssertionError e) {
        DamageInProgress.awaitEnd(work);
        throw e;
      }
      if (work.isDone()) {
        DamageInProgress.result(work);
      }
      return new DamageInProgress(work, Instant.now());
    };
  }
}
