package dev.quiver.store.internal.cluster;

import dev.quiver.core.route.RoutingPolicy;
import dev.quiver.store.internal.meter.Meters;
import dev.quiver.store.internal.shard.ShardHost;
import java.util.function.UnaryOperator;

/**
 * How one opener wants a collection to be served; another one may want it differently.
 *
 * @param way what lies between the readers and each node: nothing, unless faults are to be tried
 */
public record Serving(RoutingPolicy routing, Meters meters, UnaryOperator<ShardHost> way) {
  public Serving(RoutingPolicy routing, Meters meters) {
    this(routing, meters, UnaryOperator.identity());
  }
}
