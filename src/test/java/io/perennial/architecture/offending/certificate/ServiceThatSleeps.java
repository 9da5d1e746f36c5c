package io.perennial.architecture.offending.certificate;

/** Waits in a thread. */
final class ServiceThatSleeps {

  void pause() throws InterruptedException {
    Thread.sleep(1);
  }
}
