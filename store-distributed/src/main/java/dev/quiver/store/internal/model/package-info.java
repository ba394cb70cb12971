/** What travels through the store: records, commands, queries, hits. Values only. */
@NullMarked
package dev.quiver.store.internal.model;

import org.jspecify.annotations.NullMarked;
