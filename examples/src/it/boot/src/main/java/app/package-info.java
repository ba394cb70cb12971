/** An application on Spring Boot. */
@NullMarked
package app;

import org.jspecify.annotations.NullMarked;
