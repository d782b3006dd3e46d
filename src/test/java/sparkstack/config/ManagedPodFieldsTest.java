package sparkstack.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.core.Output;
import com.pulumi.kubernetes.core.v1.inputs.ContainerArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSecurityContextArgs;
import com.pulumi.kubernetes.core.v1.inputs.PodSpecArgs;
import com.pulumi.kubernetes.core.v1.inputs.SecurityContextArgs;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The user can set every pod field of the SDK, or it has a reason why not. */
class ManagedPodFieldsTest {
  @Test
  void everyFieldOfAPodSpecIsTheUsersOrManaged() {
    assertCovers(fields(PodSpecArgs.builder()), PodReader.SPEC, ManagedPodFields.SPEC);
  }

  @Test
  void everyFieldOfAContainerIsTheUsersOrManaged() {
    assertCovers(fields(ContainerArgs.builder()), PodReader.CONTAINER, ManagedPodFields.CONTAINER);
  }

  @Test
  void everyFieldOfASecurityContextBelongsToThePodOrToTheContainer() {
    var ofContainer = fields(SecurityContextArgs.builder());
    ofContainer.removeAll(fields(PodSecurityContextArgs.builder()));
    assertEquals(ofContainer, new TreeSet<>(PodReader.SECURITY_OF_CONTAINER));
  }

  private static void assertCovers(
      Set<String> fields, List<String> users, List<ManagedPodFields.Field> managed) {
    var covered = new TreeSet<>(users);
    managed.forEach(it -> covered.add(it.name()));
    assertEquals(fields, covered);
    for (var field : managed) {
      assertTrue(!field.reason().isBlank(), field::toString);
    }
    for (var field : fields) {
      var roles =
          managed.stream()
              .filter(it -> it.name().equals(field))
              .flatMap(it -> it.roles().stream())
              .toList();
      assertEquals(roles.size(), Set.copyOf(roles).size(), "Two reasons for " + field);
      assertTrue(
          users.contains(field) || Set.copyOf(roles).equals(Set.of(Role.values())),
          field + " has neither the user nor a reason for some roles");
    }
  }

  /** The fields of a builder: each has a method with an Output as parameter. */
  private static Set<String> fields(Object builder) {
    return Stream.of(builder.getClass().getMethods())
        .filter(it -> Arrays.equals(it.getParameterTypes(), new Class<?>[] {Output.class}))
        .map(it -> it.getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
