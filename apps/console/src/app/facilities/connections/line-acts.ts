import { inject, Injectable } from '@angular/core';
import { ReasonAsker } from '@causeway/console-ui';
import type { ChangeEndpoint, EndpointDetail, FacilityConnections } from '@causeway/contracts';
import { Session } from '../../core/session/session';
import { Acting } from '../../exchange/acting';
import { FieldsAsker } from '../../exchange/fields-dialog';
import { ConnectionsApi } from './connections.api';
import { LineAsker } from './line-form';

/** What people do with lines. Refusals are kept by `Acting`, what was typed stays until it is done. Provided where lines are shown. */
@Injectable()
export class LineActs {
  readonly acting = inject(Acting);
  private readonly api = inject(ConnectionsApi);
  private readonly asker = inject(LineAsker);
  private readonly fields = inject(FieldsAsker);
  private readonly reasons = inject(ReasonAsker);
  private readonly session = inject(Session);

  async add(facility: FacilityConnections): Promise<EndpointDetail | null> {
    const forms = await this.api.forms();
    return this.acting.make<EndpointDetail>('endpoints', async (attempt) => {
      const answers = await this.asker.ask({ forms, line: null, gateways: facility.gateways }, attempt);
      if (!answers || !(await this.signed(facility.add?.needs === 'reauthenticate', 'Add a connection'))) return null;
      return { facilityId: facility.facilityId, ...answers };
    });
  }

  async change(line: EndpointDetail): Promise<EndpointDetail | null> {
    const forms = await this.api.forms();
    return this.acting.move('endpoints', line, 'change', async (now, attempt): Promise<Omit<ChangeEndpoint, 'version'> | null> => {
      const answers = await this.asker.ask({ forms, line: now, gateways: now.gateways }, attempt);
      return answers && { label: answers.label, settings: answers.settings, calling: answers.calling, addresses: answers.addresses, gatewayId: answers.gatewayId };
    }, sameSettings);
  }

  disable(line: EndpointDetail): Promise<EndpointDetail | null> {
    const waits = line.waitingTransfers;
    const keep = ['keep', 'They wait until it is switched on again'] as const;
    return this.acting.move('endpoints', line, 'disable', async (_now, attempt) => {
      const answers = await this.fields.ask({
        title: `Switch off ${line.label}`, sentence: waits > 0 ? `${waits === 1 ? 'One transfer waits' : `${waits} transfers wait`} for it.` : 'Nothing is sent over it and it is not tested until it is switched on again.', verb: 'Switch off', danger: true,
        fields: [
          { name: 'reason', label: 'Why', kind: 'words' },
          ...(waits > 0 && line.others.length > 0 ? [{ name: 'to', label: 'What waits', kind: 'choice' as const, value: 'keep', choices: [keep, ...line.others.map(({ id, label }) => [id, `goes over ${label}`] as const)] }] : []),
        ],
      }, attempt);
      if (!answers) return null;
      const to = answers['to'] && answers['to'] !== 'keep' ? answers['to'] : null;
      return { reason: answers['reason'], waiting: to ? 'reroute' : 'keep', toEndpointId: to };
    });
  }

  enable(line: EndpointDetail): Promise<EndpointDetail | null> {
    return this.acting.move('endpoints', line, 'enable', async () => ({}));
  }

  remove(line: EndpointDetail): Promise<EndpointDetail | null> {
    return this.acting.move('endpoints', line, 'remove', async (_now, attempt) => {
      const answer = await this.reasons.ask({ title: `Remove ${line.label}`, sentence: 'Its settings and secrets are forgotten. What came and went over it stays in the records.', reasons: [], verb: 'Remove', danger: true }, attempt);
      return answer && { reason: answer.text };
    });
  }

  /** For whom a link to test again is made; null when the person thought better of it. */
  async forWhom(line: EndpointDetail): Promise<string | null> {
    const answers = await this.fields.ask({ title: 'Link to test again', sentence: `Whoever has it sees the test of ${line.label} and starts it again, for 7 days, without an account. Nothing else opens with it.`, verb: 'Make the link', fields: [{ name: 'who', label: 'For whom', kind: 'text', hint: 'A name at the partner, for the record.' }] });
    return answers?.['who'] ?? null;
  }

  private async signed(needed: boolean, title: string): Promise<boolean> {
    return !needed || this.session.confirmPassword({ title, sentence: 'Settings of connections are signed with your password.', verb: 'Confirm' });
  }
}

/** Tests move a line between passing and failing while somebody mends its settings; that takes nothing from what was typed. */
const sameSettings = (before: EndpointDetail, after: EndpointDetail): boolean => {
  const set = ({ label, settings, secrets, calling, addresses, gateway }: EndpointDetail): string => JSON.stringify([label, settings, secrets, calling, addresses, gateway]);
  return set(before) === set(after);
};
