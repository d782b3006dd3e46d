/**
 * Waits for the pods of an update, in place of Pulumi's Kubernetes plugin.
 *
 * <p>The plugin waits for a Deployment until its timeout, whatever the pods' state, and drops the
 * exception from a driver's log. This package reads the same objects, and tells states that only
 * their owner can mend from those that need time.
 */
package sparkstack.await;
