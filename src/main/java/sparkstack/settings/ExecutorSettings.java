package sparkstack.settings;

/**
 * The executors of the stack's applications, all alike.
 *
 * @param cores tasks that each runs at a time
 * @param memory heap of each
 */
public record ExecutorSettings(int cores, MemorySize memory) {}
