import { createHash } from 'node:crypto'

/** One line of a simulated shop's stock: a SKU in one warehouse, good or defective pieces. */
export interface SimulatedStock {
  sku: string
  warehouse: string
  there: number
  ordered: number
  locked: number
  defective: boolean
  modified: Date
}

/** A seller's ERP account that answers as the documented one does, and checks what it is asked as strictly. */
export interface SimulatedShop {
  appKey: string
  appSecret: string
  accessToken: string
  refreshToken: string
  sid: string
  stock: SimulatedStock[]
}

/** What a simulator is asked. */
export interface Asked {
  url: URL
  body: string
  headers: Record<string, string | string[] | undefined>
}

export const SIMULATED_SHOP: SimulatedShop = {
  appKey: 'simulated-key',
  appSecret: 'simulated-secret:simulated-salt',
  accessToken: 'simulated-token',
  refreshToken: 'refresh-1',
  sid: 'simulated-seller',
  stock: [],
}

export const stockLine = (line: Partial<SimulatedStock> & { sku: string }): SimulatedStock => ({
  warehouse: '1',
  there: 1,
  ordered: 0,
  locked: 0,
  defective: false,
  modified: new Date(),
  ...line,
})

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex')
}

/** `2026-11-26 09:30:00` in Shanghai, which has known no summer time since 1991. */
export const parseShanghai = (text: string): number => Date.parse(`${text.replace(' ', 'T')}+08:00`)

/** The lines that were modified between two instants, the older first, as an ERP lists them. */
export function movedBetween(stock: SimulatedStock[], from: number, to: number): SimulatedStock[] {
  return stock
    .filter(({ modified }) => {
      const second = Math.floor(modified.getTime() / 1_000) * 1_000
      return second >= from && second <= to
    })
    .toSorted((a, b) => a.modified.getTime() - b.modified.getTime())
}
