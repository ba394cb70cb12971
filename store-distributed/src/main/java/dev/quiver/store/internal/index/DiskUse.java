package dev.quiver.store.internal.index;

import java.util.function.UnaryOperator;
import org.apache.lucene.store.Directory;

/**
 * How the indexes of one node use its disk.
 *
 * @param files what stands between an index and its files; nothing, but in tests
 * @param comparedAtOpen bytes of an index that opening compares with their checksums; small files
 *     come first
 * @param comparedASecond bytes that are compared later, over all indexes
 */
record DiskUse(UnaryOperator<Directory> files, long comparedAtOpen, long comparedASecond) {
  /** Read in a moment by any disk, and all there is of a small collection. */
  private static final long AT_OPEN = 16L << 20;

  /** Half a second of a slow disk, each time that indexes are asked to put themselves in order. */
  private static final long A_SECOND = 64L << 20;

  static final DiskUse DEFAULT = new DiskUse(UnaryOperator.identity(), AT_OPEN, A_SECOND);
}
