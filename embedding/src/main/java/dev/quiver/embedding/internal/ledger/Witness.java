package dev.quiver.embedding.internal.ledger;

import java.util.List;
import java.util.UUID;

/**
 * A segment whose vector is kept, so that the store can be asked whether it still has it.
 *
 * @param vector what the store was given
 */
public record Witness(String source, UUID segment, List<Float> vector) implements LedgerEntry {}
