package dev.quiver.store.internal.model;

import dev.quiver.core.cluster.Epoch;
import dev.quiver.core.cluster.Node;
import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.placement.ShardMap;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster knows of itself at one epoch: its members and its collections. Immutable; equal
 * commands in equal order lead to equal states on every node.
 *
 * @param nodes the members, in the order of their ids
 * @param collections by name
 */
public record ClusterState(
    Epoch epoch, List<Node> nodes, SortedMap<String, PlacedCollection> collections) {
  /** Before the first command: nobody and nothing. */
  public static final ClusterState EMPTY =
      new ClusterState(Epoch.FIRST, List.of(), Collections.emptySortedMap());

  public ClusterState {
    requireDistinct(nodes);
    nodes = nodes.stream().sorted(Comparator.comparing(Node::id)).toList();
    collections = Collections.unmodifiableSortedMap(new TreeMap<>(collections));
    Set<NodeId> members = idsOf(nodes);
    collections.forEach(
        (name, collection) -> {
          if (!name.equals(collection.settings().name())) {
            throw new IllegalArgumentException(
                "collection must be kept by its name, but "
                    + collection.settings().name()
                    + " was kept as "
                    + name);
          }
          requireMembers(members, name, collection.shardMap().replicas());
        });
  }

  static void requireDistinct(List<Node> nodes) {
    if (idsOf(nodes).size() < nodes.size()) {
      throw new IllegalArgumentException("nodes must be distinct, but were " + nodes);
    }
  }

  private static Set<NodeId> idsOf(List<Node> nodes) {
    return nodes.stream().map(Node::id).collect(Collectors.toSet());
  }

  private static void requireMembers(
      Set<NodeId> members, String name, List<List<NodeId>> placement) {
    if (!areMembers(members, placement)) {
      throw new IllegalArgumentException(
          "placement of " + name + " must name members, but names " + placement);
    }
  }

  private static boolean areMembers(Set<NodeId> members, List<List<NodeId>> placement) {
    return placement.stream().allMatch(members::containsAll);
  }

  public @Nullable PlacedCollection find(String name) {
    return collections.get(name);
  }

  /**
   * The state after a command: at the next epoch, or this very one if the command does not apply.
   * Never throws, because a command that is in the log cannot be taken back; who proposed it looks
   * here for what became of it.
   *
   * <p>A command does not apply if it creates a collection whose name is taken or whose shards are
   * to be on nodes that are no members, fixes a dimension or a model's name that is fixed or
   * belongs to another incarnation, names a collection that is not there, or changes nothing.
   */
  public ClusterState apply(MetaCommand command) {
    return switch (command) {
      case MetaCommand.RegisterNodes(var added) -> register(added);
      case MetaCommand.CreateCollection(var settings, var placement) -> create(settings, placement);
      case MetaCommand.SetDimension(var name, var incarnation, var dimension) ->
          setDimension(name, incarnation, dimension);
      case MetaCommand.SetModelName(var name, var incarnation, var modelName) ->
          setModelName(name, incarnation, modelName);
      case MetaCommand.DropCollection(var name) -> drop(name);
      case MetaCommand.ReplaceIncarnation(var name, var incarnation) ->
          replaceIncarnation(name, incarnation);
    };
  }

  private ClusterState register(List<Node> added) {
    var members = new TreeMap<NodeId, Node>();
    nodes.forEach(node -> members.put(node.id(), node));
    added.forEach(node -> members.put(node.id(), node));
    List<Node> changed = List.copyOf(members.values());
    return changed.equals(nodes) ? this : new ClusterState(epoch.next(), changed, collections);
  }

  private ClusterState create(CollectionSettings settings, List<List<NodeId>> placement) {
    if (collections.containsKey(settings.name()) || !areMembers(idsOf(nodes), placement)) {
      return this;
    }
    return with(new PlacedCollection(settings, new ShardMap(epoch.next(), placement)));
  }

  private ClusterState setDimension(String name, UUID incarnation, int dimension) {
    PlacedCollection found = collections.get(name);
    if (found == null
        || found.settings().dimension() != 0
        || !found.settings().incarnation().equals(incarnation)) {
      return this;
    }
    return with(found.with(found.settings().withDimension(dimension)));
  }

  private ClusterState setModelName(String name, UUID incarnation, String modelName) {
    PlacedCollection found = collections.get(name);
    if (found == null
        || found.settings().modelName() != null
        || !found.settings().incarnation().equals(incarnation)) {
      return this;
    }
    return with(found.with(found.settings().withModelName(modelName)));
  }

  private ClusterState drop(String name) {
    if (!collections.containsKey(name)) {
      return this;
    }
    var left = new TreeMap<>(collections);
    left.remove(name);
    return new ClusterState(epoch.next(), nodes, left);
  }

  private ClusterState replaceIncarnation(String name, UUID incarnation) {
    PlacedCollection found = collections.get(name);
    if (found == null || found.settings().incarnation().equals(incarnation)) {
      return this;
    }
    return with(found.with(found.settings().withIncarnation(incarnation)));
  }

  private ClusterState with(PlacedCollection changed) {
    var all = new TreeMap<>(collections);
    all.put(changed.settings().name(), changed);
    return new ClusterState(epoch.next(), nodes, all);
  }
}
