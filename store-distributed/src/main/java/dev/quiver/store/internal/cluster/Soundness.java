package dev.quiver.store.internal.cluster;

import dev.quiver.store.error.DamagedDataException;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.internal.index.IndexDamage;
import dev.quiver.store.internal.log.LogReplica;
import dev.quiver.store.internal.log.ReplicatedState.HeldFiles;
import dev.quiver.store.internal.replica.ReplicaClosedException;
import dev.quiver.store.internal.replica.ShardReplicaState;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the files of one open replica. They are damaged once somebody has run into a
 * wrong checksum, or once the log could not be opened again for one. A read that fails in another
 * way which damage may explain only makes them suspect; then they are read and compared with their
 * checksums. Any thread.
 */
final class Soundness {
  private static final Logger LOG = LoggerFactory.getLogger(Soundness.class);

  /** Files found sound are not read again for this long, however many reads fail. */
  private static final long TRUST_NANOS = Duration.ofMinutes(10).toNanos();

  private final ShardReplicaState state;
  private final LogReplica log;
  private final LongSupplier clock;

  /** Asked for by every read, so nothing is looked up for it. */
  private volatile @Nullable Throwable damage;

  private volatile boolean suspect;
  private boolean foundByLog;
  private boolean trusted;
  private long trustedNanos;

  Soundness(ShardReplicaState state, LogReplica log, LongSupplier clock) {
    this.state = state;
    this.log = log;
    this.clock = clock;
  }

  /** Somebody who used this index alone has failed. */
  void failed(Throwable failure) {
    if (IndexDamage.isIn(failure)) {
      damage = failure;
    } else if (mayComeOfDamage(failure)) {
      suspect = true;
    }
  }

  /** Somebody has failed who used this index among others. */
  void mayHaveFailed(Throwable failure) {
    suspect |= IndexDamage.isIn(failure) || mayComeOfDamage(failure);
  }

  /** A caller's mistake, a deadline or a replica that is just leaving says nothing of files. */
  private static boolean mayComeOfDamage(Throwable failure) {
    return switch (failure) {
      case ReplicaClosedException closed -> false;
      case QuiverException known -> false;
      case IllegalArgumentException mistake -> false;
      case IllegalStateException closedOrCancelled -> false;
      case InternalError unreadablePage -> true;
      case VirtualMachineError memory -> false;
      default -> true;
    };
  }

  /** What is damaged, index or log. */
  Optional<Throwable> damage() {
    return Optional.ofNullable(damage);
  }

  /** Whether readers can no longer rely on what they find here. */
  boolean isIndexDamaged() {
    return damage().filter(IndexDamage::isIn).isPresent();
  }

  /** Refuses readers where the index is damaged. */
  void requireSound(String what) {
    Throwable found = damage;
    if (found != null && IndexDamage.isIn(found)) {
      throw new DamagedDataException(what, String.valueOf(found.getMessage()), found);
    }
  }

  /**
   * Asks the log what it has run into, and reads the files if they are suspect. To be called at
   * intervals by one thread; may take long.
   */
  void look() {
    Optional<Throwable> ofLog = log.status().failure().filter(Damage::is);
    if (ofLog.isPresent()) {
      damage = ofLog.get();
      foundByLog = true;
    } else if (foundByLog) {
      damage = null; // somebody has put the files right
      foundByLog = false;
    }
    if (damage == null && suspect && !(trusted && isWithinTrust())) {
      verify();
    }
  }

  private boolean isWithinTrust() {
    return clock.getAsLong() - trustedNanos < TRUST_NANOS;
  }

  private void verify() {
    try (HeldFiles held = state.hold()) {
      IndexDamage.verify(held.files());
      trusted = true;
      trustedNanos = clock.getAsLong();
      suspect = false;
      LOG.info("log {} on {}: the index was suspect, but is sound", log.log(), log.node());
    } catch (IOException found) {
      failed(found);
    }
  }
}
