import type { AddCommitment, CampaignView, GiveMaterial, NewCampaign } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import { newId } from '../platform/ids';
import { facilityChanged, lockPartner, logActivity } from './facility.row';

/** The programme behind single partners: what vendors committed themselves to, campaigns, and who got which material. */
export class Programme {
  constructor(private readonly acts: Acts) {}

  commit(caller: Caller, id: string, productId: string, body: AddCommitment): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.develop');
      const [used] = await act.query('select 1 as used from facility_product where facility_id = $1 and product_id = $2', [id, productId]);
      if (!used) throw notFound('product');
      await act.query('insert into vendor_commitment (id, product_id, standard, due_on, source) values ($1, $2, $3, $4, $5)', [newId(), productId, body.standard, body.dueOn, body.source]);
      await facilityChanged(act, id, 'commitment-added', { product: productId, dueOn: body.dueOn });
    });
  }

  settle(caller: Caller, id: string, commitmentId: string, state: 'kept' | 'broken'): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, id, caller, 'facility.develop');
      const rows = await act.query(
        `update vendor_commitment c set state = $3, settled_on = current_date where c.id = $2 and c.state = 'promised' and exists (select 1 from facility_product u where u.product_id = c.product_id and u.facility_id = $1) returning c.id`, [id, commitmentId, state]);
      if (rows.length === 0) throw notFound('commitment');
      await facilityChanged(act, id, 'commitment-settled', { commitment: commitmentId, state });
    });
  }

  /** Campaigns with the partners a person works with that got something of them. */
  async campaigns(caller: Caller): Promise<CampaignView[]> {
    const b = new Binder();
    const sight = rowSql(caller.rows('facility.read'), { facilityIds: 'array[g.facility_id]' }, b.bind);
    return this.acts.read<CampaignView>(
      `select c.id, c.name, c.kind, c.material, c.ends_on::text as "endsOn",
         coalesce((select jsonb_agg(jsonb_build_object('facilityId', f.id, 'facility', f.name, 'contact', k.name, 'how', g.how, 'by', p.name, 'at', g.at) order by g.at desc)
           from campaign_given g join facility f on f.id = g.facility_id join person p on p.id = g.by_id left join facility_contact k on k.id = g.contact_id where g.campaign_id = c.id and ${sight}), '[]') as given
       from campaign c order by c.made_at desc`, b.values);
  }

  newCampaign(caller: Caller, body: NewCampaign): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const id = newId();
      const rows = await act.query('insert into campaign (id, name, kind, material, ends_on) values ($1, $2, $3, $4, $5) on conflict (name) do nothing returning id', [id, body.name, body.kind, body.material, body.endsOn]);
      if (rows.length === 0) throw new Refusal(409, 'known-already', 'There is a campaign of this name already.', { errors: [{ pointer: '/name', detail: 'is taken' }] });
      act.audit({ action: 'campaign.made', object: { kind: 'campaign', id }, details: { kind: body.kind } });
    });
  }

  give(caller: Caller, campaignId: string, body: GiveMaterial): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const [campaign] = await act.query<{ name: string }>('select name from campaign where id = $1', [campaignId]);
      if (!campaign) throw notFound('campaign');
      await lockPartner(act, body.facilityId, caller, 'facility.develop');
      if (body.contactId && (await act.query('select 1 as there from facility_contact where id = $1 and facility_id = $2', [body.contactId, body.facilityId])).length === 0) throw new Refusal(422, 'contact', 'Choose a contact of this facility.');
      const rows = await act.query('insert into campaign_given (id, campaign_id, facility_id, contact_id, how, by_id) values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning id', [newId(), campaignId, body.facilityId, body.contactId, body.how, caller.id]);
      if (rows.length === 0) throw new Refusal(409, 'given-already', 'They have it already.');
      await logActivity(act, body.facilityId, { kind: 'education', words: '', facts: { given: campaign.name, how: body.how }, contactId: body.contactId });
      await facilityChanged(act, body.facilityId, 'material-given', { campaign: campaignId, how: body.how });
    });
  }
}
