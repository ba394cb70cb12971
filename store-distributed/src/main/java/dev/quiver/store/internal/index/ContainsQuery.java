package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Records with a part in one of a field's terms. Walks all distinct terms of the field, so its cost
 * grows with them. Terms of strings too long for one are passed over.
 */
final class ContainsQuery extends MultiTermQuery {
  private final BytesRef part;

  ContainsQuery(String field, BytesRef part) {
    super(field, CONSTANT_SCORE_BLENDED_REWRITE);
    this.part = part;
  }

  @Override
  protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
    return new FilteredTermsEnum(terms.iterator(), false) {
      @Override
      protected AcceptStatus accept(BytesRef term) {
        return term.length <= SortableBytes.MAX_TERM_BYTES && contains(term)
            ? AcceptStatus.YES
            : AcceptStatus.NO;
      }
    };
  }

  /** No byte that begins a character is found inside one, so bytes match where characters do. */
  private boolean contains(BytesRef term) {
    int last = term.offset + term.length - part.length;
    for (int at = term.offset; at <= last; at++) {
      int length = 0;
      while (length < part.length && term.bytes[at + length] == part.bytes[part.offset + length]) {
        length++;
      }
      if (length == part.length) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return getField() + " contains " + part;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return super.equals(other) && other instanceof ContainsQuery that && part.equals(that.part);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), part);
  }
}
