// Who of the host's people does which work.
import { serviceLineOf, subspecialties, type Subspecialty } from '@causeway/domain';
import { linesOf, subspecialtiesOf } from '../load/service-lines';
import { type DemoExam, type StaffMember } from '../world/index';

/** A visitor mostly comes as the first administrator: the second one does the demonstration's share of the inbox. */
export const ADMINISTRATOR = 'okoro';
export const TRANSFER_NURSE = 'moreau';
export const REGISTRAR = 'rosa';
const RESIDENT = 'lund';

const isSubspecialty = (name: string | null): name is Subspecialty => name !== null && (subspecialties as readonly string[]).includes(name);

export class Roster {
  constructor(private readonly staff: readonly StaffMember[]) {}

  /** Somebody of triage who works on the line of an exam; the administrator where there is none. */
  triage(subspecialty: string | null, contentKind: string, description: string): string {
    const line = serviceLineOf(isSubspecialty(subspecialty) ? subspecialty : null, contentKind, description);
    return this.staff.find((m) => m.roles.includes('tr') && linesOf(m).includes(line))?.username ?? ADMINISTRATOR;
  }

  /** Who reads it: whoever the world says, when the read is on their list; else a radiologist of that subspecialty. */
  reader(exam: DemoExam, subspecialty: string): string | null {
    const reads = (m: StaffMember): boolean => m.roles.includes('rd') && (subspecialty === 'general' || (subspecialtiesOf(m) as string[]).includes(subspecialty));
    const named = this.staff.find((m) => m.username === exam.read?.reader);
    return (named && reads(named) ? named : this.staff.find(reads))?.username ?? null;
  }

  /** The resident, for what a resident drafts. */
  resident(subspecialty: string): string | null {
    const member = this.staff.find((m) => m.username === RESIDENT);
    return member && (subspecialtiesOf(member) as string[]).includes(subspecialty) ? RESIDENT : null;
  }

  isClinician(username: string): boolean {
    return this.staff.some((m) => m.username === username && m.roles.includes('cl'));
  }
}
