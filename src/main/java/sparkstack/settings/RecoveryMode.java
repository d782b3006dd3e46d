package sparkstack.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a master keeps its workers and applications, for the master that replaces it. */
public enum RecoveryMode {
  /** In a RocksDB database. Spark has it since 4.0 (SPARK-46258). */
  ROCKSDB,

  /** In a file for each worker and application. */
  FILESYSTEM,

  /** Not at all: a new master knows no application. */
  NONE;

  /** The value in the config. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<RecoveryMode> parse(String text) {
    return Arrays.stream(values()).filter(mode -> mode.key().equals(text)).findFirst();
  }
}
