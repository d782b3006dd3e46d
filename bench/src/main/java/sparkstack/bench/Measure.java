package sparkstack.bench;

/**
 * Something that is measured. Its figures are {@code QUANTITY_UNIT}, and {@code QUANTITY_ratio}
 * where two subjects are compared; a part, such as a role, follows: {@code ready_s.master}.
 *
 * @param title its line in the table
 * @param part with what comes before it, {@code .master}; or empty
 */
public record Measure(String title, String quantity, String part, Unit unit) {

  public String figure() {
    return quantity + unit.ending() + part;
  }

  public String ratioFigure() {
    return quantity + Unit.RATIO.ending() + part;
  }
}
