package sparkstack.cluster;

import java.util.List;
import sparkstack.kubernetes.RoleConfiguration;
import sparkstack.kubernetes.UiTls;
import sparkstack.settings.MasterSettings;
import sparkstack.settings.UiSettings;

/** The start of a master whose web UI has TLS or a login. */
final class MasterUi {
  /** Makes the key store of the UI from a certificate and its key. */
  private static final String SERVING_TLS = "serving-tls";

  /** Checks that the image has the login. */
  private static final String HAS_FILTER = "has-ui-filter";

  private MasterUi() {}

  /** Adds the start script to the files of the master. */
  static RoleConfiguration addScript(
      RoleConfiguration configuration, UiSettings ui, String object) {
    return ui.certificate().isPresent()
        ? configuration.with(object, SERVING_TLS, Scripts.read(SERVING_TLS))
        : configuration;
  }

  /**
   * The command before the master's own.
   *
   * <p>The master reads a new certificate when it starts. With recovery, it restarts for that;
   * without, it would forget the running applications.
   */
  static List<String> command(UiSettings ui, MasterSettings master) {
    return ui.certificate().isEmpty()
        ? List.of()
        : List.of(
            "bash",
            RoleConfiguration.path(SERVING_TLS),
            UiTls.CERTIFICATE_PATH,
            UiTls.KEY_STORE_PATH,
            master.recovery().isPresent() ? "restart" : "keep");
  }

  /** The command before that of an image's trial, which checks that the image has the login. */
  static List<String> trialCommand(UiSettings ui) {
    return ui.users().isEmpty() ? List.of() : Scripts.trialCommand(HAS_FILTER);
  }
}
