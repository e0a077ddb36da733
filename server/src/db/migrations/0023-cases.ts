import { type Kysely, sql } from 'kysely'

const YUAN = 100n
const fen = (yuan: bigint) => (yuan * YUAN).toString()

interface FirstClause {
  code: string
  kind: 'violation' | 'dispute'
  side: 'supplier' | 'streamer' | 'any'
  title: [zh: string, en: string]
  body: [zh: string, en: string]
  schedule: object[]
  answerDays: number
  appealDays: number
  mayRefund?: boolean
}

const rate = (rateBps: number, least: bigint, most: bigint) => ({
  kind: 'rate',
  rateBps,
  leastFen: fen(least),
  mostFen: fen(most),
})
const fixed = (yuan: bigint) => ({ kind: 'fixed', amountFen: fen(yuan) })
const NO_MONEY = { kind: 'none' }
/** From which time on, then what it costs: points, money, and what the party may not do for a while. */
const step = (from: number, [points, amount, ...restrictions]: [number, object, ...object[]]) => ({
  from,
  points,
  amount,
  restrictions,
})
const limit = (kind: 'no_holds' | 'no_listing' | 'payouts_frozen', days: number) => ({ kind, days })

/** What a party answers for, in force since 2020 so that trade of earlier days finds its clause. */
const FIRST_CLAUSES: FirstClause[] = [
  {
    code: 'late_shipping',
    kind: 'violation',
    side: 'supplier',
    title: ['逾期发货', 'Shipped late'],
    body: [
      '付款后 48 小时内未发货的，按买家实付金额的 10% 处罚，最低 5 元，最高 30 元；一年内第三次起同时限制上架 3 天。',
      'An order not shipped within 48 hours of payment costs 10% of what the buyer paid, at least ¥5 and at most ¥30; from the third time within a year, nothing can be listed for 3 days.',
    ],
    schedule: [
      step(1, [1, rate(1_000, 5n, 30n)]),
      step(3, [2, rate(1_000, 5n, 30n), limit('no_listing', 3)]),
    ],
    answerDays: 3,
    appealDays: 7,
  },
  {
    code: 'sold_item_cancelled',
    kind: 'violation',
    side: 'supplier',
    title: ['已售孤品砍单', 'Sold piece not delivered'],
    body: [
      '已售出的孤品因供应商原因无法交付的，按买家实付金额的 15% 处罚，最低 15 元，最高 2,000 元；一年内第二次起限制上架 7 天。',
      'A one-of-a-kind piece that was sold and cannot be delivered for reasons of the supplier costs 15% of what the buyer paid, at least ¥15 and at most ¥2,000; from the second time within a year, nothing can be listed for 7 days.',
    ],
    schedule: [
      step(1, [2, rate(1_500, 15n, 2_000n)]),
      step(2, [4, rate(1_500, 15n, 2_000n), limit('no_listing', 7)]),
    ],
    answerDays: 3,
    appealDays: 7,
    mayRefund: true,
  },
  {
    code: 'sold_elsewhere_while_held',
    kind: 'violation',
    side: 'supplier',
    title: ['锁货期间另售', 'Sold elsewhere while held'],
    body: [
      '商品被主播锁货期间在其他渠道售出的，每件处罚 200 元，扣 2 分；一年内第三次起限制上架 7 天。',
      'A piece sold elsewhere while a streamer held it costs ¥200 and 2 points; from the third time within a year, nothing can be listed for 7 days.',
    ],
    schedule: [step(1, [2, fixed(200n)]), step(3, [4, fixed(500n), limit('no_listing', 7)])],
    answerDays: 3,
    appealDays: 7,
  },
  {
    code: 'false_report',
    kind: 'violation',
    side: 'supplier',
    title: ['检测报告造假', 'False inspection report'],
    body: [
      '伪造、套用检测报告或串号的，每件处罚 2,000 元，扣 6 分，限制上架 30 天；再犯的每件 5,000 元，并冻结提现 30 天。',
      'A forged, borrowed or swapped report costs ¥2,000 and 6 points each, with no listing for 30 days; a second time, ¥5,000 each, with payouts frozen for 30 days as well.',
    ],
    schedule: [
      step(1, [6, fixed(2_000n), limit('no_listing', 30)]),
      step(2, [12, fixed(5_000n), limit('no_listing', 30), limit('payouts_frozen', 30)]),
    ],
    answerDays: 5,
    appealDays: 7,
    mayRefund: true,
  },
  {
    code: 'claim_beyond_report',
    kind: 'violation',
    side: 'streamer',
    title: ['超报告宣传', 'Claims beyond the report'],
    body: [
      '直播中的描述超出检测报告的，按该商品实付金额的 5% 处罚，最低 50 元，最高 5,000 元；一年内第二次起限制锁货 7 天。',
      'What is said on air beyond the report costs 5% of what the buyer paid, at least ¥50 and at most ¥5,000; from the second time within a year, no new holds for 7 days.',
    ],
    schedule: [
      step(1, [2, rate(500, 50n, 5_000n)]),
      step(2, [4, rate(500, 50n, 5_000n), limit('no_holds', 7)]),
    ],
    answerDays: 3,
    appealDays: 7,
    mayRefund: true,
  },
  {
    code: 'held_not_shown',
    kind: 'violation',
    side: 'streamer',
    title: ['锁货不上播', 'Held but not shown'],
    body: [
      '锁货后无故不上播的，首次警告扣 1 分；一年内第三次起每场处罚 100 元，限制锁货 3 天。',
      'Goods held and not shown without reason: a warning and 1 point; from the third time within a year, ¥100 per show and no new holds for 3 days.',
    ],
    schedule: [step(1, [1, NO_MONEY]), step(3, [2, fixed(100n), limit('no_holds', 3)])],
    answerDays: 3,
    appealDays: 7,
  },
  {
    code: 'report_mismatch',
    kind: 'dispute',
    side: 'supplier',
    title: ['货不对板：与检测报告不符', 'Not as the report says'],
    body: [
      '买家收到的商品与售出时的检测报告不一致、经核实的，可退回全部货款；按买家实付金额的 10% 处罚，最低 50 元，最高 5,000 元。一年内第三次起限制上架 7 天。',
      'Goods that, as verified, do not match the report they were sold with: the buyer may get back all he paid, and it costs 10% of that, at least ¥50 and at most ¥5,000. From the third time within a year, nothing can be listed for 7 days.',
    ],
    schedule: [
      step(1, [3, rate(1_000, 50n, 5_000n)]),
      step(3, [6, rate(1_000, 50n, 5_000n), limit('no_listing', 7)]),
    ],
    answerDays: 3,
    appealDays: 7,
    mayRefund: true,
  },
  {
    code: 'counterfeit',
    kind: 'dispute',
    side: 'supplier',
    title: ['售假', 'Counterfeit'],
    body: [
      '经鉴定为假货的，退回全部货款，并按买家实付金额的三倍处罚，最低 500 元，最高 200,000 元；限制上架 90 天，冻结提现 30 天。',
      'Goods found to be counterfeit: the buyer gets back all he paid, and it costs three times that, at least ¥500 and at most ¥200,000; no listing for 90 days, payouts frozen for 30 days.',
    ],
    schedule: [
      step(1, [12, rate(30_000, 500n, 200_000n), limit('no_listing', 90), limit('payouts_frozen', 30)]),
    ],
    answerDays: 5,
    appealDays: 15,
    mayRefund: true,
  },
  {
    code: 'goods_damaged_by_streamer',
    kind: 'dispute',
    side: 'streamer',
    title: ['样品损坏或丢失', 'Goods damaged or lost by the streamer'],
    body: [
      '商品在主播处损坏或丢失的，由主播赔付，金额按核实的损失确定，不超过实付金额；扣 2 分。',
      'Goods damaged or lost while with the streamer are paid for by the streamer: the sum that is verified, at most what was paid; 2 points.',
    ],
    schedule: [step(1, [2, { kind: 'set', mostRateBps: 10_000 }])],
    answerDays: 3,
    appealDays: 7,
  },
  {
    code: 'order_not_honoured',
    kind: 'dispute',
    side: 'supplier',
    title: ['违反供货约定', 'Agreement with the streamer broken'],
    body: [
      '供应商未按约定供货或擅自变更，致主播受损的，金额按核实的损失确定，不超过实付金额的 30%；扣 2 分。',
      'A supplier who does not deliver as agreed, to the loss of the streamer, pays the sum that is verified, at most 30% of what was paid; 2 points.',
    ],
    schedule: [step(1, [2, { kind: 'set', mostRateBps: 3_000 }])],
    answerDays: 3,
    appealDays: 7,
    mayRefund: true,
  },
]

const FIRST_RULES: [code: string, scope: string, value: object][] = [
  ['case_second_person_from', '*', { amountFen: fen(2_000n) }],
  ['case_window', '*', { days: 15 }],
  ['case_window', 'counterfeit', { days: 180 }],
  ['case_repeat_window', '*', { days: 365 }],
]

/** Clauses as dated data; cases with what is alleged, shown, decided and done, each in a table that keeps it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createClauses(db)
  await createCases(db)
  await createRecords(db)
  await seed(db)
}

async function createClauses(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE clause (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      code text NOT NULL CHECK (code ~ '^[a-z][a-z_]{2,39}$'),
      version int NOT NULL CHECK (version > 0),
      kind text NOT NULL CHECK (kind IN ('violation', 'dispute')),
      -- Which kind of party answers for it.
      side text NOT NULL CHECK (side IN ('supplier', 'streamer', 'any')),
      title_zh text NOT NULL CHECK (title_zh <> ''),
      title_en text NOT NULL CHECK (title_en <> ''),
      body_zh text NOT NULL CHECK (body_zh <> ''),
      body_en text NOT NULL CHECK (body_en <> ''),
      -- Steps by how often it was found: points, amount as a formula, restrictions with their days.
      schedule jsonb NOT NULL CHECK (jsonb_typeof(schedule) = 'array' AND schedule <> '[]'),
      -- Whether a decision may also return to the buyer what he paid.
      may_refund boolean NOT NULL,
      answer_days int NOT NULL CHECK (answer_days BETWEEN 1 AND 60),
      appeal_days int NOT NULL CHECK (appeal_days BETWEEN 1 AND 60),
      notice_days int NOT NULL CHECK (notice_days >= 7),
      published_at timestamptz NOT NULL DEFAULT app_now(),
      effective_from timestamptz NOT NULL,
      UNIQUE (code, version),
      UNIQUE (code, effective_from),
      -- No clause takes effect before its notice is over.
      CHECK (effective_from >= published_at + notice_days * interval '1 day')
    );
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON clause FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON clause EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON clause FROM haowu_app;
  `.execute(db)
}

async function createCases(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE trust_case (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      no text NOT NULL UNIQUE,
      -- Names the fact that opened it: said again, it is the same case.
      key text NOT NULL UNIQUE,
      kind text NOT NULL CHECK (kind IN ('violation', 'dispute')),
      clause_id uuid NOT NULL REFERENCES clause,
      clause_code text NOT NULL,
      respondent_id uuid NOT NULL REFERENCES party,
      claimant_kind text NOT NULL CHECK (claimant_kind IN ('platform', 'system', 'supplier', 'streamer', 'buyer')),
      claimant_id uuid REFERENCES party,
      order_id uuid REFERENCES orders,
      item_id uuid REFERENCES item,
      report_id uuid REFERENCES report,
      -- When it happened: the clause in force then is the one that counts.
      event_at timestamptz NOT NULL,
      state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'evidence_requested', 'decided', 'appealed', 'upheld',
        'overturned', 'executed', 'closed', 'withdrawn')),
      version int NOT NULL DEFAULT 1,
      opened_by text NOT NULL,
      opened_at timestamptz NOT NULL DEFAULT app_now(),
      answer_until timestamptz,
      answered_at timestamptz,
      appeal_until timestamptz,
      appealed_at timestamptz,
      -- From when on the decision may be carried out.
      due_at timestamptz,
      decided_by text,
      confirmed_by text,
      appeal_decided_by text,
      -- What a rate of the clause is applied to, as it was when the case was opened.
      base_from text NOT NULL CHECK (base_from IN ('paid', 'item_price', 'nothing')),
      base_fen bigint NOT NULL CHECK (base_fen >= 0),
      -- What may be at stake, set aside from the respondent's deposit as far as it reaches.
      expected_fen bigint NOT NULL DEFAULT 0 CHECK (expected_fen >= 0),
      held_fen bigint NOT NULL DEFAULT 0 CHECK (held_fen BETWEEN 0 AND expected_fen),
      captured_fen bigint CHECK (captured_fen >= 0),
      missing_fen bigint CHECK (missing_fen >= 0),
      ended_at timestamptz,
      CHECK ((claimant_kind IN ('supplier', 'streamer')) = (claimant_id IS NOT NULL)),
      CHECK (claimant_id IS DISTINCT FROM respondent_id),
      CHECK ((state IN ('executed', 'closed', 'withdrawn')) = (ended_at IS NOT NULL)),
      CHECK ((state = 'executed') = (captured_fen IS NOT NULL)),
      CHECK ((captured_fen IS NULL) = (missing_fen IS NULL)),
      CHECK (state NOT IN ('evidence_requested', 'decided', 'appealed', 'upheld', 'overturned', 'executed') OR answer_until IS NOT NULL),
      CHECK (state NOT IN ('decided', 'appealed', 'upheld', 'overturned', 'executed') OR (decided_by IS NOT NULL AND appeal_until IS NOT NULL)),
      CHECK ((state IN ('decided', 'upheld', 'overturned')) <= (due_at IS NOT NULL)),
      -- Whoever decided neither confirms his own decision nor hears the appeal against it.
      CHECK (confirmed_by <> decided_by),
      CHECK (appeal_decided_by IS NULL OR (appeal_decided_by <> decided_by AND appeal_decided_by IS DISTINCT FROM confirmed_by)),
      CHECK (event_at <= opened_at)
    );
    CREATE INDEX trust_case_respondent ON trust_case (respondent_id, id DESC);
    CREATE INDEX trust_case_claimant ON trust_case (claimant_id, id DESC) WHERE claimant_id IS NOT NULL;
    CREATE INDEX trust_case_order ON trust_case (order_id) WHERE order_id IS NOT NULL;
    CREATE INDEX trust_case_clause ON trust_case (clause_code, id DESC);
    CREATE INDEX trust_case_due ON trust_case (due_at) WHERE state IN ('decided', 'upheld', 'overturned');
    CREATE INDEX trust_case_working ON trust_case (id) WHERE ended_at IS NULL;

    -- Only the version of the clause that was in force when it happened can be alleged, whoever writes the row.
    CREATE FUNCTION check_case_clause() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF (NEW.no, NEW.key, NEW.kind, NEW.clause_id, NEW.clause_code, NEW.respondent_id, NEW.event_at, NEW.opened_at)
          IS DISTINCT FROM (OLD.no, OLD.key, OLD.kind, OLD.clause_id, OLD.clause_code, OLD.respondent_id, OLD.event_at, OLD.opened_at)
        THEN RAISE EXCEPTION 'what a case alleges is never changed' USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.ended_at IS NOT NULL THEN
          RAISE EXCEPTION 'an ended case is never changed' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END IF;
      IF NEW.clause_id IS DISTINCT FROM (
        SELECT id FROM clause WHERE code = NEW.clause_code AND kind = NEW.kind AND effective_from <= NEW.event_at
        ORDER BY effective_from DESC LIMIT 1)
      THEN RAISE EXCEPTION 'the clause was not in force at the event' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER check_clause BEFORE INSERT OR UPDATE ON trust_case FOR EACH ROW EXECUTE FUNCTION check_case_clause();
    REVOKE DELETE ON trust_case FROM haowu_app;
  `.execute(db)
}

async function createRecords(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What the sides show, and how things stood when the case was opened. Added to, never changed.
    CREATE TABLE case_evidence (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      case_id uuid NOT NULL REFERENCES trust_case,
      kind text NOT NULL CHECK (kind IN ('order', 'item', 'report', 'terms', 'mismatch', 'statement', 'file')),
      side text NOT NULL CHECK (side IN ('claimant', 'respondent', 'platform')),
      given_by text NOT NULL,
      content jsonb NOT NULL,
      -- SHA-256 of the canonical JSON of the content, or of the file's bytes.
      content_hash bytea NOT NULL CHECK (length(content_hash) = 32),
      -- Where a file lies in private storage.
      file_path text,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      CHECK ((kind = 'file') = (file_path IS NOT NULL)),
      UNIQUE (case_id, side, kind, content_hash)
    );
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON case_evidence FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON case_evidence EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON case_evidence FROM haowu_app;

    CREATE TABLE case_event (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      case_id uuid NOT NULL REFERENCES trust_case,
      at timestamptz NOT NULL DEFAULT app_now(),
      actor text NOT NULL,
      action text NOT NULL,
      from_state text,
      to_state text NOT NULL,
      facts jsonb NOT NULL DEFAULT '{}'
    );
    CREATE INDEX case_event_case ON case_event (case_id, id);
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON case_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON case_event EXECUTE FUNCTION refuse_change();
    REVOKE UPDATE, DELETE ON case_event FROM haowu_app;

    -- Round 1 decides, round 2 hears the appeal. A proposal above the limit waits for a second person.
    CREATE TABLE case_decision (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      case_id uuid NOT NULL REFERENCES trust_case,
      round int NOT NULL CHECK (round IN (1, 2)),
      outcome text NOT NULL CHECK (outcome IN ('found', 'dismissed')),
      points int NOT NULL CHECK (points >= 0),
      amount_fen bigint NOT NULL CHECK (amount_fen >= 0),
      refund_order boolean NOT NULL,
      restrictions jsonb NOT NULL,
      -- How the amount came about, line by line, and which versions of which rules were used.
      calculation jsonb NOT NULL,
      rule_versions jsonb NOT NULL,
      reason text NOT NULL CHECK (reason <> ''),
      needs_second boolean NOT NULL,
      maker text NOT NULL,
      checker text,
      state text NOT NULL CHECK (state IN ('proposed', 'in_force', 'refused')),
      made_at timestamptz NOT NULL DEFAULT app_now(),
      checked_at timestamptz,
      CHECK (checker <> maker),
      CHECK (state <> 'proposed' OR needs_second),
      CHECK (state <> 'in_force' OR NOT needs_second OR checker IS NOT NULL),
      CHECK (outcome = 'found' OR (amount_fen = 0 AND points = 0 AND NOT refund_order AND restrictions = '[]'))
    );
    CREATE UNIQUE INDEX case_decision_one_live ON case_decision (case_id, round) WHERE state <> 'refused';
    CREATE FUNCTION keep_decision() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.state <> 'proposed' OR to_jsonb(NEW) - '{state,checker,checked_at}'::text[]
        <> to_jsonb(OLD) - '{state,checker,checked_at}'::text[]
      THEN RAISE EXCEPTION 'a decision is never changed' USING ERRCODE = 'restrict_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER keep_decision BEFORE UPDATE ON case_decision FOR EACH ROW EXECUTE FUNCTION keep_decision();
    CREATE TRIGGER append_only BEFORE DELETE ON case_decision FOR EACH ROW EXECUTE FUNCTION refuse_change();
    REVOKE DELETE ON case_decision FROM haowu_app;

    -- What executed decisions restrict, and until when.
    CREATE TABLE case_restriction (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      case_id uuid NOT NULL REFERENCES trust_case,
      party_id uuid NOT NULL REFERENCES party,
      kind text NOT NULL,
      until timestamptz NOT NULL,
      lifted_at timestamptz,
      UNIQUE (case_id, kind)
    );
    CREATE INDEX case_restriction_due ON case_restriction (until) WHERE lifted_at IS NULL;
  `.execute(db)
}

async function seed(db: Kysely<unknown>): Promise<void> {
  for (const clause of FIRST_CLAUSES) {
    await sql`
      INSERT INTO clause (code, version, kind, side, title_zh, title_en, body_zh, body_en, schedule, may_refund, answer_days,
        appeal_days, notice_days, published_at, effective_from)
      VALUES (${clause.code}, 1, ${clause.kind}, ${clause.side}, ${clause.title[0]}, ${clause.title[1]}, ${clause.body[0]},
        ${clause.body[1]}, ${JSON.stringify(clause.schedule)}::jsonb, ${clause.mayRefund ?? false}, ${clause.answerDays},
        ${clause.appealDays}, 15, '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
  for (const [code, scope, value] of FIRST_RULES) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, ${scope}, 1, ${JSON.stringify(value)}::jsonb, 'important', '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
}
