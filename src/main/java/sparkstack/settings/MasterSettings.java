package sparkstack.settings;

/**
 * The master.
 *
 * @param heap heap of its JVM, which holds the state of workers and applications
 */
public record MasterSettings(MemorySize heap, RoleSettings role) {}
