import type { AcceptAgreement, OnboardingStep, PartnerConnection, PartnerContact, SaveProcedures } from '@causeway/contracts';
import { heldUntil } from '@causeway/domain';
import { TransportFailure, type Egress } from '@causeway/transport-kit';
import ipaddr from 'ipaddr.js';
import type * as z from 'zod/mini';
import type { EndpointMoves } from '../../endpoints/endpoint.moves';
import { agreementsOf } from '../../exchange/directory';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { notFound, Refusal } from '../../platform/acts/refusal';
import { dayIn } from '../../platform/clocks';
import { newId } from '../../platform/ids';
import type { Settings } from '../../platform/settings/settings';
import { agreementDigest, lockAgreement, signAgreement } from '../agreements';
import { enterUntested } from '../connections/untested';
import { writeContact } from '../contacts';
import { writeProcedures } from '../directory';
import { writeGateway } from '../gateways';
import { facilityChanged, lockFacility, logActivity } from '../facility.row';
import type { OpenLink } from '../links/partner-links';
import { recordProof } from '../proofs';
import { readCertificate } from './certificate';

const MOST_CONTACTS = 40;
const MOST_CONNECTIONS = 12;
/** Tests of a connection by a link: one in so many seconds. */
const AGAIN_SECONDS = 20;

/** What a partner does with its link: each step is an act of its own, under the link's name, and is kept at once. */
export class Onboarding {
  constructor(private readonly acts: Acts, private readonly endpoints: EndpointMoves, private readonly egress: Egress, private readonly settings: Settings) {}

  accept(link: OpenLink, body: z.output<typeof AcceptAgreement>): Promise<void> {
    return this.step(link, 'agreement', async (act) => {
      const row = await lockAgreement(act, link.facilityId, body.agreementId);
      if (agreementDigest(row) !== body.sha256) throw new Refusal(412, 'changed-meanwhile', 'The agreement was changed after you opened this page. Read it again.');
      await signAgreement(act, row, { name: body.name, title: body.title, on: null, byLink: true });
    });
  }

  contact(link: OpenLink, body: PartnerContact): Promise<void> {
    return this.step(link, 'contacts', async (act) => {
      const [count] = await act.query<{ n: number }>('select count(*)::int as n from facility_contact where facility_id = $1 and ended_at is null', [link.facilityId]);
      if ((count?.n ?? 0) >= MOST_CONTACTS) throw new Refusal(409, 'enough', 'That is enough: more people than anybody can call.');
      await writeContact(act, link.facilityId, null, { ...body, department: null, counterpartId: null, everyDays: null }, true);
    });
  }

  /** Only what was entered by a link is taken back by one. */
  dropContact(link: OpenLink, contactId: string): Promise<void> {
    return this.step(link, 'contacts', async (act) => {
      const rows = await act.query('update facility_contact set ended_at = clock_timestamp() where id = $1 and facility_id = $2 and by_link and ended_at is null returning id', [contactId, link.facilityId]);
      if (rows.length === 0) throw notFound('contact');
    });
  }

  /** An untested connection. Addresses inside our own network are refused here, and again by every socket. */
  async connection(link: OpenLink, body: PartnerConnection): Promise<void> {
    const url = body.kind === 'dicomweb' ? new URL(body.url) : null;
    await this.reachable(url?.hostname ?? (body.kind === 'dimse' ? body.host : ''), url ? Number(url.port || (url.protocol === 'https:' ? 443 : 80)) : body.kind === 'dimse' ? body.port : 0, url ? '/url' : '/host');
    if (body.kind === 'dimse') for (const [i, from] of body.from.entries()) if (!ipaddr.isValid(from) && !ipaddr.isValidCIDR(from)) throw new Refusal(422, 'from', 'An address or network such as 203.0.113.7 or 203.0.113.0/24.', { errors: [{ pointer: `/from/${i}`, detail: 'an address or network' }] });
    try {
      await this.step(link, 'connection', async (act) => {
        // who agreed to nothing yet may not call us, and is not called
        if (heldUntil(await agreementsOf(act, link.facilityId), dayIn(act.now, this.settings.SITE_ZONE)) === null) throw new Refusal(409, 'agreement-first', 'The agreement comes first: accept it, or ask whoever sent you this link.');
        const [count] = await act.query<{ n: number }>('select count(*)::int as n from endpoint where facility_id = $1 and disabled_at is null', [link.facilityId]);
        if ((count?.n ?? 0) >= MOST_CONNECTIONS) throw new Refusal(409, 'enough', 'There are many connections already. Ask whoever sent you this link to tidy up.');
        if (body.gateway) await writeGateway(act, link.facilityId, body.gateway);
        const gateway = body.gateway?.name ?? null;
        await enterUntested(act, link.facilityId, body.kind === 'dimse' ? { kind: 'dimse', gateway, label: `PACS ${body.aeTitle}`, host: body.host, port: body.port, aeTitle: body.aeTitle, from: body.from } : { kind: 'dicomweb', gateway, label: 'DICOMweb', url: body.url }, this.settings.AE_TITLE);
      });
    } catch (error) {
      if (error instanceof Refusal && error.code === 'same-title') throw await this.twin(link, error);
      throw error;
    }
  }

  certificate(link: OpenLink, pem: string): Promise<void> {
    return this.step(link, 'certificate', async (act) => {
      const c = readCertificate(pem, act.now);
      const [other] = await act.query('select 1 as other from facility_certificate where fingerprint = $1 and facility_id <> $2', [c.fingerprint, link.facilityId]);
      if (other) throw new Refusal(409, 'certificate-of-another', 'This certificate belongs to another site already. Each site proves itself with its own.', { errors: [{ pointer: '/pem', detail: 'is of another site' }] });
      await act.query(
        `insert into facility_certificate (id, facility_id, pem, subject, issuer, fingerprint, not_before, not_after, by_name) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (facility_id, fingerprint) do nothing`,
        [newId(), link.facilityId, c.pem, c.subject, c.issuer, c.fingerprint, c.notBefore, c.notAfter, act.actor.name]);
    });
  }

  procedures(link: OpenLink, body: SaveProcedures): Promise<void> {
    return this.step(link, 'procedures', (act) => writeProcedures(act, link.facilityId, body));
  }

  /** A synthetic exam goes to each of their connections we call, and is looked for there; nothing of a patient. */
  async roundTrip(link: OpenLink): Promise<void> {
    const lines = await this.acts.read<{ id: string }>(`select id from endpoint where facility_id = $1 and direction <> 'in' and disabled_at is null and kind in ('dimse', 'dicomweb', 'hl7v2') order by made_at limit 4`, [link.facilityId]);
    if (lines.length === 0) throw new Refusal(409, 'no-connection', 'There is no connection to test yet. Enter yours first.');
    for (const line of lines) await this.endpoints.startByLink(link.actor, line.id, AGAIN_SECONDS, 'send');
    await this.step(link, 'roundTrip', async (act) => {
      await act.query('update onboarding set round_trip_asked_at = clock_timestamp(), round_trip_asked_by = $2 where facility_id = $1', [link.facilityId, act.actor.name]);
    });
  }

  saw(link: OpenLink, way: 'sent' | 'report-sent'): Promise<void> {
    return this.acts.run(link.actor, (act) => recordProof(act, link.facilityId, { way, how: 'partner', endpointId: null }));
  }

  /** Whoever owns the relation is told that the partner did its part. */
  finish(link: OpenLink): Promise<void> {
    return this.acts.run(link.actor, async (act) => {
      await this.mark(act, link, 'finished');
      await logActivity(act, link.facilityId, { kind: 'partner', words: '', facts: { step: 'finished' } });
      act.audit({ action: 'facility.onboarding-finished', object: { kind: 'facility', id: link.facilityId }, details: { link: link.id } });
      act.emit({ event: 'facility.onboarding-finished', kind: 'facility', id: link.facilityId, data: { facilityId: link.facilityId, permille: 800 } });
    });
  }

  private step(link: OpenLink, step: OnboardingStep, work: (act: Act) => Promise<void>): Promise<void> {
    return this.acts.run(link.actor, async (act) => {
      const row = await lockFacility(act, link.facilityId);
      if (!row) throw notFound('facility');
      await work(act);
      await this.mark(act, link, step);
      await logActivity(act, link.facilityId, { kind: 'partner', words: '', facts: { step } });
      await facilityChanged(act, link.facilityId, 'onboarding-step', { step, link: link.id });
    });
  }

  private async mark(act: Act, link: OpenLink, step: string): Promise<void> {
    const said = JSON.stringify({ [step]: { at: act.now.toISOString(), by: act.actor.name } });
    await act.query(`insert into onboarding (facility_id, steps) values ($1, $2) on conflict (facility_id) do update set steps = onboarding.steps || excluded.steps`, [link.facilityId, said]);
  }

  private async reachable(host: string, port: number, pointer: string): Promise<void> {
    try {
      await this.egress.reach(host.replace(/^\[|\]$/g, ''), port);
    } catch (error) {
      // a name nobody knows yet may be known tomorrow: the test of the connection says so
      if (error instanceof TransportFailure && error.code === 'unreachable') return;
      throw new Refusal(422, 'address', 'This address lies inside a network we do not call from here. Give the one by which you are reached from outside, or ask whoever sent you this link to allow it.', { errors: [{ pointer, detail: 'not an address we may call' }] });
    }
  }

  /** The partner learns that the title is taken, not by whom; our people read both names in the history. */
  private async twin(link: OpenLink, refused: Refusal): Promise<Refusal> {
    await this.acts.run(link.actor, (act) => logActivity(act, link.facilityId, { kind: 'partner', words: refused.detail, facts: { step: 'connection refused' } }));
    return new Refusal(409, 'same-title', 'Another site uses this AE title or address with us already, so exams of the two could not be told apart. Use one of your own. Whoever sent you this link sees which it is.', { errors: refused.more.errors?.map((e) => ({ ...e, detail: 'is used by another site' })) ?? [] });
  }
}
