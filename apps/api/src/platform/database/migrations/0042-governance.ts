import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Policies that people change: drafts, what is said about them, committees, ballots, and replays. */
export class Governance0042 implements MigrationInterface {
  readonly name = 'Governance1790000000042';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table committee (
        id uuid primary key,
        version int not null default 0,
        name text not null,
        charter text not null default '',
        goals text not null default '',
        kinds text[] not null,
        quorum_permille int not null default 500 check (quorum_permille between 1 and 1000),
        notice_days int not null default 2 check (notice_days between 0 and 20),
        voting_days int not null default 7 check (voting_days between 1 and 60),
        demo boolean not null default false,
        made_at timestamptz not null default clock_timestamp()
      );
      create table committee_member (
        committee_id uuid not null references committee on delete cascade,
        person_id uuid not null references person,
        constituency text not null check (constituency in ('clinical', 'it', 'business')),
        specialty text not null default '',
        weight int not null default 1 check (weight between 1 and 100),
        officer boolean not null default false,
        primary key (committee_id, person_id)
      );

      alter table policy_version
        add column version int not null default 0,
        add column state_since timestamptz not null default clock_timestamp(),
        add column title text not null default '',
        add column purpose text not null default '',
        add column base_id uuid references policy_version,
        add column restores_id uuid references policy_version,
        add column author_id uuid references person,
        -- everybody who wrote at it: none of them may be its only approver, or its chair
        add column author_ids uuid[] not null default '{}',
        add column edited_at timestamptz,
        add column edited_by uuid references person,
        add column submitted_at timestamptz,
        add column effective_at timestamptz,
        add column apply_now boolean not null default false,
        add column reason text,
        add column conflict_id uuid references policy_version,
        add column made_at timestamptz not null default clock_timestamp();
      create index policy_version_open on policy_version (kind, scope) where state not in ('superseded', 'rejected', 'withdrawn');

      -- a submitted text never changes (INV-24), whoever asks
      create function policy_text_is_frozen() returns trigger language plpgsql as $$ begin
        if old.state <> 'draft' and (old.text is distinct from new.text or old.sha256 <> new.sha256) then
          raise exception 'The text of a submitted policy never changes.' using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger policy_text_frozen before update on policy_version for each row execute function policy_text_is_frozen();

      create table policy_comment (
        id uuid primary key,
        policy_id uuid not null references policy_version,
        person_id uuid not null references person,
        kind text not null check (kind in ('comment', 'evidence', 'dispute')),
        rule_id text,
        body text not null,
        at timestamptz not null default clock_timestamp()
      );
      create index policy_comment_of on policy_comment (policy_id, at);

      create table policy_replay (
        id uuid primary key,
        policy_id uuid not null references policy_version,
        text jsonb not null,
        text_sha256 bytea not null,
        base_id uuid references policy_version,
        span jsonb not null,
        assumptions jsonb not null,
        state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
        progress int not null default 0,
        result jsonb,
        sha256 bytea,
        problem text,
        asked_by uuid references person,
        asked_at timestamptz not null default clock_timestamp(),
        done_at timestamptz
      );
      create index policy_replay_of on policy_replay (policy_id, asked_at desc);

      create table ballot (
        id uuid primary key,
        version int not null default 0,
        number int generated always as identity,
        state text not null,
        state_since timestamptz not null default clock_timestamp(),
        policy_id uuid not null references policy_version,
        committee_id uuid not null references committee,
        text_sha256 bytea not null,
        replay_id uuid not null references policy_replay,
        replay jsonb not null,
        replay_sha256 bytea not null,
        members jsonb not null,
        author_ids uuid[] not null,
        quorum_permille int not null,
        called_by uuid references person,
        opens_at timestamptz not null,
        closes_at timestamptz not null,
        extended boolean not null default false,
        reason text,
        count jsonb,
        made_at timestamptz not null default clock_timestamp()
      );
      create index ballot_of on ballot (policy_id, made_at desc);
      create unique index ballot_open on ballot (policy_id) where state in ('announced', 'open');
      create table ballot_vote (
        no bigint generated always as identity primary key,
        ballot_id uuid not null references ballot,
        person_id uuid not null references person,
        cast_by uuid not null references person,
        choice text not null check (choice in ('for', 'against', 'abstain')),
        reason text not null default '',
        at timestamptz not null default clock_timestamp()
      );
      create index ballot_vote_of on ballot_vote (ballot_id, no);
      create table ballot_recusal (
        ballot_id uuid not null references ballot,
        person_id uuid not null references person,
        reason text not null,
        at timestamptz not null default clock_timestamp(),
        primary key (ballot_id, person_id)
      );
      create table ballot_delegate (
        ballot_id uuid not null references ballot,
        person_id uuid not null references person,
        delegate_id uuid not null references person,
        at timestamptz not null default clock_timestamp(),
        primary key (ballot_id, person_id)
      );
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table ballot_delegate, ballot_recusal, ballot_vote, ballot, policy_replay, policy_comment;
      drop trigger policy_text_frozen on policy_version;
      drop function policy_text_is_frozen();
      alter table policy_version drop column version, drop column state_since, drop column title, drop column purpose, drop column base_id, drop column restores_id, drop column author_id,
        drop column author_ids, drop column edited_at, drop column edited_by, drop column submitted_at, drop column effective_at, drop column apply_now, drop column reason, drop column conflict_id, drop column made_at;
      drop table committee_member, committee;
    `);
  }
}
