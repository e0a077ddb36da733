import { describe, expect, test } from 'vitest'
import { FEED_CONFIGS } from './feed-config.ts'
import { itemsOfSample } from './items-of-sample.ts'

function cell(rule: object, item: string): string | undefined {
  const config = FEED_CONFIGS.json.parse({
    url: 'https://erp.example.com/',
    itemsPath: 'items',
    fields: { sku: { path: 'id' }, title: rule },
  })
  return itemsOfSample(config, `{"items":[${item}]}`)[0]?.get('title')
}

describe('a value becomes the cell that a supplier would write', () => {
  test.each<[string, object, string, string]>([
    ['a text as it is', { path: 'v' }, '{"v":" 柜子 "}', ' 柜子 '],
    ['a deeper one', { path: 'a.b' }, '{"a":{"b":"柜子"}}', '柜子'],
    ['one of a list', { path: 'a[1].b' }, '{"a":[{"b":1},{"b":2}]}', '2'],
    ['several, joined', { path: "join(' ', [brand, model])" }, '{"brand":"某牌","model":"X1"}', '某牌 X1'],
    ['nothing', { path: 'none' }, '{}', ''],
    ['null', { path: 'v' }, '{"v":null}', ''],
    ['what only its prototype has', { path: 'constructor.name' }, '{}', ''],
    ['the same for all', { constant: '家具' }, '{}', '家具'],
    ['a number', { path: 'v' }, '{"v":12.50}', '12.5'],
    ['a number that was added up', { path: 'v' }, '{"v":30.299999999999997}', '30.3'],
    ['a number longer than a double', { path: 'v' }, '{"v":862345678901234567}', '862345678901234567'],
    ['a whole number of sixteen digits', { path: 'v' }, '{"v":8623456789012345}', '8623456789012345'],
    ['true', { path: 'v' }, '{"v":true}', '是'],
    ['true, in words', { path: 'v', words: { true: '上架', false: '下架' } }, '{"v":true}', '上架'],
    ['a word of theirs', { path: 'v', words: { '95新': 'A' } }, '{"v":"95新"}', 'A'],
    ['a number of theirs', { path: 'v', words: { '2': 'B' } }, '{"v":2}', 'B'],
    ['a word that nobody explained', { path: 'v', words: { '95新': 'A' } }, '{"v":"全新"}', '全新'],
    [
      'links',
      { path: 'v' },
      '{"v":["https://a.cn/1.jpg","https://a.cn/2.jpg"]}',
      'https://a.cn/1.jpg https://a.cn/2.jpg',
    ],
    ['fen', { path: 'v', unit: 'fen' }, '{"v":129900}', '1299.00'],
    ['a few fen', { path: 'v', unit: 'fen' }, '{"v":5}', '0.05'],
    ['fen beyond a double', { path: 'v', unit: 'fen' }, '{"v":"90071992547409931"}', '900719925474099.31'],
    ['half a fen, to be told', { path: 'v', unit: 'fen' }, '{"v":12.5}', '12.5分'],
  ])('%s', (_, rule, item, text) => {
    expect(cell(rule, item)).toBe(text)
  })
})
