package sparkstack.bench.image;

import java.util.ArrayList;
import java.util.List;

/** All objects of a bench in the engine and in the registry, found by label and repository. */
final class Leftovers {
  static final String LABEL = "spark-bench";

  /** Repository of the bench's images. */
  static final String REPOSITORY = "spark-bench";

  /** Prefix of the names of containers and networks. */
  static final String PREFIX = "spark-bench-";

  private final Docker docker;
  private final Registry registry;

  Leftovers(Docker docker, Registry registry) {
    this.docker = docker;
    this.registry = registry;
  }

  /** Build cache stays: the engine limits it, and other builds share it. */
  void remove() {
    removeListed(List.of("rm", "--force", "--volumes"), "ps", "--all", "--quiet");
    removeListed(List.of("network", "rm"), "network", "ls", "--quiet");
    removeListed(List.of("rmi", "--force"), "images", "--quiet");
    registry.delete(REPOSITORY);
  }

  private void removeListed(List<String> remove, String... list) {
    List<String> listing = new ArrayList<>(List.of(list));
    listing.addAll(List.of("--filter", "label=" + LABEL));
    List<String> ids = docker.run(listing.toArray(String[]::new)).lines().distinct().toList();
    if (!ids.isEmpty()) {
      List<String> command = new ArrayList<>(remove);
      command.addAll(ids);
      docker.run(command.toArray(String[]::new));
    }
  }
}
