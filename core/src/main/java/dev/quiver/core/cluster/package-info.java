/** The cluster as values: who its nodes are, how they are, and at which epoch that was known. */
@NullMarked
package dev.quiver.core.cluster;

import org.jspecify.annotations.NullMarked;
