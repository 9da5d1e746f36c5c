package io.perennial.storage.internal;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/** Brings a database to this version's schema, after a copy was made of how it was. */
@Component
@EnableConfigurationProperties(StorageProperties.class)
class Upgrade implements FlywayMigrationStrategy {

  private static final Logger log = LoggerFactory.getLogger(Upgrade.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final StorageProperties properties;
  private final Clock clock;

  Upgrade(StorageProperties properties, Clock clock) {
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * @throws DataIsNewer when a later version of Perennial has migrated the database
   */
  @Override
  public void migrate(Flyway flyway) {
    MigrationInfoService history = flyway.info();
    MigrationInfo current = history.current();
    if (current == null) {
      flyway.migrate();
      return;
    }
    refuseWhatIsNewer(history, current);
    if (history.pending().length > 0) {
      copy(flyway, current.getVersion());
      flyway.migrate();
      log.info(
          "Upgraded the database from schema {} to {}.",
          current.getVersion(),
          flyway.info().getInfoResult().schemaVersion);
    }
  }

  private static void refuseWhatIsNewer(MigrationInfoService history, MigrationInfo current) {
    MigrationVersion known =
        Arrays.stream(history.all())
            .filter(migration -> migration.getState().isResolved())
            .map(MigrationInfo::getVersion)
            .max(MigrationVersion::compareTo)
            .orElse(MigrationVersion.EMPTY);
    if (current.getVersion().isNewerThan(known)) {
      throw new DataIsNewer(current.getVersion().toString(), known.toString());
    }
  }

  private void copy(Flyway flyway, MigrationVersion before) {
    SnapshotRepository snapshots =
        new SnapshotRepository(flyway.getConfiguration().getDataSource());
    if (!snapshots.possible()) {
      log.warn(
          "The database is upgraded from schema {}. Perennial makes no copy of a PostgreSQL"
              + " database; to be able to go back, keep what pg_dump wrote before.",
          before);
      return;
    }
    Path copy =
        properties
            .backups()
            .resolve("schema-%s-%s.zip".formatted(before, STAMP.format(clock.instant())));
    snapshots.write(copy);
    log.warn(
        "Before the upgrade from schema {} the database was copied to {}. To go back, stop the"
            + " server, unpack this file in place of {} and start the version that made it.",
        before,
        copy,
        properties.data().resolve("perennial.mv.db"));
  }
}
