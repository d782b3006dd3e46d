package sparkstack.dockerplugin;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An image's name in its parts: {@code localhost:5000/team/spark:4.3.0}. */
record ImageReference(Optional<String> host, String path, Optional<String> tag) {
  private static final String DOCKER_HUB = "docker.io";

  /** The key under which Docker has always kept Docker Hub's login. */
  private static final String DOCKER_HUB_AUTH = "https://index.docker.io/v1/";

  private static final String COMPONENT = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final Pattern NAME =
      Pattern.compile(
          "(?:(?<host>localhost(?::\\d+)?|\\[[0-9a-fA-F:]+](?::\\d+)?|[\\w-]+(?:\\.[\\w-]+)+(?::\\d+)?|[\\w-]+:\\d+)/)?"
              + ("(?<path>" + COMPONENT + "(?:/" + COMPONENT + ")*)")
              + "(?::(?<tag>\\w[\\w.-]{0,127}))?"
              + "(?:@sha256:[0-9a-f]{64})?");

  static ImageReference parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new UserError(
          "image name \"%s\" is not valid: it is REGISTRY/REPOSITORY:TAG in lower case, like localhost:5000/team/spark:1.0"
              .formatted(name));
    }
    return new ImageReference(
        Optional.ofNullable(matcher.group("host")),
        matcher.group("path"),
        Optional.ofNullable(matcher.group("tag")));
  }

  /**
   * Without its registry, Docker would send an image to Docker Hub; that has to be said, not
   * assumed.
   */
  void requireHost(String property) {
    if (host.isEmpty()) {
      throw new UserError(
          "%s \"%s\" must be fully qualified to be pushed or pulled: start it with its registry, as in docker.io/%s or localhost:5000/%s"
              .formatted(property, name(), name(), name()));
    }
  }

  private String name() {
    return host.map(h -> h + "/").orElse("") + path + tag.map(t -> ":" + t).orElse("");
  }

  /** The name under which Docker keeps the login for this image's registry. */
  String authServer() {
    return authServer(host.orElse(DOCKER_HUB));
  }

  /** The same for a server as users write it: with or without scheme and path. */
  static String authServer(String server) {
    String host = server.replaceFirst("^https?://", "").replaceFirst("/.*", "");
    return switch (host) {
      case DOCKER_HUB, "index.docker.io", "registry-1.docker.io" -> DOCKER_HUB_AUTH;
      default -> host;
    };
  }

  boolean sameRepository(ImageReference other) {
    return canonicalRepository().equals(other.canonicalRepository());
  }

  /** Docker shows Docker Hub's images without {@code docker.io} and {@code library}. */
  private String canonicalRepository() {
    String registry = host.filter(h -> !h.equals("index.docker.io")).orElse(DOCKER_HUB);
    boolean official = registry.equals(DOCKER_HUB) && !path.contains("/");
    return registry + "/" + (official ? "library/" : "") + path;
  }
}
