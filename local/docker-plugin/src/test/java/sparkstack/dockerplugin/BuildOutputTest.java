package sparkstack.dockerplugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BuildOutputTest {

  @Test
  void namesTheFailingStepOfBuildKitWithItsOwnLines() {
    assertEquals(
        """
        failing step: [build 2/2] RUN make
          compiling
          no rule to make target
        executor failed running [/bin/sh -c make]: exit code: 2""",
        failure(
            """
            #4 importing cache manifest from localhost:5000/old
            #4 ERROR: localhost:5000/old: not found

            #5 [build 2/2] RUN make
            #5 sha256:41f04e99d3147b83212b5ec8bc11e0b4137382897c5348bac4cb0696b460c847
            #6 [run 1/2] COPY a b
            #5 0.195 compiling
            #6 0.2 copying
            #5 0.300 no rule to make target
            #5 ERROR: executor failed running [/bin/sh -c make]: exit code: 2
            #6 CANCELED
            ------
             > [build 2/2] RUN make:
            #5 0.195 compiling
            ------
            executor failed running [/bin/sh -c make]: exit code: 2
            """));
  }

  @Test
  void understandsLaterBuildKits() {
    assertEquals(
        """
        failing step: [2/2] RUN false
        ERROR: failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1""",
        failure(
            """
            #5 [2/2] RUN false
            #5 ERROR: process "/bin/sh -c false" did not complete successfully: exit code: 1
            ------
             > [2/2] RUN false:
            ------
            Dockerfile:2
            --------------------
               1 |     FROM debian
               2 | >>> RUN false
            --------------------
            ERROR: failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1
            """));
  }

  @Test
  void namesTheFailingStepOfTheClassicBuilder() {
    assertEquals(
        """
        failing step: Step 2/2 : RUN make
           ---> Running in f1517760ce97
          compiling
        The command '/bin/sh -c make' returned a non-zero code: 2""",
        failure(
            """
            Step 1/2 : FROM debian
             ---> 8d81660e6d59
            Step 2/2 : RUN make
             ---> Running in f1517760ce97
            compiling
            The command '/bin/sh -c make' returned a non-zero code: 2
            """));
  }

  @Test
  void showsAllThereIsWhenNoStepFailed() {
    assertEquals(
        "#1 [internal] load build definition from Dockerfile\n"
            + "failed to create LLB definition: Dockerfile parse error line 1: unknown instruction: FRM",
        failure(
            """
            #1 [internal] load build definition from Dockerfile
            failed to create LLB definition: Dockerfile parse error line 1: unknown instruction: FRM
            """));
  }

  @Test
  void keepsTheLastTwentyLinesAndCutsLongOnes() {
    BuildOutput output = new BuildOutput();
    output.add("#1 [1/1] RUN make");
    for (int i = 1; i <= 30; i++) {
      output.add("#1 0.1 line " + i + "!" + "x".repeat(1000));
    }
    output.add("#1 ERROR: exit code: 1");

    String failure = output.failure();

    assertFalse(failure.contains("line 10!"));
    assertTrue(failure.contains("line 11!"));
    assertTrue(failure.contains("line 30!"));
    assertTrue(failure.length() < 6000);
  }

  private static String failure(String lines) {
    BuildOutput output = new BuildOutput();
    lines.lines().forEach(output::add);
    return output.failure();
  }
}
