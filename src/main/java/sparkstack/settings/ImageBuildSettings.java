package sparkstack.settings;

import java.util.Optional;

/**
 * What the build of the image stands on.
 *
 * @param buildBaseImage base of the build stages
 * @param baseImage base of the image that runs
 * @param httpProxy URL that the build's downloads over HTTP go through
 * @param httpsProxy the same over HTTPS
 * @param noProxy hosts that are reached without, with commas between them
 * @param mavenMirror URL of a Maven repository to use in place of Maven Central
 * @param revision of the source that the image is built from, for its labels
 */
public record ImageBuildSettings(
    String buildBaseImage,
    String baseImage,
    Optional<String> httpProxy,
    Optional<String> httpsProxy,
    Optional<String> noProxy,
    Optional<String> mavenMirror,
    Optional<String> revision) {
  private static final String DIGEST_MARK = "@";

  /** Digest of {@link #baseImage}, {@code sha256:…}, where it is given by its digest. */
  public Optional<String> baseDigest() {
    var mark = baseImage.indexOf(DIGEST_MARK);
    return mark < 0 ? Optional.empty() : Optional.of(baseImage.substring(mark + 1));
  }
}
