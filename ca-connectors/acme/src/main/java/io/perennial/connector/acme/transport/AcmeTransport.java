package io.perennial.connector.acme.transport;

import io.perennial.connector.ConnectorException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;

/**
 * The requests of RFC 8555 that a connector makes. Each sends one request (with nonces, and the
 * directory when that is an hour old) and never waits. {@link AcmeRefusal} is the CA's no to this
 * request; everything else that can go wrong is a {@link ConnectorException}.
 */
public interface AcmeTransport {

  /** The directory (RFC 8555, section 7.1.1), at most an hour old. */
  AcmeDirectory directory() throws ConnectorException, AcmeRefusal;

  /** The directory, if it was read within the last hour; nothing is sent. */
  Optional<AcmeDirectory> rememberedDirectory();

  /** Lets the next call read the directory anew. */
  void forgetDirectory();

  /**
   * Makes the account of our key, or finds it when it is there already (RFC 8555, section 7.3).
   *
   * @param contact a mail address
   * @param termsAgreed whether a person accepted the CA's terms
   * @param external to which a new account is bound
   */
  AcmeAccount createAccount(
      Optional<String> contact, boolean termsAgreed, Optional<ExternalAccount> external)
      throws ConnectorException, AcmeRefusal;

  /** Finds the account of our key without making one (RFC 8555, section 7.3.1). */
  AcmeAccount findAccount() throws ConnectorException, AcmeRefusal;

  /**
   * Tells the CA another contact of the account, or that there is none (RFC 8555, section 7.3.2).
   *
   * @param contact a mail address
   */
  void updateContact(URI account, Optional<String> contact) throws ConnectorException, AcmeRefusal;

  /** Orders a certificate (RFC 8555, section 7.4). */
  AcmeOrder createOrder(URI account, AcmeOrderRequest request)
      throws ConnectorException, AcmeRefusal;

  /**
   * When the CA wants a certificate renewed (RFC 9773, section 4); empty when it does not say so of
   * this one or of any.
   */
  Optional<AcmeRenewalInfo> renewalInfo(X509Certificate certificate)
      throws ConnectorException, AcmeRefusal;

  AcmeOrder order(URI account, URI order) throws ConnectorException, AcmeRefusal;

  AcmeAuthorization authorization(URI account, URI authorization)
      throws ConnectorException, AcmeRefusal;

  /** Says that the proof is in place (RFC 8555, section 7.5.1). */
  void trigger(URI account, URI challenge) throws ConnectorException, AcmeRefusal;

  /** Gives a pending authorization up (RFC 8555, section 7.5.2). */
  void deactivate(URI account, URI authorization) throws ConnectorException, AcmeRefusal;

  /**
   * Hands in the signing request of a ready order (RFC 8555, section 7.4).
   *
   * @param csr PKCS#10, DER; sent byte by byte as it is
   * @return when the CA wants to be asked again, between a second and a day
   */
  Optional<Duration> finalizeOrder(URI account, AcmeOrder order, byte[] csr)
      throws ConnectorException, AcmeRefusal;

  /** The chain as the CA sent it, at least one certificate (RFC 8555, section 7.4.2). */
  AcmeChain certificate(URI account, URI certificate) throws ConnectorException, AcmeRefusal;

  /** What proves control together with our key (RFC 8555, section 8.1). */
  String keyAuthorization(String token);

  /**
   * Revokes a certificate by the account's key (RFC 8555, section 7.6).
   *
   * @param certificate DER
   * @param reason of RFC 5280, section 5.3.1
   */
  void revoke(URI account, byte[] certificate, int reason) throws ConnectorException, AcmeRefusal;
}
