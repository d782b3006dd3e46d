package sparkstack.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.pulumi.exceptions.RunException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A digest of all inputs of an image, so that an image with different contents has a different tag.
 *
 * <p>The digest is known at preview, unlike the digest of the image itself.
 */
final class BuildDigest {
  /** 48 bits: two builds of one Spark version collide by chance after about 16 million builds. */
  private static final int HEX_DIGITS = 12;

  /** The build context has no other files, except the application's jar. */
  private static final Path DOCKER_FOLDER = Path.of("docker");

  private final DataOutputStream out;

  private BuildDigest(DataOutputStream out) {
    this.out = out;
  }

  /**
   * Computes the digest.
   *
   * @param context root folder of the build context
   * @return 12 hex digits of a SHA-256
   * @throws RunException if a file of the build context cannot be read
   */
  static String of(ImageBuild build, Path context) {
    var sha256 = sha256();
    try (var stream = new DigestOutputStream(OutputStream.nullOutputStream(), sha256);
        var out = new DataOutputStream(stream)) {
      var digest = new BuildDigest(out);
      digest.add(build);
      digest.addFiles(context, contextFiles(build, context));
    } catch (IOException e) {
      throw new RunException("The image's build context cannot be read: " + e.getMessage(), e);
    }
    return HexFormat.of().formatHex(sha256.digest()).substring(0, HEX_DIGITS);
  }

  /** Paths relative to the root, in the same order on every machine. */
  private static List<String> contextFiles(ImageBuild build, Path context) throws IOException {
    try (var files = Files.walk(context.resolve(DOCKER_FOLDER))) {
      var inDockerFolder =
          files
              .filter(Files::isRegularFile)
              .map(context::relativize)
              .map(path -> path.toString().replace('\\', '/'));
      return Stream.concat(inDockerFolder, build.applicationJar().stream()).sorted().toList();
    }
  }

  private void add(ImageBuild build) throws IOException {
    add(build.platform());
    add(build.target());
    out.writeInt(build.arguments().size());
    for (var argument : build.arguments().entrySet()) {
      add(argument.getKey());
      add(argument.getValue());
    }
  }

  /**
   * Adds a string with its length before it, so that no two builds write the same bytes. {@link
   * DataOutputStream#writeUTF} would refuse more than 64 KiB; certificates can be larger.
   */
  private void add(String text) throws IOException {
    var bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Adds paths and contents of files. The executable bit is the only attribute that counts: times
   * and other permissions differ between checkouts.
   */
  private void addFiles(Path context, List<String> paths) throws IOException {
    out.writeInt(paths.size());
    for (var path : paths) {
      var file = context.resolve(path);
      add(path);
      out.writeBoolean(Files.isExecutable(file));
      out.writeLong(Files.size(file));
      Files.copy(file, out);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
