/** One piece as the simulated ERP tells it: other names, other units and other words than ours, as ERPs have them. */
export interface ErpItem {
  code: string
  goods: { name: string; brand: string; series: string; storage: string; color: string }
  imei: string
  price_cent: number
  stock: number
  inspection: { org: string; by: string; no: string; date: string; look: string; battery: number }
}

type Model = [
  brand: string,
  series: string,
  storage: string,
  color: string,
  yuan: number,
  look: string,
  battery: number,
]

const MODELS: Model[] = [
  ['苹果', 'iPhone 15 Plus', '256GB', '粉色', 4199, '几乎无痕', 95],
  ['苹果', 'iPhone 14', '128GB', '午夜色', 2899, '轻微划痕', 88],
  ['苹果', 'iPhone 13 Pro Max', '256GB', '远峰蓝', 3799, '轻微划痕', 86],
  ['苹果', 'iPhone SE 3', '64GB', '红色', 1399, '轻微划痕', 91],
  ['华为', 'P60 Art', '512GB', '流沙金', 4299, '几乎无痕', 96],
  ['华为', 'Mate X5', '512GB', '羽砂黑', 7399, '几乎无痕', 97],
  ['小米', '13 Ultra', '256GB', '橄榄绿', 2999, '轻微划痕', 92],
  ['小米', 'Redmi K70 Pro', '256GB', '墨羽', 1999, '几乎无痕', 96],
  ['vivo', 'X Fold3', '256GB', '薄翼黑', 4899, '几乎无痕', 98],
  ['OPPO', 'Reno11 Pro', '256GB', '月光宝石', 1899, '轻微划痕', 93],
  ['荣耀', 'Magic V2', '512GB', '黑色', 4599, '轻微划痕', 90],
  ['三星', 'Galaxy Z Flip5', '256GB', '薄荷绿', 3299, '几乎无痕', 95],
]

const HOUR_MS = 3_600_000
const WEEK_MS = 168 * HOUR_MS

/**
 * The ERP's whole list at an instant: prices move a little with the hour, and one piece after the other is out for half a
 * day, as if it had been sold in the shop and brought back.
 */
export function erpItems(at: Date): ErpItem[] {
  const hour = Math.floor(at.getTime() / HOUR_MS)
  const out = Math.floor(hour / 12) % MODELS.length
  return MODELS.map(([brand, series, storage, color, yuan, look, battery], index) => ({
    code: `CZ-E${String(index + 1).padStart(3, '0')}`,
    goods: { name: `${brand} ${series} ${storage} ${color} 国行全网通`, brand, series, storage, color },
    imei: imei(index),
    price_cent: yuan * 100 - ((hour + index) % 4) * 1_000,
    stock: index === out ? 0 : 1,
    inspection: {
      org: '拍机堂检测中心（常州）',
      by: '孙工',
      no: `PJT-E-${String(index + 1).padStart(3, '0')}`,
      date: inspectedOn(at),
      look,
      battery,
    },
  }))
}

/** Everything is inspected anew each week, before it would be too old to be shown. */
function inspectedOn(at: Date): string {
  return new Date(Math.floor(at.getTime() / WEEK_MS) * WEEK_MS).toISOString().slice(0, 10)
}

/** Fifteen digits that no piece of the demo's files has; the last is Luhn's. */
function imei(index: number): string {
  const body = `8640${String(71_000_000_00 + index * 7_919).padStart(10, '0')}`
  let sum = 0
  for (const [at, digit] of [...body].entries()) {
    const doubled = Number(digit) * (at % 2 === 1 ? 2 : 1)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return `${body}${(10 - (sum % 10)) % 10}`
}
