import type { SignedCertificate } from '@causeway/contracts';

/** Hands a signed certificate to the person as a file: the text as signed, with signature and public key. */
export function saveCertificate(name: string, certificate: SignedCertificate): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(certificate, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
