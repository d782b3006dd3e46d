package sparkstack.settings;

/**
 * An application that releases executors that it does not use.
 *
 * @param minExecutors fewest executors that it keeps, 0 or more
 * @param maxExecutors most executors that it requests
 */
public record DynamicAllocation(int minExecutors, int maxExecutors) {}
