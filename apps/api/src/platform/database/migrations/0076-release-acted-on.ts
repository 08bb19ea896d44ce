import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the release policy says is acted on: exams that load with a visit, orders to read, and who sees an exam. */
export class ReleaseActedOn0076 implements MigrationInterface {
  readonly name = 'ReleaseActedOn1790000000076';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- A released exam that waits for a visit before it is loaded. What was loaded stays, so that late images of it follow at once.
      create table visit_wait (
        exam_id uuid primary key references inbound,
        patient_id uuid not null references patient,
        decision_id uuid not null references decision,
        days_before int not null,
        appointment_id uuid references appointment,
        load_at timestamptz,
        since timestamptz not null default clock_timestamp(),
        loaded_at timestamptz,
        loaded_because text,
        loaded_by text
      );
      create index visit_wait_open on visit_wait (patient_id) where loaded_at is null;

      -- Who sees an exam beside those who handle it: everyone with a right to it, its care team, or who is named for it. Undecided is the care team.
      alter table inbound add column named uuid[] not null default '{}';
      alter table inbound add column audience text[] generated always as (
        case visible when 'all' then array['everyone'] when 'requester' then named::text[] else (care_team || named)::text[] end) stored;

      -- Named are its requester, whoever holds a read of it or read it, and who is called to a case it belongs to.
      create function name_people(exam uuid) returns void language sql as $f$
        with people as (
          select coalesce(array_agg(distinct p order by p), '{}') as ids from (
            select requester_id as p from need where exam_id = exam
            union all select holder_id from overread where exam_id = exam and state not in ('withdrawn', 'retracted')
            union all select requester_id from overread where exam_id = exam and state not in ('withdrawn', 'retracted')
            union all select unnest(array[c.opener_id, c.consultant_id] || array(select jsonb_array_elements_text(c.team->'people')::uuid)) from case_exam e join exchange_case c on c.id = e.case_id where e.exam_id = exam and c.state <> 'cancelled'
            union all select r.author_id from overread o join overread_report r on r.overread_id = o.id where o.exam_id = exam and o.state not in ('withdrawn', 'retracted')) all_people
          where p is not null)
        update inbound x set named = people.ids from people where x.id = exam and x.named <> people.ids
      $f$;
      create function people_of_exam() returns trigger language plpgsql as $f$
      begin
        perform name_people(new.exam_id);
        return null;
      end
      $f$;
      create function people_of_case() returns trigger language plpgsql as $f$
      begin
        perform name_people(e.exam_id) from case_exam e where e.case_id = new.id order by e.exam_id;
        return null;
      end
      $f$;
      create trigger case_names after update of consultant_id, team, state on exchange_case for each row execute function people_of_case();
      create trigger case_exam_names after insert on case_exam for each row execute function people_of_exam();
      create trigger need_names after insert or update of requester_id on need for each row execute function people_of_exam();
      create trigger overread_names after insert or update of holder_id, requester_id, state on overread for each row execute function people_of_exam();
      select name_people(exam_id) from (select exam_id from need union select exam_id from overread union select exam_id from case_exam) named;

      -- What the house's archive held of the patient and region when the exam got its patient.
      create table local_prior (
        exam_id uuid primary key references exam,
        patient_id uuid not null references patient,
        n int not null,
        asked_at timestamptz not null default clock_timestamp()
      );

      alter table import_order add column kind text not null default 'import' check (kind in ('import', 'read'));
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table import_order drop column kind;
      drop table local_prior;
      drop trigger case_exam_names on case_exam;
      drop trigger case_names on exchange_case;
      drop function people_of_case();
      drop trigger overread_names on overread;
      drop trigger need_names on need;
      drop function people_of_exam();
      drop function name_people(uuid);
      alter table inbound drop column audience;
      alter table inbound drop column named;
      drop table visit_wait;
    `);
  }
}
