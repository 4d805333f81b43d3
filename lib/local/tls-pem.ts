import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

export interface TlsPem {
  /** Certificate of the authority: what clients trust. */
  readonly ca: string;
  /** PKCS#8 private key of the server. */
  readonly key: string;
  /** Certificate of the server, for 127.0.0.1 and localhost. */
  readonly certificate: string;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const validForMs = 30 * 24 * 60 * 60 * 1000;

const keyPair = () => webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);

/** A new authority and a server certificate of it, made by Node alone, so that no openssl or keytool is needed. Valid for 30 days. */
export async function makeTlsPem(): Promise<TlsPem> {
  x509.cryptoProvider.set(webcrypto);
  const [caKeys, serverKeys] = await Promise.all([keyPair(), keyPair()]);
  const notAfter = new Date(Date.now() + validForMs);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=sluice-local-ca",
    notAfter,
    keys: caKeys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    subject: "CN=127.0.0.1",
    issuer: ca.subject,
    notAfter,
    publicKey: serverKeys.publicKey,
    signingKey: caKeys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.SubjectAlternativeNameExtension([
        { type: "ip", value: "127.0.0.1" },
        { type: "dns", value: "localhost" },
      ]),
    ],
  });
  const key = await webcrypto.subtle.exportKey("pkcs8", serverKeys.privateKey);
  return {
    ca: `${ca.toString("pem")}\n`,
    key: `${x509.PemConverter.encode(key, "PRIVATE KEY")}\n`,
    certificate: `${certificate.toString("pem")}\n`,
  };
}
