// The world speaks of departments; the exchange files exams under the service lines it derives from the images.
import { serviceLines, type ServiceLine, subspecialties, type Subspecialty } from '@causeway/domain';
import { type StaffMember } from '../world/index';

const DEPARTMENTS: Readonly<Record<string, readonly ServiceLine[]>> = {
  emergency: ['trauma', 'general', 'chest', 'vascular', 'neurology'],
  trauma: ['trauma', 'orthopaedics', 'chest', 'general'],
  neurosurgery: ['neurology'],
  surgery: ['general', 'vascular'],
  cardiology: ['cardiology', 'vascular'],
  oncology: ['oncology', 'chest', 'general'],
};
const READ_BY: Readonly<Partial<Record<Subspecialty, ServiceLine>>> = {
  neuro: 'neurology',
  msk: 'orthopaedics',
  chest: 'chest',
  body: 'general',
  breast: 'breast',
  cardiac: 'cardiology',
  paediatric: 'paediatrics',
  vascular: 'vascular',
  nuclear: 'oncology',
  emergency: 'trauma',
  general: 'general',
};

const isLine = (name: string): name is ServiceLine => (serviceLines as readonly string[]).includes(name);
const isSubspecialty = (name: string): name is Subspecialty => (subspecialties as readonly string[]).includes(name);

export const subspecialtiesOf = (member: StaffMember): Subspecialty[] => member.subspecialties.filter(isSubspecialty);

/** Lines a member works on: all of them, or those of their departments and of what they read. */
export function linesOf(member: StaffMember): ServiceLine[] {
  if (member.serviceLines.includes('*')) return [...serviceLines];
  const lines = member.serviceLines.flatMap((name) => DEPARTMENTS[name] ?? (isLine(name) ? [name] : []));
  const read = subspecialtiesOf(member).flatMap((name) => READ_BY[name] ?? []);
  return serviceLines.filter((line) => [...lines, ...read].includes(line));
}
