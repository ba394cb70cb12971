package dev.quiver.embedding.internal.split;

/**
 * A piece of text that is not cut: a sentence, or where that is too long a word or a part of one.
 *
 * @param from first character
 * @param to behind its last character
 * @param size in the splitter's measure, without what each segment costs by itself
 * @param opensParagraph whether a new paragraph begins with it
 * @param standsAlone whether it may not be in a segment with others: a part of a word that the
 *     model reads in parts only
 */
record Atom(int from, int to, int size, boolean opensParagraph, boolean standsAlone) {}
