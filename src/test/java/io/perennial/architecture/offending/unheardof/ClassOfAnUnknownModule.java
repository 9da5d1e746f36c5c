package io.perennial.architecture.offending.unheardof;

/** In a module that has no place in the order. */
final class ClassOfAnUnknownModule {}
