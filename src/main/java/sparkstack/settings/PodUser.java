package sparkstack.settings;

import java.util.Optional;

/** Who sets the user and the groups that pods run as. */
public enum PodUser {
  /** The pods set the user and groups of the image. */
  IMAGE,

  /**
   * The pods set none, and the cluster assigns them. OpenShift's SCC {@code restricted-v2} refuses
   * pods with a user or group outside of their namespace's range.
   */
  ASSIGNED;

  /** The constant for a value in the config; empty if the value is unknown. */
  public static Optional<PodUser> parse(String text) {
    return switch (text) {
      case "image" -> Optional.of(IMAGE);
      case "assigned" -> Optional.of(ASSIGNED);
      default -> Optional.empty();
    };
  }
}
