package sparkstack.e2e.support;

import java.util.List;
import java.util.stream.LongStream;
import sparkstack.e2e.support.TimedApplication.Result;

/**
 * SQL statements that print a sum, which the test knows without Spark.
 *
 * @param statements they print {@code sum=SUM}
 */
public record KnownSum(String statements, long sum) {
  private static final String PREFIX = "sum=";

  /** Each row has another number; a shuffle adds the numbers of each last digit. */
  private static final String GROUPS =
      """
      select concat('sum=', sum(total)) from (
        select sum(id * %1$d %% 1009) as total from range(0, %2$d, 1, 4) group by id %% 10)
      """;

  private static final int ROWS = 10_000;

  /** A short job with a shuffle. Jobs with other numbers have other sums. */
  public static KnownSum ofShortJob(int number) {
    var factor = number + 1;
    var sum = LongStream.range(0, ROWS).map(id -> id * factor % 1009).sum();
    return new KnownSum(GROUPS.formatted(factor, ROWS), sum);
  }

  /** Compares the sum in the output of the statements with the known one. */
  public Result in(String output) {
    var sums = output.lines().filter(it -> it.startsWith(PREFIX)).toList();
    if (sums.isEmpty()) {
      return Result.NONE;
    }
    return sums.equals(List.of(PREFIX + sum)) ? Result.RIGHT : Result.WRONG;
  }
}
