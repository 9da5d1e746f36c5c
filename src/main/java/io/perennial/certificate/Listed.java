package io.perennial.certificate;

import java.util.Optional;

/**
 * A certificate with what a list shows beside it.
 *
 * @param current its current version, if there is one
 * @param revision grows with everything that is written to its row
 */
public record Listed(Certificate certificate, Optional<Version> current, long revision) {}
