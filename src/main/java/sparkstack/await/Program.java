package sparkstack.await;

import java.time.Duration;

/**
 * The program that a Job runs once, in one pod.
 *
 * @param container its container: the name of the program in messages, and the log that has the
 *     reason of a failure
 * @param limit how long the program may take
 * @param limitKey key that sets the limit
 * @param memoryAdvice what the user can do if the program needs more memory
 * @param storageKey key that sets the pod's storage limit
 */
public record Program(
    String container, Duration limit, String limitKey, String memoryAdvice, String storageKey) {}
