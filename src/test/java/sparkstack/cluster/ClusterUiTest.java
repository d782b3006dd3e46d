package sparkstack.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sparkstack.ProjectFolder;
import sparkstack.Recording;

class ClusterUiTest {
  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void createProject() throws IOException {
    project = ProjectFolder.in(folder);
  }

  @Test
  void isTheMastersWebUiAndNotItsRpcPort() {
    assertEquals(
        List.of(Map.of("name", "http", "port", 8080.0, "targetPort", "http")),
        Recording.of(project, Map.of()).object("Service", "spark-ui").objects("spec.ports"));
  }

  @Test
  void isFoundAtTheLoadBalancersAddress() {
    var recording = Recording.of(project, Map.of("uiServiceType", "LoadBalancer"));

    assertEquals("LoadBalancer", recording.object("Service", "spark-ui").at("spec.type"));
    assertEquals("http://192.0.2.10:8080", recording.output("uiUrl"));
  }

  @Test
  void isFoundAtTheNodePortOfTheConfiguredHost() {
    var recording =
        Recording.of(project, Map.of("uiServiceType", "NodePort", "uiHost", "node-1.example.org"));

    assertEquals("NodePort", recording.object("Service", "spark-ui").at("spec.type"));
    assertEquals("http://node-1.example.org:30080", recording.output("uiUrl"));
  }
}
