package dev.quiver.core.placement;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Replicas moved by kind of change, against the fewest possible. */
final class MoveTable {
  /** The quick bound is often too low for small maps; then the minimum is worth computing. */
  private static final double WORTH_A_CLOSER_LOOK = 1.25;

  private final SortedMap<String, Row> rows = new TreeMap<>();

  private static final class Row {
    int changes;
    int moved;
    int fewest;
    int leaders;
    double worst = 1;
  }

  void add(String change, FewestMoves bound, List<ShardChange> changes) {
    int moved = (int) changes.stream().filter(ShardChange.AddReplica.class::isInstance).count();
    int fewest = bound.atLeast();
    if (moved > fewest * WORTH_A_CLOSER_LOOK) {
      fewest = bound.exactly();
    }
    Row row = rows.computeIfAbsent(change, key -> new Row());
    row.changes++;
    row.moved += moved;
    row.fewest += fewest;
    row.leaders += (int) changes.stream().filter(ShardChange.MoveLeader.class::isInstance).count();
    if (moved > 0) {
      row.worst = Math.max(row.worst, (double) moved / fewest);
    }
  }

  double worstRatio() {
    return rows.values().stream().mapToDouble(row -> row.worst).max().orElseThrow();
  }

  void print() {
    System.out.println("placement: replicas moved after a change, against the fewest possible");
    System.out.println("change           changes    moved   fewest  ratio  worst  leaders moved");
    rows.forEach(
        (change, row) ->
            System.out.printf(
                Locale.ROOT,
                "%-16s %7d %8d %8d %6.3f %6.3f %8d%n",
                change,
                row.changes,
                row.moved,
                row.fewest,
                (double) row.moved / Math.max(1, row.fewest),
                row.worst,
                row.leaders));
  }
}
