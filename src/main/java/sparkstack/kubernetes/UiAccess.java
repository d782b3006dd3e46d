package sparkstack.kubernetes;

import com.pulumi.kubernetes.core.v1.inputs.SecretVolumeSourceArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeArgs;
import com.pulumi.kubernetes.core.v1.inputs.VolumeMountArgs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sparkstack.settings.UiSettings;

/**
 * Who may look at the web UI, and what a visitor may do there.
 *
 * <p>The image has a filter for the pages of every role (docker/ui-filter). The master's asks for a
 * login. Those of workers and drivers admit the master only, which forwards the pages.
 */
public final class UiAccess {
  /**
   * The defaults of master and drivers. The pages have buttons that end applications, jobs and
   * stages, and by default Spark shows them to everyone who can open a page.
   */
  public static final Map<String, String> DEFAULTS = Map.of("spark.ui.killEnabled", "false");

  private static final String FILTERS = "spark.ui.filters";
  private static final String FILTER = "sparkstack.ui.AccessFilter";
  private static final String USERS = "spark." + FILTER + ".param.users";

  /** The properties that are set if the web UI has users. */
  public static final List<String> PROPERTIES = List.of(FILTERS, USERS);

  private static final String VOLUME = "ui-users";
  private static final String MOUNT_PATH = "/etc/spark-ui-users";

  /** The key of the Secret, and the name of the file. */
  private static final String FILE = "users";

  /** Readable for the pod's group. */
  private static final int MODE = 0440;

  private UiAccess() {}

  /** Whether users cannot give a volume of the master this name. */
  public static boolean isReserved(String name) {
    return name.equals(VOLUME);
  }

  /** Whether a mount at a path would hide the users of the web UI, or be beside them. */
  public static boolean isReservedPath(String path) {
    return Volumes.overlap(MOUNT_PATH, path);
  }

  /** The properties of workers and drivers, which admit the master only. */
  public static Map<String, String> properties(UiSettings ui) {
    return ui.users().isPresent() ? Map.of(FILTERS, FILTER) : Map.of();
  }

  /** The properties of the master, which admits the users. */
  public static Map<String, String> masterProperties(UiSettings ui) {
    var properties = new TreeMap<>(properties(ui));
    if (ui.users().isPresent()) {
      properties.put(USERS, MOUNT_PATH + "/" + FILE);
    }
    return properties;
  }

  /** The users' Secret, in the master. A change of the Secret needs no new pod. */
  public static Optional<VolumeArgs> volume(UiSettings ui) {
    return ui.users()
        .map(
            it ->
                VolumeArgs.builder()
                    .name(VOLUME)
                    .secret(
                        SecretVolumeSourceArgs.builder().secretName(it).defaultMode(MODE).build())
                    .build());
  }

  public static Optional<VolumeMountArgs> mount(UiSettings ui) {
    return ui.users()
        .map(
            it ->
                VolumeMountArgs.builder()
                    .name(VOLUME)
                    .mountPath(MOUNT_PATH)
                    .readOnly(true)
                    .build());
  }
}
