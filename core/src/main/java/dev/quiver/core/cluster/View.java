package dev.quiver.core.cluster;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members of a cluster and their health, as known at one epoch. */
public final class View {
  private final Epoch epoch;
  private final SortedMap<NodeId, Node> members;
  private final Map<NodeId, Health> health;

  private View(Epoch epoch, SortedMap<NodeId, Node> members, Map<NodeId, Health> health) {
    this.epoch = epoch;
    this.members = Collections.unmodifiableSortedMap(members);
    this.health = Map.copyOf(health);
  }

  /** A first view in which everybody is up. */
  public static View of(Collection<Node> nodes) {
    return at(Epoch.FIRST, nodes);
  }

  /** A view at a given epoch in which everybody is up. */
  public static View at(Epoch epoch, Collection<Node> nodes) {
    var members = new TreeMap<NodeId, Node>();
    for (Node node : nodes) {
      if (members.put(node.id(), node) != null) {
        throw new IllegalArgumentException(
            "nodes must be distinct, but " + node.id() + " is twice");
      }
    }
    return new View(epoch, members, Map.of());
  }

  public Epoch epoch() {
    return epoch;
  }

  /** All members, in the order of their ids. */
  public List<Node> nodes() {
    return List.copyOf(members.values());
  }

  public int size() {
    return members.size();
  }

  public boolean contains(NodeId id) {
    return members.containsKey(id);
  }

  public @Nullable Node find(NodeId id) {
    return members.get(id);
  }

  /** A stranger counts as down. */
  public Health healthOf(NodeId id) {
    return members.containsKey(id) ? health.getOrDefault(id, Health.UP) : Health.DOWN;
  }

  public View with(Node node) {
    var changed = new TreeMap<>(members);
    changed.put(node.id(), node);
    return new View(epoch.next(), changed, health);
  }

  public View without(NodeId id) {
    requireMember(id);
    var changed = new TreeMap<>(members);
    changed.remove(id);
    var left = new HashMap<>(health);
    left.remove(id);
    return new View(epoch.next(), changed, left);
  }

  public View withHealth(NodeId id, Health now) {
    requireMember(id);
    var changed = new HashMap<>(health);
    changed.put(id, now);
    return new View(epoch.next(), members, changed);
  }

  private void requireMember(NodeId id) {
    if (!members.containsKey(id)) {
      throw new IllegalArgumentException("node must be a member, but was " + id);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof View view
        && epoch.equals(view.epoch)
        && members.equals(view.members)
        && nodes().stream().allMatch(n -> healthOf(n.id()) == view.healthOf(n.id()));
  }

  @Override
  public int hashCode() {
    return 31 * epoch.hashCode() + members.hashCode();
  }

  @Override
  public String toString() {
    return "View[epoch=" + epoch.number() + ", members=" + members.keySet() + "]";
  }
}
