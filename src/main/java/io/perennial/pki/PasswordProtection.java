package io.perennial.pki;

import io.perennial.kernel.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * Opens what a password protects. How many rounds a key's derivation takes stands in the file, so
 * they are counted before the first is made: one number could keep a processor busy for a year.
 */
final class PasswordProtection {

  /** In all of a file; exports of today have between 2,000 and 600,000. */
  static final int MOST_ROUNDS = 1_000_000;

  /** Of 128 octets each: 64 MiB. OpenSSL's own choice is a quarter of that. */
  private static final BigInteger MOST_BLOCKS = BigInteger.valueOf(1L << 19);

  private static final String PKCS12_SCHEMES = PKCSObjectIdentifiers.pkcs_12PbeIds.getId() + ".";

  private final char[] password;
  private final InputDecryptorProvider decryptors;
  private long spent;

  /**
   * @param emptyIsZero whether an empty password counts as a terminating zero, as some write it
   */
  PasswordProtection(char[] password, boolean emptyIsZero) {
    this.password = password;
    this.decryptors =
        new JcePKCSPBEInputDecryptorProviderBuilder()
            .setProvider(new BouncyCastleProvider())
            .setTryWrongPKCS12Zero(emptyIsZero)
            .build(password);
  }

  /** Counts rounds that are about to be made. */
  int spend(BigInteger rounds) {
    if (rounds.signum() <= 0 || rounds.bitLength() > 31) {
      throw tooMany();
    }
    spent += rounds.intValueExact();
    if (spent > MOST_ROUNDS) {
      throw tooMany();
    }
    return rounds.intValueExact();
  }

  private static Refusal tooMany() {
    return Refusal.invalid(
        ("Deriving the keys of this file takes more than %d rounds. Export it anew with the usual"
                + " settings, and import that.")
            .formatted(MOST_ROUNDS));
  }

  byte[] decrypt(AlgorithmIdentifier algorithm, byte[] encrypted) {
    spend(rounds(algorithm));
    if (password.length == 0 && algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
      return decryptWithNothing(PBES2Parameters.getInstance(algorithm.getParameters()), encrypted);
    }
    try (InputStream in =
        decryptors.get(algorithm).getInputStream(new ByteArrayInputStream(encrypted))) {
      return in.readAllBytes();
    } catch (OperatorCreationException | IllegalArgumentException unknown) {
      throw unsupported();
    } catch (IOException | RuntimeException wrong) {
      throw wrongPassword();
    }
  }

  private byte[] decryptWithNothing(PBES2Parameters scheme, byte[] encrypted) {
    try {
      return EmptyPassword.decrypt(scheme, encrypted);
    } catch (InvalidCipherTextException | DataLengthException wrong) {
      throw wrongPassword();
    } catch (IllegalArgumentException notParameters) {
      throw Asn1Guard.garbage();
    }
  }

  Refusal wrongPassword() {
    return Refusal.invalid(
        password.length == 0
            ? "The file is protected by a password. Type it."
            : "The password does not open the file. Type the one with which it was exported.");
  }

  static Refusal unsupported() {
    return Refusal.invalid(
        "The file is protected in a way that is not supported. Export it with AES-256 and PBKDF2,"
            + " and import that.");
  }

  /** Scrypt's (RFC 7914): each takes about as long as a round, and some of them memory. */
  private BigInteger mixings(ScryptParams scrypt) {
    if (password.length == 0) {
      throw wrongPassword();
    }
    BigInteger blocks = scrypt.getCostParameter().multiply(scrypt.getBlockSize());
    if (blocks.compareTo(MOST_BLOCKS) > 0) {
      throw tooMany();
    }
    return blocks.multiply(scrypt.getParallelizationParameter());
  }

  private BigInteger rounds(AlgorithmIdentifier algorithm) {
    try {
      if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)) {
        PBES2Parameters scheme = PBES2Parameters.getInstance(algorithm.getParameters());
        if (scheme.getKeyDerivationFunc().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
          return PBKDF2Params.getInstance(scheme.getKeyDerivationFunc().getParameters())
              .getIterationCount();
        }
        if (scheme.getKeyDerivationFunc().getAlgorithm().equals(MiscObjectIdentifiers.id_scrypt)) {
          return mixings(ScryptParams.getInstance(scheme.getKeyDerivationFunc().getParameters()));
        }
      } else if (algorithm.getAlgorithm().getId().startsWith(PKCS12_SCHEMES)) {
        return PKCS12PBEParams.getInstance(algorithm.getParameters()).getIterations();
      }
    } catch (IllegalArgumentException notParameters) {
      throw Asn1Guard.garbage();
    }
    throw unsupported();
  }
}
