package sparkstack.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Objects as the API server last reported them. Watches keep them up to date until this is closed.
 */
final class Watched implements AutoCloseable {
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private final Semaphore changes = new Semaphore(0);

  /** Objects of one kind. */
  static final class Objects<T extends HasMetadata> implements ResourceEventHandler<T> {
    private final Map<String, T> deleted = new ConcurrentHashMap<>();
    private final Semaphore changes;
    private final SharedIndexInformer<T> informer;

    private Objects(Informable<T> objects, Semaphore changes) {
      this.changes = changes;
      informer = objects.inform(this);
    }

    /** Objects that exist. */
    Collection<T> present() {
      return informer.getStore().list();
    }

    /** The last states of deleted objects. */
    Collection<T> deleted() {
      return deleted.values();
    }

    @Override
    public void onAdd(T object) {
      changes.release();
    }

    @Override
    public void onUpdate(T before, T object) {
      changes.release();
    }

    @Override
    public void onDelete(T object, boolean isStateOld) {
      deleted.put(object.getMetadata().getUid(), object);
      changes.release();
    }
  }

  /** Watches more objects, and returns once the existing ones are listed. */
  <T extends HasMetadata> Objects<T> watch(Informable<T> objects) {
    var watched = new Objects<>(objects, changes);
    informers.add(watched.informer);
    return watched;
  }

  /** Returns when an object has changed since the last call, or after the given time. */
  void awaitChange(Duration atMost) throws InterruptedException {
    if (changes.tryAcquire(Math.max(1, atMost.toMillis()), TimeUnit.MILLISECONDS)) {
      changes.drainPermits();
    }
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }
}
