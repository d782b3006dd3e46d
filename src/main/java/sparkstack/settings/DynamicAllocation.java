package sparkstack.settings;

/**
 * An application that gives back executors which it doesn't use.
 *
 * @param minExecutors that it keeps, 0 or more
 * @param maxExecutors that it asks for at most
 */
public record DynamicAllocation(int minExecutors, int maxExecutors) {}
