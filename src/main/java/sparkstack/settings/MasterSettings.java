package sparkstack.settings;

import java.util.Optional;

/**
 * The master.
 *
 * @param heap heap of its JVM, which holds the state of workers and applications
 * @param recovery the volume that keeps this state; empty for none
 */
public record MasterSettings(
    MemorySize heap, Optional<RecoverySettings> recovery, RoleSettings role) {}
