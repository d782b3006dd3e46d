package sparkstack.bench.image;

import java.util.ArrayList;
import java.util.List;
import sparkstack.bench.Measure;
import sparkstack.bench.Unit;

/** The measures of images. */
final class Measures {
  static final Measure COMPRESSED =
      new Measure("compressed size", "compressed", "", Unit.MEGABYTES);
  static final Measure UNPACKED = new Measure("unpacked size", "unpacked", "", Unit.MEGABYTES);
  static final Measure LAYERS = new Measure("layers", "layers", "", Unit.COUNT);
  static final Measure COLD_BUILD =
      new Measure("build, nothing cached", "cold_build", "", Unit.SECONDS);
  static final Measure WARM_BUILD =
      new Measure("build, nothing changed", "warm_build", "", Unit.SECONDS);
  static final Measure APP_REBUILD =
      new Measure("new jar: build and push", "app_rebuild", "", Unit.SECONDS);
  static final Measure APP_LAYERS =
      new Measure("new jar: layers pushed", "app_rebuild_layers", "", Unit.COUNT);
  static final Measure JOB_WALL = new Measure("job, scale 1", "job_wall", "", Unit.SECONDS);
  static final Measure JOB_WALL_SCALED =
      new Measure("job, scaled", "job_wall", "_scaled", Unit.SECONDS);

  private Measures() {}

  static Measure ready(Role role) {
    return new Measure(
        role.title() + ": start to ready", "ready", "." + role.title(), Unit.SECONDS);
  }

  static Measure peak(Role role) {
    return new Measure(role.title() + ": peak memory", "peak", "." + role.title(), Unit.MEGABYTES);
  }

  /** All measures, in the order of the table. */
  static List<Measure> all() {
    List<Measure> all =
        new ArrayList<>(
            List.of(COMPRESSED, UNPACKED, LAYERS, COLD_BUILD, WARM_BUILD, APP_REBUILD, APP_LAYERS));
    for (Role role : Role.values()) {
      all.add(ready(role));
    }
    all.addAll(List.of(JOB_WALL, JOB_WALL_SCALED));
    for (Role role : Role.values()) {
      all.add(peak(role));
    }
    return all;
  }
}
