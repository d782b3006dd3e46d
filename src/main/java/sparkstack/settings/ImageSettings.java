package sparkstack.settings;

import java.util.List;
import java.util.Optional;

/**
 * The image that every role runs.
 *
 * @param registry registry that it is pushed to and pulled from, {@code HOST} or {@code HOST:PORT}
 * @param repository repository in the registry
 * @param sparkVersion release such as {@code 4.3.0}
 * @param mirrors base URLs, tried in order, with the layout of Apache's own: {@code
 *     MIRROR/spark-4.3.0/spark-4.3.0-bin-hadoop3.tgz} and {@code .tgz.sha512} beside it
 * @param sparkSha512 checksum that the release must have, 128 hex digits; empty for the mirror's
 * @param buildBaseImage base of the build stages
 * @param baseImage base of the image that runs
 * @param applicationJar jar to bake in; empty if none, or if the image has it already
 */
public record ImageSettings(
    String registry,
    String repository,
    String sparkVersion,
    List<String> mirrors,
    Optional<String> sparkSha512,
    String buildBaseImage,
    String baseImage,
    Optional<ApplicationJar> applicationJar) {}
