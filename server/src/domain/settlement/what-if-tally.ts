import type { Db } from '#db/database.ts'
import type { Share, ShareRole } from '#domain/commission/split-order.ts'
import type { Terms } from '#domain/commission/terms.ts'

export interface RoleSums {
  role: ShareRole
  beforeFen: bigint
  afterFen: bigint
}

export interface PartySums {
  /** Null for all the others together, so that the rows add up to zero. */
  partyId: string | null
  partyName: string | null
  orders: number
  beforeFen: bigint
  afterFen: bigint
}

export interface GroupSums {
  /** The plan's name, or the category's code. */
  name: string
  orders: number
  /** By role, how much more or less; they add up to zero. */
  differences: { role: ShareRole; fen: bigint }[]
}

interface Compared {
  supplierId: string
  streamerId: string
  platformId: string
  categoryCode: string
  terms: Terms
  before: readonly Share[]
  after: readonly Share[]
}

const MOST_PARTIES = 100
const MOST_GROUPS = 100
const ROLES: readonly ShareRole[] = ['supplier', 'streamer', 'agency', 'leader', 'platform']

/** Adds up order by order: by role, by party, by plan and by category. */
export function createTally() {
  const roles = new Map<ShareRole, { beforeFen: bigint; afterFen: bigint }>()
  const parties = new Map<string, { orders: number; beforeFen: bigint; afterFen: bigint }>()
  const plans = new Map<string, Group>()
  const categories = new Map<string, Group>()
  return {
    add(order: Compared): void {
      const groups = [groupOf(plans, order.terms.planId), groupOf(categories, order.categoryCode)]
      for (const group of groups) group.orders++
      for (const { role, amountFen: beforeFen } of order.before) {
        const afterFen = order.after.find(share => share.role === role)?.amountFen ?? 0n
        addTo(roles, role, { beforeFen, afterFen })
        addTo(parties, partyOf(role, order), { beforeFen, afterFen, orders: 1 })
        for (const { byRole } of groups) byRole.set(role, (byRole.get(role) ?? 0n) + afterFen - beforeFen)
      }
    },
    async sums(db: Db) {
      const planNames = await readNames(db, 'plan', largest(plans))
      return {
        roles: ROLES.flatMap(role => {
          const sums = roles.get(role)
          return sums ? [{ role, ...sums }] : []
        }),
        parties: await nameParties(db, parties),
        plans: toGroups(plans, id => planNames.get(id) ?? id),
        categories: toGroups(categories, code => code),
      }
    },
  }
}

interface Group {
  orders: number
  byRole: Map<ShareRole, bigint>
}

function groupOf(groups: Map<string, Group>, key: string): Group {
  const found = groups.get(key) ?? { orders: 0, byRole: new Map() }
  groups.set(key, found)
  return found
}

function addTo<Key, Sums extends { beforeFen: bigint; afterFen: bigint; orders?: number }>(
  into: Map<Key, Sums>,
  key: Key,
  more: Sums,
): void {
  const found = into.get(key)
  if (!found) {
    into.set(key, { ...more })
    return
  }
  found.beforeFen += more.beforeFen
  found.afterFen += more.afterFen
  if (found.orders !== undefined) found.orders += more.orders ?? 0
}

function partyOf(role: ShareRole, order: Compared): string {
  switch (role) {
    case 'supplier':
      return order.supplierId
    case 'streamer':
      return order.streamerId
    case 'agency':
      return order.terms.agencyId ?? order.platformId
    case 'leader':
      return order.terms.leaderId ?? order.platformId
    case 'platform':
      return order.platformId
  }
}

const sizeOf = (fen: bigint) => (fen < 0n ? -fen : fen)

/** Those who would feel it most; the rest as one row. */
async function nameParties(
  db: Db,
  parties: Map<string, { orders: number; beforeFen: bigint; afterFen: bigint }>,
): Promise<PartySums[]> {
  const sorted = [...parties].sort(([idA, a], [idB, b]) => {
    const difference = sizeOf(b.afterFen - b.beforeFen) - sizeOf(a.afterFen - a.beforeFen)
    return difference === 0n ? (idA < idB ? -1 : 1) : difference > 0n ? 1 : -1
  })
  const shown = sorted.slice(0, MOST_PARTIES)
  const names = await readNames(
    db,
    'party',
    shown.map(([id]) => id),
  )
  const rows: PartySums[] = shown.map(([partyId, sums]) => ({
    partyId,
    partyName: names.get(partyId) ?? '',
    ...sums,
  }))
  const rest = sorted.slice(MOST_PARTIES)
  if (rest.length === 0) return rows
  const others = { orders: 0, beforeFen: 0n, afterFen: 0n }
  for (const [, sums] of rest) {
    others.orders += sums.orders
    others.beforeFen += sums.beforeFen
    others.afterFen += sums.afterFen
  }
  return [...rows, { partyId: null, partyName: null, ...others }]
}

function largest(groups: Map<string, Group>): string[] {
  return [...groups]
    .sort(([keyA, a], [keyB, b]) => b.orders - a.orders || (keyA < keyB ? -1 : 1))
    .slice(0, MOST_GROUPS)
    .map(([key]) => key)
}

function toGroups(groups: Map<string, Group>, nameOf: (key: string) => string): GroupSums[] {
  return largest(groups).flatMap(key => {
    const group = groups.get(key)
    if (!group) return []
    const differences = ROLES.flatMap(role => {
      const fen = group.byRole.get(role)
      return fen === undefined ? [] : [{ role, fen }]
    })
    return [{ name: nameOf(key), orders: group.orders, differences }]
  })
}

async function readNames(
  db: Db,
  table: 'party' | 'plan',
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom(table).select(['id', 'name']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
