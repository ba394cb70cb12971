package dev.quiver.embedding.internal.ledger;

/**
 * A folder whose files are sources by a key and their paths in it.
 *
 * @param path where it was seen last
 */
public record Folder(String key, String path) implements LedgerEntry {}
