import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Charters of committees, what the house hands to those of service lines, who speaks for which specialty, and disputes that an arbiter settles. */
export class Charters0080 implements MigrationInterface {
  readonly name = 'Charters1790000000080';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table committee
        -- 'all', or the service line it decides for
        add column scope text not null default 'all',
        add column terms text not null default '',
        add column reports_to text not null default '',
        add column parent_id uuid references committee,
        add column meets text not null default 'when-needed' check (meets in ('weekly', 'every-two-weeks', 'monthly', 'quarterly', 'when-needed')),
        add column template text,
        add column asks_specialties boolean not null default false,
        -- specialties it wants at its table: what the roster shows as gaps
        add column specialties text[] not null default '{}',
        add constraint committee_no_parent_of_itself check (parent_id is distinct from id);
      alter table committee_member add column specialties text[] not null default '{}';
      alter table ballot add column specialties text[] not null default '{}';

      create table policy_mandate (
        id uuid primary key,
        kind text not null,
        scope text not null check (scope not in ('all', 'law')),
        committee_id uuid not null references committee,
        given_by uuid not null references person,
        reason text not null,
        from_at timestamptz not null default clock_timestamp(),
        until_at timestamptz not null,
        ended_at timestamptz,
        ended_by uuid references person,
        end_reason text,
        check (until_at > from_at),
        check ((ended_at is null) = (end_reason is null))
      );
      create unique index policy_mandate_one on policy_mandate (kind, scope) where ended_at is null;

      create table arbitration (
        id uuid primary key,
        version int not null default 0,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        policy_id uuid not null references policy_version,
        text_sha256 bytea not null,
        dispute_id uuid not null references policy_comment,
        committee_id uuid not null references committee,
        other_committee_id uuid not null references committee,
        arbiter_id uuid references person,
        arbiter_committee_id uuid references committee,
        question text not null,
        referred_by uuid not null references person,
        due_at timestamptz not null,
        ruling text check (ruling in ('adopt', 'change', 'withdraw')),
        reason text,
        ruled_by uuid references person,
        made_at timestamptz not null default clock_timestamp(),
        check (committee_id <> other_committee_id),
        check ((arbiter_id is null) <> (arbiter_committee_id is null)),
        check ((state = 'ruled') = (ruling is not null))
      );
      create trigger ballot_specialties_stay before update on ballot for each row when (old.specialties is distinct from new.specialties) execute function governance_stays();
      create index arbitration_of on arbitration (policy_id, made_at desc);
      create unique index arbitration_open on arbitration (policy_id) where state = 'referred';
      -- what was asked and what was ruled never change
      create trigger arbitration_ruled_stays before update or delete on arbitration for each row when (old.state <> 'referred') execute function governance_stays();
      create function arbitration_question_stays() returns trigger language plpgsql as $$ begin
        if (new.policy_id, new.text_sha256, new.dispute_id, new.committee_id, new.other_committee_id, new.question, new.referred_by, new.due_at) is distinct from
           (old.policy_id, old.text_sha256, old.dispute_id, old.committee_id, old.other_committee_id, old.question, old.referred_by, old.due_at)
           or new.arbiter_id is distinct from old.arbiter_id or new.arbiter_committee_id is distinct from old.arbiter_committee_id then
          raise exception 'What was referred to an arbiter never changes.' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger arbitration_frame_stays before update on arbitration for each row execute function arbitration_question_stays();
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table arbitration;
      drop function arbitration_question_stays();
      drop table policy_mandate;
      drop trigger ballot_specialties_stay on ballot;
      alter table ballot drop column specialties;
      alter table committee_member drop column specialties;
      alter table committee drop constraint committee_no_parent_of_itself, drop column scope, drop column terms, drop column reports_to, drop column parent_id, drop column meets, drop column template,
        drop column asks_specialties, drop column specialties;
    `);
  }
}
