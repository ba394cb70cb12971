/** The demo: documents, questions, and nodes and clusters that fail, in one command. */
@NullMarked
package dev.quiver.examples.demo;

import org.jspecify.annotations.NullMarked;
