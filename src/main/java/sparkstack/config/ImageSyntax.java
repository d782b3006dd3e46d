package sparkstack.config;

/** The syntaxes of image references and of what goes into the image. */
final class ImageSyntax {
  /** Most characters of an image reference: repository, tag and digest. */
  private static final int LONGEST_REFERENCE = 255 + 1 + 128 + 1 + 71;

  /** Docker reads a name without dot and port as a user of Docker Hub, not as a host. */
  static final Syntax<String> REGISTRY =
      Syntax.matching(
          "HOST or HOST:PORT; without :PORT, HOST must be localhost or contain a dot",
          "registry.example.com:5000",
          "(localhost|%1$s(\\.%1$s)+)(%2$s)?|%1$s%2$s"
              .formatted(NetworkSyntax.HOST_LABEL, NetworkSyntax.PORT));

  private static final String PATH_PART = "[a-z0-9]+(?:(?:[.]|__?|-+)[a-z0-9]+)*";

  static final Syntax<String> REPOSITORY =
      Syntax.matching(
          "lowercase names separated by /, such as team/spark",
          "team/spark",
          "%1$s(/%1$s)*".formatted(PATH_PART));

  static final Syntax<String> USER_NAME =
      Syntax.matching("a user name without spaces or :", "robot", "[^\\s:]+");

  static final Syntax<String> IMAGE_REFERENCE =
      Syntax.matching(
          "an image reference such as debian:bookworm-slim or debian@sha256:DIGEST, with a lowercase repository and a digest of 64 hex digits",
          "registry.example.com/debian@sha256:DIGEST",
          LONGEST_REFERENCE,
          "(%1$s(\\.%1$s)*(%2$s)?/)?%3$s(/%3$s)*(:[A-Za-z0-9_][-._A-Za-z0-9]{0,127})?(@sha256:[0-9a-f]{64})?"
              .formatted(NetworkSyntax.HOST_LABEL, NetworkSyntax.PORT, PATH_PART));

  static final Syntax<String> REVISION =
      Syntax.matching(
          "a revision such as a Git commit, without spaces",
          "3b1f0c2",
          "[A-Za-z0-9][-+._/A-Za-z0-9]*");

  /** The version becomes the value of a label. */
  static final Syntax<String> SPARK_VERSION =
      Syntax.matching(
          "a release such as 4.3.0",
          "4.1.4",
          KubernetesSyntax.LONGEST_LABEL,
          "[0-9]{1,4}\\.[0-9]{1,4}\\.[0-9]{1,4}(-[A-Za-z0-9]+(\\.[A-Za-z0-9]+)*)?");

  static final Syntax<String> HADOOP_FLAVOUR = Syntax.oneOf("hadoop3", "without-hadoop");

  static final Syntax<String> SCALA_VERSION = Syntax.oneOf("2.12", "2.13");

  static final Syntax<String> SHA512 =
      Syntax.matching("128 hex digits", "SHA512", "[0-9A-Fa-f]{128}");

  static final Syntax<String> FINGERPRINT =
      Syntax.matching(
          "the fingerprint of an OpenPGP key, 40 hex digits", "FINGERPRINT", "[0-9A-Fa-f]{40}");

  /** Certificates in PEM format, which {@link CaCertificates} checks. */
  static final Syntax<String> CERTIFICATES = Syntax.anyText("certificates in PEM format", "");

  private ImageSyntax() {}
}
