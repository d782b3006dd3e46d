package sparkstack.settings;

import java.util.List;
import java.util.Optional;

/**
 * The release of Spark in the image, and what is trusted about its download.
 *
 * @param version such as {@code 4.3.0}
 * @param hadoopFlavour last part of the archive's name, {@code hadoop3} or {@code without-hadoop}
 * @param scalaVersion {@code 2.12} or {@code 2.13}; empty for the release's own
 * @param mirrors base URLs, tried in order, with the layout of Apache's own: {@code
 *     MIRROR/spark-4.3.0/spark-4.3.0-bin-hadoop3.tgz} and {@code .tgz.sha512} beside it
 * @param sha512 checksum that the archive must have, 128 hex digits; empty for the mirror's
 * @param signingKeys fingerprints of OpenPGP keys, 40 hex digits each, one of which must have
 *     signed the archive; empty if signatures are not checked
 */
public record SparkRelease(
    String version,
    String hadoopFlavour,
    Optional<String> scalaVersion,
    List<String> mirrors,
    Optional<String> sha512,
    List<String> signingKeys) {}
