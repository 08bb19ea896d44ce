import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sign-ins on their way through the house's own OpenID Connect provider. */
export class SignInProvider0055 implements MigrationInterface {
  name = 'SignInProvider1790000000055';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table provider_sign_in (
        -- digest of the secret in the cookie of the browser that began it
        id bytea primary key,
        state text not null,
        nonce text not null,
        verifier text not null,
        -- page of the console to go on to
        next text not null,
        ends_at timestamptz not null
      );
      create index provider_sign_in_by_end on provider_sign_in (ends_at);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table provider_sign_in');
  }
}
