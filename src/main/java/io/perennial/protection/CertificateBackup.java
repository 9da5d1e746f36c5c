package io.perennial.protection;

import io.perennial.certificate.CertificateArchive;
import io.perennial.certificate.CertificateArchive.Archived;
import io.perennial.certificate.CertificateArchive.ArchivedVersion;
import io.perennial.certificate.SecretForm;
import io.perennial.connector.KeyType;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.SecretBytes;
import io.perennial.kernel.VersionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a backup of a certificate holds, before it is sealed.
 *
 * @param keys of the versions, in their order
 */
public record CertificateBackup(Archived archived, List<KeptKey> keys) implements AutoCloseable {

  private static final int FORMAT = 1;

  /**
   * A version's private key.
   *
   * @param pkcs8 DER
   */
  record KeptKey(KeyType type, SecretBytes pkcs8) {}

  public ObjectName name() {
    return archived.name();
  }

  @Override
  public void close() {
    keys.forEach(key -> key.pkcs8().close());
  }

  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeByte(FORMAT);
    out.writeUTF(archived.name().value());
    out.writeUTF(archived.issuer().value());
    text(out, archived.policy());
    out.writeUTF(archived.secretForm().name());
    out.writeBoolean(archived.enabled());
    out.writeLong(micros(archived.createdAt()));
    out.writeLong(micros(archived.updatedAt()));
    out.writeInt(archived.tags().size());
    for (Map.Entry<String, String> tag : archived.tags().entrySet()) {
      out.writeUTF(tag.getKey());
      out.writeUTF(tag.getValue());
    }
    out.writeInt(keys.size());
    for (int at = 0; at < keys.size(); at++) {
      write(out, archived.versions().get(at), keys.get(at));
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, ArchivedVersion version, KeptKey key)
      throws IOException {
    out.writeUTF(version.id().value());
    out.writeUTF(version.knownAs().value());
    out.writeUTF(version.issuer().value());
    out.writeBoolean(version.outdated());
    out.writeBoolean(version.attended());
    out.writeLong(micros(version.issuedAt()));
    text(out, version.chain());
    out.writeUTF(key.type().name());
    out.writeInt(key.pkcs8().reveal().length);
    out.write(key.pkcs8().reveal());
  }

  /** Of what was sealed, so that its lengths are ours. */
  static CertificateBackup decode(byte[] encoded) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded));
    int format = in.readUnsignedByte();
    if (format != FORMAT) {
      throw new IOException("unknown format " + format);
    }
    ObjectName name = new ObjectName(in.readUTF());
    ObjectName issuer = new ObjectName(in.readUTF());
    String policy = text(in);
    SecretForm form = SecretForm.valueOf(in.readUTF());
    boolean enabled = in.readBoolean();
    Instant created = time(in);
    Instant updated = time(in);
    Map<String, String> tags = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      tags.put(in.readUTF(), in.readUTF());
    }
    int count = in.readInt();
    if (count < 1 || count > CertificateArchive.MOST_VERSIONS) {
      throw new IOException(count + " versions");
    }
    List<ArchivedVersion> versions = new ArrayList<>();
    List<KeptKey> keys = new ArrayList<>();
    for (int at = 0; at < count; at++) {
      versions.add(
          new ArchivedVersion(
              new VersionId(in.readUTF()),
              new VersionId(in.readUTF()),
              new ObjectName(in.readUTF()),
              in.readBoolean(),
              in.readBoolean(),
              time(in),
              text(in)));
      keys.add(
          new KeptKey(KeyType.valueOf(in.readUTF()), new SecretBytes(in.readNBytes(in.readInt()))));
    }
    return new CertificateBackup(
        new Archived(name, issuer, policy, form, tags, enabled, created, updated, versions), keys);
  }

  /** Longer than writeUTF takes. */
  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  /** As rows keep times. */
  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant time(DataInputStream in) throws IOException {
    return Instant.EPOCH.plus(in.readLong(), ChronoUnit.MICROS);
  }
}
