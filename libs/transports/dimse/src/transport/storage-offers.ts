import { EXPLICIT_BE, EXPLICIT_LE, IMPLICIT_LE, STORAGE_CLASSES, TRANSFER_SYNTAXES } from '@causeway/dicom';
import type { Offer } from '../scu/client-association';

/** Contexts of one association besides the one of the retrieval itself. */
const ROOM = 127;

/** Syntaxes in the order in which partners hold them; what is missing here follows. Those that only refer to pixels elsewhere are no use to us. */
const FREQUENT = ['1', '', '4.70', '4.90', '4.50', '4.80', '5', '4.91', '4.57', '4.51', '4.81'].map((suffix) => (suffix === '' ? IMPLICIT_LE : `${IMPLICIT_LE}.${suffix}`));
const SYNTAXES = [
  ...FREQUENT,
  ...TRANSFER_SYNTAXES.map((syntax) => syntax.uid).filter((uid) => !FREQUENT.includes(uid) && !/\.4\.(94|95|204|205)$/.test(uid)),
];
/** When nobody tells which classes a study has, the syntaxes worth trying with every class. */
const SYNTAXES_BLIND = [EXPLICIT_LE, IMPLICIT_LE, ...FREQUENT.slice(2, 7), EXPLICIT_BE];

/**
 * Storage contexts for a C-GET in rounds that fit one association each (PS3.8 9.3.2.2: ids 1 to 255, odd). One context for each class and
 * syntax, so that the partner can give every instance as it holds it. `classes` empty: they are not known, and all of the standard are offered.
 */
export function storageRounds(classes: readonly string[]): Offer[][] {
  const known = classes.length > 0;
  const wanted = known ? classes : STORAGE_CLASSES.filter(({ name }) => !name.includes('retired')).map(({ uid }) => uid);
  const offers = (known ? SYNTAXES : SYNTAXES_BLIND).flatMap((syntax) =>
    wanted.map((abstractSyntax): Offer => ({ abstractSyntax, transferSyntaxes: [syntax], provider: true })),
  );
  return Array.from({ length: Math.ceil(offers.length / ROOM) }, (_, i) => offers.slice(i * ROOM, (i + 1) * ROOM));
}
