import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of patients a clinic asks for again each week. What was kept as a recurring template before had no patients: it becomes a list that is paused. */
export class StandingLists0060 implements MigrationInterface {
  readonly name = 'StandingLists1790000000060';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table standing_list (
        id uuid primary key,
        version int not null default 0,
        name text not null,
        owner_id uuid not null references person,
        facility_id uuid not null references facility,
        facility_ids uuid[] not null,
        service_line text not null,
        for_person_id uuid references person,
        weekday int not null check (weekday between 1 and 7),
        needed_within_days int not null check (needed_within_days between 1 and 60),
        ends_on date,
        ask jsonb not null,
        -- as told, each with an id of its own, so that who is asked for twice is known
        patients jsonb not null default '[]',
        paused text,
        next_at timestamptz,
        ended_at timestamptz,
        made_at timestamptz not null default clock_timestamp()
      );
      create index standing_list_line on standing_list (service_line) where ended_at is null;
      create table standing_list_run (
        list_id uuid not null references standing_list,
        round timestamptz not null,
        needed_by timestamptz not null,
        asked int not null,
        skipped int not null,
        refused int not null,
        results jsonb not null,
        at timestamptz not null default clock_timestamp(),
        primary key (list_id, round)
      );
      create trigger standing_list_run_once before update or delete on standing_list_run for each row execute function never_changed();
      alter table request_out add list_id uuid references standing_list, add list_patient uuid, add list_round timestamptz;
      -- one request for each patient of a round, however often the round is begun
      create unique index request_out_round on request_out (list_id, list_patient, list_round) where list_id is not null;

      insert into standing_list (id, name, owner_id, facility_id, facility_ids, service_line, weekday, needed_within_days, ask, paused)
        select t.id, t.name, t.owner_id, f.id, array[h.id, f.id], t.body->>'serviceLine', coalesce(t.weekday, 1), 7,
          t.body - 'facilityId' - 'serviceLine', 'it had no patients yet'
        from request_template t join facility f on f.id = (t.body->>'facilityId')::uuid cross join (select id from facility where host order by made_at limit 1) h where t.kind = 'recurring';
      delete from request_template where kind = 'recurring';
      alter table request_template drop kind, drop weekday;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table request_template add kind text not null default 'template', add weekday int;
      alter table request_out drop list_id, drop list_patient, drop list_round;
      drop table standing_list_run, standing_list;
    `);
  }
}
