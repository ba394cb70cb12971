package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Found;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.jspecify.annotations.Nullable;

/**
 * One search over all segments of all shards that a node was asked for. It decides between looking
 * at everything and walking the graphs, and makes up for what a walk may miss.
 *
 * <p><b>Few candidates are all looked at.</b> The filter comes first, as a set of documents for
 * each segment. Up to {@link #EXACT_CANDIDATES} of them, all shards together, are scored one by
 * one: no slower than a walk, and exact.
 *
 * <p><b>More are found by walking</b>, with the filter inside: the walk leads over documents that
 * do not match, and collects those that do. How far it looks, {@link Effort} says. Where all near
 * the target do not match, the walk is given up once it would cost a good deal more than to look at
 * all candidates.
 *
 * <p><b>A walk is not believed when it comes back short.</b> A graph may have parts that no path
 * leads to, and a walk through sparse matches may strand. So when there are fewer results than
 * asked for though there are candidates left, for all the search knows, everything is looked at
 * after all. This includes the case that too few reached {@code minScore}: only looking at the
 * others can tell that there are no more, and the contract is that none is missing.
 *
 * <p><b>Nor where it cuts through ties.</b> Equal vectors have equal scores, and of those at the
 * end of the answer the ones with the smallest keys are wanted. A walk may have met some of them
 * when it no longer kept what scores as low: then there is a second walk that keeps all that does.
 * Nor is a walk trusted to meet all of them: among equals one is as good a link as the other, and
 * where they are more than a node has links, most are linked to by none. Then, or where even the
 * second walk cut through them, everything is looked at, with their score as the floor.
 *
 * <p>In all cases order and cut are by final score, computed from the vectors as given, then key;
 * see {@link Shortlist} for why single precision is enough until then.
 */
final class NearestSearch {
  /** Up to this many the contract demands an exact answer. */
  static final int EXACT_CANDIDATES = 2000;

  private final IndexReader reader;
  private final List<Terrain> terrains;
  private final Target target;

  /**
   * @param terrains that together are all segments of the reader
   */
  NearestSearch(IndexReader reader, List<Terrain> terrains, Target target) {
    this.reader = reader;
    this.terrains = terrains;
    this.target = target;
  }

  List<Found> run() throws IOException {
    var where = target.query().filter();
    Candidates candidates =
        where == null ? null : Candidates.of(reader, where, target::checkNotCancelled);
    int count = candidates == null ? reader.numDocs() : candidates.count();
    if (count <= EXACT_CANDIDATES) {
      return scan(candidates, target.minScore());
    }
    var effort = new Effort(target, terrains, candidates);
    if (effort.isScanCheaper()) {
      return scan(candidates, target.minScore());
    }
    var walk = new GraphSearch(terrains, candidates, target, effort);
    var ranking = new Ranking(reader.leaves(), target);
    List<FoundRecord> found = ranking.best(walk.run());
    if (found.size() < Math.min(target.limit(), count)) {
      return scan(candidates, target.minScore());
    }
    boolean cut = walk.mayHaveCut(found.getLast());
    if (cut) {
      walk = walk.keepingEqualsOf(found.getLast());
      found = ranking.best(walk.run());
      cut = walk.mayHaveCut(found.getLast());
    }
    return cut || walk.mayHaveMissed(ranking.tied())
        ? scan(candidates, found.getLast().score())
        : List.copyOf(found);
  }

  private List<Found> scan(@Nullable Candidates candidates, double least) throws IOException {
    var shortlist = new Shortlist(target);
    shortlist.require(least);
    new ExactScan(reader.leaves(), candidates).into(shortlist, target);
    return List.copyOf(new Ranking(reader.leaves(), target).best(shortlist));
  }
}
