import type pg from 'pg'

/** Per pool, which items somebody of this process is taking at this moment. */
const takingOfPool = new WeakMap<pg.Pool, Map<string, Promise<void>>>()

/** Resolves when nobody of this process is taking the item any more; undefined when nobody is. Never rejects. */
export function someoneTaking(pool: pg.Pool, itemId: string): Promise<void> | undefined {
  return takingOfPool.get(pool)?.get(itemId)
}

/**
 * Runs `act` as the one who takes this item. It only spares the database a crowd that would queue behind one row: other
 * processes have takers of their own, and who gets the item is decided there.
 */
export async function takeTurn<Result>(
  pool: pg.Pool,
  itemId: string,
  act: () => Promise<Result>,
): Promise<Result> {
  const taking = takingOfPool.get(pool) ?? new Map<string, Promise<void>>()
  takingOfPool.set(pool, taking)
  const turn = Promise.withResolvers<void>()
  taking.set(itemId, turn.promise)
  try {
    return await act()
  } finally {
    taking.delete(itemId)
    turn.resolve()
  }
}
