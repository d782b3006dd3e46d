package sparkstack.config;

import java.util.List;
import java.util.stream.Stream;

/** All keys of the config, in the order of Pulumi.yaml and the reference. */
final class StackKeys {
  /** The keys of a cluster and its driver, without those of the image. */
  private static final List<Section> CLUSTER_SECTIONS =
      List.of(
          ClusterKeys.CLUSTER,
          MasterKeys.SECTION,
          WorkerKeys.SECTION,
          UiKeys.SECTION,
          NetworkKeys.SECTION,
          ClusterKeys.DATA,
          DriverKeys.SECTION);

  static final List<Section> SECTIONS =
      Stream.of(ImageKeys.SECTIONS, CLUSTER_SECTIONS).flatMap(List::stream).toList();

  static final List<Key<?>> ALL = Section.keysOf(SECTIONS);
  static final List<Key<?>> IMAGE = Section.keysOf(ImageKeys.SECTIONS);
  static final List<Key<?>> CLUSTER = Section.keysOf(CLUSTER_SECTIONS);

  private StackKeys() {}
}
