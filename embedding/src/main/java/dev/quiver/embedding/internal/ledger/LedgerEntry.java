package dev.quiver.embedding.internal.ledger;

/** One thing a ledger is told. */
public sealed interface LedgerEntry permits Folder, Part, SourceState, StoreState, Witness {}
