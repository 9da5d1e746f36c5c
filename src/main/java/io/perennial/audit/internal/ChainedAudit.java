package io.perennial.audit.internal;

import io.perennial.audit.Audit;
import io.perennial.audit.AuditCommitted;
import io.perennial.audit.AuditEvent;
import io.perennial.audit.AuditOrigin;
import io.perennial.audit.internal.AuditRepository.Entry;
import io.perennial.audit.internal.AuditRepository.Head;
import io.perennial.envelope.Envelope;
import io.perennial.kernel.Visible;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationEventPublisher;
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
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  private final AuditRepository repository;
  private final Envelope envelope;
  private final Clock clock;
  private final DenialRepository denials;
  private final ApplicationEventPublisher events;
  private final TransactionTemplate separate;
  private final EntryGroups readings;

  /** Of what this server has committed; guards the tail while it runs, which the chain cannot. */
  private final AtomicLong highest = new AtomicLong();

  ChainedAudit(
      AuditRepository repository,
      DenialRepository denials,
      Envelope envelope,
      Clock clock,
      PlatformTransactionManager transactions,
      ApplicationEventPublisher events) {
    this.repository = repository;
    this.envelope = envelope;
    this.clock = clock;
    this.denials = denials;
    this.events = events;
    this.separate = new TransactionTemplate(transactions);
    this.separate.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    // Over the denials' connections: those who wait for a reading may hold all the others.
    this.readings =
        new EntryGroups(group ->
            commit(
                denials.transaction(),
                denials.entries(),
                group.stream().map(event -> new Outcome(event, "done")).toList()));
  }

  private static AuditEvent placed(AuditEvent event) {
    return new AuditEvent(
        event.actor(),
        event.action(),
        event.subject(),
        AuditOrigin.append(event.detail(), MAX_TEXT));
  }

  @Override
  public void record(AuditEvent done) {
    AuditEvent event = placed(done);
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      commit(separate, repository, List.of(new Outcome(event, "done")));
      events.publishEvent(new AuditCommitted(Set.of(event.subject())));
      return;
    }
    // The head is locked last and briefly: taken earlier, it would serialise whole transactions.
    for (TransactionSynchronization known :
        TransactionSynchronizationManager.getSynchronizations()) {
      if (known instanceof AppendBeforeCommit pending) {
        pending.add(event);
        return;
      }
    }
    AppendBeforeCommit pending = new AppendBeforeCommit();
    pending.add(event);
    TransactionSynchronizationManager.registerSynchronization(pending);
  }

  @Override
  public CompletableFuture<Void> recordReading(AuditEvent event) {
    return readings.add(placed(event));
  }

  @Override
  public void denied(AuditEvent event) {
    AuditOrigin.deny();
    commit(denials.transaction(), denials.entries(), List.of(new Outcome(placed(event), "denied")));
  }

  @Override
  public void failed(AuditEvent event) {
    commit(denials.transaction(), denials.entries(), List.of(new Outcome(placed(event), "failed")));
  }

  private void commit(
      TransactionTemplate transaction, AuditRepository entries, List<Outcome> outcomes) {
    long[] last = new long[1];
    transaction.executeWithoutResult(status -> last[0] = append(entries, outcomes));
    wrote(last[0]);
  }

  private void wrote(long sequence) {
    highest.accumulateAndGet(sequence, Math::max);
  }

  /**
   * @return the last entry's sequence
   */
  private long append(AuditRepository entries, List<Outcome> outcomes) {
    Head head = entries.lockHead();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Entry> linked = new ArrayList<>(outcomes.size());
    for (Outcome outcome : outcomes) {
      Entry entry =
          new Entry(
              head.sequence() + 1,
              now,
              text(outcome.event().actor()),
              text(outcome.event().action()),
              text(outcome.event().subject()),
              outcome.outcome(),
              text(outcome.event().detail()),
              new byte[0]);
      head = new Head(entry.sequence(), link(head.hash(), entry));
      linked.add(entry.hashed(head.hash()));
    }
    entries.append(linked);
    entries.moveHead(head);
    return head.sequence();
  }

  /**
   * One line that shows what it holds, and that both databases keep as it is: PostgreSQL has no
   * NUL, H2 keeps half a pair.
   */
  private static String text(String text) {
    String line = Visible.of(CONTROL.matcher(text).replaceAll(" "));
    if (line.length() <= MAX_TEXT) {
      return line;
    }
    boolean insidePair = Character.isHighSurrogate(line.charAt(MAX_TEXT - 1));
    return line.substring(0, insidePair ? MAX_TEXT - 1 : MAX_TEXT);
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
    long written = highest.get();
    byte[] hash = new byte[0];
    long sequence = 0;
    long read = Long.MIN_VALUE;
    while (true) {
      for (List<Entry> page = repository.after(read, PAGE);
          !page.isEmpty();
          page = repository.after(read, PAGE)) {
        for (Entry entry : page) {
          hash = link(hash, entry);
          if (entry.sequence() != sequence + 1 || !MessageDigest.isEqual(hash, entry.hash())) {
            return altered(sequence, entry);
          }
          sequence = entry.sequence();
          read = sequence;
        }
      }
      // Read after the entries, so that it can only be ahead of them: then more were written.
      Head head = repository.head();
      boolean grown = head.sequence() > sequence && !repository.after(sequence, 1).isEmpty();
      if (!grown) {
        return ending(head, sequence, hash, written);
      }
    }
  }

  private static Verdict altered(long sequence, Entry entry) {
    return new Verdict(
        false,
        sequence,
        "The audit was altered at or before entry %d. Compare with a backup from before %s."
            .formatted(entry.sequence(), entry.at()));
  }

  private static Verdict ending(Head head, long sequence, byte[] hash, long written) {
    if (sequence != head.sequence() || !MessageDigest.isEqual(hash, head.hash())) {
      return new Verdict(
          false,
          sequence,
          "The audit ends at entry %d but should end at %d. Its tail was altered; compare with a backup."
              .formatted(sequence, head.sequence()));
    }
    if (sequence < written) {
      return new Verdict(
          false,
          sequence,
          "The audit ends at entry %d, but this server has written entry %d. An older state was put back; compare with a backup."
              .formatted(sequence, written));
    }
    return new Verdict(true, sequence, "The audit is whole: %d entries.".formatted(sequence));
  }

  private record Outcome(AuditEvent event, String outcome) {}

  private final class AppendBeforeCommit implements TransactionSynchronization {

    private final List<Outcome> collected = new ArrayList<>();
    private final Set<String> subjects = new HashSet<>();
    private boolean appended;
    private boolean over;
    private long last;

    private void add(AuditEvent event) {
      Outcome outcome = new Outcome(event, "done");
      subjects.add(event.subject());
      if (over) {
        // The transaction is committed, though its callbacks still run; this needs another.
        commit(separate, repository, List.of(outcome));
        events.publishEvent(new AuditCommitted(Set.of(event.subject())));
      } else if (appended) {
        last = append(repository, List.of(outcome));
      } else {
        collected.add(outcome);
      }
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      appended = true;
      last = append(repository, collected);
    }

    @Override
    public void beforeCompletion() {
      over = true;
    }

    @Override
    public void afterCommit() {
      wrote(last);
      events.publishEvent(new AuditCommitted(subjects));
    }
  }
}
