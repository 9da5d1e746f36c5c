package io.perennial.dashboard.internal;

/**
 * One binding, or a certificate without any, as the tables show it.
 *
 * @param id of the binding; empty for a certificate without any
 * @param server the enrolled server's name
 * @param address host and port where the prober looks
 * @param state how the three compare, in words
 * @param drift whether they differ
 */
record BindingRow(
    String id,
    String certificateId,
    String certificate,
    String server,
    String address,
    Truth published,
    Truth installed,
    Truth served,
    String state,
    boolean drift) {

  /** Whether a server shall serve it at all. */
  public boolean bound() {
    return !id.isEmpty();
  }

  /**
   * One of the three truths.
   *
   * @param version such as {@code v3}; empty when it is none of the certificate's versions
   * @param fingerprint its first twelve digits; empty when nothing is known
   * @param detail when or why
   */
  record Truth(String version, String fingerprint, String detail) {

    static final Truth UNKNOWN = new Truth("", "", "");
  }
}
