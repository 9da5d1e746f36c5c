/** The rules that the code keeps to, checked on its classes. Each is proved able to fail. */
@NullMarked
package io.perennial.architecture;

import org.jspecify.annotations.NullMarked;
