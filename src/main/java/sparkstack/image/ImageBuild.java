package sparkstack.image;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import sparkstack.settings.ApplicationJar;
import sparkstack.settings.ImageBuildSettings;
import sparkstack.settings.ImageContents;
import sparkstack.settings.ImageSettings;
import sparkstack.settings.SparkRelease;

/**
 * The inputs of the Docker build.
 *
 * @param platform platform to build for. It is always set: the docker plugin defaults to the
 *     platform of the machine that runs Pulumi, so an Arm laptop would build an image that the
 *     cluster cannot run
 * @param target stage of the Dockerfile to build
 * @param arguments build arguments by name
 */
record ImageBuild(String platform, String target, SortedMap<String, String> arguments) {
  private static final String APPLICATION_JAR = "APPLICATION_JAR";

  static ImageBuild of(ImageSettings settings) {
    var arguments = new TreeMap<String, String>();
    addSpark(arguments, settings.spark());
    addContents(arguments, settings.contents());
    addBuild(arguments, settings.build());
    settings
        .applicationJar()
        .map(ApplicationJar::location)
        .ifPresent(path -> arguments.put(APPLICATION_JAR, path));
    var target = settings.applicationJar().isPresent() ? "application" : "runtime";
    return new ImageBuild(
        settings.build().platform(), target, Collections.unmodifiableSortedMap(arguments));
  }

  private static void addSpark(Map<String, String> arguments, SparkRelease spark) {
    arguments.put("SPARK_VERSION", spark.version());
    arguments.put("HADOOP_FLAVOUR", spark.hadoopFlavour());
    arguments.put("SCALA_VERSION", spark.scalaVersion().orElse(""));
    arguments.put("MIRRORS", String.join(" ", spark.mirrors()));
    arguments.put("SPARK_SHA512", spark.sha512().orElse(""));
    arguments.put("SIGNING_KEYS", String.join(" ", spark.signingKeys()));
  }

  private static void addContents(Map<String, String> arguments, ImageContents contents) {
    arguments.put("JAVA_VERSION", String.valueOf(contents.javaVersion()));
    arguments.put("TRIM", contents.trim() ? "standalone" : "full");
    arguments.put("PYTHON", String.valueOf(contents.python()));
    arguments.put("OBJECT_STORE", String.valueOf(contents.objectStore()));
    arguments.put("CDS_ARCHIVE", String.valueOf(contents.cdsArchive()));
  }

  /** Docker predefines the proxy arguments, so they do not become part of the image. */
  private static void addBuild(Map<String, String> arguments, ImageBuildSettings build) {
    arguments.put("BUILD_BASE_IMAGE", build.buildBaseImage());
    arguments.put("BASE_IMAGE", build.baseImage());
    arguments.put("BASE_DIGEST", build.baseDigest().orElse(""));
    arguments.put("REVISION", build.revision().orElse(""));
    build.mavenMirror().ifPresent(url -> arguments.put("MAVEN_MIRROR", url));
    build.httpProxy().ifPresent(url -> arguments.put("HTTP_PROXY", url));
    build.httpsProxy().ifPresent(url -> arguments.put("HTTPS_PROXY", url));
    build.noProxy().ifPresent(hosts -> arguments.put("NO_PROXY", hosts));
    build.caCertificates().ifPresent(pem -> arguments.put("CA_CERTIFICATES", pem));
  }

  /** The path of the application's jar in the build context. */
  Optional<String> applicationJar() {
    return Optional.ofNullable(arguments.get(APPLICATION_JAR));
  }
}
