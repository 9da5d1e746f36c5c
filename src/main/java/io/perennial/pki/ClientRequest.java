package io.perennial.pki;

import io.perennial.connector.KeyType;
import io.perennial.kernel.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;

/**
 * A signing request (RFC 2986) for a client's certificate. Nothing in it is believed but the key,
 * and that the sender has its private half: who asks is known from elsewhere.
 */
public record ClientRequest(PublicKey key) {

  private static final int MOST_BYTES = 4 * 1024;
  private static final String LABEL = "CERTIFICATE REQUEST";

  /**
   * @param pem with one request, for a key on P-256
   * @throws Refusal that says what is wrong with it
   */
  public static ClientRequest read(String pem) {
    byte[] der = content(pem);
    try {
      PKCS10CertificationRequest request = new PKCS10CertificationRequest(der);
      AlgorithmIdentifier algorithm = request.getSubjectPublicKeyInfo().getAlgorithm();
      if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
          || !curve(algorithm).equals(SECObjectIdentifiers.secp256r1)) {
        throw Refusal.invalid(
            "The key of a client certificate is on P-256. Make one with 'openssl genpkey -algorithm"
                + " EC -pkeyopt ec_paramgen_curve:P-256 -out client.key'.");
      }
      PublicKey key =
          KeyPairs.publicKey(KeyType.P_256, request.getSubjectPublicKeyInfo().getEncoded());
      if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
        throw Refusal.invalid(
            "The signing request is not signed by its own key. Make it anew with that key.");
      }
      return new ClientRequest(key);
    } catch (IOException
        | PKCSException
        | OperatorCreationException
        | IllegalArgumentException
        | IllegalStateException broken) {
      throw unreadable();
    }
  }

  /** Empty parameters name no curve; a curve that is spelled out is none of ours. */
  private static ASN1ObjectIdentifier curve(AlgorithmIdentifier algorithm) {
    return ASN1ObjectIdentifier.getInstance(algorithm.getParameters());
  }

  private static byte[] content(String pem) {
    if (pem.length() > MOST_BYTES) {
      throw Refusal.invalid("A signing request here is at most 4 KiB: it needs no names.");
    }
    try {
      List<PemBlocks.Block> blocks = PemBlocks.read(pem.getBytes(StandardCharsets.US_ASCII));
      if (blocks.size() == 1 && blocks.getFirst().label().equals(LABEL)) {
        return blocks.getFirst().content();
      }
    } catch (Refusal damaged) {
      throw unreadable();
    }
    throw unreadable();
  }

  private static Refusal unreadable() {
    return Refusal.invalid(
        "The field csr is one PEM block CERTIFICATE REQUEST, as 'openssl req -new' writes it.");
  }
}
