package sparkstack.config;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import sparkstack.settings.CpuQuantity;
import sparkstack.settings.MemorySize;

/** The syntaxes of quantities: numbers with a unit. */
final class QuantitySyntax {
  private static final Pattern BYTE_QUANTITY =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,3})?)([MGTP])(i?)");

  /** 1 PiB. More is probably a wrong unit. */
  private static final BigDecimal MOST_STORAGE = BigDecimal.valueOf(1L << 50);

  /** Executor and driver do not start with less than 450 MiB (SPARK-12759). */
  private static final MemorySize LEAST_HEAP = MemorySize.ofMebibytes(512);

  /** A master or worker does not start with less. */
  private static final MemorySize LEAST_DAEMON_HEAP = MemorySize.ofMebibytes(128);

  /** More than any node has. Finds a g typed for an m. */
  private static final MemorySize MOST_MEMORY = MemorySize.ofMebibytes(4 * 1024 * 1024);

  static final Syntax<MemorySize> MEMORY = memoryOf("up to 4t", "1536m", MemorySize.ofMebibytes(1));

  static final Syntax<MemorySize> HEAP = memoryOf("from 512m to 4t", "1g", LEAST_HEAP);

  static final Syntax<MemorySize> DAEMON_HEAP =
      memoryOf("from 128m to 4t", "512m", LEAST_DAEMON_HEAP);

  static final Syntax<CpuQuantity> CPU =
      Syntax.text(
              "a Kubernetes CPU quantity above 0, such as 500m or 2", "500m", CpuQuantity::parse)
          .asQuantity()
          .in("cores, or m for thousandths");

  /** Less has no room for a log. */
  static final Syntax<String> STORAGE_SIZE = storageSize(64);

  /** RocksDB allocates more than 64 MiB in advance. */
  static final Syntax<String> RECOVERY_SIZE = storageSize(256);

  /** A quantity in a field of a pod. No such field accepts a negative quantity. */
  static final Syntax<String> QUANTITY =
      Syntax.matching(
              "a Kubernetes quantity, such as 500Mi or 2Gi",
              "2Gi",
              "\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]+)?")
          .asQuantity();

  private QuantitySyntax() {}

  private static Syntax<MemorySize> memoryOf(String range, String example, MemorySize least) {
    return Syntax.text(
            "a whole number with the unit m, g or t, such as 1g or 1536m, " + range,
            example,
            text ->
                MemorySize.parse(text)
                    .filter(size -> size.mebibytes() >= least.mebibytes())
                    .filter(size -> size.mebibytes() <= MOST_MEMORY.mebibytes()))
        .in(Syntax.BYTES);
  }

  private static Syntax<String> storageSize(int leastMebibytes) {
    var least = BigDecimal.valueOf((long) leastMebibytes << 20);
    return Syntax.text(
            "a Kubernetes quantity of bytes with a unit, such as 10Gi, from %dMi to 1Pi"
                .formatted(leastMebibytes),
            "10Gi",
            text -> storageSize(text, least))
        .asQuantity()
        .in("M, G, T or P, or Mi, Gi, Ti or Pi for powers of 1024");
  }

  /**
   * A quantity with a unit. Kubernetes reads a number alone as bytes, which the user never means.
   */
  private static Optional<String> storageSize(String text, BigDecimal least) {
    var quantity = BYTE_QUANTITY.matcher(text);
    if (!quantity.matches()) {
      return Optional.empty();
    }
    var thousand = BigDecimal.valueOf(quantity.group(3).isEmpty() ? 1000 : 1024);
    var power = "MGTP".indexOf(quantity.group(2)) + 2;
    var bytes = new BigDecimal(quantity.group(1)).multiply(thousand.pow(power));
    return Optional.of(text)
        .filter(it -> bytes.compareTo(least) >= 0 && bytes.compareTo(MOST_STORAGE) <= 0);
  }
}
