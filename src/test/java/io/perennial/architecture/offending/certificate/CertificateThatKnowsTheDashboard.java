package io.perennial.architecture.offending.certificate;

import io.perennial.architecture.offending.dashboard.Page;

/** Breaks the direction between modules. */
final class CertificateThatKnowsTheDashboard {

  Page page() {
    return new Page();
  }
}
