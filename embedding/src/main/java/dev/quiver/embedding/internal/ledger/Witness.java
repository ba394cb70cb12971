package dev.quiver.embedding.internal.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A segment whose vector is kept, so that the store can be asked whether it still has it.
 *
 * @param vector what the store was given
 * @param documents stored since the witness before this one, its own included: what is lost with it
 * @param stored when the store was given it
 */
public record Witness(
    String source, UUID segment, List<Float> vector, int documents, Instant stored)
    implements LedgerEntry {
  /** The number of documents, where it was not noted. */
  public static final int MANY = Integer.MAX_VALUE;

  /** Of a ledger of format 1, which notes neither. */
  static Witness ofFormat1(String source, UUID segment, List<Float> vector) {
    return new Witness(source, segment, vector, MANY, Instant.EPOCH);
  }

  /** The same segment, when its source has another name. */
  public Witness renamed(String name) {
    return new Witness(name, segment, vector, MANY, stored);
  }
}
