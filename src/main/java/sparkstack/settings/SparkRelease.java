package sparkstack.settings;

import java.util.List;
import java.util.Optional;

/**
 * The release of Spark in the image, and how its download is verified.
 *
 * @param version for example {@code 4.3.0}
 * @param hadoopFlavour last part of the archive's name, {@code hadoop3} or {@code without-hadoop}
 * @param scalaVersion {@code 2.12} or {@code 2.13}; empty for the release's default
 * @param mirrors base URLs, tried in order, with Apache's layout: {@code
 *     MIRROR/spark-4.3.0/spark-4.3.0-bin-hadoop3.tgz} and {@code .tgz.sha512} beside it
 * @param sha512 expected checksum of the archive, 128 hex digits; empty to use the mirror's
 * @param signingKeys fingerprints of OpenPGP keys, 40 hex digits each; one of them must have signed
 *     the archive. Empty if signatures are not checked
 */
public record SparkRelease(
    String version,
    String hadoopFlavour,
    Optional<String> scalaVersion,
    List<String> mirrors,
    Optional<String> sha512,
    List<String> signingKeys) {}
