import { type Kysely, sql } from 'kysely'

const SINCE = '2020-01-01 00:00+08'
const FIRST_RULES: [code: string, value: object][] = [
  ['waiting_line', { mostPerItem: 20, mostPerStreamer: 30, leastMinutes: 15 }],
  ['hold_revoke', { beforeHours: 2 }],
  [
    'hold_discipline',
    {
      days: 30,
      lateHours: 2,
      graceMinutes: 10,
      mostLatePerShow: 3,
      points: { noShow: 3, lateRelease: 1, violation: 4 },
      steps: [
        { fromPoints: 3, limitBps: 5_000 },
        { fromPoints: 6, limitBps: 2_500 },
        { fromPoints: 10, limitBps: 1_000 },
      ],
    },
  ],
]

/**
 * Who waits for a piece that another show holds, holds that are taken back, what a streamer's record lets him hold, and
 * pauses of plans that are known before they come.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE hold_wait (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      -- The place in the line: given under the lock of the piece, so that it rises in the order in which they asked,
      -- whatever any clock says.
      no bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
      item_id uuid NOT NULL REFERENCES item,
      session_id uuid NOT NULL REFERENCES live_session,
      streamer_id uuid NOT NULL REFERENCES party,
      -- served: he has it; left: he went; over: his show can no longer use it; gone: nobody can have it any more.
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'served', 'left', 'over', 'gone')),
      asked_at timestamptz NOT NULL DEFAULT app_now(),
      hold_id uuid UNIQUE REFERENCES live_hold,
      -- The last time it was his turn and he could not have it: the free piece's token, why, and when.
      passed_token bigint,
      passed_code text,
      passed_facts jsonb,
      passed_at timestamptz,
      ended_at timestamptz,
      CHECK ((state = 'waiting') = (ended_at IS NULL)),
      CHECK ((state = 'served') = (hold_id IS NOT NULL)),
      CHECK (num_nulls(passed_token, passed_code, passed_facts, passed_at) IN (0, 4))
    );
    CREATE UNIQUE INDEX hold_wait_once ON hold_wait (item_id, streamer_id) WHERE state = 'waiting';
    CREATE INDEX hold_wait_line ON hold_wait (item_id, no) WHERE state = 'waiting';
    CREATE INDEX hold_wait_streamer ON hold_wait (streamer_id, no DESC);
    CREATE INDEX hold_wait_session ON hold_wait (session_id) WHERE state = 'waiting';

    -- What ended once stays as it ended: a place in a line is served at most once.
    CREATE FUNCTION keep_ended_wait() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'the wait % has ended', OLD.id USING ERRCODE = 'check_violation';
      END $$;
    CREATE TRIGGER hold_wait_ends_once BEFORE UPDATE ON hold_wait FOR EACH ROW
      WHEN (OLD.state <> 'waiting') EXECUTE FUNCTION keep_ended_wait();

    ALTER TABLE live_hold ADD COLUMN supplier_id uuid REFERENCES party;
    UPDATE live_hold SET supplier_id = item.supplier_id FROM item WHERE item.id = live_hold.item_id;
    ALTER TABLE live_hold
      ALTER COLUMN supplier_id SET NOT NULL,
      -- Who took it back, and why the streamer was told it was.
      ADD COLUMN revoked_by text CHECK (revoked_by IN ('supplier', 'operator', 'platform')),
      ADD COLUMN revoke_reason text CHECK (revoke_reason <> ''),
      DROP CONSTRAINT live_hold_state_check,
      ADD CONSTRAINT live_hold_state_check CHECK (state IN ('active', 'released', 'sold', 'expired', 'revoked')),
      ADD CHECK ((state = 'revoked') = (revoked_by IS NOT NULL)),
      ADD CHECK ((state = 'revoked') = (revoke_reason IS NOT NULL));
    CREATE INDEX live_hold_supplier ON live_hold (supplier_id, until, id) WHERE state = 'active';
    CREATE INDEX live_hold_streamer ON live_hold (streamer_id, ended_at);

    -- From this midnight on a plan takes no new picks: known a day ahead, as a cut of its rate is.
    ALTER TABLE plan ADD COLUMN paused_from timestamptz;
    UPDATE plan SET paused_from = app_now(), state = 'active' WHERE state = 'paused';
    ALTER TABLE plan DROP CONSTRAINT plan_state_check, ADD CONSTRAINT plan_state_check CHECK (state IN ('active', 'ended'));
    CREATE INDEX plan_pauses ON plan (paused_from) WHERE paused_from IS NOT NULL;

    -- Nobody holds earlier than half a day before his show, of whichever tier.
    INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
    SELECT code, scope, version + 1, value || '{"beforeHours": 12}', 'ordinary', '2020-01-01 00:00+08', '2020-01-02 00:00+08'
    FROM rule WHERE code = 'live_hold_window' AND scope = 'A' AND (value->>'beforeHours')::int > 12
      AND version = (SELECT max(version) FROM rule AS last WHERE last.code = rule.code AND last.scope = rule.scope);
  `.execute(db)
  for (const [code, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, '*', 1, ${JSON.stringify(value)}, 'ordinary', '2019-12-01 00:00+08', ${SINCE})
    `.execute(db)
  }
}
