package dev.quiver.core.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** How even 150 virtual nodes are, and how little moves: for every size from 3 to 100 nodes. */
class HashRingShareTest {
  private static final int SEEDS = Seeds.count(100);
  private static final int SMALLEST = 3;
  private static final int LARGEST = 100;

  private final List<List<Double>> largest = new ArrayList<>();
  private final double[] movedByAdding = new double[LARGEST + 1];
  private final double[] movedByRemoving = new double[LARGEST + 1];
  private int runs;

  @Test
  void noNodeOwnsMuchMoreThanTheMeanAndOnlyTheMovedNodesArcsMove() {
    for (int size = 0; size <= LARGEST; size++) {
      largest.add(new ArrayList<>());
    }
    Seeds.each(SEEDS, this::growOneRing);

    System.out.println(
        "ring, 150 virtual nodes, " + runs + " seeds: largest share / mean, moved x n");
    System.out.println("nodes   median      p95      max    added  removed");
    for (int size = SMALLEST; size <= LARGEST; size++) {
      double[] sorted = sorted(largest.get(size));
      double added = movedByAdding[size] / runs * size;
      double removed = movedByRemoving[size] / runs * size;
      System.out.printf(
          Locale.ROOT,
          "%5d %8.4f %8.4f %8.4f %8.4f %8.4f%n",
          size,
          at(sorted, 0.5),
          at(sorted, 0.95),
          at(sorted, 1),
          added,
          removed);
      if (runs < SEEDS) {
        continue; // one replayed seed has no average and no percentile
      }
      assertThat(at(sorted, 0.95))
          .as("95th percentile of %d nodes", size)
          .isLessThanOrEqualTo(1.30);
      assertThat(at(sorted, 1)).as("maximum of %d nodes", size).isLessThanOrEqualTo(1.45);
      assertThat(added).as("moved by adding one to make %d nodes", size).isLessThanOrEqualTo(1.05);
      assertThat(removed).as("moved by removing one of %d", size).isLessThanOrEqualTo(1.05);
    }
  }

  private void growOneRing(RandomGenerator random) {
    runs++;
    var prefix = Long.toHexString(random.nextLong()) + "-";
    var nodes = new ArrayList<Node>();
    for (int i = 0; i < SMALLEST - 1; i++) {
      nodes.add(Node.named(prefix + i));
    }
    HashRing ring = HashRing.of(nodes, HashRing.DEFAULT_VIRTUAL_NODES);
    for (int size = SMALLEST; size <= LARGEST; size++) {
      Node comer = Node.named(prefix + (size - 1));
      HashRing grown = ring.with(comer);
      movedByAdding[size] += RingDiff.moved(ring, grown, comer.id());
      Node goer = grown.nodes().get(random.nextInt(size));
      movedByRemoving[size] += RingDiff.moved(grown.without(goer.id()), grown, goer.id());
      double[] shares = grown.points().shares(size);
      largest.get(size).add(Arrays.stream(shares).max().orElseThrow() * size);
      ring = grown;
    }
  }

  private static double[] sorted(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private static double at(double[] sorted, double quantile) {
    return sorted[(int) Math.ceil(quantile * sorted.length) - 1];
  }
}
