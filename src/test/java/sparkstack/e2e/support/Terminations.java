package sparkstack.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashSet;
import java.util.Set;

/**
 * The pods of a role that terminate, over some time: from their deletion until their containers
 * end.
 */
public final class Terminations implements AutoCloseable, ResourceEventHandler<Pod> {
  private final Set<String> now = new HashSet<>();
  private final Set<String> all = new HashSet<>();
  private int most;
  private SharedIndexInformer<Pod> informer;

  void watch(Informable<Pod> pods) {
    informer = pods.inform(this);
  }

  /** The largest number at the same time. */
  public synchronized int most() {
    return most;
  }

  /** The number of pods that have begun to terminate. */
  public synchronized int count() {
    return all.size();
  }

  @Override
  public void onAdd(Pod pod) {
    onUpdate(pod, pod);
  }

  @Override
  public synchronized void onUpdate(Pod before, Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() == null) {
      return;
    }
    if (hasEnded(pod)) {
      now.remove(pod.getMetadata().getUid());
    } else {
      now.add(pod.getMetadata().getUid());
      all.add(pod.getMetadata().getUid());
      most = Math.max(most, now.size());
    }
  }

  private static boolean hasEnded(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .allMatch(it -> it.getState().getTerminated() != null);
  }

  @Override
  public synchronized void onDelete(Pod pod, boolean unknown) {
    now.remove(pod.getMetadata().getUid());
  }

  @Override
  public void close() {
    informer.close();
  }
}
