package io.perennial.architecture.offending.kernel;

import org.springframework.util.StringUtils;

/** A container's class in the kernel. */
final class KernelWithSpring {

  boolean empty(String text) {
    return !StringUtils.hasLength(text);
  }
}
