import { refreshEntries } from '@haowu/server/domain/plaza/refresh-entries.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import type { Db } from '@haowu/server/db/database.ts'
import type pg from 'pg'

const SUPPLIERS = 100
const REFRESHERS = 2

/** So many pieces share a rare word of two characters. */
export const RARE_EVERY = 5_000

/** Two characters that stand in one of 5,000 titles. */
const RARE_WORD_SQL = `chr(20000 + (n % ${RARE_EVERY}) / 71) || chr(21000 + (n % ${RARE_EVERY}) % 71)`

export function rareWord(at: number): string {
  const n = at % RARE_EVERY
  return String.fromCodePoint(20_000 + Math.floor(n / 71), 21_000 + (n % 71))
}

/**
 * Fills the catalogue with inspected pieces on offer, and the plaza by the job that fills it in life. Written as sets and
 * with the triggers off, because this is what the bench stands on and not what it measures.
 */
export async function stockPlaza({ db, owner }: { db: Db; owner: pg.Client }, rows: number): Promise<void> {
  const suppliers = await Promise.all(Array.from({ length: SUPPLIERS }, () => buildParty(db, 'supplier')))
  await owner.query('ALTER TABLE item DISABLE TRIGGER USER; ALTER TABLE report DISABLE TRIGGER USER')
  await owner.query(
    `INSERT INTO item (id, supplier_id, supplier_sku, category_code, title, brand, model, identity, grade, price_fen,
       photos, state, created_at)
     SELECT uuid_v7(), ($1::uuid[])[1 + n % ${SUPPLIERS}], 'B-' || n,
       (ARRAY['phone', 'tablet', 'luxury_bag', 'watch'])[1 + n % 4],
       (ARRAY['苹果', '华为', '小米', '三星', '荣耀', '索尼', '佳能', '欧米茄', '路易威登', '古驰'])[1 + n / 4 % 10]
         || ' ' || (ARRAY['手机', '平板', '手袋', '腕表'])[1 + n % 4] || ' ' || (n % 900 + 100) || 'G ' || ${RARE_WORD_SQL} || ' 国行 二手 已质检',
       (ARRAY['苹果', '华为', '小米', '三星', '荣耀', '索尼', '佳能', '欧米茄', '路易威登', '古驰'])[1 + n / 4 % 10],
       'M' || n % 300, 'B:' || n, (ARRAY['new', '99', '95', '90', '85', 'fair'])[1 + n / 7 % 6], 10000 + (n::bigint * 7919) % 900000,
       '["https://img.example.com/1.jpg"]', 'draft', app_now() - make_interval(secs => n)
     FROM generate_series(1, ${rows}) AS n`,
    [suppliers],
  )
  await owner.query(
    `INSERT INTO report (code, version, item_id, supplier_id, kind, state, agency_name, inspector_name, inspected_on,
       template_code, template_version, content, grade, grade_reasons, rubric_version, content_hash, signature,
       signing_key_id, published_at, expires_at)
     SELECT upper(substr(translate(md5(id::text), 'ilou', '0000'), 1, 12)), 1, id, supplier_id, 'third_party', 'published',
       '测试检测', '测试员', current_date, 'phone', 1, '{}', grade, '[]', 1, '', '\\x00', 'bench', app_now(),
       app_now() + interval '30 days'
     FROM item ON CONFLICT DO NOTHING`,
  )
  await owner.query(
    `UPDATE item SET state = 'available', report_id = report.id FROM report WHERE report.item_id = item.id`,
  )
  await owner.query('ALTER TABLE item ENABLE TRIGGER USER; ALTER TABLE report ENABLE TRIGGER USER')
  await owner.query('INSERT INTO plaza_item_change (item_id) SELECT id FROM item ORDER BY created_at')
  await owner.query('VACUUM ANALYZE item, report, plaza_item_change')
  await Promise.all(Array.from({ length: REFRESHERS }, () => refreshAll(db)))
  await owner.query('VACUUM ANALYZE plaza_entry')
}

async function refreshAll(db: Db): Promise<void> {
  while ((await refreshEntries({ db })) > 0);
}

/** The usual way beside it: the same facts in one table, words found by `ILIKE` over a trigram index. */
export async function stockLikeTable(owner: pg.Client): Promise<void> {
  await owner.query('CREATE EXTENSION pg_trgm')
  await owner.query(
    `CREATE TABLE like_entry AS SELECT item_id, item.title, entry.category_code, entry.brand, entry.grade, entry.price_fen,
       entry.listed_at FROM plaza_entry AS entry JOIN item ON item.id = entry.item_id`,
  )
  await owner.query('CREATE INDEX ON like_entry USING gin (title gin_trgm_ops)')
  await owner.query('CREATE INDEX ON like_entry (listed_at DESC, item_id DESC)')
  await owner.query('CREATE INDEX ON like_entry (category_code, price_fen, item_id)')
  await owner.query('VACUUM ANALYZE like_entry')
}
