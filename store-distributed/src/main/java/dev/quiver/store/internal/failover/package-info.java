/**
 * Clusters that stand in for each other: who is asked, who is written, who has to catch up, and the
 * one place that sees resilience4j.
 */
@NullMarked
package dev.quiver.store.internal.failover;

import org.jspecify.annotations.NullMarked;
