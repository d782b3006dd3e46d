package sparkstack.settings;

import java.util.Optional;

/**
 * What the build of the image starts from, and how it reaches its downloads.
 *
 * @param platform that the image is for, {@code linux/amd64} or {@code linux/arm64}
 * @param buildBaseImage base image of the build stages
 * @param baseImage base image of the image that runs
 * @param httpProxy URL of the proxy for the build's downloads over HTTP
 * @param httpsProxy the same for downloads over HTTPS
 * @param noProxy hosts that the build reaches without a proxy, with commas between them
 * @param caCertificates in PEM, that the build's downloads and the JVMs in the image trust besides
 *     those of Debian
 * @param mavenMirror URL of a Maven repository to use in place of Maven Central
 * @param revision of the source that the image is built from, for its labels
 */
public record ImageBuildSettings(
    String platform,
    String buildBaseImage,
    String baseImage,
    Optional<String> httpProxy,
    Optional<String> httpsProxy,
    Optional<String> noProxy,
    Optional<String> caCertificates,
    Optional<String> mavenMirror,
    Optional<String> revision) {
  private static final String DIGEST_MARK = "@";

  /** Digest of {@link #baseImage}, {@code sha256:…}, where it is given by its digest. */
  public Optional<String> baseDigest() {
    var mark = baseImage.indexOf(DIGEST_MARK);
    return mark < 0 ? Optional.empty() : Optional.of(baseImage.substring(mark + 1));
  }
}
