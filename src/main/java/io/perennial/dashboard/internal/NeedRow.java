package io.perennial.dashboard.internal;

import io.perennial.overview.Overview;

/**
 * Something that needs a person.
 *
 * @param certificateId of the certificate it is about; empty: none
 */
record NeedRow(String subject, String certificateId, String sentence) {

  static NeedRow of(Overview.Need need) {
    return new NeedRow(
        need.subject(), need.certificate().orElse(""), Moments.readable(need.sentence()));
  }
}
