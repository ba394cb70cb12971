package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * When segments are merged. Every segment has a graph of its own, and the fixed part of walking one
 * dominates: nine segments cost about four times as much to search as one. But merging graphs costs
 * nearly as much as building them. So while a load runs, segments are merged as rarely as Lucene
 * does by default. When it is over, all smaller segments are merged with the next larger one as
 * soon as together they are half its size: few are left, and no record is merged more often than
 * the logarithm of their number.
 *
 * <p>A graph is built on the heap, so no merge takes more documents than a share of the heap holds.
 */
final class MergePlan extends FilterMergePolicy {
  private static final double DELETED_PERCENT = 20;

  /** How many times as large as the others together the largest segment of a merge may be. */
  private static final int MOST_UNEVEN = 2;

  private static final int BYTES_PER_NEIGHBOUR = Integer.BYTES + Float.BYTES;
  private static final int BYTES_PER_NODE = 96;

  private final long mostDocuments;
  private volatile boolean quiet;

  MergePlan(long mostDocuments) {
    super(
        new TieredMergePolicy()
            .setMaxMergedSegmentMB(Double.MAX_VALUE)
            .setDeletesPctAllowed(DELETED_PERCENT));
    this.mostDocuments = mostDocuments;
  }

  /** No merge needs more heap than this. */
  static MergePlan within(long heapBytes, int neighbours) {
    return new MergePlan(heapBytes / bytesPerDocument(neighbours));
  }

  /** Heap that a merge takes for the graph it builds. */
  static long bytesPerDocument(int neighbours) {
    return BYTES_PER_NODE + 2L * neighbours * BYTES_PER_NEIGHBOUR;
  }

  void quiet(boolean isQuiet) {
    quiet = isQuiet;
  }

  @Override
  public @Nullable MergeSpecification findMerges(
      MergeTrigger trigger, SegmentInfos infos, MergeContext context) throws IOException {
    if (quiet && context.getMergingSegments().isEmpty()) {
      List<SegmentCommitInfo> together = worthMerging(infos.asList(), context);
      if (together.size() > 1) {
        return specification(List.of(together));
      }
    }
    return trimmed(super.findMerges(trigger, infos, context), context);
  }

  @Override
  public @Nullable MergeSpecification findFullFlushMerges(
      MergeTrigger trigger, SegmentInfos infos, MergeContext context) throws IOException {
    return trimmed(super.findFullFlushMerges(trigger, infos, context), context);
  }

  /** As few segments as the heap allows, whatever number is asked for, and none with deletions. */
  @Override
  public @Nullable MergeSpecification findForcedMerges(
      SegmentInfos infos,
      int segments,
      Map<SegmentCommitInfo, Boolean> original,
      MergeContext context) {
    var groups = new ArrayList<List<SegmentCommitInfo>>();
    var group = new ArrayList<SegmentCommitInfo>();
    long documents = 0;
    for (SegmentCommitInfo segment : ascending(infos.asList(), context)) {
      if (context.getMergingSegments().contains(segment)) {
        continue;
      }
      if (documents + live(segment, context) > mostDocuments) {
        groups.add(List.copyOf(group));
        group.clear();
        documents = 0;
      }
      group.add(segment);
      documents += live(segment, context);
    }
    groups.add(group);
    groups.removeIf(
        each ->
            each.isEmpty() || (each.size() == 1 && context.numDeletedDocs(each.getFirst()) == 0));
    return groups.isEmpty() ? null : specification(groups);
  }

  private List<SegmentCommitInfo> worthMerging(
      List<SegmentCommitInfo> segments, MergeContext context) {
    List<SegmentCommitInfo> ascending = ascending(segments, context);
    int wanted = 0;
    long smaller = 0;
    for (int i = 0; i < ascending.size(); i++) {
      int documents = live(ascending.get(i), context);
      if (smaller + documents > mostDocuments) {
        break;
      }
      if (documents <= MOST_UNEVEN * smaller) {
        wanted = i + 1;
      }
      smaller += documents;
    }
    return ascending.subList(0, wanted);
  }

  private @Nullable MergeSpecification trimmed(
      @Nullable MergeSpecification merges, MergeContext context) {
    if (merges == null) {
      return null;
    }
    List<List<SegmentCommitInfo>> possible =
        merges.merges.stream()
            .map(merge -> trimmed(merge.segments, context))
            .filter(segments -> !segments.isEmpty())
            .toList();
    return possible.isEmpty() ? null : specification(possible);
  }

  private List<SegmentCommitInfo> trimmed(List<SegmentCommitInfo> segments, MergeContext context) {
    var kept = new ArrayList<SegmentCommitInfo>();
    long documents = 0;
    for (SegmentCommitInfo segment : ascending(segments, context)) {
      documents += live(segment, context);
      if (documents <= mostDocuments) {
        kept.add(segment);
      }
    }
    boolean alone = kept.size() == 1 && segments.size() > 1;
    return alone ? List.of() : kept;
  }

  private static List<SegmentCommitInfo> ascending(
      List<SegmentCommitInfo> segments, MergeContext context) {
    return segments.stream()
        .sorted(Comparator.comparingInt(segment -> live(segment, context)))
        .toList();
  }

  private static int live(SegmentCommitInfo segment, MergeContext context) {
    return segment.info.maxDoc() - context.numDeletedDocs(segment);
  }

  private static MergeSpecification specification(List<List<SegmentCommitInfo>> merges) {
    var specification = new MergeSpecification();
    merges.forEach(segments -> specification.add(new OneMerge(segments)));
    return specification;
  }
}
