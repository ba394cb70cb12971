package dev.quiver.store.internal.cluster;

import dev.quiver.core.route.RoutingPolicy;
import dev.quiver.store.internal.meter.Meters;

/** How one opener wants a collection to be served; another one may want it differently. */
public record Serving(RoutingPolicy routing, Meters meters) {}
