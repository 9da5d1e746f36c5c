package io.perennial.architecture.offending.certificate;

/** Does more than one thing. */
final class ServiceWithSeven {

  private final int sum;

  ServiceWithSeven(int a, int b, int c, int d, int e, int f, int g) {
    sum = a + b + c + d + e + f + g;
  }

  int sum() {
    return sum;
  }
}
