/** One row of the inbox with everything its columns show. Tables: inbound x, exam e, facility f, match m, need n, lease l, overread o, visit_wait w, appointment a. */
export const ROW_FROM = `
  from inbound x join exam e on e.id = x.id
    left join facility f on f.id = e.source_facility_id
    left join match m on m.exam_id = x.id and m.state not in ('unlinked', 'closed')
    left join patient p on p.id = m.patient_id and m.state in ('matched', 'overridden')
    left join need n on n.exam_id = x.id
    left join person rp on rp.id = n.requester_id
    left join lease l on l.item_kind = 'inbound' and l.item_id = x.id
    left join person lp on lp.id = l.holder_id
    left join lateral (select id, state, kind from overread where exam_id = x.id and state <> 'withdrawn' order by made_at desc limit 1) o on true
    left join visit_wait w on w.exam_id = x.id and w.loaded_at is null and x.state = 'releasing'
    left join appointment a on a.id = w.appointment_id`;

export const ROW_COLUMNS = `
  x.*, e.study_uid, e.head, e.door, e.first_at, f.id as source_id, f.name as source_name,
  (select r.calling from receipt r where r.exam_id = x.id order by r.id limit 1) as calling,
  m.id as match_id, m.state as match_state, m.decision_id as match_decision, m.candidates as match_candidates, m.version as match_version,
  case when m.state = 'proposed' then (select d.because from decision d where d.id = m.decision_id) end as match_because,
  p.id as patient_id, p.mrn, n.use_case, n.question, n.wants_read, n.requester_id, rp.name as requester_name, rp.initials as requester_initials, rp.title as requester_title,
  l.id as lease_id, l.state as lease_state, l.holder_id, l.until as lease_until, l.epoch as lease_epoch, lp.name as holder_name, lp.initials as holder_initials, lp.title as holder_title,
  o.id as overread_id, o.state as overread_state, o.kind as overread_kind, w.exam_id is not null as waits_visit, w.load_at, w.since as waits_since, a.starts_at as visit_at, a.clinic as visit_clinic,
  exists (select 1 from report r where r.exam_id = x.id and r.kind = 'outside') as report_present,
  exists (select 1 from partner_correction c where c.exam_id = x.id and c.state = 'open') as correction_open`;
