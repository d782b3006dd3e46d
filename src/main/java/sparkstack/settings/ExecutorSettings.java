package sparkstack.settings;

/**
 * The executors of the stack's applications. All have the same size.
 *
 * @param cores number of tasks that each runs at a time
 * @param memory heap of each
 */
public record ExecutorSettings(int cores, MemorySize memory) {}
