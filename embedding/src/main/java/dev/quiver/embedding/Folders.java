package dev.quiver.embedding;

import dev.quiver.embedding.internal.ledger.Folder;
import dev.quiver.embedding.internal.ledger.Ledger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps two folders from being taken for one: their files of the same name would replace each
 * other. A folder that lies elsewhere than at the last run has moved, or is another one of the same
 * key.
 */
final class Folders {
  private Folders() {}

  /**
   * Notes where the folder is.
   *
   * @throws IllegalArgumentException if the key is that of another folder
   */
  static void note(Ledger ledger, FileTree tree, List<Path> files) {
    String key = tree.key();
    if (key == null) {
      return;
    }
    Path root = tree.root().toAbsolutePath().normalize();
    Path parent = root.getParent();
    Path here = Files.isRegularFile(root) && parent != null ? parent : root;
    String before = ledger.folder(key).orElse("");
    if (before.equals(here.toString())) {
      return;
    }
    if (!before.isEmpty() && Files.exists(Path.of(before)) && !isKnown(ledger, tree, files)) {
      throw new IllegalArgumentException(
          "key must be of one folder, but "
              + key
              + " is that of "
              + before
              + ", which is still there and has other files than "
              + here
              + ": give another key");
    }
    ledger.add(List.of(new Folder(key, here.toString())));
  }

  /** Whether half of its files are in the ledger by their names, as those of a copy are. */
  private static boolean isKnown(Ledger ledger, FileTree tree, List<Path> files) {
    long known = files.stream().filter(file -> ledger.find(tree.source(file)).isPresent()).count();
    return 2 * known >= files.size();
  }
}
