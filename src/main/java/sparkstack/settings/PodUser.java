package sparkstack.settings;

import java.util.Optional;

/** Who names the user and the groups that pods run as. */
public enum PodUser {
  /** The pods name those that the image is made for. */
  IMAGE,

  /**
   * The pods name none, and the cluster assigns them. OpenShift's SCC {@code restricted-v2} refuses
   * pods that name some outside of the range of their namespace.
   */
  ASSIGNED;

  /** The value of a word in the config; empty if there is none. */
  public static Optional<PodUser> parse(String text) {
    return switch (text) {
      case "image" -> Optional.of(IMAGE);
      case "assigned" -> Optional.of(ASSIGNED);
      default -> Optional.empty();
    };
  }
}
