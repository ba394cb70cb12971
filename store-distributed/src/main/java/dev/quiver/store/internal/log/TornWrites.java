package dev.quiver.store.internal.log;

/** What a crash of the machine may have left of writes that were not flushed. */
enum TornWrites {
  /** Each write was flushed before the next: at most the last one is cut short. */
  LAST_ONLY,
  /** Many writes were under way, and the disk took their pages in an order of its own. */
  ANY_ORDER
}
