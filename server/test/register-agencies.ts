import type pg from 'pg'

/** The agencies that the files and builders of tests name; part of every test's database from the start. */
const AGENCIES = [
  '好物检测中心',
  '好物鉴定中心',
  '示例检测中心',
  '示例鉴定中心',
  '测试检测',
  '中检',
  'agency',
  '拍机堂检测中心（常州）',
  '中检集团奢侈品鉴定中心',
]

export async function registerAgencies(client: Pick<pg.Client, 'query'>): Promise<void> {
  await client.query(
    `INSERT INTO inspection_agency (name, licence_no, cnas_no, cma_no, valid_until, categories)
     SELECT name, 'LIC-' || row_number() OVER (), 'CNAS L' || (1000 + row_number() OVER ()), NULL, '2099-12-31',
       (SELECT array_agg(code) FROM category)
     FROM unnest($1::text[]) AS name`,
    [AGENCIES],
  )
}
