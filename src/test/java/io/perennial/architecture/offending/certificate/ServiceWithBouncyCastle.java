package io.perennial.architecture.offending.certificate;

import org.bouncycastle.asn1.ASN1Integer;

/** ASN.1 outside pki. */
final class ServiceWithBouncyCastle {

  ASN1Integer one() {
    return new ASN1Integer(1);
  }
}
