import { dateText, type StateLook } from '@causeway/console-ui';
import type { RadarAlarmView } from '@causeway/contracts';
import type { RadarFinding, RadarKind } from '@causeway/domain';

export const radarLooks: Readonly<Record<RadarKind, StateLook>> = {
  quiet: { hue: 'attn', icon: 'hourglass_top', word: 'Quiet' },
  slide: { hue: 'attn', icon: 'album', word: 'Back to discs' },
  burst: { hue: 'stop', icon: 'error', word: 'Failures' },
};

const share = (permille: number): string => `${Math.round(permille / 10)} %`;
const count = (n: number, one: string, many: string): string => `${n === 0 ? 'no' : n} ${n === 1 ? one : many}`;

/** What was seen, with both numbers. */
export function findingWords(f: RadarFinding): string {
  switch (f.kind) {
    case 'quiet': return `${f.days === 1 ? 'Today' : `In ${f.days} days`} ${count(f.came, 'exam', 'exams')} came by wire, where about ${Math.round(f.usual)} are usual by the ${f.weeks} weeks before.${f.lastOn ? ` The last came on ${dateText(f.lastOn)}.` : ''}`;
    case 'slide': return `In ${f.days} days ${f.disc} exams came on disc and ${f.wire} by wire: ${share(f.sharePermille)} on disc, against ${share(f.beforePermille)} before.`;
    case 'burst': return `Since yesterday ${f.failed} of ${f.moved} movements failed, where about ${Math.round(f.usual)} are usual.`;
  }
}

/** What to say when calling them: who we are, what we see, what we ask, what to agree on. Nothing of a patient is in it. */
export function callScript(alarm: RadarAlarmView, house: string, when: (instant: string) => string): string[] {
  const { finding: f, call } = alarm;
  const greeting = `${call.contact ? `Hello ${call.contact.name}, this` : 'Hello, this'} is ${house}. I look after the exchange of images with ${alarm.facility}.`;
  const test = call.lastGoodTestAt ? `Our last good test of the line was ${when(call.lastGoodTestAt)}.` : 'No test of the line has passed yet.';
  const failing = call.failingLines.length > 0 ? `Right now ${call.failingLines.join(' and ')} ${call.failingLines.length === 1 ? 'does' : 'do'} not answer us.` : 'The line answers us now, so it may be something on the way before it.';
  switch (f.kind) {
    case 'quiet': return [greeting, `We usually get about ${Math.round(f.usual)} exams from you in ${f.days === 1 ? 'a day' : `${f.days} days`}; this time it was ${f.came}. ${test} ${failing}`, 'Was your PACS, your router or its forwarding rule changed, or is a queue at your side waiting? Are there fewer patients, or were exams sent another way?', 'Can you send one exam while we talk, so that both of us see it arrive? Whom may we call if it stops again at night?'];
    case 'slide': return [greeting, `Lately ${share(f.sharePermille)} of your exams came on disc; it was ${share(f.beforePermille)}. ${test}`, 'Is sending by wire harder than burning a disc at the moment: a new person at the desk, a new system, a step that fails? Do referring doctors ask for discs?', 'What would help: a short training, a card at the desk, a test together? We can come by or do it on the phone.'];
    case 'burst': return [greeting, `Since yesterday ${f.failed} of ${f.moved} movements between us failed. ${test} ${failing}`, 'Was something changed at your side: addresses, certificates, the firewall, the disk of your archive?', 'Please look at your log around these times; we send you our fix card with what we met, and test again together.'];
  }
}
