package sparkstack.config;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks the certificates that the build of the image trusts.
 *
 * <p>A message never shows a part of the value: it may be a private key that the user mistook for a
 * certificate.
 */
final class CaCertificates {
  /**
   * The build gets the certificates in an environment variable, which Linux limits to 128 KiB
   * (MAX_ARG_STRLEN).
   */
  static final int MOST_CHARACTERS = 100_000;

  private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY");
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final Pattern BLOCK =
      Pattern.compile("%s([^-]*)(-----END CERTIFICATE-----)?".formatted(BEGIN));

  private CaCertificates() {}

  /**
   * The error in {@code text}, to be read after the key; empty if there is none.
   *
   * @param key as the user types it in the stack's file
   */
  static Optional<String> problem(String text, String key) {
    if (PRIVATE_KEY.matcher(text).find()) {
      return Optional.of(
          "must not contain a private key: it would be plain text in the stack's state and in the image build. Leave only the certificates, and replace the key if you committed this file");
    }
    if (text.length() > MOST_CHARACTERS) {
      return Optional.of(
          "must have at most %d characters: set only the certificates of your own authorities, without those that Debian already trusts"
              .formatted(MOST_CHARACTERS));
    }
    var blocks = blocks(text);
    if (blocks.isEmpty()) {
      return Optional.of(
          "must be certificates in PEM format, each from %s to -----END CERTIFICATE-----. In the stack's file, write them below \"%s: |\""
              .formatted(BEGIN, key));
    }
    for (var i = 0; i < blocks.size(); i++) {
      if (certificate(blocks.get(i)).isEmpty()) {
        return Optional.of(
            "certificate %d of %d cannot be read: copy the whole certificate again, with its line breaks"
                .formatted(i + 1, blocks.size()));
      }
    }
    return Optional.empty();
  }

  /** Warnings about certificates without a {@link #problem} that expired before {@code now}. */
  static List<String> warnings(String text, Instant now) {
    return blocks(text).stream()
        .flatMap(block -> certificate(block).stream())
        .filter(it -> it.getNotAfter().toInstant().isBefore(now))
        .map(
            it ->
                "the certificate of %s expired at %s: downloads that need it will fail"
                    .formatted(
                        it.getSubjectX500Principal().getName(), it.getNotAfter().toInstant()))
        .toList();
  }

  /** Only the certificates, so that comments between them do not change the image. */
  static String normalized(String text) {
    return blocks(text).stream().collect(Collectors.joining("\n"));
  }

  private static List<String> blocks(String text) {
    var blocks = new ArrayList<String>();
    BLOCK
        .matcher(text)
        .results()
        .map(block -> block.group().strip().replaceAll("[ \t]*\r?\n[ \t]*", "\n"))
        .forEach(blocks::add);
    return blocks;
  }

  /** The certificate; empty if {@code pem} is not valid. */
  private static Optional<X509Certificate> certificate(String pem) {
    try {
      var in = new ByteArrayInputStream(pem.getBytes(US_ASCII));
      return Optional.of(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    } catch (CertificateException unreadable) {
      return Optional.empty();
    }
  }
}
