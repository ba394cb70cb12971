/** Tests of the document QA app: by HTTP, in a browser, as a process. */
@NullMarked
package dev.quiver.examples.qa;

import org.jspecify.annotations.NullMarked;
