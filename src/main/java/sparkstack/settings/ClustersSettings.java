package sparkstack.settings;

import java.util.List;
import java.util.Map;

/**
 * The config of a stack with several clusters that share an image.
 *
 * @param image the image, with the jar that the drivers need
 * @param clusters by their names in the program
 * @param drivers by the names of their clusters; no entry for a cluster without a driver
 * @param warnings settings that are allowed, but not recommended
 */
public record ClustersSettings(
    ImageSource image,
    Map<String, ClusterSettings> clusters,
    Map<String, DriverSettings> drivers,
    List<String> warnings) {}
