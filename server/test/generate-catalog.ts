import { luhnDigit } from '#domain/imports/parse-identity.ts'

export interface CatalogWishes {
  rows: number
  /** The same seed gives the same catalogue. */
  seed?: number
  /** Inspection columns, so that items can be sold; without them they stay drafts. */
  inspected?: boolean
  /** Raises the price of every n-th row by 10 yuan. */
  priceMoveEvery?: number
  inspectedOn?: string
}

const PHONES = [
  ['Apple', 'iPhone 15 Pro', 499900],
  ['Apple', 'iPhone 14', 329900],
  ['Apple', 'iPhone 13 mini', 189900],
  ['华为', 'Mate 60 Pro', 459900],
  ['华为', 'P60', 289900],
  ['小米', '小米 14', 279900],
  ['vivo', 'X100', 269900],
  ['OPPO', 'Find X7', 309900],
] as const
const STORAGE = ['128G', '256G', '512G']
const COLORS = ['黑色', '白色', '原色钛金属', '远峰蓝', '雅丹黑', '冰霜银']
const CITIES = ['深圳', '广州', '杭州', '上海', '成都']
const COSMETIC = ['无痕', '几乎无痕', '轻微划痕', '明显划痕']

const HEADER =
  '商家编码,标题,类目,品牌,型号,存储,颜色,版本,IMEI,价格,库存,发货地,图片,卖点,保修,系统版本,屏幕尺寸,重量,仓位,入库日期,采购单号'
const REPORT_HEADER =
  '质检类型,质检机构,质检员,报告编号,质检日期,外观,功能,电池健康,循环次数,部件,拆修,进水,账号锁,附件,瑕疵说明'

/** Inspected phones as a supplier's export: one line per piece, every sixth with quoted commas and every hundredth with a line break. */
export function* generatePhoneCatalog(wishes: CatalogWishes): Generator<string> {
  const { rows, seed = 1, inspected = false, priceMoveEvery = 0, inspectedOn = today() } = wishes
  const next = randomSource(seed)
  yield `\ufeff${inspected ? `${HEADER},${REPORT_HEADER}` : HEADER}\r\n`
  for (let row = 0; row < rows; row++) {
    const [brand, model, base] = pick(PHONES, next())
    const storage = pick(STORAGE, next())
    const color = pick(COLORS, next())
    const moved = priceMoveEvery > 0 && row % priceMoveEvery === 0 ? 1000 : 0
    const price = ((base + (next() % 400) * 100 + moved) / 100).toFixed(2)
    const body = String(35_000_000_000_000 + seed * 1_000_000_000 + row * 37 + 11)
    const title = `${brand} ${model} ${storage} ${color} 国行 二手 已质检`
    const point =
      row % 100 === 99
        ? '"边框微磕，\n屏幕完美"'
        : row % 6 === 5
          ? '"原装屏,电池已换,盒说全"'
          : '原装无拆修 支持七天无理由'
    const stock = [
      '店保一年',
      `iOS ${15 + (next() % 4)}.${next() % 7}`,
      '6.1 英寸',
      `${170 + (next() % 60)}g`,
      `A${next() % 90}-${next() % 40}`,
      inspectedOn,
      `CG${20260000 + (next() % 9999)}`,
    ]
    const cells = [
      `P${seed}-${String(row).padStart(7, '0')}`,
      title,
      '手机',
      brand,
      model,
      storage,
      color,
      '国行',
      body + luhnDigit(body),
      price,
      '1',
      pick(CITIES, next()),
      `https://img.example.com/${seed}/${row}.jpg`,
      point,
      ...stock,
    ]
    if (inspected) {
      cells.push('第三方', '好物检测中心', `质检员${next() % 30}`, `R${seed}-${row}`, inspectedOn)
      cells.push(
        pick(COSMETIC, next()),
        '全部正常',
        String(80 + (next() % 20)),
        String(next() % 500),
        '全部原装',
      )
      cells.push('无拆修', '无进水', '无锁', '齐全', '')
    }
    yield `${cells.join(',')}\r\n`
  }
}

/** Inspected luxury bags, all by a third party as the rules ask. */
export function* generateBagCatalog({
  rows,
  seed = 1,
  inspectedOn = today(),
}: CatalogWishes): Generator<string> {
  const next = randomSource(seed)
  const bags = [
    ['CHANEL', 'Classic Flap', 4_800_000],
    ['LOUIS VUITTON', 'Neverfull MM', 760_000],
    ['HERMES', 'Evelyne', 1_650_000],
    ['GUCCI', 'Marmont', 620_000],
  ] as const
  yield '\ufeff商家编码,标题,类目,品牌,型号,颜色,材质,尺寸,序列号,价格,库存,发货地,图片,质检类型,质检机构,质检员,报告编号,质检日期,真伪,外观,边角,五金,内里,气味,拆修,附件,瑕疵说明\r\n'
  for (let row = 0; row < rows; row++) {
    const [brand, model, base] = pick(bags, next())
    const color = pick(['黑金', '老花', '大象灰', '焦糖'], next())
    const price = ((base + (next() % 500) * 1000) / 100).toFixed(2)
    const cells = [
      `B${seed}-${row}`,
      `${brand} ${model} ${color}`,
      '奢侈品箱包',
      brand,
      model,
      color,
      '牛皮',
      '中号',
      `SN${seed}${100000 + row}`,
      price,
      '1',
      '上海',
      '',
      '第三方',
      '好物鉴定中心',
      '陈老师',
      `B${seed}-${row}`,
      inspectedOn,
      '鉴定为真',
      pick(COSMETIC, next()),
      pick(['完好', '轻微磨损'], next()),
      '完好',
      '干净',
      '无异味',
      '无拆修',
      '齐全',
      '',
    ]
    yield `${cells.join(',')}\r\n`
  }
}

/** The business day of now, as a supplier would write it. */
export function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
}

function randomSource(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state >>> 8
  }
}

function pick<T>(values: readonly T[], random: number): T {
  return values[random % values.length] as T
}
