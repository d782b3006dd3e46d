package sparkstack.config;

import java.util.List;
import java.util.Optional;

/**
 * Keys that belong together, under one title of the reference.
 *
 * @param keys in the order of the reference
 */
record Section(String title, List<Key<?>> keys) {
  static Section of(String title, Key<?>... keys) {
    return new Section(title, List.of(keys));
  }

  /** Keys of several sections, in their order. */
  static List<Key<?>> keysOf(List<Section> sections) {
    return sections.stream().<Key<?>>flatMap(it -> it.keys().stream()).toList();
  }

  /** The key of that name. */
  static Optional<Key<?>> find(List<Key<?>> keys, String name) {
    return keys.stream().filter(it -> it.name().equals(name)).findFirst();
  }
}
