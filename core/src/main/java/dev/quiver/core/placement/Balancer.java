package dev.quiver.core.placement;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Brings every node's number of items between its floor and its ceiling by the shortest chains of
 * hand-overs. A chain is found whenever some assignment within the limits exists.
 */
final class Balancer {
  private final ItemLists items;
  private final IntUnaryOperator floors;
  private final IntUnaryOperator ceilings;
  private final Exchange exchange;
  private final Exchange.Offers offers;

  Balancer(
      ItemLists items,
      IntUnaryOperator floors,
      IntUnaryOperator ceilings,
      Exchange exchange,
      Exchange.Offers offers) {
    this.items = items;
    this.floors = floors;
    this.ceilings = ceilings;
    this.exchange = exchange;
    this.offers = offers;
  }

  /** The same limits, other hand-overs. */
  Balancer offering(Exchange.Offers others) {
    return new Balancer(items, floors, ceilings, exchange, others);
  }

  boolean isBelowFloor(int node) {
    return items.size(node) < floors.applyAsInt(node);
  }

  boolean isBelowCeiling(int node) {
    return items.size(node) < ceilings.applyAsInt(node);
  }

  boolean isAboveCeiling(int node) {
    return items.size(node) > ceilings.applyAsInt(node);
  }

  private boolean isAboveFloor(int node) {
    return items.size(node) > floors.applyAsInt(node);
  }

  /** Makes room on one of the nodes that satisfy the predicate, and returns it. */
  int makeRoom(IntPredicate wanted) {
    startAt(wanted);
    int end = exchange.search(offers, this::isBelowCeiling);
    if (end == Exchange.NONE) {
      throw new IllegalStateException("ceilings must leave room for every item, but did not");
    }
    return exchange.apply(end, items);
  }

  /** Hands over as long as that helps; whether every node is within its limits afterwards. */
  boolean settle() {
    handOverAll(this::isAboveCeiling, this::isBelowFloor);
    handOverAll(this::isAboveCeiling, this::isBelowCeiling);
    handOverAll(this::isAboveFloor, this::isBelowFloor);
    return !any(this::isAboveCeiling) && !any(this::isBelowFloor);
  }

  private void handOverAll(IntPredicate start, IntPredicate end) {
    boolean found = true;
    while (found && any(start) && any(end)) {
      startAt(start);
      int last = exchange.search(offers, end);
      found = last != Exchange.NONE;
      if (found) {
        exchange.apply(last, items);
      }
    }
  }

  private void startAt(IntPredicate giver) {
    exchange.clear();
    for (int node = 0; node < items.nodes(); node++) {
      if (giver.test(node)) {
        exchange.start(node);
      }
    }
  }

  private boolean any(IntPredicate wanted) {
    for (int node = 0; node < items.nodes(); node++) {
      if (wanted.test(node)) {
        return true;
      }
    }
    return false;
  }
}
