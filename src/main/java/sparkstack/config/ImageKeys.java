package sparkstack.config;

import static sparkstack.config.Form.list;
import static sparkstack.config.Form.optional;
import static sparkstack.config.Form.required;
import static sparkstack.config.Form.secret;
import static sparkstack.config.Key.key;

import java.util.List;
import java.util.Optional;
import sparkstack.settings.Secret;

/** The keys of the image: where it comes from, and what is in it. */
final class ImageKeys {
  private static final String HEX_16 = "0123456789abcdef";
  private static final String PROXY = "http://proxy.example.com:3128";

  private static final Syntax<String> BASE_IMAGE =
      ImageSyntax.IMAGE_REFERENCE.like("registry.example.com/debian:bookworm-slim");

  /** The module list of the image's Java runtime is for Java 17 and newer. */
  private static final int LEAST_JAVA = 17;

  static final Key<Optional<String>> REFERENCE =
      key(
          "imageReference",
          optional(
              ImageSyntax.IMAGE_REFERENCE.like(
                  "registry.example.com/spark@sha256:" + HEX_16.repeat(4))),
          "An existing image, REGISTRY/REPOSITORY@sha256:DIGEST. The stack then builds nothing and"
              + " needs no Docker engine.");

  static final Key<String> REGISTRY =
      key(
          "registry",
          required(ImageSyntax.REGISTRY, "localhost:5000"),
          "Registry that the image is pushed to and pulled from, HOST or HOST:PORT.");

  static final Key<String> REPOSITORY =
      key("repository", required(ImageSyntax.REPOSITORY, "spark"), "Repository in the registry.");

  static final Key<Optional<String>> REGISTRY_USERNAME =
      key(
              "registryUsername",
              optional(ImageSyntax.USER_NAME),
              "User name for the registry: for the push, and for the nodes that pull. With"
                  + " imageReference, it is for the registry of that image. If it is not set, the"
                  + " push uses the login of the Docker client. Set it together with"
                  + " registryPassword.")
          .thatMayBeEncrypted();

  static final Key<Optional<Secret>> REGISTRY_PASSWORD =
      key(
          "registryPassword",
          secret(),
          "Password for the registry, a secret. With imageReference, it is for the registry of that"
              + " image.");

  static final Key<String> SPARK_VERSION =
      key(
          "sparkVersion",
          required(ImageSyntax.SPARK_VERSION, "4.3.0"),
          "Spark release in the image, such as 4.3.0.");

  static final Key<String> HADOOP_FLAVOUR =
      key(
          "hadoopFlavour",
          required(ImageSyntax.HADOOP_FLAVOUR, "hadoop3"),
          "Last part of the name of Spark's archive, hadoop3 or without-hadoop.");

  static final Key<Optional<String>> SCALA_VERSION =
      key(
          "scalaVersion",
          optional(ImageSyntax.SCALA_VERSION),
          "Scala version of Spark's archive, 2.12 or 2.13. If it is not set, it is the release's"
              + " default.");

  static final Key<List<String>> MIRRORS =
      key(
          "mirrors",
          list(
              NetworkSyntax.URL,
              "https://dlcdn.apache.org/spark",
              "https://archive.apache.org/dist/spark"),
          "Base URLs that the build downloads Spark from, tried in order:"
              + " MIRROR/spark-VERSION/spark-VERSION-bin-hadoop3.tgz, with a .tgz.sha512 file beside"
              + " it. With sparkSigningKeys, MIRROR/KEYS must exist too.");

  static final Key<Optional<String>> SPARK_SHA512 =
      key(
          "sparkSha512",
          optional(ImageSyntax.SHA512.like(HEX_16.repeat(8))),
          "SHA-512 of the downloaded release, 128 hex digits. If it is not set, it is the one in the"
              + " mirror's .sha512 file.");

  static final Key<List<String>> SPARK_SIGNING_KEYS =
      key(
          "sparkSigningKeys",
          list(ImageSyntax.FINGERPRINT.like(HEX_16.repeat(3).substring(8))),
          "Fingerprints of OpenPGP keys, 40 hex digits each. One of these keys must have signed the"
              + " downloaded release. If the list is empty, the build does not check the"
              + " signature.");

  static final Key<Integer> JAVA_VERSION =
      key(
          "javaVersion",
          required(Syntax.wholeNumber(LEAST_JAVA, 99), "17"),
          "Version of the JDK that the image's Java runtime is made from. The base image must"
              + " package it.");

  static final Key<Boolean> TRIM =
      key(
          "imageTrim",
          required(Syntax.BOOLEAN.like("false"), "true"),
          "Whether the image leaves out the files that a standalone cluster never uses, by the lists"
              + " in docker/trim.");

  static final Key<Boolean> PYTHON =
      key(
          "imagePython",
          required(Syntax.BOOLEAN, "false"),
          "Whether the image contains Python and PySpark.");

  static final Key<Boolean> OBJECT_STORE =
      key(
          "imageObjectStore",
          required(Syntax.BOOLEAN, "false"),
          "Whether the image contains Hadoop's S3A file system with Amazon's SDK, which adds"
              + " 690 MB.");

  static final Key<Boolean> CDS_ARCHIVE =
      key(
          "imageCdsArchive",
          required(Syntax.BOOLEAN.like("false"), "true"),
          "Whether the image contains a class-data archive, which halves the start time of each"
              + " JVM.");

  static final Key<String> PLATFORM =
      key(
          "platform",
          required(Syntax.oneOf("linux/amd64", "linux/arm64"), "linux/amd64"),
          "Platform of the image, the same as that of the nodes: linux/amd64 or linux/arm64. A"
              + " builder with another platform needs QEMU in binfmt_misc (docs/image.md).");

  static final Key<String> BUILD_BASE_IMAGE =
      key(
          "buildBaseImage",
          required(BASE_IMAGE, "debian:bookworm-slim"),
          "Base image of the build stages, of the same Debian release as baseImage.");

  static final Key<String> BASE =
      key(
          "baseImage",
          required(BASE_IMAGE, "debian:bookworm-slim"),
          "Base image of the final stage.");

  static final Key<Optional<String>> BUILD_HTTP_PROXY =
      key(
          "buildHttpProxy",
          optional(NetworkSyntax.URL.like(PROXY)),
          "URL of the proxy for the build's downloads over HTTP.");

  static final Key<Optional<String>> BUILD_HTTPS_PROXY =
      key(
          "buildHttpsProxy",
          optional(NetworkSyntax.URL.like(PROXY)),
          "URL of the proxy for the build's downloads over HTTPS.");

  static final Key<Optional<String>> BUILD_NO_PROXY =
      key(
          "buildNoProxy",
          optional(NetworkSyntax.HOSTS),
          "Hosts that the build connects to without a proxy, separated by commas.");

  static final Key<Optional<String>> CA_CERTIFICATES =
      key(
          "caCertificates",
          optional(ImageSyntax.CERTIFICATES),
          "One or more CA certificates in PEM that the build's downloads and the JVMs in the image"
              + " trust in addition to Debian's: for a mirror with a private certificate, or for a"
              + " proxy that inspects TLS. They are not a secret. They are part of the image, so a"
              + " change builds another image.");

  static final Key<Optional<String>> MAVEN_MIRROR =
      key(
          "mavenMirror",
          optional(NetworkSyntax.URL.like("https://maven.example.com/central")),
          "URL of a Maven repository that the build uses for imageObjectStore in place of Maven"
              + " Central.");

  static final Key<Optional<String>> REVISION =
      key(
          "imageRevision",
          optional(ImageSyntax.REVISION),
          "Revision of the source, for the image's label org.opencontainers.image.revision. A change"
              + " builds another image and restarts every pod.");

  static final List<Section> SECTIONS =
      List.of(
          Section.of(
              "Image", REFERENCE, REGISTRY, REPOSITORY, REGISTRY_USERNAME, REGISTRY_PASSWORD),
          Section.of(
              "Contents of the image",
              SPARK_VERSION,
              HADOOP_FLAVOUR,
              SCALA_VERSION,
              MIRRORS,
              SPARK_SHA512,
              SPARK_SIGNING_KEYS,
              JAVA_VERSION,
              TRIM,
              PYTHON,
              OBJECT_STORE,
              CDS_ARCHIVE,
              PLATFORM,
              BUILD_BASE_IMAGE,
              BASE,
              BUILD_HTTP_PROXY,
              BUILD_HTTPS_PROXY,
              BUILD_NO_PROXY,
              CA_CERTIFICATES,
              MAVEN_MIRROR,
              REVISION));

  private ImageKeys() {}
}
