package io.perennial.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.testing.Database;
import io.perennial.testing.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read back of the audit. */
@ParameterizedClass
@EnumSource(Database.class)
class AuditTrailIT {

  private static final AuditTrail.Filter ALL = new AuditTrail.Filter(Set.of(), Optional.empty());

  @Parameter Database database;
  @TempDir Path folder;
  private Store store;
  private AuditTrail trail;

  @BeforeEach
  void open() {
    store = Store.in(folder).on(database).open();
    trail = store.bean(AuditTrail.class);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void record(String action, String subject) {
    store.bean(Audit.class).record(new AuditEvent("someone", action, subject, "detail"));
  }

  private static AuditTrail.Filter about(String... subjects) {
    return new AuditTrail.Filter(Set.of(subjects), Optional.empty());
  }

  private List<String> subjects(AuditTrail.Filter filter) {
    return trail.newest(filter, Slice.first(100)).items().stream()
        .map(AuditTrail.Entry::subject)
        .toList();
  }

  @Test
  void aFilterPassesWhatIsNamedAndWhatIsBelowIt() {
    for (String subject : List.of("/a/", "/a/b/", "/ab/", "v1", "v11", "/a")) {
      record("act", subject);
    }
    record("other", "/a/b/");
    store.bean(Audit.class).denied("someone", "READ", "/a/c/");
    assertThat(subjects(about("/a/", "v1")))
        .containsExactly("/a/c/", "/a/b/", "v1", "/a/b/", "/a/");
    assertThat(subjects(new AuditTrail.Filter(Set.of("/a/"), Optional.of("other"))))
        .containsExactly("/a/b/");
    assertThat(trail.newest(about("/a/c/"), Slice.first(1)).items().getFirst().outcome())
        .isEqualTo("denied");
    assertThat(subjects(about("%"))).isEmpty();
    assertThat(subjects(about("' or 1=1 --"))).isEmpty();
  }

  @Test
  void partsFollowEachOtherAndLeaveNothingOut() {
    for (int i = 1; i <= 7; i++) {
      record("act", "s" + i);
    }
    long begin = trail.newest(ALL, Slice.first(7)).items().getLast().sequence();
    Optional<String> place = Optional.empty();
    StringBuilder seen = new StringBuilder();
    for (int part = 0; part < 4; part++) {
      Page<AuditTrail.Entry> page = trail.newest(ALL, new Slice(place, 2));
      page.items().stream()
          .filter(entry -> entry.sequence() >= begin)
          .forEach(entry -> seen.append(entry.subject()));
      place = page.next();
    }
    assertThat(seen).hasToString("s7s6s5s4s3s2s1");
    assertThatThrownBy(() -> trail.newest(ALL, new Slice(Optional.of("x"), 2)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no entry x");
  }

  @Test
  void oneLookIsBoundedAndSaysWhereToGoOn() {
    record("act", "far");
    long last = trail.newest(ALL, Slice.first(1)).items().getFirst().sequence();
    String numbers =
        switch (database) {
          case H2 -> "(select \"X\" as x from system_range(1, %d)) n".formatted(AuditTrail.LOOK);
          case POSTGRESQL -> "generate_series(1, %d) as n(x)".formatted(AuditTrail.LOOK);
        };
    store
        .jdbc()
        .sql(
            """
            insert into audit_entry (sequence, at, actor, action, subject, outcome, detail, hash)
            select e.sequence + n.x, e.at, e.actor, e.action, 'near', e.outcome, e.detail, e.hash
            from audit_entry e cross join\
            """
                + " "
                + numbers
                + " where e.sequence = :last")
        .param("last", last)
        .update();
    store.jdbc().sql("update audit_head set sequence = sequence + " + AuditTrail.LOOK).update();

    assertThat(subjects(about("far", "farther"))).as("by its index").containsExactly("far");
    Page<AuditTrail.Entry> none = trail.newest(about("far", "below/"), Slice.first(10));
    assertThat(none.items()).isEmpty();
    assertThat(none.next()).isPresent();
    Page<AuditTrail.Entry> found = trail.newest(about("far", "below/"), new Slice(none.next(), 10));
    assertThat(found.items()).hasSize(1);
    assertThat(found.next()).isEmpty();
  }
}
