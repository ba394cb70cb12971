package dev.quiver.store.internal.log;

/**
 * What a log has on disk.
 *
 * @param start index of the first entry; one past {@code end} when there is none
 * @param end index of the last entry
 * @param term term of the last entry; 0 when there is none
 */
record LogExtent(long start, long end, long term) {
  static final LogExtent EMPTY = new LogExtent(0, -1, 0);

  boolean isEmpty() {
    return start > end;
  }
}
