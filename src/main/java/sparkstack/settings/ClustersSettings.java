package sparkstack.settings;

import java.util.List;
import java.util.Map;

/**
 * What a stack's config asks for, of clusters that share an image.
 *
 * @param image with the jar in it that drivers want baked in
 * @param clusters by their names in the program
 * @param drivers by the names of their clusters; none for a cluster that has no driver
 * @param warnings what is allowed, but not wise
 */
public record ClustersSettings(
    ImageSource image,
    Map<String, ClusterSettings> clusters,
    Map<String, DriverSettings> drivers,
    List<String> warnings) {}
