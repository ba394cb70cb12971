package dev.quiver.store.internal.model;

import java.util.Comparator;

/** A record found, with its final score. */
public record Hit(double score, StoredRecord record) {
  /** Best score first, equal scores by id: the one order of every answer, whatever the shards. */
  public static final Comparator<Hit> ORDER =
      Comparator.comparingDouble(Hit::score).reversed().thenComparing(hit -> hit.record().key());
}
