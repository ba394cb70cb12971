package dev.quiver.store.internal.search;

import dev.quiver.store.internal.port.ShardAnswer;
import java.time.Duration;

/** A node's answer and how long it took, waiting included. */
record NodeAnswer<T>(ShardAnswer<T> answer, double load, Duration took) {}
