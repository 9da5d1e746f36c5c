package io.perennial.connector;

import java.util.List;

/**
 * An opened CA. Every call is one bounded step and may be the last this instance sees: the core
 * drops connectors at will and opens them again from stored state. Calls for different orders may
 * run at the same time.
 */
public interface Connector extends AutoCloseable {

  /** What this CA will and will not issue, as data. Offline. */
  Limits limits();

  /**
   * Reasons beyond the {@link #limits} why this CA would refuse, as sentences that say what to
   * change; empty when none is known. Asked before there is a key or an order. Offline.
   */
  List<String> review(RequestedCertificate requested);

  /**
   * Whether nobody outside hears of {@link #submit} and {@link #recover}, and nothing comes of them
   * but their answer. The core then stores no intent before it asks, and stores the answer with the
   * order itself.
   */
  default boolean preparesOffline() {
    return false;
  }

  /** The first step. Called once per order, unless {@link #recover} says nothing came of it. */
  Progress submit(CertificateRequest request) throws ConnectorException;

  /**
   * The next step, after the instructions in the last {@link Progress.Waiting} were carried out.
   * The same state may be presented twice, when the server died before the answer was stored.
   */
  Progress advance(CertificateRequest request, OrderState state) throws ConnectorException;

  /**
   * After a crash between {@link #submit} and the storing of its answer: find what came of it, or
   * start anew where that cannot issue a second certificate.
   */
  Progress recover(CertificateRequest request) throws ConnectorException;

  /** Lets go of an order that will not be continued. Best effort; never throws for a lost order. */
  void abandon(CertificateRequest request, OrderState state) throws ConnectorException;

  /** Whether the CA answers and accepts our settings. Never throws. */
  Probe probe();

  @Override
  void close();
}
