package dev.quiver.embedding.internal.split;

/**
 * A piece of text that is not cut: a sentence, or where that is too long a word or a part of one.
 *
 * @param from first character
 * @param to behind its last character
 * @param size in the splitter's measure, without what each segment costs by itself
 * @param opensParagraph whether a new paragraph begins with it
 */
record Atom(int from, int to, int size, boolean opensParagraph) {}
