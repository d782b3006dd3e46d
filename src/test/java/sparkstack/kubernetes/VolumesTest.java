package sparkstack.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumesTest {

  /** A folder is part of a path only as a whole. */
  @ParameterizedTest
  @CsvSource({
    "/etc/spark-authentication, /etc/spark-authentication, true",
    "/etc/spark-authentication, /etc/spark-authentication/, true",
    "/etc/spark-authentication, //etc/./spark-authentication/x/, true",
    "/etc/spark-authentication, /etc, true",
    "/etc/spark-authentication, /etc/, true",
    "/etc/spark-authentication, /etc/x/../, true",
    "/etc/spark-authentication, /, true",
    "/, /, true",
    "/etc/spark-authentication, /etc/spark-auth, false",
    "/etc/spark-authentication, /etc/spark-authentication-2, false",
    "/etc/spark-authentication, /etc/spark-authentication/../other, false",
    "/etc/spark-authentication, /etcetera/, false",
  })
  void pathsOverlapByWholeFolders(String one, String other, boolean overlap) {
    assertEquals(overlap, Volumes.overlap(one, other));
    assertEquals(overlap, Volumes.overlap(other, one));
  }

  @Test
  void everyVolumeOfTheProgramReservesTheFoldersAboveAndBelow() {
    assertReserves("/etc/spark-authentication", Authentication::isReservedPath);
    assertReserves("/etc/spark-ui-users", UiAccess::isReservedPath);
    assertReserves("/etc/spark-ui-certificate", UiTls::isReservedPath);
    assertReserves("/run/spark-ui-key-store", UiTls::isReservedPath);
    assertReserves("/var/lib/spark", RecoveryVolume::isReservedPath);
    assertReserves("/data", DataVolume::isReservedPath);
    assertReserves(Volumes.WORK_PATH, Volumes::isReservedPath);
  }

  private static void assertReserves(String path, Predicate<String> isReserved) {
    for (var reserved : List.of(path, path + "/", path + "/inside", path + "/..", "/")) {
      assertTrue(isReserved.test(reserved), reserved);
    }
    for (var free : List.of(path + "-2", path + "-2/", path.substring(0, path.length() - 1))) {
      assertTrue(!isReserved.test(free), free);
    }
  }
}
