package sparkstack.bench.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The peak memory of the processes of each role, read from the kernel until this is closed. The
 * kernel keeps the peak itself; frequent reads are needed only because executors and drivers end.
 */
final class MemoryWatch implements AutoCloseable {
  private static final Pattern PEAK = Pattern.compile("^VmHWM:\\s+(\\d+) kB$", Pattern.MULTILINE);
  private static final double MEGABYTES_PER_KIB = 1024 / 1e6;

  /** Long enough not to affect the measurement. */
  private static final int INTERVAL_MILLIS = 200;

  private final List<Long> roots;
  private final Map<Role, Double> peaks = new EnumMap<>(Role.class);
  private final Thread thread = new Thread(this::watch, "memory");
  private volatile boolean closed;

  /**
   * @param roots first processes of the containers
   */
  MemoryWatch(List<Long> roots) {
    this.roots = List.copyOf(roots);
    thread.setDaemon(true);
    thread.start();
  }

  /** The peaks by role, in MB. Read them after {@link #close}. */
  Map<Role, Double> peaks() {
    return peaks;
  }

  private void watch() {
    try {
      while (!closed) {
        roots.stream().flatMap(MemoryWatch::tree).forEach(this::read);
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Stream<Long> tree(long root) {
    return ProcessHandle.of(root).stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(ProcessHandle::pid);
  }

  private void read(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      List<String> commandLine = List.of(Files.readString(process.resolve("cmdline")).split("\0"));
      OptionalDouble peak = peak(Files.readString(process.resolve("status")));
      if (peak.isPresent()) {
        Role.of(commandLine).ifPresent(role -> peaks.merge(role, peak.getAsDouble(), Math::max));
      }
    } catch (IOException e) {
      // The process has ended.
    }
  }

  /**
   * The peak memory in MB.
   *
   * @param status status of a process; a process that has just ended has no memory
   */
  static OptionalDouble peak(String status) {
    Matcher matcher = PEAK.matcher(status);
    return matcher.find()
        ? OptionalDouble.of(Long.parseLong(matcher.group(1)) * MEGABYTES_PER_KIB)
        : OptionalDouble.empty();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
