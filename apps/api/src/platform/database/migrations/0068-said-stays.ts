import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was said of a policy, every vote and what a ballot was called on stay as they were, whoever asks. */
export class SaidStays0068 implements MigrationInterface {
  readonly name = 'SaidStays1790000000068';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create function governance_stays() returns trigger language plpgsql as $$ begin
        raise exception 'What was said of a policy and voted on it never changes.' using errcode = 'check_violation';
      end $$;
      create trigger policy_comment_stays before update or delete on policy_comment for each row execute function governance_stays();
      create trigger ballot_vote_stays before update or delete on ballot_vote for each row execute function governance_stays();
      create trigger ballot_frame_stays before update on ballot for each row
        when (old.replay is distinct from new.replay or old.replay_sha256 <> new.replay_sha256 or old.text_sha256 <> new.text_sha256 or old.members is distinct from new.members)
        execute function governance_stays();
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop trigger ballot_frame_stays on ballot;
      drop trigger ballot_vote_stays on ballot_vote;
      drop trigger policy_comment_stays on policy_comment;
      drop function governance_stays();
    `);
  }
}
