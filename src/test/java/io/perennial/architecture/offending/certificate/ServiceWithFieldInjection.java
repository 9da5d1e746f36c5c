package io.perennial.architecture.offending.certificate;

import org.springframework.beans.factory.annotation.Autowired;

/** Needs what its constructor does not say. */
final class ServiceWithFieldInjection {

  @Autowired private String hidden = "";

  String hidden() {
    return hidden;
  }
}
