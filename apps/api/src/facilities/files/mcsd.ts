import type { FacilityDetail } from '@causeway/contracts';
import * as z from 'zod/mini';
import type { Entry } from './entry';
import type { NewEndpoint } from '../connections/untested';

// IHE mCSD (ITI TF-1: 46): partners as Organization and Location, connections as Endpoint, membership in networks as OrganizationAffiliation. FHIR R4, a Bundle of type collection.

const OID = 'urn:ietf:rfc:3986';
const HCID = 'urn:causeway:home-community';
const KIND = 'urn:causeway:facility-kind';
const TRANSPORT = 'urn:causeway:transport';
const PURPOSE = 'urn:causeway:contact-kind';
/** Endpoint connection types of FHIR; DIMSE has none there. */
const CONNECTION: Readonly<Record<string, { system: string; code: string }>> = {
  dicomweb: { system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type', code: 'dicom-stow-rs' },
  hl7v2: { system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type', code: 'hl7v2-mllp' },
};

export interface KnownEndpoint { readonly id: string; readonly facilityId: string; readonly kind: string; readonly label: string; readonly direction: string; readonly address: string; readonly active: boolean }

export function writeBundle(facilities: readonly FacilityDetail[], endpoints: readonly KnownEndpoint[], now: string): object {
  const networks = new Map<string, FacilityDetail['networks'][number]>(facilities.flatMap((f) => f.networks.map((n) => [n.name, n] as const)));
  const networkId = (name: string): string => `network-${[...networks.keys()].indexOf(name) + 1}`;
  const oid = (value: string | null): object[] => (value === null ? [] : [{ system: OID, value: `urn:oid:${value}` }]);
  const resources = [
    ...[...networks.values()].map((n) => ({ resourceType: 'Organization', id: networkId(n.name), active: true, name: n.name, identifier: oid(n.oid), type: [{ coding: [{ system: KIND, code: n.kind }] }] })),
    ...facilities.flatMap((f) => [
      {
        resourceType: 'Organization', id: f.id, active: f.state !== 'retired', name: f.name, type: [{ coding: [{ system: KIND, code: f.kind }] }],
        identifier: [...oid(f.oid), ...(f.homeCommunity === null ? [] : [{ system: HCID, value: `urn:oid:${f.homeCommunity}` }])],
        contact: f.contacts.map((c) => ({
          purpose: { coding: [{ system: PURPOSE, code: c.kind }] }, name: { text: c.name },
          telecom: [...(c.phone === '' ? [] : [{ system: 'phone', value: c.phone }]), ...(c.email === '' ? [] : [{ system: 'email', value: c.email }])],
        })),
        endpoint: endpoints.filter((e) => e.facilityId === f.id).map((e) => ({ reference: `Endpoint/${e.id}` })),
      },
      { resourceType: 'Location', id: `location-${f.id}`, status: f.state === 'retired' ? 'inactive' : 'active', name: f.name, address: { text: f.place }, managingOrganization: { reference: `Organization/${f.id}` } },
      ...f.networks.map((n) => ({ resourceType: 'OrganizationAffiliation', id: `member-${networkId(n.name)}-${f.id}`, active: true, organization: { reference: `Organization/${networkId(n.name)}` }, participatingOrganization: { reference: `Organization/${f.id}` } })),
    ]),
    ...endpoints.map((e) => ({
      resourceType: 'Endpoint', id: e.id, status: e.active ? 'active' : 'off', connectionType: CONNECTION[e.kind] ?? { system: TRANSPORT, code: e.kind }, name: e.label, managingOrganization: { reference: `Organization/${e.facilityId}` },
      payloadType: [{ text: e.direction }], address: e.address,
    })),
  ].map((resource) => (resource.resourceType === 'Organization' && 'identifier' in resource && resource.identifier?.length === 0 ? without(resource, 'identifier') : resource));
  return { resourceType: 'Bundle', type: 'collection', timestamp: now, entry: resources.map((resource) => ({ fullUrl: `urn:causeway:${resource.resourceType}:${String(resource.id)}`, resource })) };
}

/** FHIR has no empty arrays. */
function without<T extends object>(resource: T, key: string): T {
  return Object.fromEntries(Object.entries(resource).filter(([k]) => k !== key)) as T;
}

const Text = z.string();
const Reference = z.object({ reference: z.optional(Text) });
const Coding = z.object({ coding: z.optional(z.array(z.object({ system: z.optional(Text), code: z.optional(Text) }))), text: z.optional(Text) });
const Resource = z.looseObject({
  resourceType: Text, id: z.optional(Text), name: z.optional(z.union([Text, z.looseObject({ text: z.optional(Text) })])), active: z.optional(z.boolean()), status: z.optional(Text),
  identifier: z.optional(z.array(z.object({ system: z.optional(Text), value: z.optional(Text) }))), type: z.optional(z.array(Coding)), address: z.optional(z.unknown()),
  contact: z.optional(z.array(z.object({ purpose: z.optional(Coding), name: z.optional(z.object({ text: z.optional(Text) })), telecom: z.optional(z.array(z.object({ system: z.optional(Text), value: z.optional(Text) }))) }))),
  managingOrganization: z.optional(Reference), organization: z.optional(Reference), participatingOrganization: z.optional(Reference), connectionType: z.optional(z.object({ system: z.optional(Text), code: z.optional(Text) })),
});
type Resource = z.output<typeof Resource>;
const Bundle = z.looseObject({ resourceType: z.literal('Bundle'), entry: z.array(z.looseObject({ fullUrl: z.optional(Text), resource: z.optional(Resource) })).check(z.maxLength(20_000)) });

export function readBundle(text: string): { readonly entries: readonly Entry[]; readonly fault: string | null } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { entries: [], fault: 'This is not JSON.' };
  }
  const parsed = Bundle.safeParse(value);
  if (!parsed.success) return { entries: [], fault: `This is not a FHIR Bundle of directory resources. ${parsed.error.issues.slice(0, 3).map((i) => `${i.path.map(String).join('.')}: ${i.message}`).join('; ')}` };
  const resources = parsed.data.entry.flatMap((e, i) => (e.resource ? [{ resource: e.resource, n: i + 1, names: [`${e.resource.resourceType}/${e.resource.id ?? ''}`, e.fullUrl ?? ''] }] : []));
  const of = (kind: string) => resources.filter((r) => r.resource.resourceType === kind);
  const affiliations = of('OrganizationAffiliation').filter((a) => a.resource.active !== false);
  const networkRefs = new Set(affiliations.map((a) => a.resource.organization?.reference ?? ''));
  const isNetwork = (names: readonly string[]): boolean => names.some((name) => name !== '' && networkRefs.has(name));
  const organizations = of('Organization');
  const entries = organizations.filter((o) => !isNetwork(o.names)).map(({ resource: o, n, names }): Entry => {
    const refers = (r: z.output<typeof Reference> | undefined): boolean => r?.reference !== undefined && names.includes(r.reference);
    const networks = affiliations.filter((a) => refers(a.resource.participatingOrganization)).flatMap((a) => organizations.filter((x) => x.names.includes(a.resource.organization?.reference ?? '')))
      .map(({ resource: x }) => ({ name: nameOf(x), kind: codeOf(x.type, KIND) ?? 'network', oid: oidOf(x, OID) }));
    const location = of('Location').find((l) => refers(l.resource.managingOrganization))?.resource.address as { text?: unknown } | undefined;
    const oid = oidOf(o, OID);
    const home = oidOf(o, HCID);
    return {
      line: n, faults: [], endpoints: of('Endpoint').filter((e) => refers(e.resource.managingOrganization)).flatMap((e) => endpointOf(e.resource)),
      fields: {
        name: nameOf(o), ...(codeOf(o.type, KIND) ? { kind: codeOf(o.type, KIND) } : {}), ...(typeof location?.text === 'string' ? { place: location.text } : {}), ...(oid ? { oid } : {}), ...(home ? { homeCommunity: home } : {}),
        ...(affiliations.length > 0 ? { networks } : {}),
      },
      contacts: (o.contact ?? []).map((c) => ({ kind: codeOf(c.purpose ? [c.purpose] : [], PURPOSE) ?? 'administrative', name: c.name?.text ?? '', phone: telecom(c, 'phone'), email: telecom(c, 'email') })),
    };
  });
  return entries.length === 0 ? { entries, fault: 'There is no Organization in this bundle.' } : { entries, fault: null };
}

const nameOf = (r: Resource): string => (typeof r.name === 'string' ? r.name : '');
const telecom = (c: NonNullable<Resource['contact']>[number], system: string): string => c.telecom?.find((t) => t.system === system)?.value ?? '';
const codeOf = (codes: readonly z.output<typeof Coding>[] | undefined, system: string): string | null => codes?.flatMap((c) => c.coding ?? []).find((c) => c.system === system)?.code ?? null;
const oidOf = (r: Resource, system: string): string | null => r.identifier?.find((i) => i.system === system && i.value?.startsWith('urn:oid:'))?.value?.slice(8) ?? null;

/** A connection we know how to make from an address; others are for people. */
function endpointOf(e: Resource): NewEndpoint[] {
  const address = typeof e.address === 'string' ? e.address : '';
  const label = nameOf(e) || 'Connection';
  const dicom = /^dicom:\/\/([^/:]+):(\d{1,5})\/([^/]{1,16})$/.exec(address);
  if (dicom) return [{ kind: 'dimse', label, host: dicom[1] ?? '', port: Number(dicom[2]), aeTitle: decodeURIComponent(dicom[3] ?? '') }];
  if (e.connectionType?.code?.startsWith('dicom-') && /^https?:\/\//.test(address)) return [{ kind: 'dicomweb', label, url: address }];
  return [];
}
