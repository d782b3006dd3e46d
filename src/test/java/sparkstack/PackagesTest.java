package sparkstack;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The packages of the program and their dependencies, as in docs/architecture.md. */
class PackagesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .importUrl(SparkStack.class.getProtectionDomain().getCodeSource().getLocation());

  /** The packages that each package may use. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("launch", Set.of("root")),
          Map.entry(
              "root",
              Set.of(
                  "application",
                  "await",
                  "cluster",
                  "config",
                  "image",
                  "preflight",
                  "settings",
                  "state")),
          Map.entry("config", Set.of("kubernetes", "settings")),
          Map.entry("state", Set.of("settings")),
          Map.entry("preflight", Set.of("kubernetes", "settings", "state")),
          Map.entry(
              "application",
              Set.of("await", "cluster", "image", "kubernetes", "settings", "state")),
          Map.entry("cluster", Set.of("await", "image", "kubernetes", "settings", "state")),
          Map.entry("kubernetes", Set.of("image", "settings")),
          Map.entry("image", Set.of("settings")),
          Map.entry("await", Set.of("kubernetes", "settings", "state")),
          Map.entry("settings", Set.of()),
          Map.entry("yaml", Set.of()));

  @Test
  void packagesHaveNoCycles() {
    slices().matching("sparkstack.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void eachPackageUsesOnlyThoseBelowIt() {
    var notAllowed = new TreeMap<String, Set<String>>();
    for (var javaClass : CLASSES) {
      var from = packageOf(javaClass);
      for (var dependency : javaClass.getDirectDependenciesFromSelf()) {
        var target = dependency.getTargetClass().getBaseComponentType();
        var to = packageOf(target);
        if (target.getPackageName().startsWith("sparkstack")
            && !to.equals(from)
            && !MAY_USE.get(from).contains(to)) {
          notAllowed
              .computeIfAbsent(from + " -> " + to, key -> new TreeSet<>())
              .add(dependency.getDescription());
        }
      }
    }
    assertEquals(Map.of(), notAllowed);
  }

  /** Settings may use Gson: a part of a pod is stored as the JSON that the user typed. */
  @Test
  void settingsAreData() {
    noClasses()
        .that(resideInAPackage("sparkstack.settings"))
        .should()
        .dependOnClassesThat(
            resideOutsideOfPackages("sparkstack.settings", "java..", "com.google.gson"))
        .check(CLASSES);
  }

  private static String packageOf(JavaClass javaClass) {
    var name = javaClass.getPackageName();
    return name.equals("sparkstack") ? "root" : name.replaceFirst("^sparkstack\\.", "");
  }
}
