package sparkstack.e2e.support;

import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Volumes of the cluster that really are as small as they say: each is a file system in a file of
 * this machine. The folders of the local environment's provisioner have no limit.
 *
 * <p>The extension deletes them at the end of the test class. Register it before the {@link
 * Scenario} whose stacks use them.
 */
public final class SmallVolumes implements AfterAllCallback {
  private static final KubernetesClient CLIENT = new KubernetesClientBuilder().build();

  private static final Duration DELETION = Duration.ofMinutes(1);

  /** Where each file system is mounted. */
  private final Map<String, Path> folders = new TreeMap<>();

  /**
   * Creates a PersistentVolume for one claim.
   *
   * @param storageClass of the claim; no StorageClass needs to exist
   * @param mebibytes size of the file system
   */
  public void create(String name, String storageClass, int mebibytes)
      throws IOException, InterruptedException {
    delete(name); // of a killed run
    var folder = mount(name, mebibytes);
    folders.put(name, folder);
    var volume =
        new PersistentVolumeBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withCapacity(Map.of("storage", new Quantity(mebibytes + "Mi")))
            .withAccessModes("ReadWriteOnce")
            .withStorageClassName(storageClass)
            .withNewHostPath()
            .withPath(folder.toString())
            .endHostPath()
            .endSpec();
    CLIENT.persistentVolumes().resource(volume.build()).create();
  }

  private static Path mount(String name, int mebibytes) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory(name);
    var image = Path.of(folder + ".img");
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength((long) mebibytes << 20);
    }
    Command.of("mkfs.ext4", "-q", "-m", "0", image.toString()).run();
    Command.of("mount", "-o", "loop", image.toString(), folder.toString()).run();
    // The loop device keeps the file until the file system is unmounted.
    Files.delete(image);
    // The kubelet sets no group for a folder of a node.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    return folder;
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    for (var folder : folders.values()) {
      // Lazily, because a process of the machine may still look at it.
      Command.of("umount", "--lazy", folder.toString()).run();
      Files.delete(folder);
    }
    folders.keySet().forEach(SmallVolumes::delete);
  }

  private static void delete(String volume) {
    CLIENT.persistentVolumes().withName(volume).delete();
    Await.until(
        "the end of volume " + volume,
        DELETION,
        () -> CLIENT.persistentVolumes().withName(volume).get() == null,
        gone -> gone);
  }
}
