import type { ActivityView, AgreementView, CommitmentView, ContactView, DocumentView, FacilityDetail, FacilityView, MonthView, ProcedureView, ProductView, ReviewView } from '@causeway/contracts';
import { agreementState, type AgreementTerms } from '@causeway/domain';
import { gatewaysOf } from '../endpoints/gateways/read';
import { retrievabilityView } from '../endpoints/sources/retrievability';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import type { Settings } from '../platform/settings/settings';
import { contactsWhere } from './contact-plan';
import { rowView, LISTED, type FacilityList, type ListedFacility } from './facility.list';
import { facilityGuarded, facilitySight } from './facility.row';
import { monthsOf } from './months';

/** A partner's page: who answers there, what was agreed, what was done and what really comes and goes. */
export class FacilityDetails {
  constructor(private readonly acts: Acts, private readonly list: FacilityList, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  async detail(id: string, caller: Caller): Promise<FacilityDetail> {
    const b = new Binder();
    const [row] = await this.acts.read<ListedFacility>(`select ${LISTED} where f.id = ${b.bind(id)} and ${facilitySight(caller, b.bind)}`, b.values);
    const facts = row && (await this.list.facts([id])).get(id);
    if (!row || !facts) throw notFound('facility');
    // a partner's own people see their own entry, never what we write about them
    const staff = caller.principal.roles.some((r) => r !== 'pu');
    const [contacts, agreements, documents, activities, procedures, reviews, more] = await Promise.all([
      this.contacts(id), this.agreements(id, facts.today), staff ? this.documents(id) : [], staff ? this.activities(id) : [], this.procedures(id), staff ? this.reviews(id) : [], this.more(id, facts.today),
    ]);
    return {
      ...rowView(row, facts, caller), issuer: row.issuer, issuerOid: row.issuer_oid, oid: row.oid, homeCommunity: row.home_community, purposes: row.purposes, flow: row.flow,
      pausedBecause: row.state === 'paused' ? (activities.find((a) => a.facts['to'] === 'paused')?.words ?? null) : null, contacts, agreements, documents, activities, procedures, reviews, ...more, goLive: facts.score,
      mayDevelop: !row.host && caller.may('facility.develop', facilityGuarded(row)), mayConnect: !row.host && caller.may('facility.connect', facilityGuarded(row)), trust: row.host ? null : caller.offer('trust', 'endpoint.configure', facilityGuarded(row)),
    };
  }

  private async contacts(id: string): Promise<ContactView[]> {
    const rows = await contactsWhere(this.acts, this.settings.SITE_ZONE, 'f.id = $1', [id]);
    return rows.map(({ facilityId: _f, facility: _n, state: _s, ...c }) => c);
  }

  private async agreements(id: string, today: string): Promise<AgreementView[]> {
    type Row = AgreementTerms & Omit<AgreementView, 'state' | 'signedAt' | keyof AgreementTerms> & { signedAt: Date | null };
    const rows = await this.acts.read<Row>(
      `select id, version, kind, purposes, redisclosure, terms, begins_on::text as "beginsOn", ends_on::text as "endsOn", renewal, document_id as "documentId", signed_at is not null as signed, signed_name as "signedName", signed_title as "signedTitle",
         signed_at as "signedAt", by_link as "byLink", carried, ended_on::text as "endedOn", ended_because as "endedBecause", protocol from agreement where facility_id = $1 order by begins_on desc, made_at desc`, [id]);
    return rows.map(({ signed, signedAt, ...a }) => ({ ...a, signedAt: signedAt?.toISOString() ?? null, state: agreementState({ ...a, signed, endsOn: a.renewal === 'automatic' ? null : a.endsOn }, today) }));
  }

  private async documents(id: string): Promise<DocumentView[]> {
    const rows = await this.acts.read<Omit<DocumentView, 'at'> & { at: Date }>(
      `select id, kind, title, file_name as "fileName", media_type as "mediaType", bytes, by_name as by, made_at as at from facility_document where facility_id = $1 and removed_at is null order by made_at desc`, [id]);
    return rows.map((d) => ({ ...d, at: d.at.toISOString() }));
  }

  private async activities(id: string): Promise<ActivityView[]> {
    const rows = await this.acts.read<Omit<ActivityView, 'at'> & { at: Date }>(
      `select a.id, a.at, a.kind, a.words, a.facts, c.name as contact, a.by_name as by from facility_activity a left join facility_contact c on c.id = a.contact_id where a.facility_id = $1 order by a.at desc, a.id desc limit 200`, [id]);
    return rows.map((a) => ({ ...a, at: a.at.toISOString() }));
  }

  private procedures(id: string): Promise<ProcedureView[]> {
    return this.acts.read<ProcedureView>(`select name, code, exams, ours, mapped_by as "mappedBy" from facility_procedure where facility_id = $1 order by exams desc, name`, [id]);
  }

  private async reviews(id: string): Promise<ReviewView[]> {
    const rows = await this.acts.read<Omit<ReviewView, 'doneAt'> & { doneAt: Date | null }>(
      `select r.day, r.due_on::text as "dueOn", r.done_at as "doneAt", p.name as by, r.findings from facility_review r left join person p on p.id = r.done_by where r.facility_id = $1 order by r.day`, [id]);
    return rows.map((r) => ({ ...r, doneAt: r.doneAt?.toISOString() ?? null }));
  }

  private async more(id: string, today: string): Promise<Pick<FacilityDetail, 'retrievable' | 'departments' | 'networks' | 'products' | 'gateways' | 'certificates' | 'proofs' | 'steps' | 'roundTripAskedAt' | 'months' | 'lastExamAt' | 'endpoints'>> {
    const [one] = await this.acts.read<{ departments: FacilityDetail['departments']; networks: FacilityDetail['networks']; endpoints: FacilityView['endpoints'] | null; steps: FacilityDetail['steps'] | null; asked: Date | null; last_exam: Date | null }>(
      `select coalesce((select jsonb_agg(jsonb_build_object('name', d.name, 'serviceLine', d.service_line) order by d.name) from facility_department d where d.facility_id = f.id), '[]') as departments,
         coalesce((select jsonb_agg(jsonb_build_object('name', n.name, 'kind', n.kind, 'oid', n.oid) order by n.name) from facility_network fn join network n on n.id = fn.network_id where fn.facility_id = f.id), '[]') as networks,
         (select jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'direction', p.direction, 'label', p.label, 'health', p.state, 'lastProbeAt', p.last_probe_at, 'sentence', p.sentence) order by p.label)
            from endpoint p where p.facility_id = f.id and p.disabled_at is null) as endpoints,
         o.steps, o.round_trip_asked_at as asked, (select max(e.first_at) from exam e where e.source_facility_id = f.id) as last_exam
       from facility f left join onboarding o on o.facility_id = f.id where f.id = $1`, [id]);
    const [products, gateways, certificates, proofs, months, retrievable] = await Promise.all([productsOf(this.acts, id, today), gatewaysOf(this.acts, id), this.certificates(id), this.proofs(id), this.months(id), retrievabilityView(this.acts, id)]);
    return {
      departments: one?.departments ?? [], networks: one?.networks ?? [], endpoints: one?.endpoints ?? [], steps: one?.steps ?? {}, roundTripAskedAt: one?.asked?.toISOString() ?? null, lastExamAt: one?.last_exam?.toISOString() ?? null,
      products, gateways, certificates, proofs, months, retrievable,
    };
  }

  private months(id: string): Promise<MonthView[]> {
    return monthsOf(this.acts, id, this.settings.SITE_ZONE);
  }

  private async certificates(id: string): Promise<FacilityDetail['certificates']> {
    const rows = await this.acts.read<{ id: string; subject: string; issuer: string; fingerprint: string; not_after: Date; by_name: string; trusted_at: Date | null; trusted_by: string | null; trusted_with: string | null; withdrawn_at: Date | null }>('select * from facility_certificate where facility_id = $1 order by made_at desc', [id]);
    return rows.map((c) => ({
      id: c.id, subject: c.subject, issuer: c.issuer, fingerprint: c.fingerprint, notAfter: c.not_after.toISOString(), by: c.by_name,
      standing: c.withdrawn_at ? 'withdrawn' : c.not_after <= new Date() ? 'over' : c.trusted_at ? 'trusted' : 'waiting', trustedBy: c.trusted_by, trustedWith: c.trusted_with, trustedAt: c.trusted_at?.toISOString() ?? null,
    }));
  }

  private async proofs(id: string): Promise<FacilityDetail['proofs']> {
    const rows = await this.acts.read<{ way: string; how: string; by_name: string; at: Date }>('select distinct on (way) way, how, by_name, at from facility_proof where facility_id = $1 order by way, at desc', [id]);
    return rows.map((p) => ({ way: p.way, how: p.how, by: p.by_name, at: p.at.toISOString() }));
  }
}

/** Products a partner uses, with what their vendors committed themselves to. */
export async function productsOf(acts: Pick<Acts, 'read'>, facilityId: string, today: string): Promise<ProductView[]> {
  const rows = await acts.read<Omit<ProductView, 'commitments'> & { commitments: Omit<CommitmentView, 'late'>[] | null }>(
    `select p.id, p.vendor, p.name, u.version, u.used_for as "usedFor",
       (select jsonb_agg(jsonb_build_object('id', c.id, 'standard', c.standard, 'dueOn', c.due_on, 'state', c.state, 'settledOn', c.settled_on, 'source', c.source) order by c.due_on) from vendor_commitment c where c.product_id = p.id) as commitments
     from facility_product u join vendor_product p on p.id = u.product_id where u.facility_id = $1 order by p.vendor, p.name`, [facilityId]);
  return rows.map((p) => ({ ...p, commitments: (p.commitments ?? []).map((c) => ({ ...c, late: c.state === 'promised' && c.dueOn < today })) }));
}
