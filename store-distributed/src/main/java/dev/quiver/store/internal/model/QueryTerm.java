package dev.quiver.store.internal.model;

/**
 * A term of a query by words.
 *
 * @param times how often the query says it
 * @param records how many records have it
 */
public record QueryTerm(String term, int times, long records) {}
