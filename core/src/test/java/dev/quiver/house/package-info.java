/** The house rules as tests: sizes, names, words and layout of the whole repository. */
@NullMarked
package dev.quiver.house;

import org.jspecify.annotations.NullMarked;
