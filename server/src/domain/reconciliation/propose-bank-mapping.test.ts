import { expect, test } from 'vitest'
import { bankMappingGaps } from '@haowu/shared/bank-mapping.ts'
import { proposeBankMapping } from './propose-bank-mapping.ts'

async function* bytesOf(text: string) {
  yield Buffer.from(text)
}

const fieldsOf = async (text: string) => {
  const proposal = await proposeBankMapping(bytesOf(text))
  return {
    ...proposal,
    fields: Object.fromEntries(
      (proposal?.columns ?? []).flatMap(({ field, header }) => (field ? [[field, header]] : [])),
    ),
  }
}

test.each<[string, string, object]>([
  [
    'two columns of a Chinese bank, below a title',
    '好物联盟账户明细,,,,\n交易日期,摘要,借方发生额,贷方发生额,余额,对方户名,交易流水号,网点\n20261130,结算,,5.00,15.00,财付通,1,总行\n20261130,提现,2.00,,13.00,王芳,2,总行\n',
    {
      day: '交易日期',
      out: '借方发生额',
      in: '贷方发生额',
      balance: '余额',
      counterparty: '对方户名',
      bankNo: '交易流水号',
      description: '摘要',
    },
  ],
  [
    'one column with a word beside it',
    '记账日期,交易时间,收支方向,交易金额(元),账户余额(元),交易对手\n20261130,10:00:00,收入,5.00,15.00,甲\n20261130,10:01:00,支出,2.00,13.00,乙\n',
    {
      day: '记账日期',
      time: '交易时间',
      direction: '收支方向',
      amount: '交易金额(元)',
      balance: '账户余额(元)',
      counterparty: '交易对手',
    },
  ],
  [
    'English headers and a day told only by its cells',
    'When,Paid in,Paid out,Balance\n2026-11-30,5.00,,15.00\n2026-11-30,,2.00,13.00\n',
    { day: 'When', in: 'Paid in', out: 'Paid out', balance: 'Balance' },
  ],
])('%s', async (_, text, fields) => {
  const found = await fieldsOf(text)
  expect(found.fields).toMatchObject(fields)
  expect(bankMappingGaps(found.fields)).toEqual([])
  expect(found.balances).toEqual({ checked: 1, right: 1 })
})

test('amounts whose sign is turned round are told by the balances', async () => {
  const found = await fieldsOf(
    '日期,金额,余额\n20261130,5.00,10.00\n20261130,-2.00,12.00\n20261130,1.00,11.00\n',
  )
  expect(found).toMatchObject({ positiveIsOut: true, balances: { checked: 2, right: 2 } })
})

test('of columns that say the same, the plainest keeps the field', async () => {
  const found = await fieldsOf('日期,起息日期,收入,支出,余额,冻结余额\n20261130,20261130,1,,2,0\n')
  expect(found.fields).toMatchObject({ day: '日期', balance: '余额' })
})

test('what is no table at all has no proposal', async () => {
  expect(await proposeBankMapping(bytesOf('hello\nworld\n'))).toBeNull()
})

test('sums and notes below the table are no examples of its columns', async () => {
  const found = await fieldsOf(
    '交易日期,交易时间,借方,贷方,余额\n20261130,10:00:00,,5.00,15.00\n20261130,11:00:00,2.00,,13.00\n合计,8032.68,2.00,5.00,\n期末余额：,13.00\n',
  )
  expect(found.fields).toMatchObject({ day: '交易日期', time: '交易时间', out: '借方', in: '贷方' })
  expect(found.columns?.[1]?.samples).toEqual(['10:00:00', '11:00:00'])
  expect(found.balances).toEqual({ checked: 1, right: 1 })
})
