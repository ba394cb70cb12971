package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.error.DamagedDataException;
import dev.quiver.store.error.DirectoryInUseException;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.internal.cluster.NodeFolder.Identity;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The folders of all nodes of one cluster, locked together. One that cannot be used is left out, as
 * long as the others are a majority; it is tried again when its node is to be started.
 */
final class NodeFolders implements Closeable {
  private final ClusterLocation location;
  private final Map<NodeId, NodeFolder> usable = new TreeMap<>();
  private final Map<NodeId, QuiverException> unusable = new TreeMap<>();
  private @Nullable Identity identity;

  private NodeFolders(ClusterLocation location) {
    this.location = location;
  }

  /**
   * Locks what is there, or makes it.
   *
   * @param nodes how many there must be; null: as many as there are, or one
   */
  static NodeFolders open(ClusterLocation location, @Nullable Integer nodes) {
    var folders = new NodeFolders(location);
    try {
      folders.openAll(nodes);
      return folders;
    } catch (RuntimeException | Error refused) {
      throw Closing.after(refused, folders::close);
    }
  }

  private void openAll(@Nullable Integer nodes) {
    RestoreFolder.requireNone(location);
    int existing = location.existing();
    if (location.directory() == null && nodes != null && nodes != existing) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "nodes must be the number of nodeDirectories (%d), but was %d",
              existing,
              nodes));
    }
    for (int node = 0; node < existing; node++) {
      open(ClusterLocation.nodeId(node), location.folderOf(node));
    }
    Identity known = identity == null ? fresh(nodes) : identity;
    identity = known;
    if (nodes != null && nodes != known.nodes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "nodes of %s must be %d, as stored, but was %d",
              location,
              known.nodes(),
              nodes));
    }
    if (existing > known.nodes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must hold the folders of its %d nodes, as stored, but there is one of %s",
              location,
              known.nodes(),
              ClusterLocation.nodeId(existing - 1)));
    }
    for (int node = existing; node < known.nodes(); node++) {
      open(ClusterLocation.nodeId(node), location.folderOf(node));
    }
    if (usable.size() <= known.nodes() / 2) {
      throw unusable.values().iterator().next();
    }
    usable.forEach((id, folder) -> claim(folder, id, known));
  }

  private Identity fresh(@Nullable Integer nodes) {
    if (!unusable.isEmpty()) {
      throw unusable.values().iterator().next();
    }
    int wanted = nodes != null ? nodes : Math.max(1, location.nodeDirectories().size());
    return new Identity(UUID.randomUUID(), ClusterLocation.nodeId(0), wanted);
  }

  /** Somebody else's lock concerns the whole cluster; any other trouble only the one node. */
  private void open(NodeId id, Path path) {
    try {
      NodeFolder folder = NodeFolder.open(path);
      try {
        identify(id, folder);
        usable.put(id, folder);
        unusable.remove(id);
      } catch (RuntimeException | Error foreign) {
        throw Closing.after(foreign, folder::close);
      }
    } catch (DirectoryInUseException inUse) {
      throw inUse;
    } catch (QuiverException failed) {
      unusable.put(id, failed);
    }
  }

  /** All folders must say the same, those that say anything. */
  private void identify(NodeId id, NodeFolder folder) {
    Optional<Identity> says = folder.identity();
    if (says.isEmpty()) {
      if (!folder.isNew()) {
        throw new DamagedDataException(
            folder.path().toString(), "node.properties is missing beside other files", null);
      }
      return;
    }
    Identity mine = says.get();
    if (!mine.node().equals(id)
        || (identity != null && !identity.cluster().equals(mine.cluster()))) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s must be the folder of %s of the same cluster, but is that of %s",
              folder.path(),
              id,
              mine.node()));
    }
    identity = mine;
  }

  private static void claim(NodeFolder folder, NodeId id, Identity known) {
    if (folder.identity().isEmpty()) {
      folder.claim(new Identity(known.cluster(), id, known.nodes()));
    }
  }

  UUID cluster() {
    return known().cluster();
  }

  List<NodeId> ids() {
    var ids = new ArrayList<NodeId>();
    for (int node = 0; node < known().nodes(); node++) {
      ids.add(ClusterLocation.nodeId(node));
    }
    return ids;
  }

  /** A node's folder. Throws what is wrong with it, once it was tried again. */
  NodeFolder folder(NodeId id) {
    NodeFolder folder = usable.get(id);
    if (folder == null) {
      open(id, location.folderOf(ids().indexOf(id)));
      folder = usable.get(id);
      if (folder == null) {
        throw Objects.requireNonNull(unusable.get(id));
      }
      claim(folder, id, known());
    }
    return folder;
  }

  /** Whether any folder has this noted. */
  boolean remembers(String what) {
    return usable.values().stream().anyMatch(folder -> folder.remembers(what));
  }

  void remember(Collection<String> what) {
    usable.values().forEach(folder -> folder.remember(what));
  }

  private Identity known() {
    return Objects.requireNonNull(identity);
  }

  @Override
  public void close() {
    Closing.each(usable.values(), folder -> folder::close);
  }
}
