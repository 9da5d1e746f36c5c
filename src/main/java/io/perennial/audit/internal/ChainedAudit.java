package io.perennial.audit.internal;

import io.perennial.audit.Audit;
import io.perennial.audit.AuditEvent;
import io.perennial.audit.internal.AuditRepository.Entry;
import io.perennial.audit.internal.AuditRepository.Head;
import io.perennial.envelope.Envelope;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Each entry's hash is a keyed hash over the one before and its own fields, so that whoever can
 * write the table but does not hold the deployment's root secret cannot change, remove, insert or
 * reorder entries unseen.
 */
@Service
class ChainedAudit implements Audit {

  private static final int PAGE = 500;
  private static final int MAX_TEXT = 1_000;

  private final AuditRepository repository;
  private final Envelope envelope;
  private final Clock clock;
  private final TransactionTemplate joined;
  private final TransactionTemplate separate;

  ChainedAudit(
      AuditRepository repository,
      Envelope envelope,
      Clock clock,
      PlatformTransactionManager transactions) {
    this.repository = repository;
    this.envelope = envelope;
    this.clock = clock;
    this.joined = new TransactionTemplate(transactions);
    this.separate = new TransactionTemplate(transactions);
    this.separate.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
  }

  @Override
  public void record(AuditEvent event) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      joined.executeWithoutResult(status -> append(List.of(new Outcome(event, "done"))));
      return;
    }
    // The head is locked last and briefly: taken earlier, it would serialise whole transactions.
    for (TransactionSynchronization known :
        TransactionSynchronizationManager.getSynchronizations()) {
      if (known instanceof AppendBeforeCommit pending) {
        pending.events.add(new Outcome(event, "done"));
        return;
      }
    }
    AppendBeforeCommit pending = new AppendBeforeCommit();
    pending.events.add(new Outcome(event, "done"));
    TransactionSynchronizationManager.registerSynchronization(pending);
  }

  @Override
  public void denied(String actor, String action, String subject) {
    AuditEvent event = new AuditEvent(actor, action, subject, "");
    separate.executeWithoutResult(status -> append(List.of(new Outcome(event, "denied"))));
  }

  private void append(List<Outcome> outcomes) {
    Head head = repository.lockHead();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    for (Outcome outcome : outcomes) {
      Entry entry =
          new Entry(
              head.sequence() + 1,
              now,
              cut(outcome.event().actor()),
              cut(outcome.event().action()),
              cut(outcome.event().subject()),
              outcome.outcome(),
              cut(outcome.event().detail()),
              new byte[0]);
      head = new Head(entry.sequence(), link(head.hash(), entry));
      repository.append(
          new Entry(
              entry.sequence(),
              entry.at(),
              entry.actor(),
              entry.action(),
              entry.subject(),
              entry.outcome(),
              entry.detail(),
              head.hash()));
    }
    repository.moveHead(head);
  }

  private static String cut(String text) {
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
  }

  private byte[] link(byte[] previous, Entry entry) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(previous.length);
      out.write(previous);
      out.writeLong(entry.sequence());
      out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, entry.at()));
      for (String text :
          List.of(
              entry.actor(), entry.action(), entry.subject(), entry.outcome(), entry.detail())) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(encoded.length);
        out.write(encoded);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return envelope.mac("audit", bytes.toByteArray());
  }

  @Override
  public Verdict verify() {
    Head expected = repository.head();
    byte[] hash = new byte[0];
    long sequence = 0;
    List<Entry> page = repository.after(0, PAGE);
    while (!page.isEmpty()) {
      for (Entry entry : page) {
        if (entry.sequence() > expected.sequence()) {
          // Written while we walk; the head we hold is older.
          return verdict(expected, sequence, hash);
        }
        hash = link(hash, entry);
        if (entry.sequence() != sequence + 1 || !MessageDigest.isEqual(hash, entry.hash())) {
          return new Verdict(
              false,
              sequence,
              "The audit was altered at or before entry %d. Compare with a backup from before %s."
                  .formatted(entry.sequence(), entry.at()));
        }
        sequence = entry.sequence();
      }
      page = repository.after(sequence, PAGE);
    }
    return verdict(expected, sequence, hash);
  }

  private static Verdict verdict(Head expected, long sequence, byte[] hash) {
    if (sequence != expected.sequence() || !MessageDigest.isEqual(hash, expected.hash())) {
      return new Verdict(
          false,
          sequence,
          "The audit ends at entry %d but should end at %d. Its tail was removed; compare with a backup."
              .formatted(sequence, expected.sequence()));
    }
    return new Verdict(true, sequence, "The audit is whole: %d entries.".formatted(sequence));
  }

  private record Outcome(AuditEvent event, String outcome) {}

  private final class AppendBeforeCommit implements TransactionSynchronization {

    private final List<Outcome> events = new ArrayList<>();

    @Override
    public void beforeCommit(boolean readOnly) {
      append(events);
    }
  }
}
