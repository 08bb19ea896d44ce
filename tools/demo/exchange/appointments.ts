// Next week's clinic, as the host's scheduling system books it: SIU^S12 for people who are registered here.
import { escape } from '@causeway/hl7v2';
import { pid, stamp, type Writer } from '../processes/his/segments';
import { type News } from '../processes/his/feed';
import { type World } from '../world/index';

const DAY = 86_400_000;
const CLINICS = [['SPINE', 'Neurology clinic', 'spine consult'], ['KNEE', 'Orthopaedic clinic', 'knee consult'], ['ONC', 'Oncology clinic', 'chest, second opinion'], ['HAND', 'Orthopaedic clinic', 'wrist consult']] as const;

function booking(key: string, patient: Parameters<typeof pid>[0], at: Date, clinic: (typeof CLINICS)[number], writer: Writer): News {
  const [code, place, reason] = clinic;
  return {
    key: `appointment ${key}`,
    write: (controlId, now) => [
      ['MSH', '^~\\&', ...writer.from.map(escape), ...writer.to.map(escape), stamp(now, writer.zone), '', 'SIU^S12', controlId, 'P', '2.5.1', '', '', '', '', '', 'UNICODE UTF-8'].join('|'),
      `SCH|${escape(key)}||||||${code}^${escape(reason)}||||^^^${stamp(at, writer.zone)}^${stamp(new Date(at.getTime() + 1_800_000), writer.zone)}`,
      pid(patient, writer), 'RGS|1', `AIL|1||${escape(place)}`,
    ].map((line) => `${line}\r`).join(''),
  };
}

/** One visit for each of a dozen patients, over the next working days. */
export function nextWeek(world: World, writer: Writer): News[] {
  const people = world.patients.filter((p) => p.visit === null && !p.flags.includes('deceased')).slice(0, 12);
  return people.map((patient, i) => {
    const at = new Date(Math.floor(world.now.getTime() / 3_600_000) * 3_600_000 + (2 + (i % 5)) * DAY + (i % 6) * 1_800_000);
    return booking(`APT-${1000 + i}`, patient, at, CLINICS[i % CLINICS.length]!, writer);
  });
}
