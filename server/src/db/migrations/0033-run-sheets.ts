import { type Kysely, sql } from 'kysely'

/** Words of the Advertising Law (广告法 §9) and of the platforms; whatever else must not be said joins them as a row. */
const FIRST_WORDS: [word: string, place: string, why: string, suggestion: string][] = [
  ['国家级', '*', 'absolute', '有国家标准编号的，写编号'],
  ['最高级', '*', 'absolute', '写报告里的成色'],
  ['最佳', '*', 'absolute', '写您自己的体验'],
  ['最好', '*', 'absolute', '很好用、成色好'],
  ['最低价', '*', 'absolute', '今晚直播间价'],
  ['最便宜', '*', 'absolute', '今晚直播间价'],
  ['全网最低', '*', 'absolute', '今晚直播间价'],
  ['全国第一', '*', 'absolute', '有出处的排名，写明出处与日期'],
  ['世界第一', '*', 'absolute', '有出处的排名，写明出处与日期'],
  ['第一品牌', '*', 'absolute', '写品牌本名'],
  ['顶级', '*', 'absolute', '写报告里的成色'],
  ['极致', '*', 'absolute', '写具体参数'],
  ['独一无二', '*', 'absolute', '孤品，仅此一件'],
  ['绝无仅有', '*', 'absolute', '孤品，仅此一件'],
  ['史上最', '*', 'absolute', '写具体参数'],
  ['永久', '*', 'absolute', '写保修的期限'],
  ['万能', '*', 'absolute', '写具体用途'],
  ['100%正品', '*', 'guarantee', '已通过第三方检测，可扫码验报告'],
  ['假一赔万', '*', 'guarantee', '按平台规则赔付'],
  ['保值', '*', 'guarantee', '只谈成色，不谈升值'],
  ['升值', '*', 'guarantee', '只谈成色，不谈升值'],
  ['稳赚', '*', 'guarantee', '只谈成色，不谈升值'],
  ['治疗', '*', 'medical', '不得宣称疗效'],
  ['疗效', '*', 'medical', '不得宣称疗效'],
  ['辟邪', '*', 'superstition', '谈工艺与寓意'],
  ['招财', '*', 'superstition', '谈工艺与寓意'],
  ['转运', '*', 'superstition', '谈工艺与寓意'],
  ['加微信', 'kuaishou', 'platform', '请在小黄车下单'],
  ['加微信', 'douyin', 'platform', '请在小黄车下单'],
  ['私下交易', '*', 'platform', '请在小黄车下单'],
  ['微信转账', '*', 'platform', '请在小黄车下单'],
  ['淘宝', 'kuaishou', 'platform', '其他平台'],
  ['淘宝', 'douyin', 'platform', '其他平台'],
  ['秒杀价', 'douyin', 'platform', '今晚直播间价'],
]

/** Where a show runs, what is on air in it, prices and versions of its slots, edits that met, links to look, words not to say. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await extendShows(db)
  await createEdits(db)
  await sql`
    CREATE TABLE forbidden_word (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      word text NOT NULL CHECK (word <> ''),
      -- A kind of place where a show runs, or all of them.
      place text NOT NULL DEFAULT '*',
      why text NOT NULL CHECK (why IN ('absolute', 'guarantee', 'medical', 'superstition', 'platform')),
      suggestion text NOT NULL,
      effective_from timestamptz NOT NULL,
      effective_to timestamptz CHECK (effective_to > effective_from),
      UNIQUE (word, place, effective_from)
    );
  `.execute(db)
  for (const [word, place, why, suggestion] of FIRST_WORDS) {
    await sql`
      INSERT INTO forbidden_word (word, place, why, suggestion, effective_from)
      VALUES (${word}, ${place}, ${why}, ${suggestion}, '2020-01-01 00:00+08')
    `.execute(db)
  }
}

async function extendShows(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE live_session
      ADD place text NOT NULL DEFAULT 'own_room'
        CHECK (place IN ('own_room', 'kuaishou', 'douyin', 'taobao', 'wechat', 'other')),
      -- The name or number of the channel there.
      ADD channel text NOT NULL DEFAULT '' CHECK (length(channel) <= 60),
      ADD started_at timestamptz,
      ADD current_slot_id uuid,
      ADD on_air_at timestamptz,
      ADD CHECK ((current_slot_id IS NULL) = (on_air_at IS NULL));
    ALTER TABLE slot
      -- What it is sold for here; null is the list price.
      ADD price_fen bigint CHECK (price_fen > 0),
      ADD minutes_version int NOT NULL DEFAULT 1,
      ADD script_version int NOT NULL DEFAULT 1,
      ADD place_version int NOT NULL DEFAULT 1,
      -- How long it was shown so far, not counting the time since it was last put on air.
      ADD shown_seconds int NOT NULL DEFAULT 0 CHECK (shown_seconds >= 0),
      ADD first_on_air_at timestamptz,
      ADD UNIQUE (id, session_id);
    ALTER TABLE live_session ADD FOREIGN KEY (current_slot_id, id) REFERENCES slot (id, session_id);
    ALTER TABLE pick ADD note text NOT NULL DEFAULT '' CHECK (length(note) <= 200);
  `.execute(db)
}

async function createEdits(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Each change that an editor sent, by the id he gave it: sent again it is answered again, and what lost is kept.
    CREATE TABLE sheet_edit (
      id uuid PRIMARY KEY,
      session_id uuid NOT NULL REFERENCES live_session,
      slot_id uuid NOT NULL,
      field text NOT NULL CHECK (field IN ('minutes', 'script', 'place')),
      value jsonb NOT NULL,
      -- What stood there when it came, where that was no longer what the editor had seen.
      theirs jsonb,
      outcome text NOT NULL CHECK (outcome IN ('applied', 'conflict', 'dropped', 'resolved')),
      actor text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      resolved_at timestamptz,
      CHECK ((outcome = 'resolved') = (resolved_at IS NOT NULL))
    );
    CREATE UNIQUE INDEX slot_hold ON slot (hold_id);
    CREATE INDEX sheet_edit_open ON sheet_edit (session_id) WHERE outcome = 'conflict';

    CREATE TABLE sheet_share (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      session_id uuid NOT NULL REFERENCES live_session,
      token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
      name text NOT NULL CHECK (name <> '' AND length(name) <= 40),
      with_earnings boolean NOT NULL DEFAULT false,
      expires_at timestamptz NOT NULL,
      revoked_at timestamptz,
      created_by text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX sheet_share_session ON sheet_share (session_id, created_at DESC);
  `.execute(db)
}
