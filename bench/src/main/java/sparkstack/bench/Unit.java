package sparkstack.bench;

/** The unit of a figure. */
public enum Unit {
  SECONDS("s", "_s", 2),
  MEGABYTES("MB", "_mb", 1),
  COUNT("count", "", 0),
  RATIO("ratio", "_ratio", 3);

  private final String symbol;
  private final String ending;
  private final int decimals;

  Unit(String symbol, String ending, int decimals) {
    this.symbol = symbol;
    this.ending = ending;
    this.decimals = decimals;
  }

  public String symbol() {
    return symbol;
  }

  /** The ending of figure names in this unit. */
  String ending() {
    return ending;
  }

  int decimals() {
    return decimals;
  }
}
