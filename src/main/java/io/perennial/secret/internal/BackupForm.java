package io.perennial.secret.internal;

import io.perennial.kernel.ObjectName;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import io.perennial.secret.SecretDetails;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a backup holds, before it is sealed: the name, then each version from the first on. */
record BackupForm(ObjectName name, List<Kept> versions) {

  private static final int FORMAT = 1;

  /** A version with its value. */
  record Kept(
      VersionId id,
      SecretDetails details,
      Instant createdAt,
      Instant updatedAt,
      SecretBytes value) {}

  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(FORMAT);
    out.writeUTF(name.value());
    out.writeInt(versions.size());
    for (Kept version : versions) {
      SecretDetails details = version.details();
      out.writeUTF(version.id().value());
      out.writeBoolean(details.contentType().isPresent());
      out.writeUTF(details.contentType().orElse(""));
      out.writeBoolean(details.enabled());
      write(out, details.notBefore());
      write(out, details.expires());
      write(out, Optional.of(version.createdAt()));
      write(out, Optional.of(version.updatedAt()));
      out.writeInt(details.tags().size());
      for (Map.Entry<String, String> tag : details.tags().entrySet()) {
        out.writeUTF(tag.getKey());
        out.writeUTF(tag.getValue());
      }
      out.writeInt(version.value().reveal().length);
      out.write(version.value().reveal());
    }
    return bytes.toByteArray();
  }

  /** Of what was sealed, so that its lengths are ours. */
  static BackupForm decode(byte[] encoded) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded));
    int format = in.readUnsignedByte();
    if (format != FORMAT) {
      throw new IOException("unknown format " + format);
    }
    ObjectName name = new ObjectName(in.readUTF());
    int count = in.readInt();
    List<Kept> versions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      VersionId id = new VersionId(in.readUTF());
      boolean typed = in.readBoolean();
      Optional<String> type = Optional.of(in.readUTF()).filter(text -> typed);
      boolean enabled = in.readBoolean();
      Optional<Instant> begins = time(in);
      Optional<Instant> ends = time(in);
      Instant created = time(in).orElseThrow();
      Instant updated = time(in).orElseThrow();
      Map<String, String> tags = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        tags.put(in.readUTF(), in.readUTF());
      }
      SecretBytes value = new SecretBytes(in.readNBytes(in.readInt()));
      versions.add(
          new Kept(
              id, new SecretDetails(type, enabled, begins, ends, tags), created, updated, value));
    }
    return new BackupForm(name, versions);
  }

  /** In microseconds, as rows keep it. */
  private static void write(DataOutputStream out, Optional<Instant> time) throws IOException {
    out.writeBoolean(time.isPresent());
    out.writeLong(time.map(at -> ChronoUnit.MICROS.between(Instant.EPOCH, at)).orElse(0L));
  }

  private static Optional<Instant> time(DataInputStream in) throws IOException {
    boolean present = in.readBoolean();
    Instant at = Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
    return present ? Optional.of(at) : Optional.empty();
  }
}
