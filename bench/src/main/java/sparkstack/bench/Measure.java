package sparkstack.bench;

/**
 * A quantity that is measured. Its figures are named {@code QUANTITY_UNIT}, and {@code
 * QUANTITY_ratio} for the comparison of two subjects. The name of a part, such as a role, follows:
 * {@code ready_s.master}.
 *
 * @param title line in the table
 * @param part name of the part with its separator, {@code .master}; or empty
 */
public record Measure(String title, String quantity, String part, Unit unit) {

  public String figure() {
    return quantity + unit.ending() + part;
  }

  public String ratioFigure() {
    return quantity + Unit.RATIO.ending() + part;
  }
}
