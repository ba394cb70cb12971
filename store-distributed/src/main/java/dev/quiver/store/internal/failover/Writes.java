package dev.quiver.store.internal.failover;

/** Where a write goes: to the first cluster alone, or to all. */
interface Writes {
  void write(Write write);
}
