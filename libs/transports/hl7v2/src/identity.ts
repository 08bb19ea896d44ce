/** HD as settings write it and as MSH holds it. */
import { type Authority, type Header } from '@causeway/hl7v2';

/** `RIS^1.2.3^ISO` or `RIS`; null when empty. */
export function authorityOf(text: string): Authority | null {
  const [namespace, universalId, universalIdType] = text.split('^').map((part) => part.trim() || null);
  if (!namespace && !universalId) return null;
  return { namespace: namespace ?? null, universalId: universalId ?? null, universalIdType: universalIdType ?? null };
}

function nameOf(of: Authority | null): string {
  return of?.namespace ?? of?.universalId ?? '';
}

/** Sending application and facility as one word for people: `RIS|HOSP`. */
export function senderOf(header: Header): string {
  return `${nameOf(header.sendingApplication)}|${nameOf(header.sendingFacility)}`;
}
