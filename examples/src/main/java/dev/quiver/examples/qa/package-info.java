/** Document QA: a web page that answers questions from the documents of a folder. */
@NullMarked
package dev.quiver.examples.qa;

import org.jspecify.annotations.NullMarked;
