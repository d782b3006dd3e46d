package sparkstack.settings;

import java.util.Optional;

/**
 * The cluster: everything in its namespace except the drivers.
 *
 * @param namespace namespace that the stack creates
 * @param sparkVersion release that the image has, for the version label
 * @param dataVolume volume that workers and drivers share; empty for none
 */
public record ClusterSettings(
    String namespace,
    String sparkVersion,
    WorkerSettings workers,
    UiSettings ui,
    Optional<DataVolumeSettings> dataVolume) {}
