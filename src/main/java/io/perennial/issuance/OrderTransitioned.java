package io.perennial.issuance;

import io.perennial.kernel.CertificateId;
import io.perennial.kernel.OrderId;

/**
 * An order entered a state. Published in the transaction that stores it.
 *
 * @param phase the connector's own name for where it stands, or empty
 */
public record OrderTransitioned(
    OrderId order, CertificateId certificate, OrderState state, String phase) {}
