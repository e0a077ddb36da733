import { type Kysely, sql } from 'kysely'

/** Who may take part and sell what: applications with their papers, contracts by version, admissions by category. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createContracts(db)
  await createApplications(db)
  await createAdmissions(db)
  await insertRules(db)
}

async function createContracts(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What a kind of party signs. A version is history and is never changed, only followed.
    CREATE TABLE contract (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      party_kind text NOT NULL CHECK (party_kind IN ('supplier', 'streamer', 'agency')),
      version int NOT NULL CHECK (version > 0),
      -- Clauses in order, each with its text in both languages: [{"zh": …, "en": …}].
      clauses jsonb NOT NULL CHECK (jsonb_typeof(clauses) = 'array' AND jsonb_array_length(clauses) > 0),
      published_at timestamptz NOT NULL DEFAULT app_now(),
      effective_from timestamptz NOT NULL,
      UNIQUE (party_kind, version)
    );
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON contract FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON contract EXECUTE FUNCTION refuse_change();

    CREATE TABLE contract_acceptance (
      party_id uuid NOT NULL REFERENCES party,
      contract_id uuid NOT NULL REFERENCES contract,
      -- Absent where the platform signed on paper before it had screens.
      member_id uuid REFERENCES member,
      accepted_at timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (party_id, contract_id)
    );
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON contract_acceptance
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
  `.execute(db)
  for (const [kind, clauses] of Object.entries(FIRST_CONTRACTS)) {
    await sql`
      INSERT INTO contract (party_kind, version, clauses, published_at, effective_from)
      VALUES (${kind}, 1, ${JSON.stringify(clauses.map(([zh, en]) => ({ zh, en })))}::jsonb,
        '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
}

async function createApplications(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE application (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      party_id uuid NOT NULL REFERENCES party,
      purpose text NOT NULL CHECK (purpose IN ('join', 'categories')),
      state text NOT NULL DEFAULT 'draft' CHECK (state IN
        ('draft', 'submitted', 'in_review', 'needs_info', 'approved', 'rejected', 'withdrawn')),
      form jsonb NOT NULL DEFAULT '{}',
      -- The form as it was when it was last handed in: what an answer changed is the difference.
      submitted_form jsonb,
      -- Raised by each change of the form, so that two tabs never overwrite each other.
      version int NOT NULL DEFAULT 1,
      -- How often it was handed in.
      round int NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      submitted_at timestamptz,
      review_due_at timestamptz,
      answer_due_at timestamptz,
      appeal_until timestamptz,
      decided_at timestamptz,
      claimed_by uuid REFERENCES member,
      claimed_until timestamptz,
      -- Who rejected it, because an appeal is heard by somebody else.
      rejected_by uuid REFERENCES member,
      appealed_at timestamptz,
      appeal_words text,
      CHECK ((state = 'in_review') = (claimed_by IS NOT NULL)),
      CHECK ((claimed_by IS NULL) = (claimed_until IS NULL)),
      CHECK ((state IN ('approved', 'rejected')) = (decided_at IS NOT NULL)),
      CHECK ((state = 'needs_info') = (answer_due_at IS NOT NULL)),
      CHECK (state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL),
      CHECK (state <> 'rejected' OR rejected_by IS NOT NULL),
      CHECK ((appealed_at IS NULL) = (appeal_words IS NULL)),
      -- Whoever rejected may not take the appeal.
      CHECK (appealed_at IS NULL OR claimed_by IS NULL OR claimed_by <> rejected_by)
    );
    CREATE UNIQUE INDEX application_one_open ON application (party_id)
      WHERE state IN ('draft', 'submitted', 'in_review', 'needs_info');
    CREATE INDEX application_party ON application (party_id, id DESC);
    CREATE INDEX application_waiting ON application (review_due_at, id) WHERE state IN ('submitted', 'in_review');
    CREATE INDEX application_to_answer ON application (answer_due_at) WHERE state = 'needs_info';
    CREATE INDEX application_recent ON application (id DESC) WHERE state <> 'draft';

    CREATE INDEX application_credit_code ON application ((form->>'creditCode')) WHERE submitted_at IS NOT NULL;

    -- A person's identity number: sealed, and a keyed digest by which the same number is recognised without opening it.
    CREATE TABLE application_identity (
      application_id uuid PRIMARY KEY REFERENCES application,
      sealed bytea NOT NULL,
      masked text NOT NULL,
      digest bytea NOT NULL
    );
    CREATE INDEX application_identity_digest ON application_identity (digest);

    CREATE TABLE application_document (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      application_id uuid NOT NULL REFERENCES application,
      kind text NOT NULL,
      file_key text NOT NULL UNIQUE,
      file_name text NOT NULL CHECK (file_name <> ''),
      -- Told by its first bytes, whatever its name says.
      type text NOT NULL CHECK (type IN ('jpg', 'png', 'webp', 'pdf')),
      bytes bigint NOT NULL CHECK (bytes > 0),
      sha256 bytea NOT NULL CHECK (length(sha256) = 32),
      member_id uuid NOT NULL REFERENCES member,
      created_at timestamptz NOT NULL DEFAULT app_now(),
      -- Taken out by the applicant; what a reviewer has seen stays readable.
      removed_at timestamptz
    );
    CREATE INDEX application_document_current ON application_document (application_id, kind) WHERE removed_at IS NULL;

    -- What a reviewer sent back. It is answered when the application is handed in again.
    CREATE TABLE application_finding (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      application_id uuid NOT NULL REFERENCES application,
      round int NOT NULL,
      verdict text NOT NULL CHECK (verdict IN ('needs_info', 'rejected')),
      subject text NOT NULL,
      reason text NOT NULL,
      words text NOT NULL DEFAULT ''
    );
    CREATE INDEX application_finding_round ON application_finding (application_id, round);
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON application_finding
      FOR EACH ROW EXECUTE FUNCTION refuse_change();

    CREATE TABLE application_event (
      id uuid PRIMARY KEY DEFAULT uuid_v7(),
      application_id uuid NOT NULL REFERENCES application,
      kind text NOT NULL,
      -- Absent when time alone did it.
      member_id uuid REFERENCES member,
      facts jsonb NOT NULL DEFAULT '{}',
      at timestamptz NOT NULL DEFAULT app_now()
    );
    CREATE INDEX application_event_of ON application_event (application_id, id);
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON application_event
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
  `.execute(db)
}

/** Those who trade already keep doing so: each supplier is admitted everywhere, and each party has signed on paper. */
async function createAdmissions(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE category_admission (
      party_id uuid NOT NULL REFERENCES party,
      category_code text NOT NULL REFERENCES category,
      state text NOT NULL DEFAULT 'admitted' CHECK (state IN ('admitted', 'revoked')),
      application_id uuid REFERENCES application,
      since timestamptz NOT NULL DEFAULT app_now(),
      PRIMARY KEY (party_id, category_code)
    );
    INSERT INTO category_admission (party_id, category_code)
      SELECT party.id, category.code FROM party CROSS JOIN category WHERE party.kind = 'supplier';
    INSERT INTO contract_acceptance (party_id, contract_id)
      SELECT party.id, contract.id FROM party JOIN contract ON contract.party_kind = party.kind;
  `.execute(db)
}

const NEEDS: [category: string, documents: string[], minInspectors: number][] = [
  ['*', ['inspection_ability'], 1],
  ['phone', ['inspection_ability', 'data_erasure'], 1],
  ['tablet', ['inspection_ability', 'data_erasure'], 1],
  ['luxury_bag', ['inspection_ability', 'appraiser_certificate', 'source_proof'], 2],
  ['watch', ['inspection_ability', 'appraiser_certificate', 'source_proof'], 2],
  ['jewellery', ['lab_agreement', 'source_proof'], 1],
  ['appliance', ['inspection_ability', 'safety_test'], 1],
  ['book', ['publication_permit'], 0],
]

async function insertRules(db: Kysely<unknown>): Promise<void> {
  const rules: [code: string, scope: string, value: object][] = [
    [
      'onboarding_times',
      '*',
      { reviewHours: 48, answerDays: 15, appealDays: 15, claimMinutes: 15, contractGraceDays: 15 },
    ],
    ...NEEDS.map(([scope, documents, minInspectors]): [string, string, object] => [
      'category_admission',
      scope,
      { documents, minInspectors },
    ]),
  ]
  for (const [code, scope, value] of rules) {
    await sql`
      INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
      VALUES (${code}, ${scope}, 1, ${JSON.stringify(value)}::jsonb, 'important',
        '2019-12-01 00:00+08', '2020-01-01 00:00+08')
    `.execute(db)
  }
}

const FIRST_CONTRACTS: Record<'supplier' | 'streamer' | 'agency', [zh: string, en: string][]> = {
  supplier: [
    [
      '每件商品在上架、成交、退回时按同一标准检测，报告随货；报告与实物不符由供应商承担。',
      'Each piece is inspected by one standard at listing, sale and return, and its report travels with it. Where report and piece differ, the supplier bears it.',
    ],
    [
      '平台只收取在成交时冻结的费率；订单成立后，规则的变动不影响该订单。',
      'The platform takes only the rates frozen at the sale; a later change of rules does not touch an order.',
    ],
    [
      '保证金按类目、近 30 天成交额与风险敞口中的最高者缴纳；仅依据已裁定的案件扣除，并附规则版本与计算过程。',
      'The deposit is the highest of category base, 30-day sales and exposure. It is captured only by a decided case that shows rule version and calculation.',
    ],
    [
      '被主播锁定或买家付款中的商品，不得在别处出售，不得降低佣金率。',
      'A piece held for a show or being paid for may not be sold elsewhere, nor may its commission rate be cut.',
    ],
    [
      '收件信息仅用于发货，包裹关闭后不得保留。',
      'Delivery data serves shipping alone and may not be kept once the parcel is closed.',
    ],
    [
      '退出须等待售后、争议与追缴全部结清，保证金余额随后退还。',
      'On leaving, the rest of the deposit is paid back once returns, disputes and clawbacks are settled.',
    ],
  ],
  streamer: [
    [
      '讲解不得超出检测报告；超出部分造成的退款由主播承担。',
      'What is said on air may not go beyond the report; refunds caused by more are borne by the streamer.',
    ],
    [
      '锁货须在场次内使用，无故放空影响信誉分。',
      'Pieces held for a show are to be shown; holding them idle lowers the score.',
    ],
    [
      '佣金在锁货时冻结，售后期满后结算；退款按各方实得比例追回。',
      'Commission is frozen at the hold and settled after the return window; a refund is taken back from each share in proportion.',
    ],
    ['个人主播的税款由平台依法代扣并提供明细。', 'Tax of individuals is withheld by law, with a statement.'],
    [
      '保证金用于锁货与借样的风险敞口；仅依据已裁定的案件扣除。',
      'The deposit covers held and borrowed pieces; it is captured only by a decided case.',
    ],
  ],
  agency: [
    [
      '机构须取得旗下主播的书面授权，分成比例对主播公开。',
      'An agency acts with its streamers’ written consent, and its share is open to them.',
    ],
    [
      '机构分成按订单计算，随退款按比例追回。',
      'Its share is reckoned per order and taken back with refunds in proportion.',
    ],
    ['机构须配合处理旗下主播的违规与争议。', 'It helps to settle violations and disputes of its streamers.'],
  ],
}
