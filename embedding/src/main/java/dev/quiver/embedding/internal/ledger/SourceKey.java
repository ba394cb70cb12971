package dev.quiver.embedding.internal.ledger;

/** A source by the first half of its hash: small enough to keep one for every source in memory. */
public record SourceKey(long high, long low) {
  public static SourceKey of(String source) {
    ContentHash hash = Hashing.sha256().add(source).content();
    return new SourceKey(hash.first(), hash.second());
  }
}
