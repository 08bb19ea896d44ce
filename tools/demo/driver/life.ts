// The small movements of a day: somebody comes to a clinic, somebody goes home.
import { movement } from '../processes/his/feed';
import { type DemoHis } from '../processes/his/his';
import { type Writer } from '../processes/his/segments';
import { pause } from '../processes/partner/pace';
import { type World } from '../world/index';

const GAP_MS = { least: 120_000, most: 300_000 };
const PLACES = ['Medicine clinic 1', 'Orthopaedic clinic', 'Oncology day unit', 'ED bay 11', 'Imaging, waiting area', 'Cardiology clinic'] as const;

export async function movements(world: World, his: DemoHis, writer: Writer, pace: number, log: (line: string) => void, signal: AbortSignal): Promise<void> {
  const people = world.patients.filter((p) => p.key.startsWith('patient-') && p.visit === null && !p.flags.includes('deceased'));
  const inside: { at: number; number: string }[] = [];
  for (let n = 0; !signal.aborted; n++) {
    await pause((GAP_MS.least + Math.random() * (GAP_MS.most - GAP_MS.least)) / pace, signal);
    if (signal.aborted) return;
    const leaves = inside.length > 3 ? inside.shift() : undefined;
    const visit = leaves ?? { at: Math.floor(Math.random() * people.length), number: `90-${Date.now().toString(36)}` };
    const patient = people[visit.at];
    if (!patient) return;
    if (!leaves) inside.push(visit);
    try {
      await his.mention(movement(patient, visit.number, PLACES[visit.at % PLACES.length]!, !leaves, new Date(), writer), signal);
    } catch (error) {
      if (!signal.aborted) log(`a movement was not told: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
