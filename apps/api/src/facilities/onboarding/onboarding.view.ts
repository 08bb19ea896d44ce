import { X509Certificate } from 'node:crypto';
import { onboardingSteps, type OnboardingView } from '@causeway/contracts';
import { agreementState, commonProcedures, type AgreementTerms } from '@causeway/domain';
import { gatewaysOf } from '../../endpoints/gateways/read';
import type { Runs } from '../../endpoints/runs';
import type { Acts } from '../../platform/acts/acts';
import { dayIn } from '../../platform/clocks';
import type { Settings } from '../../platform/settings/settings';
import { agreementDigest, type AgreementColumns } from '../agreements';
import type { OpenLink } from '../links/partner-links';
import { arrivedFrom, stageFacts } from '../stage-facts';

type Steps = Readonly<Record<string, { readonly at: string; readonly by: string }>>;

/** What a partner's page shows: its own part, our side of the connection, and how far it is. */
export class OnboardingViews {
  constructor(private readonly acts: Acts, private readonly runs: Pick<Runs, 'newest'>, private readonly settings: Settings) {}

  /** `host`: the name the partner reached us by, where no public address is set. */
  async view(link: OpenLink, host: string): Promise<OnboardingView> {
    const id = link.facilityId;
    const today = dayIn(new Date(), this.settings.SITE_ZONE);
    const [facts, agreements, contacts, connections, certificates, procedures, state, proven, vocabulary, arrived, gateways] = await Promise.all([
      stageFacts((sql, p) => this.acts.read(sql, p), [id], today), this.agreements(id, today),
      this.acts.read<OnboardingView['contacts'][number]>(`select id, kind, name, title, phone, email, by_link as "byLink" from facility_contact where facility_id = $1 and ended_at is null order by made_at`, [id]),
      this.connections(id),
      this.acts.read<{ subject: string; fingerprint: string; not_after: Date; trusted: boolean }>('select subject, fingerprint, not_after, trusted_at is not null as trusted from facility_certificate where facility_id = $1 and withdrawn_at is null order by made_at desc', [id]),
      this.acts.read<OnboardingView['procedures'][number]>(`select name, code, exams, ours, mapped_by as "mappedBy" from facility_procedure where facility_id = $1 order by exams desc, name`, [id]),
      this.acts.read<{ steps: Steps; round_trip_asked_at: Date | null }>('select steps, round_trip_asked_at from onboarding where facility_id = $1', [id]),
      this.acts.read<{ way: string; at: Date }>('select way, max(at) as at from facility_proof where facility_id = $1 group by way', [id]),
      this.acts.read<{ ours: string }>('select distinct ours from facility_procedure where ours is not null order by ours limit 500'),
      arrivedFrom(this.acts, id), gatewaysOf(this.acts, id),
    ]);
    const steps = state[0]?.steps ?? {};
    const score = facts.get(id)?.score;
    if (!score) throw new Error('a link without its facility');
    return {
      house: this.settings.SITE_NAME, facility: link.facilityName, forWhom: link.forWhom, issuedBy: link.issuedBy, endsAt: link.endsAt.toISOString(),
      done: { ...(Object.fromEntries(onboardingSteps.map((s) => [s, s in steps])) as OnboardingView['done']), agreement: agreements.some((a) => a.kind === 'sharing' && a.state === 'in-force') },
      finishedAt: steps['finished']?.at ?? null, agreements, contacts, connections, ours: this.ours(host), certificates: certificates.map((c) => ({ subject: c.subject, fingerprint: c.fingerprint, notAfter: c.not_after.toISOString(), trusted: c.trusted })), procedures,
      vocabulary: [...new Set([...vocabulary.map((v) => v.ours), ...commonProcedures])].sort(), roundTripAskedAt: state[0]?.round_trip_asked_at?.toISOString() ?? null, proven: proven.map((p) => ({ way: p.way, at: p.at.toISOString() })), score, arrived, gateways,
    };
  }

  /** What waits to be accepted and what holds; what is over is not the partner's business here. */
  private async agreements(id: string, today: string): Promise<OnboardingView['agreements']> {
    const rows = await this.acts.read<AgreementColumns & { signed_name: string | null }>(
      `select id, version, facility_id, kind, purposes, redisclosure, terms, begins_on::text as begins_on, ends_on::text as ends_on, renewal, signed_at, signed_name, ended_on::text as ended_on, carried, protocol from agreement where facility_id = $1 order by begins_on, made_at`, [id]);
    return rows.map((a) => {
      const terms: AgreementTerms = { kind: a.kind as AgreementTerms['kind'], purposes: a.purposes, signed: a.signed_at !== null, beginsOn: a.begins_on, endsOn: a.renewal === 'automatic' ? null : a.ends_on, endedOn: a.ended_on };
      return {
        id: a.id, kind: terms.kind, state: agreementState(terms, today), purposes: a.purposes, redisclosure: a.redisclosure, terms: a.terms, beginsOn: a.begins_on, endsOn: a.ends_on, renewal: a.renewal, signedName: a.signed_name, signedAt: a.signed_at?.toISOString() ?? null, protocol: a.protocol,
        sha256: agreementDigest(a),
      };
    }).filter((a) => a.state !== 'ended');
  }

  private async connections(id: string): Promise<OnboardingView['connections']> {
    const rows = await this.acts.read<{ id: string; label: string; kind: string; direction: string; state: string; calling: string | null; host: string | null; port: string | null; title: string | null; url: string | null; gateway: string | null }>(
      `select id, label, kind, direction, state, calling, settings->>'host' as host, settings->>'port' as port, settings->>'calledAeTitle' as title, settings->>'url' as url, (select g.name from site_gateway g where g.id = gateway_id) as gateway from endpoint where facility_id = $1 and disabled_at is null and state <> 'removed' order by made_at`, [id]);
    return Promise.all(rows.map(async (r) => ({
      id: r.id, label: r.label, kind: r.kind, direction: r.direction, state: r.state, gateway: r.gateway, run: r.direction === 'in' ? null : await this.runs.newest(r.id),
      address: r.url ?? (r.host ? `${r.title ? `${r.title} at ` : ''}${r.host}:${r.port}` : `calls us as ${r.calling ?? 'any'}`),
    })));
  }

  private ours(host: string): OnboardingView['ours'] {
    const { settings } = this;
    const pem = settings.DICOM_TLS_CERT ?? null;
    const base = (settings.PUBLIC_URL ?? '').replace(/\/$/, '');
    return {
      aeTitle: settings.AE_TITLE, host: base ? new URL(base).hostname : host, port: settings.DICOM_PORT, tlsPort: pem ? settings.DICOM_TLS_PORT : null, certificate: pem, fingerprint: pem ? new X509Certificate(pem).fingerprint256 : null, dicomweb: `${base}/api/v1/dicom-web`,
    };
  }
}
