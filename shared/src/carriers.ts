import type { Carrier } from './orders.ts'

/** What a carrier tells of a parcel, in the order in which a parcel goes through it. */
export const PARCEL_STATES = [
  'accepted',
  'in_transit',
  'out_for_delivery',
  'exception',
  'delivered',
  'returned',
] as const
export type ParcelState = (typeof PARCEL_STATES)[number]

/** Why a supplier does not deliver what was sold. */
export const REFUSALS = ['damaged', 'lost', 'sold_elsewhere', 'mistake', 'other'] as const
export type Refusal = (typeof REFUSALS)[number]

/**
 * How numbers of each carrier look, as seen on waybills: no carrier publishes a binding form, so this is a guess that fills in the carrier
 * and never refuses a number. The forms do not overlap: a number that could be of two carriers is of none here.
 */
const FORMATS: [carrier: Carrier, format: RegExp][] = [
  ['sf', /^SF\d{12,13}$/],
  ['jd', /^JD[A-Z0-9]{11,16}$/],
  ['ems', /^[A-Z]{2}\d{9}CN$/],
  ['yto', /^YT\d{13,15}$/],
  ['sto', /^77\d{13}$/],
  ['zto', /^7[3568]\d{12}$/],
  ['yunda', /^4[36]\d{13}$/],
]

/** The carrier whose numbers look like this one, or null when a person has to say it. */
export function detectCarrier(trackingNo: string): Carrier | null {
  return FORMATS.find(([, format]) => format.test(trackingNo))?.[0] ?? null
}

const NAMES: [carrier: Carrier, names: readonly string[]][] = [
  ['sf', ['sf', '顺丰', '顺丰速运', '顺丰快递']],
  ['jd', ['jd', '京东', '京东快递', '京东物流']],
  ['ems', ['ems', '邮政', '中国邮政', '邮政ems']],
  ['zto', ['zto', '中通', '中通快递']],
  ['yto', ['yto', '圆通', '圆通速递', '圆通快递']],
  ['sto', ['sto', '申通', '申通快递']],
  ['yunda', ['yunda', '韵达', '韵达快递']],
  ['other', ['other', '其他', '其他快递']],
]

/** The carrier that is called so, in Chinese or by its code. */
export function carrierNamed(name: string): Carrier | null {
  const word = name.normalize('NFKC').replace(/\s/g, '').toLowerCase()
  return NAMES.find(([, names]) => names.includes(word))?.[0] ?? null
}
