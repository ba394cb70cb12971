package dev.quiver.embedding.internal.ledger;

/**
 * Which store the ledger speaks of.
 *
 * @param generation counts the stores it has spoken of; what was put into an earlier one is not in
 *     this one
 * @param incarnation what the store says of itself; empty where it says nothing
 */
public record StoreState(long generation, String incarnation) implements LedgerEntry {
  public static final StoreState FIRST = new StoreState(1, "");

  public StoreState next(String itsIncarnation) {
    return new StoreState(generation + 1, itsIncarnation);
  }
}
