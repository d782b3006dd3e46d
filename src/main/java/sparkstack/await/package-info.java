/**
 * Waits for the pods of an update, in place of Pulumi's Kubernetes plugin.
 *
 * <p>The plugin waits for a Deployment until its timeout, regardless of the pods' state, and drops
 * the exception from a driver's log. This package reads the same objects, and separates states that
 * need time from states that the user must fix.
 */
package sparkstack.await;
