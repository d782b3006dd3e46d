package sparkstack.settings;

import java.util.Optional;

/**
 * Inputs of the image's build, and how it reaches its downloads.
 *
 * @param platform platform of the image, {@code linux/amd64} or {@code linux/arm64}
 * @param buildBaseImage base image of the build stages
 * @param baseImage base image of the final image
 * @param httpProxy URL of the proxy for the build's downloads over HTTP
 * @param httpsProxy URL of the proxy for the build's downloads over HTTPS
 * @param noProxy hosts that the build reaches without a proxy, separated by commas
 * @param caCertificates certificates in PEM that the build's downloads and the JVMs in the image
 *     trust, in addition to Debian's
 * @param mavenMirror URL of a Maven repository to use in place of Maven Central
 * @param revision source revision of the image, for its labels
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

  /** The digest of {@link #baseImage}, {@code sha256:…}, if the reference has one. */
  public Optional<String> baseDigest() {
    var mark = baseImage.indexOf(DIGEST_MARK);
    return mark < 0 ? Optional.empty() : Optional.of(baseImage.substring(mark + 1));
  }
}
