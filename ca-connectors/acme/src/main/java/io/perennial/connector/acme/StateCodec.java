package io.perennial.connector.acme;

import io.perennial.connector.CaProtocolError;
import io.perennial.connector.OrderState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Between {@link StoredOrder} and bytes. A version leads, so that later ones can tell. */
final class StateCodec {

  private static final int VERSION = 1;

  private StateCodec() {}

  /**
   * Writes.
   *
   * @throws CaProtocolError when the CA's addresses are so long that the state has no room for them
   */
  static OrderState encode(StoredOrder order) throws CaProtocolError {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeUTF(order.account().toString());
      out.writeUTF(order.order().toString());
      out.writeInt(order.polls());
      out.writeInt(order.finalizations());
      out.writeInt(order.misses());
      out.writeInt(order.proofs().size());
      for (Proof proof : order.proofs()) {
        out.writeUTF(proof.authorization().toString());
        out.writeUTF(proof.stage().name());
        out.writeUTF(proof.name());
        out.writeBoolean(proof.ip());
        out.writeUTF(proof.token());
      }
    } catch (IOException tooLong) {
      // Nothing else fails in memory: writeUTF refuses strings beyond 64 KiB.
      throw new CaProtocolError("An address of the CA is too long to be kept.");
    }
    if (bytes.size() > OrderState.MAX_BYTES) {
      throw new CaProtocolError("The addresses of the order are too long to be kept.");
    }
    return new OrderState(order.phase().name(), bytes.toByteArray());
  }

  /** Reads; empty when no release of this connector wrote that. */
  static Optional<StoredOrder> decode(OrderState state) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state.data()))) {
      if (in.readByte() != VERSION) {
        return Optional.empty();
      }
      URI account = URI.create(in.readUTF());
      URI order = URI.create(in.readUTF());
      int polls = in.readInt();
      int finalizations = in.readInt();
      int misses = in.readInt();
      int count = in.readInt();
      List<Proof> proofs = new ArrayList<>();
      for (int read = 0; read < count; read++) {
        proofs.add(proof(in));
      }
      return Optional.of(
          new StoredOrder(
              Phase.valueOf(state.phase()), account, order, proofs, polls, finalizations, misses));
    } catch (IOException | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static Proof proof(DataInputStream in) throws IOException {
    URI authorization = URI.create(in.readUTF());
    Proof.Stage stage = Proof.Stage.valueOf(in.readUTF());
    return new Proof(authorization, stage, in.readUTF(), in.readBoolean(), in.readUTF());
  }
}
