package io.perennial.renewal.internal;

import io.perennial.certificate.Certificate;
import io.perennial.certificate.Version;
import io.perennial.issuance.Order;
import io.perennial.revocation.Revocation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that a decision is made from.
 *
 * @param current the version in use, if there is one
 * @param advice what the CA says of when to renew that version
 * @param open the order under way, if there is one
 * @param unattended when these names were issued with nobody asking, within the fuse's window
 * @param revocation of the version in use, unless its CA will not do it
 * @param watched whether no CA of ours renews it
 */
record Facts(
    Certificate certificate,
    Optional<Version> current,
    Optional<Advice> advice,
    Optional<Order> open,
    List<Instant> unattended,
    Optional<Revocation> revocation,
    boolean watched) {}
